/* report_parts.c - verb: what does each section of a report show? */
#include "base/table_html.h"
#include "verb/gain.h"
#include "verb/report.h"

#include <math.h>
#include <string.h>

enum { HOWS_MAX = 32, CONTACTS_SHOWN = 20 };

static const char *market_word(const struct report *p)
{
    return str_c(p->r->a, p->market.name);
}

/* A command of the market: "backtest security". */
static struct str mend(const struct report *p, const char *verb, const char *behind)
{
    struct str word = shell_word(p->r->a, p->market.name);
    return request_next(p->r, "%s %.*s%s", verb, STR_ARG(word), behind);
}

/* ---- the question ---- */

enum status report_question(struct report *p, struct err *e)
{
    const char *words[] = {"market", "show", "--", market_word(p), NULL};
    struct table *t = NULL;
    struct str refused;
    report_section(p, "question", "The question",
                   "On what, on whom and when is influence asked for, and what is it for?");
    enum status s = report_ask(p, words, &t, &refused, e);
    if (s) return s;
    if (t) {
        t->title = str_printf(p->r->a, "The market %.*s", STR_ARG(p->market.name));
        t->notes = NULL; /* what to type next: said in the sections it belongs to */
        if (!p->all) view_drop(t, "weights");
        view_drop(t, "tested"); /* in How sure */
        report_part(p, t, words);
    }
    if (!p->strategy.count) {
        report_lack(p, "what it is for",
                    STR("No strategy is chosen, so every figure that is here is shown, in no order "
                        "of importance."),
                    mend(p, "market strategy", " reach,loyalty"));
    }
    report_section_end(p);
    return OK;
}

/* ---- the few ---- */

static const struct view_column few_columns[] = {
    {"rank", NULL},       {"tier", "tier"},       {"name", NULL},        {"id", NULL},
    {"categories", NULL}, {"reach_in_100", NULL}, {"lo", NULL},          {"hi", NULL},
    {"voters", "voters"}, {"p_top_10", NULL},     {"prior_share", NULL}, {"flags", NULL},
};

struct tally { /* of evidence by its verb */
    struct str how[HOWS_MAX];
    size_t count[HOWS_MAX];
    size_t n;
};

static void tally_add(struct tally *t, struct str how)
{
    size_t k = 0;
    while (k < t->n && !str_eq(t->how[k], how))
        k++;
    if (k == HOWS_MAX) return;
    if (k == t->n) t->how[t->n++] = how;
    t->count[k]++;
}

/* "named by 3, cited by 2": by what the buyers' votes for this person are carried. */
static struct str hows_of(struct arena *a, const struct table *why)
{
    struct tally t = {.n = 0};
    struct buf b = buf_new(a);
    for (size_t r = 0; r < why->row_count; r++) {
        struct cell verb = view_cell(why, r, "verb");
        struct cell adds = view_cell(why, r, "adds");
        bool carries = adds.kind != CELL_REAL || adds.real > 0.0;
        if (verb.kind == CELL_TEXT && carries) tally_add(&t, verb.text);
    }
    for (size_t done = 0; done < t.n; done++) { /* the commonest first; of equals the earlier */
        size_t best = 0;
        for (size_t k = 1; k < t.n; k++) {
            if (t.count[k] > t.count[best]) best = k;
        }
        buf_addf(&b, "%s%.*s by %zu", done ? ", " : "", STR_ARG(t.how[best]), t.count[best]);
        t.count[best] = 0;
    }
    return b.len ? buf_str(&b) : STR("prior alone: nobody is known to heed them directly");
}

/* Each voter has one row that adds to the figure; those come first. */
static struct str rows_of(const struct report *p, const struct table *few, size_t row)
{
    struct cell voters = view_cell(few, row, "voters");
    bool known = voters.kind == CELL_INT && voters.i > 0;
    return str_printf(p->r->a, "%lld", known ? (long long)voters.i : 1LL);
}

static enum status put_whys(struct report *p, struct table *few, struct err *e)
{
    enum status s = OK;
    for (size_t r = 0; r < few->row_count && !s; r++) {
        struct cell id = view_cell(few, r, "id");
        struct table *why = NULL;
        struct str refused;
        if (id.kind != CELL_TEXT) continue;
        struct str rows = rows_of(p, few, r);
        const char *words[] = {"why", "-n", rows.p, "--", market_word(p), str_c(p->r->a, id.text),
                               NULL};
        s = report_ask(p, words, &why, &refused, e);
        if (!s && why) {
            few->cells[(r + 1) * few->column_count - 1] = cell_text(hows_of(p->r->a, why));
        }
    }
    return s;
}

static enum status put_few(struct report *p, struct err *e)
{
    struct str rows = str_printf(p->r->a, "%lld", (long long)p->n);
    const char *words[] = {"find", "-n", rows.p, "--", market_word(p), NULL};
    struct str refused;
    enum status s = report_ask(p, words, &p->few, &refused, e);
    if (s) return s;
    if (!p->few || !p->few->row_count) {
        report_lack(p, "the few", p->few ? p->few->empty : refused,
                    request_next(p->r, "tag QUERY buyer"));
        return OK;
    }
    struct table *few =
        view_columns(p->r->a, p->few, few_columns, sizeof few_columns / sizeof *few_columns, true);
    s = put_whys(p, few, e);
    if (s) return s;
    report_part(p, few, words);
    buf_adds(&p->page, "<p class=\"opens\">A person's figure opens by: <code>");
    html_escape(&p->page, mend(p, "why", " ID"));
    buf_adds(&p->page, "</code></p>\n");
    return OK;
}

/* Of the answer of `choose`: after how many the next adds too little; 0: it does not say. */
/* Its curve goes on over those who would follow; the dashed line says where to stop. */
static void put_gain(struct report *p, const struct table *t)
{
    struct curve c;
    if (gain_curve(t, p->r->a, &c)) curve_html(t->more, &c, &p->page);
}

/* Those who were decided upon; else as many as are worth it. */
static enum status put_chosen(struct report *p, size_t decided, struct err *e)
{
    struct str picks = str_printf(p->r->a, "%zu", decided ? decided : (size_t)p->n);
    const char *words[] = {"choose", "-k", picks.p, "--", market_word(p), NULL};
    struct table *t = NULL;
    struct str refused;
    enum status s = report_ask(p, words, &t, &refused, e);
    size_t stop = s || decided ? 0 : gain_stop(t);
    if (stop && stop < (size_t)p->n) {
        picks = str_printf(p->r->a, "%zu", stop);
        words[2] = picks.p;
        s = report_ask(p, words, &t, &refused, e);
    }
    if (s) return s;
    if (!t || !t->row_count) {
        report_lack(p, "the set to choose", t ? t->empty : refused, mend(p, "choose", " -k 5"));
        return OK;
    }
    t->title = decided ? STR("The set that was chosen, and what it reaches together")
                       : STR("A proposal: those who reach most buyers together");
    report_part(p, t, words);
    put_gain(p, t);
    return OK;
}

enum status report_few(struct report *p, struct err *e)
{
    const char *words[] = {"decide", "--", market_word(p), NULL};
    struct table *t = NULL;
    struct str refused;
    size_t decided = 0;
    report_section(p, "few", "The few",
                   "Who moves these buyers, and which of them reach most buyers together?");
    enum status s = put_few(p, e);
    if (!s) s = report_ask(p, words, &t, &refused, e);
    for (size_t r = 0; !s && t && r < t->row_count; r++) {
        struct cell kind = view_cell(t, r, "decision");
        decided += kind.kind == CELL_TEXT && !str_is(kind.text, "veto");
    }
    if (!s && t && t->row_count) report_part(p, t, words);
    if (!s && !decided) {
        report_lack(p, "who was chosen",
                    STR("Nobody is picked or pinned yet; what is shown is a proposal."),
                    mend(p, "decide", " PERSON pick --reason TEXT"));
    }
    if (!s) s = put_chosen(p, decided, e);
    report_section_end(p);
    return s;
}

/* ---- what we did ---- */

static bool has_word(const char *verb, const char *word)
{
    const struct verb *v = verb_named(str_of(verb));
    for (const char *const *at = v ? v->topics : NULL; at && *at; at++) {
        if (strcmp(*at, word) == 0) return true;
    }
    return false;
}

/* Each programme of the market: how it stands. */
static enum status put_programmes(struct report *p, struct table *list, const char *word,
                                  const char *what, struct err *e)
{
    enum status s = OK;
    for (size_t r = 0; r < list->row_count && !s; r++) {
        const char *name = str_c(p->r->a, view_cell(list, r, "programme").text);
        const char *words[] = {"programme", word, "--", name, NULL};
        struct str named = str_printf(p->r->a, "%s of programme %s", what, name);
        s = report_show(p, named.p, words, STR(""), e); /* its sentence says what to do */
    }
    return s;
}

static enum status list_programmes(struct report *p, struct table **ret, struct err *e)
{
    const char *words[] = {"programme", "list", NULL};
    struct str refused;
    enum status s = report_ask(p, words, ret, &refused, e);
    if (!s && *ret) view_keep(*ret, "market", p->market.name);
    if (s || (*ret && (*ret)->row_count)) return s;
    *ret = NULL;
    return OK;
}

enum status report_did(struct report *p, struct err *e)
{
    const char *list_words[] = {"programme", "list", NULL};
    struct str rows = str_printf(p->r->a, "%d", CONTACTS_SHOWN);
    const char *log_words[] = {"log", "-n", rows.p, NULL};
    const char *audit_words[] = {"audit", "--", market_word(p), NULL};
    struct table *list = NULL;
    report_section(p, "did", "What we did",
                   "Programmes, contacts and costs, and whether those we say we know agree.");
    enum status s = list_programmes(p, &list, e);
    if (!s && !list) {
        report_lack(p, "programmes", STR("No programme is kept in this market."),
                    request_next(p->r, "programme add NAME --market %.*s --objective TEXT",
                                 STR_ARG(shell_word(p->r->a, p->market.name))));
    }
    if (!s && list) {
        list->title = STR("Programmes in this market");
        report_part(p, list, list_words);
        s = put_programmes(p, list, "show", "members and costs", e);
    }
    if (!s && list && report_serves(p, AIM(REACH), "growth of programmes")) {
        s = put_programmes(p, list, "growth", "growth", e);
    }
    if (!s && report_serves(p, AIM(ENGAGEMENT), "contacts")) {
        s = report_show(p, "contacts", log_words,
                        request_next(p->r, "log TEAMMATE PERSON KIND --note TEXT"), e);
    }
    if (!s && report_serves(p, AIM(ENGAGEMENT) | AIM(LOYALTY), "audit of relationships")) {
        s = report_show(p, "audit of relationships", audit_words,
                        mend(p, "claim", " --freeze WAVE"), e);
    }
    report_section_end(p);
    return s;
}

/* ---- what changed ---- */

/* One survey: its waves are rows `from` up to `to` of the list. */
static enum status put_survey(struct report *p, const struct table *list, size_t from, size_t to,
                              struct err *e)
{
    struct arena *a = p->r->a;
    const char *name = str_c(a, view_cell(list, from, "survey").text);
    struct str word = shell_word(a, str_of(name));
    size_t waves = to - from;
    const char *last = str_c(a, view_cell(list, to - 1, "wave").text);
    const char *before = str_c(a, view_cell(list, waves > 1 ? to - 2 : from, "wave").text);
    const char *show[] = {"survey", "show", "--", name, NULL};
    const char *compare[] = {"survey", "compare", "--", name, before, last, NULL};
    const char *progress[] = {"survey", "progress", "--", name, NULL};
    const char *near[] = {"survey", "near", "--", market_word(p), name, before, last, NULL};
    struct str what = str_printf(a, "what survey %s says", name);
    enum status s =
        report_show(p, what.p, show,
                    request_next(p->r, "import FILE --survey %.*s --wave WAVE", STR_ARG(word)), e);
    if (s) return s;
    what = str_printf(a, "what changed in survey %s", name);
    if (waves < 2) {
        report_lack(p, what.p, STR("One wave alone shows no change."),
                    request_next(p->r, "import FILE --survey %.*s --wave NEXT", STR_ARG(word)));
        return OK;
    }
    s = report_show(p, what.p, compare, STR(""), e);
    what = str_printf(a, "progress in survey %s", name);
    if (!s) {
        s = report_show(p, what.p, progress,
                        request_next(p->r, "survey target %.*s FILE --by NAME", STR_ARG(word)), e);
    }
    what = str_printf(a, "survey %s: near whom we engage", name);
    return s ? s : report_show(p, what.p, near, STR(""), e);
}

static enum status put_surveys(struct report *p, struct err *e)
{
    const char *words[] = {"survey", NULL};
    struct table *list = NULL;
    struct str refused;
    enum status s = report_ask(p, words, &list, &refused, e);
    if (s) return s;
    if (!list || !list->row_count) {
        report_lack(p, "how buyers see us", STR("No survey of buyers is here."),
                    request_next(p->r, "import FILE --survey NAME --wave WAVE"));
        return OK;
    }
    for (size_t from = 0; from < list->row_count && !s;) {
        struct cell name = view_cell(list, from, "survey");
        size_t to = from + 1;
        while (to < list->row_count && str_eq(view_cell(list, to, "survey").text, name.text)) {
            to++;
        }
        if (view_cell(list, from, "wave").kind == CELL_TEXT) s = put_survey(p, list, from, to, e);
        from = to;
    }
    if (!s) report_part(p, list, words);
    return s;
}

static enum status put_results(struct report *p, struct err *e)
{
    struct table *list = NULL;
    enum status s = has_word("programme", "result") ? list_programmes(p, &list, e) : OK;
    return s || !list ? s : put_programmes(p, list, "result", "results", e);
}

enum status report_changed(struct report *p, struct err *e)
{
    const char *trend[] = {"trend", "--", market_word(p), NULL};
    const char *share[] = {"share", "--", market_word(p), NULL};
    const char *health[] = {"health", "--", market_word(p), NULL};
    const char *deals[] = {"deals", NULL};
    report_section(p, "changed", "What changed",
                   "Results of programmes, how buyers see us, what is said, and deals.");
    enum status s = put_results(p, e);
    if (!s && report_serves(p, AIM(EFFICACY) | AIM(QUALITY) | AIM(LOYALTY), "surveys")) {
        s = put_surveys(p, e);
    }
    if (!s && report_serves(p, AIM(REACH) | AIM(QUALITY), "trend")) {
        s = report_show(p, "what is said over time", trend, STR(""), e);
    }
    if (!s && report_serves(p, AIM(REACH) | AIM(QUALITY), "share of voice")) {
        s = report_show(p, "share of voice", share,
                        request_next(p->r, "us --org NAME --rival NAME"), e);
    }
    if (!s && report_serves(p, AIM(ENGAGEMENT) | AIM(QUALITY), "health of places")) {
        s = report_show(p, "how the places do where they talk", health, STR(""), e);
    }
    if (!s && report_serves(p, AIM(ADOPTION) | AIM(LOYALTY), "deals")) {
        s = report_show(p, "deals", deals, request_next(p->r, "import DEALS.csv"), e);
    }
    report_section_end(p);
    return s;
}

/* ---- how sure ---- */

/* The kept backtest, as `market show` has it. */
static enum status put_tested(struct report *p, struct err *e)
{
    const char *words[] = {"market", "show", "--", market_word(p), NULL};
    struct table *t = NULL;
    struct str refused;
    enum status s = report_ask(p, words, &t, &refused, e);
    if (s || !t) return s;
    for (struct table *x = t->more; x; x = x->more) {
        if (strcmp(x->key, "tested") != 0 || !x->row_count) continue;
        struct table *alone = arena_new(p->r->a, struct table, 1);
        *alone = *x;
        alone->more = NULL;
        report_part(p, alone, words);
        return OK;
    }
    report_lack(p, "whether the order holds",
                STR("The order was not yet tested against what happened next, beside followers."),
                mend(p, "backtest", ""));
    return OK;
}

enum status report_sure(struct report *p, struct err *e)
{
    const char *sources[] = {"source", "list", NULL};
    report_section(
        p, "sure", "How sure",
        "The level of each interval stands over it: 90 % for reach, 80 % for what a set reaches "
        "together, 95 % for surveys, audits and programmes. Does the order hold beside what is "
        "loud, and what is all of it read from?");
    enum status s = put_tested(p, e);
    if (!s) {
        s = report_show(p, "What all of it was read from", sources,
                        request_next(p->r, "import FILE"), e);
    }
    report_section_end(p);
    return s;
}

/* ---- what we cannot say ---- */

void report_cannot(struct report *p)
{
    struct table *t = p->lacking;
    report_section(p, "cannot", "What we cannot say",
                   "Each line says what is missing here, and the command that would mend it.");
    if (p->left_out.len) {
        table_note(t,
                   "Left out, as no aim of the strategy asks for it: %.*s. With --all it is shown.",
                   STR_ARG(buf_str(&p->left_out)));
    }
    if (request_has(p->r, "until") || request_has(p->r, "for") || request_has(p->r, "with-us")) {
        table_note(t,
                   "The scope that was asked for%.*s holds for who moves the market, and for what "
                   "was said where its command has it; programmes, surveys, contacts and sources "
                   "are whole, and as they are now.",
                   STR_ARG(scope_words(p->r)));
    }
    t->title = STR("Missing");
    t->empty = STR("Nothing that this report asks for is missing.");
    table_html(t, 3, "missing", NULL, &p->page);
    buf_adds(&p->page, "</section>\n");
}
