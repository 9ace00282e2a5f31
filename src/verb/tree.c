/* tree.c - verb: who answered one item, who answered them, and when? */
#include "base/limits.h"
#include "base/map.h"
#include "find/market.h"
#include "find/nodes.h"
#include "find/people.h"
#include "verb/card.h"
#include "verb/quoted.h"

static const char *const examples[] = {
    "kith tree https://forum.example/t/42",
    "kith tree 1234@mail.example --market security",
    "kith tree d12 -n 500 --json",
    NULL,
};

static const struct flag flags[] = {
    {"market", 0, "MARKET", "who is a buyer: the audience of this one (tag:buyer)", false},
    {"rows", 'n', "N", "how many docs at most (50)", false},
    {NULL, 0, NULL, NULL, false},
};

enum { DEPTH_SHOWN = 12 };

static const struct column columns[] = {
    {"at", "day", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"who", NULL, NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"person", NULL, NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"tree", "who", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"side", "side", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"hours", "after", "hours", CELL_REAL, 1, COLUMN_KEEPS},
    {"depth", NULL, NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"text", "text", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"doc", "doc", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"answers", NULL, NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"url", NULL, NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"where", NULL, NULL, CELL_TEXT, 0, COLUMN_KEEPS},
};

struct item {
    int64_t doc, parent, at_s;
    int64_t answered_s;   /* when what it answers was said; TIME_NONE: not known */
    uint32_t who;         /* node; 0: not known */
    uint32_t child, next; /* items, oldest first; UINT32_MAX: none */
    uint32_t last;        /* child */
};

struct tree {
    struct request *r;
    struct node_map nodes;
    struct node_set buyers;
    struct market market; /* name empty: none */
    struct item *item;    /* [count] by time */
    uint32_t count, top;
    bool cut;
    uint32_t *order, *depth; /* [shown] the tree from the top, each before its answers */
    uint32_t shown;
};

static enum status one_text(struct request *r, enum sql name, struct str word, int64_t *ret,
                            struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, name, &q, e);
    if (s) return s;
    query_bind_str(q, 1, word);
    s = query_next(q, e);
    if (!s) *ret = query_i64(q, 0);
    query_close(q);
    return s == DONE ? OK : s;
}

/* d12, a message id with or without its brackets, a URL. */
static enum status find_doc(struct request *r, struct str word, int64_t *ret, struct err *e)
{
    int64_t id = 0;
    enum status s = OK;
    bool bare = word.len > 2 && word.p[0] == '<' && word.p[word.len - 1] == '>';
    struct str key = bare ? str_head(str_skip(word, 1), word.len - 2) : word;
    if (!(word.len > 1 && word.p[0] == 'd' && str_to_i64(str_skip(word, 1), &id))) id = 0;
    if (!id) s = one_text(r, SQL_tree_doc_by_key, key, &id, e);
    if (!s && !id && bare) s = one_text(r, SQL_tree_doc_by_key, word, &id, e);
    if (!s && !id) s = one_text(r, SQL_tree_doc_by_url, word, &id, e);
    if (s) return s;
    *ret = id;
    if (id) {
        s = query_ask_of(r->st, SQL_tree_root, id, &id, e);
        if (s != NOT_FOUND) return s;
    }
    return err_set(e, NOT_FOUND,
                   "no doc here has the URL, message id or number '%.*s'; 'kith why' and 'kith "
                   "brief' print URLs with --json",
                   STR_ARG(word));
}

static enum status read_docs(struct tree *t, int64_t root, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(t->r->st, SQL_tree_docs, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, root);
    query_bind_i64(q, 2, TREE_DOCS_MAX + 1);
    while ((s = query_next(q, e)) == OK) {
        if (t->count >= TREE_DOCS_MAX) {
            t->cut = true;
            continue;
        }
        t->item = arena_more(t->r->a, t->item, t->count, sizeof *t->item);
        t->item[t->count++] = (struct item){.doc = query_i64(q, 0),
                                            .parent = query_i64(q, 1),
                                            .at_s = query_time(q, 2),
                                            .who = nodes_behind(&t->nodes, query_i64(q, 3)),
                                            .answered_s = TIME_NONE,
                                            .child = UINT32_MAX,
                                            .next = UINT32_MAX,
                                            .last = UINT32_MAX};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* What answers a doc that is not here answers the start of the thread. */
static void join(struct tree *t, int64_t root, int64_t doc)
{
    struct idmap at = idmap_new(t->r->a, t->count + 1);
    for (uint32_t i = 0; i < t->count; i++)
        (void)idmap_put(&at, t->item[i].doc, i);
    t->top = idmap_get(&at, doc);
    uint32_t first = idmap_get(&at, root);
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t p = t->item[i].parent ? idmap_get(&at, t->item[i].parent) : UINT32_MAX;
        if (p != UINT32_MAX) t->item[i].answered_s = t->item[p].at_s;
        if (p == UINT32_MAX) p = first;
        if (i == first || p == UINT32_MAX || p == i) continue;
        if (t->item[p].last == UINT32_MAX) {
            t->item[p].child = i;
        } else {
            t->item[t->item[p].last].next = i;
        }
        t->item[p].last = i;
    }
}

/* Depth first; every item has one parent, so that each is met once. */
static void walk(struct tree *t)
{
    uint32_t *stack = arena_new(t->r->a, uint32_t, t->count + 1);
    uint32_t *level = arena_new(t->r->a, uint32_t, t->count + 1);
    bool *met = arena_new(t->r->a, bool, t->count + 1);
    uint32_t n = 0;
    t->order = arena_new(t->r->a, uint32_t, t->count + 1);
    t->depth = arena_new(t->r->a, uint32_t, t->count + 1);
    if (t->top == UINT32_MAX) return;
    stack[n] = t->top;
    level[n++] = 0;
    while (n) {
        uint32_t i = stack[--n];
        uint32_t d = level[n];
        uint32_t begin = n;
        if (met[i]) continue;
        met[i] = true;
        t->order[t->shown] = i;
        t->depth[t->shown++] = d;
        for (uint32_t k = t->item[i].child; k != UINT32_MAX; k = t->item[k].next) {
            if (met[k] || n >= t->count) continue;
            stack[n] = k;
            level[n++] = d + 1;
        }
        for (uint32_t x = begin, y = n; x + 1 < y; x++) { /* the oldest on top */
            uint32_t swap = stack[x];
            stack[x] = stack[--y];
            stack[y] = swap;
        }
    }
}

static struct cell hours_between(int64_t from_s, int64_t to_s)
{
    struct cell none = {.kind = CELL_NONE};
    if (from_s == TIME_NONE || to_s == TIME_NONE || to_s < from_s) return none;
    return cell_real((double)(to_s - from_s) / 3600.0);
}

static enum status put_item(struct tree *t, struct table *out, uint32_t at, struct err *e)
{
    struct arena *a = t->r->a;
    const struct item *x = &t->item[t->order[at]];
    struct quoted q;
    struct card card = {.id = STR_NONE, .name = STR("unknown")};
    enum status s = quoted_load(t->r, x->doc, &q, e);
    if (!s && x->who) s = card_load(t->r->st, x->who, a, &card, e);
    if (s) return s;
    uint32_t d = t->depth[at];
    int indent = 2 * (int)(d < DEPTH_SHOWN ? d : DEPTH_SHOWN);
    bool ours = bits_has(&t->nodes.staff, x->who);
    struct cell *row = table_row(out);
    row[0] = cell_time(x->at_s);
    row[1] = cell_text(card.name);
    row[2] = cell_text(card.id);
    row[3] = cell_text(str_printf(a, "%*s%s%.*s", indent, "", d ? "└ " : "", STR_ARG(card.name)));
    row[4] = cell_text(ours                               ? STR("ours")
                       : node_set_has(&t->buyers, x->who) ? STR("buyer")
                                                          : STR_NONE);
    if (d) row[5] = hours_between(x->answered_s, x->at_s);
    row[6] = cell_int(d);
    row[7] = cell_text(d || !q.title.len ? q.quote : q.title);
    row[8] = cell_text(str_printf(a, "d%lld", (long long)x->doc));
    if (x->parent) row[9] = cell_text(str_printf(a, "d%lld", (long long)x->parent));
    row[10] = cell_text(q.url);
    row[11] = cell_text(place_shown(a, q.source, q.place));
    return OK;
}

/* Who spoke below the top, each once, and the first answer of somebody else. */
static void tell(const struct tree *t, struct table *out)
{
    struct bits people = bits_new(t->r->a, t->nodes.room);
    struct bits buyers = bits_new(t->r->a, t->nodes.room);
    struct bits ours = bits_new(t->r->a, t->nodes.room);
    const struct item *top = &t->item[t->top];
    int64_t first_s = TIME_NONE;
    int64_t last_s = top->at_s;
    uint32_t deep = 0;
    for (uint32_t i = 1; i < t->shown; i++) {
        const struct item *x = &t->item[t->order[i]];
        if (t->depth[i] > deep) deep = t->depth[i];
        if (x->at_s > last_s) last_s = x->at_s;
        if (x->who) bits_add(&people, x->who);
        if (bits_has(&t->nodes.staff, x->who)) {
            bits_add(&ours, x->who);
        } else if (node_set_has(&t->buyers, x->who)) {
            bits_add(&buyers, x->who);
        }
        bool other = x->who && x->who != top->who && x->at_s != TIME_NONE;
        if (other && (first_s == TIME_NONE || x->at_s < first_s)) first_s = x->at_s;
    }
    struct cell first = hours_between(top->at_s, first_s);
    struct str wait =
        first.kind == CELL_REAL
            ? str_printf(t->r->a, "the first of somebody else after %.1f hours", first.real)
            : STR("none of somebody else with a time");
    table_lead(out, "%u replies by %zu people, of them %zu buyers and %zu of ours, %u deep; %.*s.",
               t->shown - 1, bits_count(&people), bits_count(&buyers), bits_count(&ours), deep,
               STR_ARG(wait));
    bool market = t->market.name.len > 0;
    table_fact(out, "market", NULL, cell_text(market ? t->market.name : STR_NONE), 0);
    table_fact(out, "audience", NULL, cell_text(market ? t->market.audience : STR("tag:buyer")), 0);
    table_fact(out, "as_of", NULL, cell_time(last_s), 0);
    table_fact(out, "model", NULL, cell_text(STR_NONE), 0);
    table_fact(out, "replies", NULL, cell_int(t->shown - 1), 0);
    table_fact(out, "people", NULL, cell_int((int64_t)bits_count(&people)), 0);
    table_fact(out, "buyers", NULL, cell_int((int64_t)bits_count(&buyers)), 0);
    table_fact(out, "ours", NULL, cell_int((int64_t)bits_count(&ours)), 0);
    table_fact(out, "depth", NULL, cell_int(deep), 0);
    table_fact(out, "first_answer_hours", NULL, first, 1);
}

static enum status load(struct tree *t, struct err *e)
{
    struct request *r = t->r;
    struct str market = request_value(r, "market");
    int64_t doc = 0;
    int64_t root = 0;
    enum status s = nodes_load(r->st, r->a, &t->nodes, e);
    if (!s && market.len) s = market_load(r->st, market, r->a, &t->market, e);
    struct str audience = t->market.audience.len ? t->market.audience : STR("tag:buyer");
    if (!s) s = people_find(r->st, audience, r->a, &t->buyers, e);
    if (!s) s = find_doc(r, r->word[0], &doc, e);
    if (!s) s = query_ask_of(r->st, SQL_tree_root, doc, &root, e);
    if (!s) s = read_docs(t, root, e);
    if (s) return s;
    join(t, root, doc);
    walk(t);
    if (!t->shown) {
        return err_set(e, NOT_FOUND,
                       "d%lld is not among the first %d docs of its conversation, or only shares "
                       "another; 'kith tree d%lld' shows that from its start",
                       (long long)doc, TREE_DOCS_MAX, (long long)root);
    }
    return OK;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct tree *t = arena_new(r->a, struct tree, 1);
    int64_t rows = 50;
    *t = (struct tree){.r = r};
    enum status s = request_i64(r, "rows", 1, INT32_MAX, &rows, e);
    if (!s) s = load(t, e);
    if (s) return s;
    struct table *out = table_new(r->a, "tree", columns, sizeof columns / sizeof *columns);
    tell(t, out);
    for (uint32_t i = 0; i < t->shown && i < rows && !s; i++)
        s = put_item(t, out, i, e);
    if (t->shown > rows) {
        struct str next =
            request_next(r, "tree d%lld -n %u", (long long)t->item[t->top].doc, t->shown);
        table_note(out, "%lld of %u docs are shown; '%.*s' shows all.", (long long)rows, t->shown,
                   STR_ARG(next));
    }
    if (t->cut)
        table_note(out, "Of a longer conversation the first %d docs are read.", TREE_DOCS_MAX);
    table_note(out, "What answers a doc that is not here stands below the start of the thread.");
    *ret = out;
    return s;
}

const struct verb verb_tree = {
    .name = "tree",
    .words = "URL|MESSAGE-ID|dN",
    .summary = "the conversation below one item: who answered whom, and how soon",
    .details =
        "All replies below one doc, each under what it answers, oldest first: day, who, whether "
        "they are a buyer or one of ours, hours after what it answers, a few words, the doc's "
        "number, from which the tree can be asked again.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};
