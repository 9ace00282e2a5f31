/* search.c - verb: where is it? */
#include "verb/search.h"

#include "find/behaviour.h"
#include "find/market.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/remark.h"

#include <string.h>

static const char *const examples[] = {
    "kith search halder",
    "kith search 'container signing'",
    "kith search 'tag:buyer country:DE'",
    "kith search choose",
    NULL,
};

static const struct column columns[] = {
    {"kind", "kind", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"name", "name", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"where", "where", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"at", "at", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"why", "why it is here", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"market", NULL, NULL, CELL_TEXT, 0, false},
    {"verb", NULL, NULL, CELL_TEXT, 0, false},
};

struct searching {
    struct request *r;
    struct table *t;
    struct str text;
    struct found found;
};

/* ---- people, organisations, outlets ---- */

static struct str why_of(struct arena *a, const struct hit *h)
{
    switch (h->fit) {
    case FIT_ID:
        return STR("this is the id");
    case FIT_WHOLE:
        return STR("the name");
    case FIT_HANDLE:
        return str_printf(a, "account %.*s", STR_ARG(h->handle));
    case FIT_START:
        return STR("the name starts so");
    case FIT_WORD:
    case FIT_NONE:
        break;
    }
    return STR("a word of the name");
}

static enum status put_node(struct searching *x, const char *kind, int64_t node, struct str why,
                            struct err *e)
{
    struct card c;
    enum status s = card_load(x->r->st, node, x->r->a, &c, e);
    if (s) return s;
    struct cell *row = table_row(x->t);
    row[0] = cell_text(str_of(kind));
    row[1] = cell_text(c.name);
    row[2] = cell_text(c.id);
    row[3] = cell_text(c.orgs.p ? c.orgs : c.country);
    row[5] = cell_text(why);
    return OK;
}

static enum status put_hits(struct searching *x, const char *kind, const struct hits *h,
                            struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < h->shown && !s; i++)
        s = put_node(x, kind, h->best[i].node, why_of(x->r->a, &h->best[i]), e);
    return s;
}

/* ---- docs ---- */

enum { TEXT_SHOWN = 120 };

static struct str one_line(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);
    bool blank = false;
    for (size_t i = 0; i < text.len && b.len < (size_t)TEXT_SHOWN * 2; i++) {
        bool is_blank = (unsigned char)text.p[i] <= ' ';
        if (is_blank && !blank && b.len) buf_addc(&b, ' ');
        if (!is_blank) buf_addc(&b, text.p[i]);
        blank = is_blank;
    }
    return b.len ? utf8_head(utf8_mend(a, buf_str(&b)), TEXT_SHOWN) : STR("");
}

static enum status put_doc(struct searching *x, struct query *q, int64_t doc, struct err *e)
{
    struct arena *a = x->r->a;
    query_bind_i64(q, 1, doc);
    enum status s = query_next(q, e);
    if (!s) {
        struct str title = one_line(a, query_str(q, 0));
        struct cell *row = table_row(x->t);
        row[0] = cell_text(str_copy(a, query_str(q, 3)));
        row[1] = cell_text(title.len ? title : one_line(a, query_str(q, 1)));
        if (!query_is_null(q, 5)) row[2] = cell_text(node_public_id(a, query_i64(q, 5), 'p'));
        row[3] = cell_text(str_copy(a, query_str(q, 4)));
        row[4] = cell_time(query_time(q, 2));
        row[5] = cell_text(STR("its words"));
    }
    query_again(q);
    return s == DONE ? OK : s;
}

static enum status put_docs(struct searching *x, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(x->r->st, SQL_search_doc, &q, e);
    for (size_t i = 0; i < x->found.docs && !s; i++)
        s = put_doc(x, q, x->found.doc[i], e);
    query_close(q);
    return s;
}

/* ---- markets, commands ---- */

static void put_market(struct searching *x, const struct market *m, const char *why)
{
    struct cell *row = table_row(x->t);
    row[0] = cell_text(STR("market"));
    row[1] = cell_text(m->name);
    row[3] = cell_text(m->topic);
    row[5] = cell_text(str_of(why));
    row[6] = cell_text(m->name);
}

/* "go to choose", "choose containers": a command, of each market where it is about one. */
static void put_command(struct searching *x, const struct verb *v, const struct market *m)
{
    struct str name = str_of(v->name);
    struct cell *row = table_row(x->t);
    row[0] = cell_text(STR("command"));
    row[1] = cell_text(m ? str_printf(x->r->a, "%s %.*s", v->name, STR_ARG(m->name)) : name);
    row[3] = cell_text(str_of(v->summary));
    row[5] = cell_text(STR("a command of kith"));
    row[6] = cell_text(m ? m->name : STR_NONE);
    row[7] = cell_text(name);
}

static void put_commands(struct searching *x, const struct markets *all)
{
    struct str text = str_lower(x->r->a, x->text);
    struct str first;
    if (str_starts(text, "go to ")) text = str_skip(text, 6);
    struct str rest = text;
    if (!str_cut(&rest, ' ', &first)) return;
    for (size_t i = 0; verbs[i]; i++) {
        const struct verb *v = verbs[i];
        bool fits =
            str_eq(str_of(v->name), first) ||
            (first.len > 2 && !rest.len && str_starts(str_of(v->name), str_c(x->r->a, first)));
        if (!fits) continue;
        bool of_market = strncmp(v->words, "MARKET", 6) == 0;
        for (size_t m = 0; of_market && m < all->count && m < SEARCH_SHOWN; m++)
            put_command(x, v, &all->market[m]);
        if (!of_market || !all->count) put_command(x, v, NULL);
    }
}

static void put_markets(struct searching *x, const struct markets *all)
{
    struct str words = name_key(x->r->a, x->text);
    for (size_t i = 0; i < all->count; i++) {
        const struct market *m = &all->market[i];
        bool name = search_fit(name_key(x->r->a, m->name), words) != FIT_NONE;
        bool topic = search_fit(name_key(x->r->a, m->topic), words) != FIT_NONE;
        if (name || topic) put_market(x, m, name ? "the name" : "its topic");
    }
}

/* ---- a people query ---- */

static bool is_key(struct str word, char sign)
{
    for (const struct people_key_info *k = people_keys; sign == ':' && k->name; k++) {
        if (str_is_nocase(word, k->name)) return true;
    }
    for (const struct behaviour_info *b = behaviour_infos; sign != ':' && b->name; b++) {
        if (str_is_nocase(word, b->name)) return true;
    }
    return false;
}

static bool is_query(struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        if (c == ' ' || c == '(') from = i + 1;
        bool sign = c == ':' || c == '<' || c == '>' || c == '=';
        if (sign && is_key((struct str){text.p + from, i - from}, c)) return true;
    }
    return false;
}

static enum status by_query(struct searching *x, struct err *e)
{
    struct node_set set = {0};
    enum status s = people_remarked(x->r, x->text, x->t, &set, e);
    for (size_t i = 0; i < set.count && i < SEARCH_SHOWN && !s; i++)
        s = put_node(x, "person", set.id[i], STR("fits the query"), e);
    if (s) return s;
    table_lead(x->t, "%zu %s the query.", set.count, set.count == 1 ? "person fits" : "people fit");
    if (set.count > SEARCH_SHOWN) {
        struct str query = shell_word(x->r->a, x->text);
        struct str next = request_next(x->r, "people %.*s", STR_ARG(query));
        table_note(x->t, "All of them: %.*s", STR_ARG(next));
    }
    return OK;
}

/* ---- words ---- */

static void lead_part(struct buf *b, size_t shown, bool more, const char *one, const char *many)
{
    buf_addf(b, "%s%zu%s %s", b->len ? ", " : "", shown, more ? " and more" : "",
             shown == 1 && !more ? one : many);
}

static void lead(struct searching *x)
{
    const struct found *f = &x->found;
    struct buf b = buf_new(x->r->a);
    size_t others = f->org.shown + f->outlet.shown;
    bool more = f->org.count + f->outlet.count > others;
    lead_part(&b, f->person.shown, f->person.count > f->person.shown, "person", "people");
    lead_part(&b, others, more, "organisation or outlet", "organisations and outlets");
    lead_part(&b, f->docs, f->docs == SEARCH_SHOWN, "doc", "docs");
    table_lead(x->t, "%.*s.", STR_ARG(buf_str(&b)));
}

/* Nothing is called so: who is, nearly? */
static enum status did_you_mean(struct searching *x, struct err *e)
{
    struct err said = {0};
    int64_t id = 0;
    if (!name_key(x->r->a, x->text).len) return OK;
    enum status s = person_find(x->r->st, x->text, x->r->a, &id, &said);
    if (s == NOT_FOUND && strstr(said.text, "did you mean")) table_note(x->t, "%s", said.text);
    if (s && s != NOT_FOUND && s != BAD_INPUT) *e = said;
    return s == NOT_FOUND || s == BAD_INPUT ? OK : s;
}

static enum status by_words(struct searching *x, struct err *e)
{
    struct markets all = {0};
    enum status s = search_find(x->r->st, x->text, x->r->a, &x->found, e);
    if (!s) s = market_list(x->r->st, x->r->a, &all, e);
    if (s) return s;
    put_commands(x, &all);
    put_markets(x, &all);
    s = put_hits(x, "person", &x->found.person, e);
    if (!s) s = put_hits(x, "organisation", &x->found.org, e);
    if (!s) s = put_hits(x, "outlet", &x->found.outlet, e);
    if (!s) s = put_docs(x, e);
    lead(x);
    bool named = x->found.person.count || x->found.org.count || x->found.outlet.count;
    return s || named ? s : did_you_mean(x, e);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct searching x = {.r = r};
    x.t = table_new(r->a, "search", columns, sizeof columns / sizeof *columns);
    x.text = r->word_count ? str_trim(r->word[0]) : STR("");
    if (!x.text.len) {
        x.t->empty = STR("A name, an account, words of a doc, a market, a command, or a query "
                         "about people: what is to be found?");
        *ret = x.t;
        return OK;
    }
    x.t->empty = STR("Nothing here has these words: no person, organisation, outlet, market, "
                     "command or doc.");
    enum status s = is_query(x.text) ? by_query(&x, e) : by_words(&x, e);
    if (!s) *ret = x.t;
    return s;
}

const struct verb verb_search = {
    .name = "search",
    .words = "[WORDS]",
    .summary = "where is it: people, organisations, outlets, docs, markets and commands by a word",
    .details =
        "A word fits a whole name, its start, or the start of a word in it; an account by its "
        "start; a doc by all the words in it. WORDS can also be a people query "
        "('tag:buyer country:DE'; see help query). At most ten of each kind are shown, and "
        "each says why.",
    .examples = examples,
    .store = STORE_NEEDED,
    .words_most = 1,
    .run = run,
};
