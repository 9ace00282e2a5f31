/*
 * test_walk.c - tests: does every figure of every verb carry n, interval and scope, and open to
 * rows?
 *
 * Runs tests/walk/commands in this process and holds each table that is answered to walk_laws.h.
 */
#include "store_made.h"

#include "base/file.h"
#include "verb/args.h"

#include <sys/stat.h>

#include "walk_laws.h"

enum { WORDS_MAX = 40 };

/* ---- command lines ---- */

/* Words as a shell parts them: blanks, and quotes that hold them together. */
static int words_of(struct arena *a, struct str line, char *ret[WORDS_MAX + 1])
{
    int count = 0;
    for (size_t i = 0; i < line.len;) {
        char *word = arena_new(a, char, line.len + 1);
        size_t n = 0;
        while (i < line.len && line.p[i] == ' ')
            i++;
        if (i == line.len) break;
        for (bool quoted = false; i < line.len && (quoted || line.p[i] != ' '); i++) {
            if (line.p[i] == '\'') {
                quoted = !quoted;
            } else {
                if (line.p[i] == '\\' && !quoted) i++;
                word[n++] = line.p[i];
            }
        }
        word[n] = '\0';
        assert_true(count < WORDS_MAX);
        ret[count++] = word;
    }
    ret[count] = NULL;
    return count;
}

static enum status put(void *context, struct str bytes, struct err *e)
{
    (void)e;
    *(size_t *)context += bytes.len;
    return OK;
}

/* As cli/main.c does it. *ret_bytes: what went out beside the table. */
static enum status run_line(struct arena *a, struct str line, struct request *ret_r,
                            struct table **ret, size_t *ret_bytes, struct err *e)
{
    char *word[WORDS_MAX + 1];
    struct request *r = ret_r;
    *r = (struct request){.verb = NULL};
    *ret = NULL;
    *ret_bytes = 0;
    int count = words_of(a, line, word);
    enum status s = args_parse(count, word, a, r, e);
    if (s) return s;
    static const struct progress silent = {.context = NULL};
    static const enum store_mode mode[] = {[STORE_NEEDED] = STORE_READ,
                                           [STORE_CHANGED] = STORE_WRITE,
                                           [STORE_MADE] = STORE_CREATE,
                                           [STORE_IF_THERE] = STORE_READ};
    r->progress = &silent;
    r->sink = (struct sink){.context = ret_bytes, .put = put};
    bool open =
        r->verb->store != STORE_NONE && (r->verb->store != STORE_IF_THERE || path_exists(r->db));
    if (open) s = store_open(r->db, mode[r->verb->store], &r->st, e);
    if (!s) s = r->verb->run(r, ret, e);
    store_close(r->st);
    r->st = NULL;
    return s;
}

static bool has_rows(const struct table *t)
{
    for (; t; t = t->more) {
        if (t->row_count) return true;
    }
    return false;
}

/* The answer is rows of evidence itself. */
static bool is_rows(const struct table *t)
{
    for (; t; t = t->more) {
        for (size_t c = 0; c < t->column_count && t->row_count; c++) {
            bool origin =
                !strcmp(t->columns[c].name, "source") || !strcmp(t->columns[c].name, "url");
            for (size_t r = 0; origin && r < t->row_count; r++) {
                if (t->cells[r * t->column_count + c].kind == CELL_TEXT) return true;
            }
        }
    }
    return false;
}

static bool runs_to_rows(struct walk *w, struct str line)
{
    struct arena a = {0};
    struct request r;
    struct table *behind = NULL;
    struct err e = {0};
    size_t bytes = 0;
    enum status s = run_line(&a, line, &r, &behind, &bytes, &e);
    bool rows = !s && (bytes || has_rows(behind));
    if (s) fault(w, "what opens it, '%.*s', says: %s", STR_ARG(line), e.text);
    if (!s && !rows) fault(w, "'%.*s' shows no rows", STR_ARG(line));
    arena_free(&a);
    return rows;
}

/* A column `open` has a command for each row: that of the first with a figure must run. */
static bool row_opens(struct walk *w, const struct table *t)
{
    for (size_t r = 0; r < t->row_count; r++) {
        struct named row = row_of(t, r);
        size_t open = at(&row, "open");
        bool figure = false;
        for (size_t i = 0; i < row.count; i++)
            figure |= row.cell[i].kind == CELL_REAL && isfinite(row.cell[i].real);
        if (open == SIZE_MAX || row.kind[open] != CELL_TEXT || !figure) continue;
        return runs_to_rows(w, row.cell[open].text);
    }
    return false;
}

/* The commands that facts `opens` hold must run, and one show rows. */
static void check_opens(struct walk *w, const struct table *t)
{
    struct named top = facts_of(t);
    bool opens = is_rows(t) || at(&top, "file") != SIZE_MAX;
    for (const struct table *part = t; part; part = part->more) {
        struct named l = facts_of(part);
        for (size_t i = 0; i < l.count; i++) {
            if (strcmp(l.name[i], "opens") != 0 || l.kind[i] != CELL_TEXT) continue;
            opens |= runs_to_rows(w, l.cell[i].text);
        }
    }
    opens |= row_opens(w, t);
    if (opens) return;
    fault(w, "no fact 'opens', nor column 'open', holds the command that shows the rows behind");
}

/* ---- the walk ---- */

static void note_run(struct walk *w, const struct request *r)
{
    struct str done = str_of(r->verb->name);
    for (size_t k = 0; r->verb->topics && r->word_count && r->verb->topics[k]; k++) {
        if (!str_is(r->word[0], r->verb->topics[k])) continue;
        done = str_printf(w->a, "%s %s", r->verb->name, r->verb->topics[k]);
    }
    assert_true(w->run_count < SEEN_MAX);
    w->run[w->run_count++] = str_copy(w->a, done);
}

static bool was_run(const struct walk *w, const char *verb, const char *topic)
{
    for (size_t i = 0; i < w->none_count; i++) {
        if (str_is(w->none[i], verb)) return true;
        if (topic && str_eq(w->none[i], str_printf(w->a, "%s %s", verb, topic))) return true;
    }
    for (size_t i = 0; i < w->run_count; i++) {
        struct str want = topic ? str_printf(w->a, "%s %s", verb, topic) : str_of(verb);
        if (str_eq(w->run[i], want)) return true;
        if (!topic && str_starts(w->run[i], str_c(w->a, str_printf(w->a, "%s ", verb))))
            return true;
    }
    return false;
}

static void walk_command(struct walk *w, struct str line, bool figures)
{
    struct arena a = {0};
    struct request r;
    struct table *t = NULL;
    struct err e = {0};
    size_t bytes = 0;
    w->at = str_c(&a, line);
    enum status s = run_line(&a, line, &r, &t, &bytes, &e);
    if (s) {
        fault(w, "%s", e.text);
    } else {
        note_run(w, &r);
        w->estimates = 0;
        if (t) check_answer(w, t);
        if (t) check_scoped(w, t, strncmp(r.verb->words, "MARKET", 6) == 0);
        if (t && w->estimates) check_opens(w, t);
        if (figures && !w->estimates) fault(w, "no estimate is answered, though it should be");
        if (!figures && w->estimates) fault(w, "an estimate is answered: say '+ kith …'");
    }
    arena_free(&a);
}

/* It runs; what it answers is not held to anything yet. */
static void walk_later(struct walk *w, struct str line)
{
    struct arena a = {0};
    struct request r;
    struct table *t = NULL;
    struct err e = {0};
    size_t bytes = 0;
    assert_ok(run_line(&a, line, &r, &t, &bytes, &e), e);
    note_run(w, &r);
    arena_free(&a);
}

static void copy_files(struct arena *a, struct str from)
{
    struct str dir = str_printf(a, "%s/%.*s", getenv("TESTS_DIR"), STR_ARG(from));
    struct str command = str_printf(a, "cp -R %.*s/. .", STR_ARG(dir));
    assert_int_equal(system(str_c(a, command)), 0);
}

static void walk_line(struct walk *w, struct str line)
{
    struct str rest = line;
    struct str word;
    if (!line.len || line.p[0] == '#') return;
    assert_true(str_cut(&rest, ' ', &word));
    if (str_is(word, "db")) {
        assert_int_equal(setenv("KITH_DB", str_c(w->a, rest), 1), 0);
    } else if (str_is(word, "sh")) {
        assert_int_equal(system(str_c(w->a, rest)), 0);
    } else if (str_is(word, "files")) {
        copy_files(w->a, rest);
    } else if (str_is(word, "none")) {
        (void)str_cut(&rest, ':', &word);
        w->none[w->none_count++] = word;
    } else if (str_is(word, "later")) {
        walk_later(w, rest);
    } else if (str_is(word, "+")) {
        walk_command(w, rest, true);
    } else {
        walk_command(w, line, false);
    }
}

static void check_all_walked(struct walk *w)
{
    w->at = "tests/walk/commands";
    for (size_t i = 0; verbs[i]; i++) {
        const struct verb *v = verbs[i];
        if (!v->run) continue; /* help: answered by the command line */
        if (!was_run(w, v->name, NULL)) {
            fault(w, "kith %s is not walked: a line that runs it, or 'none %s: why'", v->name,
                  v->name);
        }
        for (size_t k = 0; v->topics && v->topics[k]; k++) {
            if (was_run(w, v->name, v->topics[k])) continue;
            fault(w, "kith %s %s is not walked: a line that runs it, or 'none %s %s: why'", v->name,
                  v->topics[k], v->name, v->topics[k]);
        }
    }
    for (size_t i = 0; figures_alone[i].name; i++) {
        if (w->used[i]) continue;
        fault(w, "no answer has the figure '%s' of %s; take its line from verb/figures.c",
              figures_alone[i].name, figures_alone[i].verb ? figures_alone[i].verb : "any verb");
    }
}

static void every_figure_carries_n_interval_and_scope_and_opens_to_rows(void **state)
{
    (void)state;
    struct arena a = {0};
    struct walk w = {.a = &a};
    char memory[] = "/dev/shm/kith-walk-XXXXXX"; /* nobody waits for a disk there */
    char disk[] = "/tmp/kith-walk-XXXXXX";
    const char *dir = mkdtemp(memory);
    if (!dir) dir = mkdtemp(disk);
    assert_non_null(dir);
    struct str path = str_printf(&a, "%s/walk/commands", getenv("TESTS_DIR"));
    struct reader *in = NULL;
    struct str text;
    struct err e = {0};
    assert_ok(reader_open(str_c(&a, path), &a, &in, &e), e);
    assert_ok(reader_rest(in, 1 << 20, &a, &text, &e), e);
    assert_int_equal(chdir(dir), 0);
    assert_int_equal(setenv("KITH_NOW", "2026-06-01T00:00:00Z", 1), 0);
    struct str line;
    while (str_cut(&text, '\n', &line))
        walk_line(&w, str_trim(line));
    reader_close(in);
    check_all_walked(&w);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(system(str_c(&a, str_printf(&a, "rm -rf %s", dir))), 0);
    arena_free(&a);
    assert_int_equal(w.faults, 0);
}

/* ---- the walk itself can fail ---- */

static size_t faults_of(const struct table *t, struct arena *a)
{
    struct walk w = {.a = a, .at = "made on purpose"};
    check_answer(&w, t);
    return w.faults;
}

static void what_lacks_one_thing_is_found(void **state)
{
    (void)state;
    static const struct column good[] = {
        {"name", "name", NULL, CELL_TEXT, 0, false}, {"share", "share", NULL, CELL_REAL, 2, false},
        {"lo", "from", NULL, CELL_REAL, 2, false},   {"hi", "to", NULL, CELL_REAL, 2, false},
        {"n", "n", NULL, CELL_INT, 0, false},
    };
    static const struct column bare[] = {
        {"name", "name", NULL, CELL_TEXT, 0, false},
        {"share", "share", NULL, CELL_REAL, 2, false},
        {"n", "n", NULL, CELL_INT, 0, false},
    };
    static const struct {
        const char *name;
        double lo, hi;
        int64_t n;
        bool level, scope, when, bare;
        size_t faults;
    } cases[] = {
        {"whole", .2, .4, 9, true, true, true, false, 0},
        {"no interval", 0, 0, 9, true, true, true, true, 1},
        {"outside its bounds", .4, .6, 9, true, true, true, false, 1},
        {"no bounds here", NAN, NAN, 9, true, true, true, false, 1},
        {"no n", .2, .4, 0, true, true, true, false, 1},
        {"no level", .2, .4, 9, false, true, true, false, 1},
        {"no scope", .2, .4, 9, true, false, true, false, 1},
        {"no time", .2, .4, 9, true, true, false, false, 1},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct table *t = table_new(&a, "find", cases[i].bare ? bare : good, cases[i].bare ? 3 : 5);
        struct cell *row = table_row(t);
        row[0] = cell_text(STR("Ann"));
        row[1] = cell_real(.3);
        row[cases[i].bare ? 2 : 4] = cell_int(cases[i].n);
        if (!cases[i].bare) {
            row[2] = isnan(cases[i].lo) ? (struct cell){0} : cell_real(cases[i].lo);
            row[3] = isnan(cases[i].hi) ? (struct cell){0} : cell_real(cases[i].hi);
        }
        if (cases[i].level) table_fact(t, "level", NULL, cell_real(.95), 2);
        if (cases[i].scope) table_fact(t, "market", NULL, cell_text(STR("ropes")), 0);
        if (cases[i].when) table_fact(t, "as_of", NULL, cell_time(0), 0);
        size_t found = faults_of(t, &a);
        if (found != cases[i].faults) print_error("%s: %zu faults\n", cases[i].name, found);
        assert_int_equal(found, cases[i].faults);
    }
    arena_free(&a);
}

static void a_fact_alone_and_what_opens_to_nothing_are_found(void **state)
{
    (void)state;
    static const struct column none[] = {{"name", "name", NULL, CELL_TEXT, 0, false}};
    struct arena a = {0};
    struct walk w = {.a = &a, .at = "made on purpose"};
    struct table *t = table_new(&a, "find", none, 1);
    table_fact(t, "cover", NULL, cell_real(.3), 2);
    check_answer(&w, t);
    assert_int_equal(w.faults, 1);
    check_opens(&w, t);
    assert_int_equal(w.faults, 2);
    table_fact(t, "opens", NULL, cell_text(STR("kith why ropes p1 --db none.db")), 0);
    check_opens(&w, t);
    assert_int_equal(w.faults, 4);
    arena_free(&a);
}

static void a_scope_that_is_not_whole_is_found(void **state)
{
    (void)state;
    static const struct column one[] = {{"name", "name", NULL, CELL_TEXT, 0, false}};
    static const struct column two[] = {{"market", "market", NULL, CELL_TEXT, 0, false},
                                        {"market", "market", NULL, CELL_TEXT, 0, false}};
    struct arena a = {0};
    struct walk w = {.a = &a, .at = "made on purpose"};
    struct table *t = table_new(&a, "find", one, 1);
    check_scoped(&w, t, false);
    assert_int_equal(w.faults, 0);
    check_scoped(&w, t, true);
    assert_int_equal(w.faults, 1);
    table_fact(t, "market", NULL, cell_text(STR("ropes")), 0);
    check_scoped(&w, t, true);
    assert_int_equal(w.faults, 4);
    for (size_t i = 1; table_scope[i]; i++)
        table_fact(t, table_scope[i], NULL, cell_text(STR("said")), 0);
    check_scoped(&w, t, true);
    assert_int_equal(w.faults, 4);
    t->columns = two;
    t->column_count = 2;
    check_scoped(&w, t, true);
    assert_int_equal(w.faults, 5);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lacks_one_thing_is_found),
        cmocka_unit_test(a_fact_alone_and_what_opens_to_nothing_are_found),
        cmocka_unit_test(a_scope_that_is_not_whole_is_found),
        cmocka_unit_test(every_figure_carries_n_interval_and_scope_and_opens_to_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
