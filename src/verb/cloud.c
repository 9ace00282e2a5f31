/* cloud.c - verb: what kinds of conversation does a market have, and whose are they? */
#include "verb/cloud.h"

#include "base/limits.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/few.h"
#include "verb/quoted.h"

#include <math.h>
#include <stdlib.h>

static const char *const examples[] = {
    "kith cloud security",
    "kith cloud security --kind support",
    "kith cloud security --sample 100 --csv > kinds.csv",
    "kith cloud security --judged kinds.csv",
    NULL,
};

static const struct flag flags[] = {
    {"kind", 0, "KIND", "list the conversations of that kind instead; none: those not sorted",
     false},
    {"sample", 0, "N", "draw N by lot for a person to say of which kind they are", false},
    {"judged", 0, "FILE", "bring in what the person said", false},
    {"since", 0, "DATE", "conversations begun from that day on", false},
    {"until", 0, "DATE", "up to before that day", false},
    {"with-us", 0, NULL, "count what our own staff began and said, too", false},
    {"rows", 'n', "N", "of --kind so many at most (50)", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"kind", "kind", NULL, CELL_TEXT, 0, false},
    {"goal", "good for", NULL, CELL_TEXT, 0, false},
    {"conversations", "there are", NULL, CELL_INT, 0, false},
    {"n", "of", "conversations", CELL_INT, 0, false},
    {"share", "share", NULL, CELL_REAL, 3, false},
    {"share_lo", "from", NULL, CELL_REAL, 3, false},
    {"share_hi", "to", NULL, CELL_REAL, 3, false},
    {"deff", NULL, NULL, CELL_REAL, 2, false},
    {"corrected", "corrected", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"corrected_lo", "from", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"corrected_hi", "to", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"meaning", NULL, NULL, CELL_TEXT, 0, false},
    {"opens", NULL, NULL, CELL_TEXT, 0, false},
};

static const struct column people_columns[] = {
    {"kind", "kind", NULL, CELL_TEXT, 0, false},
    {"role", "role", NULL, CELL_TEXT, 0, false},
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"person", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"began", "began", "conversations", CELL_INT, 0, false},
    {"answered", "answered in", "conversations", CELL_INT, 0, false},
    {"n", "of", "conversations", CELL_INT, 0, false},
    {"place", "place", NULL, CELL_INT, 0, false},
};

static const struct column example_columns[] = {
    {"kind", "kind", NULL, CELL_TEXT, 0, false},
    {"at", "begun", "UTC", CELL_TIME, 0, false},
    {"answers", "answers", "docs", CELL_INT, 0, false},
    {"begins", "begins", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"opens", "opens by", NULL, CELL_TEXT, 0, false},
};

static const struct column checked_columns[] = {
    {"kind", "kind", NULL, CELL_TEXT, 0, false},
    {"right", "right", NULL, CELL_INT, 0, false},
    {"sorted_n", "of sorted", NULL, CELL_INT, 0, false},
    {"precision", "precision", NULL, CELL_REAL, 2, false},
    {"precision_lo", "from", NULL, CELL_REAL, 2, false},
    {"precision_hi", "to", NULL, CELL_REAL, 2, false},
    {"found_n", "of found", NULL, CELL_INT, 0, false},
    {"recall", "recall", NULL, CELL_REAL, 2, false},
    {"recall_lo", "from", NULL, CELL_REAL, 2, false},
    {"recall_hi", "to", NULL, CELL_REAL, 2, false},
};

enum { PEOPLE_SHOWN = 3, EXAMPLES_SHOWN = 3, FEW_SHOWN = 5 };

struct clouded {
    struct mentioned x;
    struct cloud c;
    struct few few;
    struct judged judged;
    struct judged_kind of[TALK_COUNT];
    struct table *t, *people, *examples;
};

static struct str opens_kind(const struct clouded *v, enum talk kind)
{
    struct request *r = v->x.r;
    return request_next(r, "cloud %.*s%.*s --kind %s", STR_ARG(shell_word(r->a, v->x.market.name)),
                        STR_ARG(mentioned_words(r)), talk_infos[kind].name);
}

static void put_kind(struct clouded *v, enum talk kind)
{
    const struct talk_info *info = &talk_infos[kind];
    struct cloud_share x = cloud_share(&v->c, kind, v->x.r->a);
    struct cell *row = table_row(v->t);
    row[0] = cell_text(kind == TALK_NONE ? STR("not sorted") : str_of(info->name));
    if (info->aim < AIM_COUNT) row[1] = cell_text(str_of(aim_words[info->aim]));
    row[2] = cell_int((int64_t)x.on);
    row[3] = cell_int((int64_t)x.n);
    mentioned_figure(row + 4, x.share);
    row[7] = cell_real(x.deff);
    if (v->judged.n) mentioned_figure(row + 8, v->of[kind].share);
    row[11] = cell_text(str_of(info->meaning));
    row[12] = cell_text(opens_kind(v, kind));
}

/* ---- whose they are ---- */

static enum status put_person(struct clouded *v, enum talk kind, const char *role,
                              const struct cloud_person *p, size_t n, struct err *e)
{
    struct card card;
    enum status s = card_load(v->x.r->st, p->node, v->x.r->a, &card, e);
    if (s) return s;
    struct cell *row = table_row(v->people);
    uint32_t place = few_place(&v->few, p->node);
    row[0] = cell_text(str_of(talk_infos[kind].name));
    row[1] = cell_text(str_of(role));
    row[2] = cell_text(card.id);
    row[3] = cell_text(card.name);
    row[4] = cell_int(p->in[CLOUD_STARTS]);
    row[5] = cell_int(p->in[CLOUD_ANSWERS]);
    row[6] = cell_int((int64_t)n);
    if (place) row[7] = cell_int(place);
    return OK;
}

/* Those of the few who began or answered any, in the order of find. */
static enum status put_few(struct clouded *v, enum talk kind, size_t n,
                           const struct cloud_person *const all[CLOUD_ROLE_COUNT],
                           const size_t count[CLOUD_ROLE_COUNT], struct err *e)
{
    size_t shown = 0;
    enum status s = OK;
    for (size_t f = 0; f < v->few.count && shown < FEW_SHOWN && !s; f++) {
        const struct cloud_person *found = NULL;
        for (int role = 0; role < CLOUD_ROLE_COUNT; role++) {
            for (size_t i = 0; i < count[role] && !found; i++) {
                if (all[role][i].node == v->few.node[f]) found = &all[role][i];
            }
        }
        if (!found) continue;
        shown++;
        s = put_person(v, kind, "of the few", found, n, e);
    }
    return s;
}

static enum status put_people(struct clouded *v, enum talk kind, struct err *e)
{
    static const char *const roles[] = {"begins", "answers"};
    const struct cloud_person *all[CLOUD_ROLE_COUNT];
    size_t count[CLOUD_ROLE_COUNT];
    size_t n = 0;
    enum status s = OK;
    for (size_t i = 0; i < v->c.count; i++)
        n += v->c.one[i].kind == kind;
    for (int role = 0; role < CLOUD_ROLE_COUNT && !s; role++) {
        all[role] =
            cloud_people(&v->c, &v->x.m, kind, (enum cloud_role)role, v->x.r->a, &count[role]);
        for (size_t i = 0; i < count[role] && i < PEOPLE_SHOWN && !s; i++)
            s = put_person(v, kind, roles[role], &all[role][i], n, e);
    }
    return s ? s : put_few(v, kind, n, all, count, e);
}

/* ---- conversations ---- */

static struct str opens_tree(struct request *r, int64_t doc)
{
    return request_next(r, "tree d%lld", (long long)doc);
}

static enum status put_conversation(struct clouded *v, const struct conversation *x,
                                    struct table *t, struct err *e)
{
    struct quoted said;
    enum status s = quoted_load(v->x.r, x->doc, &said, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_text(str_of(talk_infos[x->kind].name));
    row[1] = cell_time(x->at_s);
    row[2] = cell_int((int64_t)x->docs - 1);
    row[3] = cell_text(said.title.len ? said.title : said.quote);
    row[4] = cell_text(opens_tree(v->x.r, x->doc));
    return OK;
}

static int longest_first(const void *left, const void *right)
{
    const struct conversation *l = left;
    const struct conversation *r = right;
    if (l->docs != r->docs) return l->docs > r->docs ? -1 : 1;
    return (l->doc > r->doc) - (l->doc < r->doc);
}

static int newest_first(const void *left, const void *right)
{
    const struct conversation *l = left;
    const struct conversation *r = right;
    if (l->at_s != r->at_s) return l->at_s > r->at_s ? -1 : 1;
    return (l->doc > r->doc) - (l->doc < r->doc);
}

static enum status put_some(struct clouded *v, enum talk kind, size_t most, bool longest,
                            struct table *t, struct err *e)
{
    struct conversation *all = arena_new(v->x.r->a, struct conversation, v->c.count);
    size_t n = 0;
    enum status s = OK;
    for (size_t i = 0; i < v->c.count; i++) {
        if (v->c.one[i].kind == kind) all[n++] = v->c.one[i];
    }
    if (n > 1) qsort(all, n, sizeof *all, longest ? longest_first : newest_first);
    for (size_t i = 0; i < n && i < most && !s; i++)
        s = put_conversation(v, &all[i], t, e);
    if (!longest && n > most) table_note(t, "%zu more: -n %zu shows all.", n - most, n);
    return s;
}

/* ---- how often it is right ---- */

static void put_checked(struct clouded *v)
{
    struct table *t = table_more(v->t, "checked", checked_columns,
                                 sizeof checked_columns / sizeof *checked_columns);
    for (int k = 0; k < TALK_COUNT; k++) {
        const struct judged_kind *x = &v->of[k];
        struct cell *row = table_row(t);
        row[0] = cell_text(str_of(talk_infos[k].name));
        row[1] = cell_int((int64_t)x->right);
        row[2] = cell_int((int64_t)x->sorted);
        mentioned_figure(row + 3, x->precision);
        row[6] = cell_int((int64_t)x->found);
        mentioned_figure(row + 7, x->recall);
    }
}

static void put_notes(struct clouded *v)
{
    struct table *t = v->t;
    struct request *r = v->x.r;
    struct str name = shell_word(r->a, v->x.market.name);
    struct str words = mentioned_words(r);
    size_t right = 0;
    for (int k = 0; k < TALK_COUNT; k++)
        right += v->judged.of[k][k];
    if (v->judged.n) {
        table_note(
            t,
            "A person judged %zu of these: %zu were sorted as they said. 'corrected' is what "
            "the shares are after that; precision: of those sorted so, the part found so; "
            "recall: of those found so, the part sorted so.",
            v->judged.n, right);
    } else if (v->c.count) {
        table_note(t,
                   "Not checked by a person: sorted by rules (words and form), right how often "
                   "nobody knows here. Draw some by lot: %.*s > kinds.csv, fill in 'kind', bring "
                   "it in with --judged.",
                   STR_ARG(request_next(r, "cloud %.*s%.*s --sample 100 --csv", STR_ARG(name),
                                        STR_ARG(words))));
    }
    if (v->few.why.len) {
        table_note(t, "Who of the few takes part is not known: %.*s", STR_ARG(v->few.why));
    }
    if (v->c.older) {
        table_note(
            t,
            "%zu conversations on the topic began before the period, or with somebody who is "
            "left out, and are not counted.",
            v->c.older);
    }
    if (v->x.m.ours) {
        table_note(t, "Docs of our own staff (%zu) are left out; --with-us counts them.",
                   v->x.m.ours);
    }
}

static void put_lead(struct clouded *v)
{
    enum talk most = TALK_NONE;
    size_t on[TALK_COUNT] = {0};
    for (size_t i = 0; i < v->c.count; i++)
        on[v->c.one[i].kind]++;
    for (int k = 0; k < TALK_NONE; k++) {
        if (on[k] > (most == TALK_NONE ? 0 : on[most])) most = (enum talk)k;
    }
    if (!v->c.count) return;
    struct cloud_share x = cloud_share(&v->c, most, v->x.r->a);
    table_lead(
        v->t,
        "Of %zu conversations, most of those sorted are %s: %zu, %.1f in 100 (%.1f to %.1f); "
        "%zu fit no rule.",
        v->c.count, most == TALK_NONE ? "none" : talk_infos[most].name, x.on, 100 * x.share.value,
        100 * x.share.lo, 100 * x.share.hi, on[TALK_NONE]);
}

static void facts(struct clouded *v, struct table *t)
{
    mentioned_facts(t, &v->x, "kith-cloud 1");
    table_fact(t, "n", "conversations", cell_int((int64_t)v->c.count), 0);
    table_fact(t, "judged", "judged by a person", cell_int((int64_t)v->judged.n), 0);
}

static enum status show(struct clouded *v, struct table **ret, struct err *e)
{
    struct request *r = v->x.r;
    enum status s = few_find(r, v->x.market.name, &v->few, e);
    if (s) return s;
    judged_find(&v->judged, &v->c, r->seed, r->a, v->of);
    v->t = table_new(r->a, "cloud", columns, sizeof columns / sizeof *columns);
    *ret = v->t;
    v->t->title = str_printf(r->a, "Conversations of %.*s", STR_ARG(v->x.market.name));
    v->t->empty = STR("No conversation on the topic began in the period.");
    facts(v, v->t);
    table_fact(v->t, "opens", NULL, cell_text(opens_kind(v, TALK_NONE)), 0);
    put_lead(v);
    for (int k = 0; k < TALK_COUNT && v->c.count; k++)
        put_kind(v, (enum talk)k);
    put_notes(v);
    if (!v->c.count) return OK;
    if (v->judged.n) put_checked(v);
    v->people =
        table_more(v->t, "people", people_columns, sizeof people_columns / sizeof *people_columns);
    for (int k = 0; k < TALK_NONE && !s; k++)
        s = put_people(v, (enum talk)k, e);
    v->examples = table_more(v->t, "examples", example_columns,
                             sizeof example_columns / sizeof *example_columns);
    for (int k = 0; k < TALK_COUNT && !s; k++)
        s = put_some(v, (enum talk)k, EXAMPLES_SHOWN, true, v->examples, e);
    return s;
}

static enum status list_kind(struct clouded *v, struct table **ret, struct err *e)
{
    struct request *r = v->x.r;
    int64_t most = 50;
    struct str word = request_value(r, "kind");
    enum talk kind = talk_of(word);
    if (kind == TALK_COUNT) {
        return err_set(e, BAD_USAGE,
                       "'%.*s' is no kind of conversation; want learning, support, buying, ideas, "
                       "news, opinion, social or none",
                       STR_ARG(utf8_head(word, 60)));
    }
    enum status s = request_i64(r, "rows", 1, 1000000, &most, e);
    if (s) return s;
    struct table *t =
        table_new(r->a, "cloud", example_columns, sizeof example_columns / sizeof *example_columns);
    *ret = t;
    t->title = str_printf(r->a, "Conversations of %.*s: %s", STR_ARG(v->x.market.name),
                          talk_infos[kind].name);
    facts(v, t);
    t->empty = STR("No conversation of the period is of that kind.");
    return put_some(v, kind, (size_t)most, false, t, e);
}

static enum status one_list(const struct request *r, struct err *e)
{
    int lists = request_has(r, "kind") + request_has(r, "sample") + request_has(r, "judged");
    if (lists < 2) return OK;
    return err_set(e, BAD_USAGE,
                   "--kind, --sample and --judged are three things; want one of them");
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct clouded *v = arena_new(r->a, struct clouded, 1);
    struct cloud_kept kept = {0};
    enum status s = one_list(r, e);
    if (!s) s = mentioned_market(r, &v->x, e);
    if (!s && request_has(r, "judged")) s = cloud_keep(&v->x, request_path(r, "judged"), &kept, e);
    if (!s) s = mentioned_load(&v->x, e);
    if (!s) s = cloud_load(r->st, &v->x.m, r->a, &v->c, e);
    if (!s && request_has(r, "sample")) return cloud_sample(&v->x, &v->c, ret, e);
    if (!s) s = cloud_judged(&v->x, &v->c, &v->judged, e);
    if (!s && request_has(r, "kind")) return list_kind(v, ret, e);
    if (!s) s = show(v, ret, e);
    if (!s && request_has(r, "judged")) {
        table_note(v->t, "%zu kinds were brought in, %zu rows were left open.", kept.kept,
                   kept.open);
    }
    return s;
}

const struct verb verb_cloud = {
    .name = "cloud",
    .words = "MARKET",
    .summary = "kinds of conversation on the topic, and whose they are",
    .details =
        "Sorts conversations on the topic by how they begin, with rules anyone can read "
        "(docs/methods.md): learning, support, buying, ideas, news, opinion, social; what no rule "
        "fits is not sorted. Each kind with its share, what it is good for (of reach, engagement, "
        "adoption, loyalty, efficacy, quality), who begins and answers them, who of the few takes "
        "part, and examples.\n"
        "Right how often? --sample draws conversations by lot as a table; a person reads each "
        "(kith "
        "tree opens it) and writes its kind, or none, under 'kind'. --judged brings that in: "
        "precision and recall, and shares corrected by them. All that was said: kith export "
        "conversations.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};
