/* survey_list.c - verb: which surveys are here, and what would one show before it is asked? */
#include "base/time.h"
#include "verb/survey_verb.h"

#include <math.h>

static const struct column list_columns[] = {
    {"survey", "survey", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"wave", "wave", NULL, CELL_TEXT, 0, false},
    {"n", "respondents", NULL, CELL_INT, 0, false},
    {"questions", "questions", NULL, CELL_INT, 0, false},
    {"first", "first answer", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"last", "last answer", "UTC", CELL_TIME, 0, false},
};

static enum status put_survey(struct request *r, struct str name, struct table *t, struct err *e)
{
    struct survey_at s;
    enum status status = survey_load(r->st, name, r->a, &s, e);
    for (size_t i = 0; i < s.waves && !status; i++) {
        struct polled p;
        status = polled_load(r->st, &s, i, r->a, &p, e);
        if (status) break;
        struct cell *row = table_row(t);
        row[0] = cell_text(s.name);
        row[1] = cell_text(s.wave[i].name);
        row[2] = cell_int((int64_t)s.wave[i].respondents);
        row[3] = cell_int((int64_t)p.questions);
        row[4] = cell_time(s.wave[i].first_s);
        row[5] = cell_time(s.wave[i].last_s);
    }
    if (!status && !s.waves) table_row(t)[0] = cell_text(s.name);
    return status;
}

enum status survey_list(struct request *r, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "survey", list_columns, 6);
    struct query *q = NULL;
    struct str *name = NULL;
    size_t count = 0;
    enum status s = OK;
    t->title = STR("Surveys");
    t->empty = STR("There are no surveys yet: kith import FILE --survey NAME --wave WAVE");
    *ret = t;
    if (!r->st) return OK;
    s = query_open(r->st, SQL_surveys, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        name = arena_more(r->a, name, count, sizeof *name);
        name[count++] = str_copy(r->a, query_str(q, 1));
    }
    query_close(q);
    s = s == DONE ? OK : s;
    for (size_t i = 0; i < count && !s; i++)
        s = put_survey(r, name[i], t, e);
    if (!s && count) {
        table_note(
            t, "What one says: %.*s",
            STR_ARG(request_next(r, "survey show %.*s", STR_ARG(shell_word(r->a, name[0])))));
    }
    return s;
}

/* ---- before fieldwork ---- */

static const struct column plan_columns[] = {
    {"n", "respondents a wave", NULL, CELL_INT, 0, false},
    {"share", "share", NULL, CELL_REAL, 2, false},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
    {"smallest_change", "smallest change seen", NULL, CELL_REAL, 3, false},
    {"change", "change", NULL, CELL_REAL, 2, false},
    {"n_wanted", "wanted a wave", NULL, CELL_INT, 0, false},
};

/* "30%", "0.3" */
static enum status read_share(const struct request *r, double *ret, struct err *e)
{
    struct str text = request_value(r, "share");
    bool percent = str_ends_nocase(text, "%");
    struct str number = percent ? str_trim(str_head(text, text.len - 1)) : text;
    if (!text.p) return OK;
    if (str_to_double(number, ret)) {
        if (percent) *ret /= 100;
        if (*ret > 0 && *ret < 1) return OK;
    }
    return err_set(e, BAD_USAGE, "--share '%.*s', want a share between 0 and 1, or 30%%",
                   STR_ARG(text));
}

static void put_plan(struct table *t, const struct share *x, double change)
{
    struct cell *row = table_row(t);
    struct figure f = share_interval(x);
    row[0] = cell_int((int64_t)x->n);
    row[1] = cell_real(x->value);
    row[2] = cell_real(f.lo);
    row[3] = cell_real(f.hi);
    row[4] = cell_real(share_mdc(x));
    if (change <= 0) return;
    row[5] = cell_real(change);
    row[6] = cell_int((int64_t)share_n_wanted(x, change));
}

enum status survey_plan(struct request *r, struct table **ret, struct err *e)
{
    static const int64_t usual[] = {100, 200, 400, 600, 1000};
    struct share x = {.value = 0.3, .deff = 1.5};
    int64_t n = 0;
    double points = 0;
    enum status s = read_share(r, &x.value, e);
    if (!s) s = request_i64(r, "n", 2, 10000000, &n, e);
    if (!s) s = request_double(r, "deff", 0.1, 100, &x.deff, e);
    if (!s) s = request_double(r, "population", 2, 1e9, &x.population, e);
    if (!s) s = request_double(r, "change", 0.1, 99, &points, e);
    if (s) return s;
    if (x.population > 0 && (double)n > x.population) {
        return err_set(e, BAD_USAGE, "--n %lld is more than the --population of %.0f", (long long)n,
                       x.population);
    }
    struct table *t = table_new(r->a, "survey", plan_columns, 7);
    t->title = STR("What two waves would show");
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        x.n = n ? (size_t)n : (size_t)usual[i];
        if (x.population > 0 && (double)x.n > x.population) break;
        put_plan(t, &x, points / 100);
        if (n) break;
    }
    if (n) {
        table_lead(t,
                   "With %lld respondents a wave, a change of less than %.1f points from %.0f %% "
                   "could not be seen.",
                   (long long)n, 100 * share_mdc(&x), 100 * x.value);
    }
    if (!n && points > 0) {
        table_lead(t,
                   "To see a change of %.1f points from %.0f %%, %.0f respondents a wave are "
                   "wanted.",
                   points, 100 * x.value, share_n_wanted(&x, points / 100));
    }
    table_fact(t, "assumed", NULL, cell_text(STR("share and deff; nothing was asked yet")), 0);
    table_fact(t, "as_of", NULL, cell_time(TIME_NONE), 0);
    table_fact(t, "level", "level", cell_real(SHARE_LEVEL), 2);
    table_fact(t, "power", "chance to see it", cell_real(0.8), 2);
    table_fact(t, "deff", "deff", cell_real(x.deff), 2);
    if (x.population > 0) {
        table_fact(t, "population", "of", cell_int((int64_t)x.population), 0);
    }
    table_note(t, "Different people in each wave; the same people twice (a panel) show smaller "
                  "changes. 80 %% of true changes of the smallest size come out.");
    *ret = t;
    return OK;
}
