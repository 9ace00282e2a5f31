/* law_scene.c - tests: a scene says the same of the same world, whatever its rows are numbered */
#include "laws.h"
#include "store_made.h"

#include "base/evidence.h"
#include "base/map.h"
#include "base/rng.h"
#include "base/time.h"
#include "find/scene.h"

#include <sys/resource.h>
#include <time.h>

enum { START_S = 1000000000, SPAN_S = 20000000 };

/* A world: all of it follows from the seed and the sizes. */
struct world {
    uint64_t seed;
    size_t people, outlets, docs, rows;
    uint32_t *node_at, *account_at, *doc_at, *row_at; /* place -> id - 1 */
};

static uint32_t *places(struct arena *a, size_t count, struct rng *shuffle)
{
    uint32_t *place = arena_new(a, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        place[i] = (uint32_t)i;
    for (size_t i = count; shuffle && i-- > 1;) {
        size_t j = rng_below(shuffle, i + 1);
        uint32_t swap = place[i];
        place[i] = place[j];
        place[j] = swap;
    }
    return place;
}

static void world_number(struct world *w, struct arena *a, struct rng *shuffle)
{
    w->node_at = places(a, w->people + w->outlets, shuffle);
    w->account_at = places(a, w->people + w->outlets, shuffle);
    w->doc_at = places(a, w->docs, shuffle);
    w->row_at = places(a, w->rows, shuffle);
}

static sqlite3_stmt *prepared(struct made_store *m, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(m->db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        print_error("%s: %s\n", sql, sqlite3_errmsg(m->db));
        fail();
    }
    return stmt;
}

static void put(sqlite3_stmt *stmt, int at, int64_t value) /* 0 puts NULL */
{
    if (value)
        (void)sqlite3_bind_int64(stmt, at, value);
    else
        (void)sqlite3_bind_null(stmt, at);
}

static void put_row(sqlite3_stmt *stmt)
{
    assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
    (void)sqlite3_reset(stmt);
}

/* Every 17th person was merged into the one before; every third is a buyer, of some weight. */
static bool merged_away(size_t person)
{
    return person % 17 == 3;
}

static void write_nodes(const struct world *w, struct made_store *m)
{
    sqlite3_stmt *node = prepared(m, "INSERT INTO node (id, type, kind, name, name_key, weight,"
                                     " merged_into) VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)");
    sqlite3_stmt *account =
        prepared(m, "INSERT INTO account (id, node, channel, handle_key, handle)"
                    " VALUES (?1, ?2, 'email', ?3, ?3)");
    sqlite3_stmt *tag =
        prepared(m, "INSERT INTO tag (node, key, value) VALUES (?1, 'tag', 'buyer')");
    for (size_t i = 0; i < w->people + w->outlets; i++) {
        bool person = i < w->people;
        char name[32];
        (void)snprintf(name, sizeof name, "n%zu", i);
        put(node, 1, w->node_at[i] + 1);
        (void)sqlite3_bind_text(node, 2, person ? "person" : "outlet", -1, SQLITE_STATIC);
        (void)sqlite3_bind_text(node, 3, person ? NULL : "list", -1, SQLITE_STATIC);
        (void)sqlite3_bind_text(node, 4, name, -1, SQLITE_TRANSIENT);
        (void)sqlite3_bind_double(node, 5, 1.0 + (double)(i % 3));
        put(node, 6, person && merged_away(i) ? w->node_at[i - 1] + 1 : 0);
        put_row(node);
        put(account, 1, w->account_at[i] + 1);
        put(account, 2, w->node_at[i] + 1);
        (void)sqlite3_bind_text(account, 3, name, -1, SQLITE_TRANSIENT);
        put_row(account);
        if (!person || i % 3) continue;
        put(tag, 1, w->node_at[i] + 1);
        put_row(tag);
    }
    (void)sqlite3_finalize(node);
    (void)sqlite3_finalize(account);
    (void)sqlite3_finalize(tag);
}

static void write_docs(const struct world *w, struct made_store *m, struct arena *a)
{
    struct rng r = rng_stream(w->seed, 1);
    uint32_t *root = arena_new(a, uint32_t, w->docs);
    sqlite3_stmt *doc = prepared(m, "INSERT INTO doc (id, outlet, author, at, kind, text, parent,"
                                    " root) VALUES (?1, ?2, ?3, ?4, 'mail', ?5, ?6, ?7)");
    sqlite3_stmt *words = prepared(m, "INSERT INTO doc_words (rowid, words) VALUES (?1, ?2)");
    for (size_t i = 0; i < w->docs; i++) {
        bool answer = i > 0 && rng_below(&r, 2);
        size_t parent = answer ? rng_below(&r, i) : 0;
        root[i] = answer ? root[parent] : (uint32_t)i;
        const char *text = rng_below(&r, 10) < 3 ? "apt packages" : "cheese";
        put(doc, 1, w->doc_at[i] + 1);
        put(doc, 2, w->node_at[w->people + rng_below(&r, w->outlets)] + 1);
        put(doc, 3, w->account_at[rng_below(&r, w->people)] + 1);
        put(doc, 4, START_S + (int64_t)rng_below(&r, SPAN_S));
        (void)sqlite3_bind_text(doc, 5, text, -1, SQLITE_STATIC);
        put(doc, 6, answer ? w->doc_at[parent] + 1 : 0);
        put(doc, 7, w->doc_at[root[i]] + 1);
        put_row(doc);
        put(words, 1, w->doc_at[i] + 1);
        (void)sqlite3_bind_text(words, 2, text, -1, SQLITE_STATIC);
        put_row(words);
    }
    (void)sqlite3_finalize(doc);
    (void)sqlite3_finalize(words);
}

static void write_rows(const struct world *w, struct made_store *m)
{
    struct rng r = rng_stream(w->seed, 2);
    sqlite3_stmt *row = prepared(m, "INSERT INTO evidence (id, at, verb, from_account, to_account,"
                                    " doc, topic, sign, room, ext_key)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    for (size_t i = 0; i < w->rows; i++) {
        size_t to =
            rng_below(&r, 10) ? rng_below(&r, w->people) : w->people + rng_below(&r, w->outlets);
        uint64_t key[2] = {hash_u64(i), i};
        put(row, 1, w->row_at[i] + 1);
        put(row, 2, START_S + (int64_t)rng_below(&r, SPAN_S));
        put(row, 3, 1 + (int64_t)rng_below(&r, VERB_COUNT - 1));
        put(row, 4, w->account_at[rng_below(&r, w->people)] + 1);
        put(row, 5, w->account_at[to] + 1);
        put(row, 6, rng_below(&r, 10) < 6 ? w->doc_at[rng_below(&r, w->docs)] + 1 : 0);
        put(row, 7, rng_below(&r, 5) ? 0 : 1 + (int64_t)rng_below(&r, 2));
        (void)sqlite3_bind_int64(row, 8, rng_below(&r, 20) ? 1 : -1);
        put(row, 9, (int64_t)rng_below(&r, 9));
        (void)sqlite3_bind_blob(row, 10, key, sizeof key, SQLITE_TRANSIENT);
        put_row(row);
    }
    (void)sqlite3_finalize(row);
}

static struct store *world_store(const struct world *w, struct made_store *m, struct arena *a)
{
    *m = made_new();
    made_sql(m, "BEGIN; INSERT INTO topic (id, text) VALUES (1, 'apt'), (2, 'cheese');"
                "INSERT INTO topic_words (rowid, words) VALUES (1, 'apt'), (2, 'cheese');");
    write_nodes(w, m);
    write_docs(w, m, a);
    write_rows(w, m);
    made_sql(m, "COMMIT");
    return made_open(m);
}

/* ---- what a scene says, without its numbers: a sum over rows, so that order does not matter ----
 */

static uint64_t mixed(uint64_t h, uint64_t x)
{
    return hash_u64(h * 31 + x);
}

static uint64_t sum_of(const struct scene *sc, const struct world *w, struct arena *a)
{
    uint64_t *label = arena_new(a, uint64_t, sc->node_count); /* place in the world, from 1 */
    for (size_t i = 0; i < w->people + w->outlets; i++) {
        for (size_t from = 0, to = sc->node_count; from < to;) {
            size_t middle = (from + to) / 2;
            if (sc->node_id[middle] == (int64_t)w->node_at[i] + 1) label[middle] = i + 1;
            if (sc->node_id[middle] <= (int64_t)w->node_at[i])
                from = middle + 1;
            else
                to = middle;
        }
    }
    uint64_t sum = (uint64_t)sc->as_of_s + sc->audience_count + sc->assumed_count;
    for (size_t v = 0; v < sc->node_count; v++) {
        assert_true(label[v]);
        uint64_t h = mixed(mixed(label[v], sc->said[v]), sc->node_type[v]);
        sum += mixed(h, (uint64_t)(sc->buyer[v] * 1e6 + 0.5));
    }
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        uint64_t x = mixed(mixed(label[h->from], label[h->to]), (uint64_t)h->at_s);
        sum += mixed(mixed(mixed(x, h->verb), (uint64_t)(h->sign + 1)), h->room * 2 + h->assumed);
    }
    for (size_t i = 0; i < sc->author_count; i++) {
        const struct author *au = &sc->author[i];
        uint64_t x = mixed(label[au->outlet], label[au->person]);
        sum += mixed(mixed(x, au->said), au->answered);
    }
    return sum;
}

static void check_order(const struct scene *sc)
{
    for (size_t v = 1; v < sc->node_count; v++)
        assert_true(sc->node_id[v - 1] < sc->node_id[v]);
    for (size_t i = 1; i < sc->heed_count; i++) {
        const struct heed *x = &sc->heed[i - 1];
        const struct heed *y = &sc->heed[i];
        int64_t order = (int64_t)x->from - (int64_t)y->from;
        if (!order) order = (int64_t)x->to - (int64_t)y->to;
        if (!order) order = x->at_s - y->at_s;
        if (!order) order = x->evidence - y->evidence;
        assert_true(order < 0);
    }
    for (size_t i = 1; i < sc->author_count; i++) {
        const struct author *x = &sc->author[i - 1];
        const struct author *y = &sc->author[i];
        assert_true(x->outlet < y->outlet || (x->outlet == y->outlet && x->person < y->person));
    }
}

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static uint64_t load_sum(const struct world *w, struct arena *a, bool tell)
{
    struct made_store m;
    struct store *st = world_store(w, &m, a);
    struct market market = {.name = STR("apt"),
                            .topic = STR("packaging or apt"),
                            .audience = STR("tag:buyer"),
                            .since_s = START_S + SPAN_S / 10,
                            .until_s = TIME_NONE};
    struct scene_options o = {.until_s = TIME_NONE};
    struct scene sc;
    struct err e = {0};
    struct arena own = {0};
    double started = now_ms();
    assert_ok(scene_load(st, &market, &o, &own, &sc, &e), e);
    double took = now_ms() - started;
    if (tell) {
        struct rusage use;
        (void)getrusage(RUSAGE_SELF, &use);
        print_message("%zu rows: scene of %zu heeds, %zu nodes in %.0f ms, %.1f MB; %.1f MB peak\n",
                      w->rows, sc.heed_count, sc.node_count, took, (double)own.bytes / 1e6,
                      (double)use.ru_maxrss / 1e3);
    }
    assert_true(sc.heed_count > 0 && sc.author_count > 0);
    check_order(&sc);
    uint64_t sum = sum_of(&sc, w, a);
    arena_free(&own);
    made_close(&m, st);
    return sum;
}

static void renumbering_rows_changes_nothing_a_scene_says(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < 5; round++) {
        struct arena a = {0};
        struct world w = {.seed = seed_of_run() * 100 + round,
                          .people = 60,
                          .outlets = 4,
                          .docs = 300,
                          .rows = 900};
        world_number(&w, &a, NULL);
        uint64_t as_written = load_sum(&w, &a, false);
        struct rng shuffle = rng_stream(w.seed, 3);
        world_number(&w, &a, &shuffle);
        if (load_sum(&w, &a, false) != as_written) {
            print_error("broken in round %d of SEED=%d\n", (int)round, (int)seed_of_run());
            fail();
        }
        /* the sum does tell worlds apart */
        w.rows -= 90;
        assert_true(load_sum(&w, &a, false) != as_written);
        arena_free(&a);
    }
}

/* SCENE_ROWS=1000000 prints what loading that many costs; not part of a usual run. */
static void a_large_scene_tells_its_cost(void **state)
{
    (void)state;
    const char *text = getenv("SCENE_ROWS");
    int64_t rows = 20000;
    if (text && !str_to_i64(str_of(text), &rows)) fail();
    struct arena a = {0};
    struct world w = {.seed = 7,
                      .people = (size_t)rows / 10,
                      .outlets = 50,
                      .docs = (size_t)rows / 4,
                      .rows = (size_t)rows};
    world_number(&w, &a, NULL);
    (void)load_sum(&w, &a, text != NULL);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renumbering_rows_changes_nothing_a_scene_says),
        cmocka_unit_test(a_large_scene_tells_its_cost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
