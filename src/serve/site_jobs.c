/* site_jobs.c - serve: what is being written, how far is it, and what came of it? Their pages. */
#include "serve/site_int.h"

#include "base/table_html.h"
#include "base/time.h"

#include <string.h>

enum { PATIENCE_MS = 1000 };

/* ---- as answers ---- */

int64_t good_rows(const struct table *t)
{
    int64_t sum = 0;
    for (size_t r = 0; t && r < t->row_count; r++) {
        for (size_t c = 0; c < t->column_count; c++) {
            struct cell cell = t->cells[r * t->column_count + c];
            bool counts = strcmp(t->columns[c].name, "kept") == 0 ||
                          strcmp(t->columns[c].name, "merged") == 0;
            if (counts && cell.kind == CELL_INT) sum += cell.i;
        }
    }
    return sum;
}

/* Was one of several files read before? */
static bool read_before(const struct table *t)
{
    for (size_t r = 0; t && r < t->row_count; r++) {
        for (size_t c = 0; c < t->column_count; c++) {
            struct cell cell = t->cells[r * t->column_count + c];
            bool same = cell.kind == CELL_TEXT && str_is(cell.text, "read before");
            if (same && strcmp(t->columns[c].name, "outcome") == 0) return true;
        }
    }
    return false;
}

/* Of several files some were refused. */
static bool in_part(const struct answer *x)
{
    return x->status == BAD_INPUT && (good_rows(x->table) > 0 || read_before(x->table));
}

static const char *state_of(const struct job_seen *j)
{
    if (j->state == JOB_WAITS) return j->stopping ? "stopping" : "waits";
    if (j->state == JOB_RUNS) return j->stopping ? "stopping" : "runs";
    if (j->answer.status == STOPPED) return "stopped";
    if (in_part(&j->answer)) return "done in part";
    return j->answer.status ? "failed" : "done";
}

/* Who may write sees them all; their own is everybody's. */
static bool may_see(const struct asked *q, const struct job_seen *j)
{
    bool own = j->by.len && str_eq(j->by, q->who.name);
    return q->who.open || own || right_in(q->who.rights, RIGHT_WRITE);
}

/* What it answered was made for the eyes of who asked for it. */
static bool may_read(const struct asked *q, const struct job_seen *j)
{
    bool own = j->by.len && str_eq(j->by, q->who.name);
    return q->who.open || own || sight_whole(&q->who.sight);
}

static const struct column list_columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"what", "what", NULL, CELL_TEXT, 0, false},
    {"state", "state", NULL, CELL_TEXT, 0, false},
    {"step", "step", NULL, CELL_TEXT, 0, true},
    {"rows", "rows", NULL, CELL_INT, 0, false},
    {"by", "by", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"asked_at", "since", "UTC", CELL_TIME, 0, false},
    {"ended_at", "ended", "UTC", CELL_TIME, 0, COLUMN_GOES},
};
enum { LIST_COLUMNS = sizeof list_columns / sizeof *list_columns };

static struct table *list_table(struct asked *q)
{
    struct arena *a = q->ask->a;
    struct job_seen *all = NULL;
    struct table *t = table_new(a, "jobs", list_columns, LIST_COLUMNS);
    size_t count = jobs_see(q->site->jobs, a, &all);
    size_t going = 0;
    for (size_t i = 0; i < count; i++) {
        const struct job_seen *j = &all[i];
        if (!may_see(q, j)) continue;
        struct cell *row = table_row(t);
        row[0] = cell_text(j->id);
        row[1] = cell_text(str_of(j->question));
        row[2] = cell_text(str_of(state_of(j)));
        if (j->state == JOB_RUNS) row[3] = cell_text(j->step);
        if (j->rows) row[4] = cell_int((int64_t)j->rows);
        if (j->by.len) row[5] = cell_text(j->by);
        row[6] = cell_time(j->asked_s);
        if (j->state == JOB_ENDED) row[7] = cell_time(j->ended_s);
        going += j->state != JOB_ENDED;
    }
    t->empty = STR("Nothing is being written, and nothing long was since this server began.");
    if (going) {
        table_lead(t, "%zu job%s not done yet; one writes at a time.", going,
                   going == 1 ? " is" : "s are");
    }
    return t;
}

static void put_amounts(const struct job_seen *j, struct table *t)
{
    if (j->step.len && j->state == JOB_RUNS) {
        table_fact(t, "step", "step", cell_text(j->step), 0);
        if (j->total) {
            table_fact(t, "step_done", NULL, cell_int((int64_t)j->done), 0);
            table_fact(t, "step_total", NULL, cell_int((int64_t)j->total), 0);
        }
    }
    if (j->rows) table_fact(t, "rows_read", "rows read", cell_int((int64_t)j->rows), 0);
    if (j->rows_per_s >= 0) {
        table_fact(t, "rows_per_s", "rows a second", cell_int(j->rows_per_s), 0);
    }
    if (j->left_s >= 0) table_fact(t, "left_s", "seconds left", cell_int(j->left_s), 0);
}

/* Its answer's rows stand under "answer", as further tables do. */
static void put_answer(const struct answer *x, struct table *t)
{
    if (!x->table) return;
    struct table *copy = table_copy(t->a, x->table);
    copy->key = "answer";
    t->more = copy;
    for (const struct note *n = copy->notes; n; n = n->next)
        table_note(t, "%.*s", STR_ARG(n->text));
    copy->notes = NULL;
    if (copy->lead.len) t->lead = copy->lead;
    copy->lead = STR_NONE;
}

struct table *job_table(struct asked *q, const struct job_seen *j)
{
    struct table *t = table_new(q->ask->a, "job", NULL, 0);
    table_fact(t, "id", NULL, cell_text(j->id), 0);
    table_fact(t, "what", "what", cell_text(str_of(j->question)), 0);
    table_fact(t, "state", "state", cell_text(str_of(state_of(j))), 0);
    if (j->by.len) table_fact(t, "by", "by", cell_text(j->by), 0);
    table_fact(t, "asked_at", "since", cell_time(j->asked_s), 0);
    if (j->state == JOB_ENDED) table_fact(t, "ended_at", "ended", cell_time(j->ended_s), 0);
    bool reads = may_read(q, j);
    if (reads && j->command.len) table_fact(t, "command", NULL, cell_text(j->command), 0);
    if (reads || j->state != JOB_RUNS) put_amounts(j, t);
    if (j->state == JOB_WAITS) {
        table_lead(t, "It waits: one job writes at a time.");
    } else if (j->forgotten) {
        table_lead(t,
                   "Since it ended somebody was erased, or what was overdue went: what came of it "
                   "is not kept any more.");
    } else if (j->state == JOB_ENDED && reads) {
        put_answer(&j->answer, t);
        if (j->answer.status) {
            table_fact(t, "sentence", NULL, cell_text(str_copy(t->a, str_of(j->answer.e.text))), 0);
            if (in_part(&j->answer)) {
                table_note(t, "%s.", j->answer.e.text);
            } else {
                t->lead = str_printf(t->a, "%s.", j->answer.e.text);
            }
        }
    }
    return t;
}

/* ---- pages ---- */

void put_data_table(struct asked *q, const struct table *t)
{
    struct buf b = buf_new(q->ask->a);
    bool json = q->at.form == FORM_JSON;
    if (json) {
        table_json(t, &b);
    } else {
        table_csv(t, &b);
    }
    put_marked(q, json ? "application/json" : "text/csv; charset=utf-8", buf_str(&b));
}

static struct str job_address(struct asked *q, struct str id)
{
    return str_printf(q->ask->a, "/jobs/%.*s", STR_ARG(id));
}

static struct str list_link(void *context, const struct table *t, size_t column,
                            const struct cell *row, struct arena *a)
{
    (void)context;
    if (strcmp(t->columns[column].name, "what") != 0) return STR_NONE;
    return str_printf(a, "/jobs/%.*s", STR_ARG(row[0].text));
}

void put_html(struct asked *q, struct buf *b)
{
    page_close(b);
    put_body(q->ask, 200, "text/html; charset=utf-8", buf_str(b), q->w);
}

void get_jobs(struct asked *q)
{
    struct table *t = list_table(q);
    struct buf b = buf_new(q->ask->a);
    struct html_links links = {.address = list_link};
    if (!q->at.page) {
        put_data_table(q, t);
        return;
    }
    page_open(&q->page, &b);
    table_html(t, 2, "answer", &links, &b);
    put_html(q, &b);
}

void put_bar(const struct job_seen *j, struct buf *b)
{
    bool known = j->state == JOB_RUNS && j->total;
    buf_adds(b, "<p class=\"job\"><progress aria-label=\"how far it is\"");
    if (known) {
        double part = (double)(j->done < j->total ? j->done : j->total) / (double)j->total;
        buf_addf(b, " max=\"100\" value=\"%.0f\">%.0f %%", part * 100, part * 100);
    } else {
        buf_addc(b, '>');
    }
    buf_adds(b, "</progress></p>\n");
}

static void put_button(struct asked *q, const char *pattern, struct str id, struct buf *b)
{
    const struct route *r = route_of(HTTP_POST, pattern);
    struct http_pairs part = {0};
    if (!q->page.may_write || !right_in(q->who.rights, r->right)) return;
    http_pair_add(q->ask->a, &part, STR("job"), id);
    buf_adds(b, "<form class=\"act\" method=\"post\" action=\"");
    html_escape(b, route_address(q->ask->a, r->pattern, &part, ""));
    buf_adds(b, "\"><input type=\"hidden\" name=\"token\" value=\"");
    html_escape(b, q->page.token);
    buf_addf(b, "\"><button>%s</button></form>\n", r->question);
}

/* Of an import: the rows that were dropped, each with its line. */
static const struct table *dropped_rows(const struct table *t)
{
    while (t && (!t->key || strcmp(t->key, "dropped_rows") != 0))
        t = t->more;
    return t;
}

bool job_again(enum status ended)
{
    return ended == STOPPED || ended == STORE_FAILED || ended == IO_FAILED || ended == BAD_USAGE;
}

/* What to do next. */
static void put_further(const struct job_seen *j, struct buf *b)
{
    bool import = str_starts(j->command, "import ") || str_starts(j->command, "source again ");
    bool again = j->again.len && job_again(j->answer.status);
    const struct table *dropped = dropped_rows(j->answer.table);
    if (dropped) {
        buf_addf(b,
                 "<p class=\"twins\"><a href=\"/jobs/%.*s/dropped.csv\">CSV of the %zu "
                 "dropped</a></p>\n",
                 STR_ARG(j->id), dropped->row_count);
    }
    buf_adds(b, "<p class=\"further\">");
    if (again) {
        buf_adds(b, "<a href=\"");
        html_escape(b, j->again);
        buf_adds(b, "\">Try it again</a> · ");
    }
    if (import) buf_adds(b, "<a href=\"/sources\">Sources</a> · <a href=\"/\">Markets</a> · ");
    buf_adds(b, import ? "<a href=\"/import\">Import more</a>" : "<a href=\"/jobs\">Jobs</a>");
    buf_adds(b, "</p>\n");
}

void get_dropped(struct asked *q)
{
    struct job_seen j;
    struct buf b = buf_new(q->ask->a);
    bool there = job_see(q->site->jobs, http_pair_of(&q->at.part, "job"), q->ask->a, &j);
    const struct table *rows =
        there && may_see(q, &j) && may_read(q, &j) ? dropped_rows(j.answer.table) : NULL;
    if (!rows) {
        refuse_with(q, 404, "there is no such job, or it dropped no rows");
        return;
    }
    struct table *t = table_copy(q->ask->a, rows);
    t->name = "dropped";
    t->key = NULL;
    t->more = NULL;
    if (!q->at.page) {
        put_data_table(q, t);
        return;
    }
    page_open(&q->page, &b);
    table_html(t, 2, "answer", NULL, &b);
    put_html(q, &b);
}

void get_job(struct asked *q)
{
    struct job_seen j;
    struct buf b = buf_new(q->ask->a);
    if (!job_see(q->site->jobs, http_pair_of(&q->at.part, "job"), q->ask->a, &j) ||
        !may_see(q, &j)) {
        refuse_with(q, 404, "there is no such job, or it ended long ago, or before a restart");
        return;
    }
    struct table *t = job_table(q, &j);
    if (!q->at.page) {
        bool rows = q->at.form == FORM_CSV && t->more;
        put_data_table(q, rows ? t->more : t);
        return;
    }
    page_open(&q->page, &b);
    if (j.state != JOB_ENDED) put_bar(&j, &b);
    table_html(t, 2, "answer", NULL, &b);
    if (j.state != JOB_ENDED) {
        put_button(q, "/jobs/{job}/cancel", j.id, &b);
        buf_adds(&b, "<p class=\"empty\">You may leave this page: it goes on without you, and <a "
                     "href=\"/jobs\">Jobs</a> leads back here.</p>\n");
    }
    if (j.state == JOB_ENDED) put_further(&j, &b);
    put_html(q, &b);
    if (j.state != JOB_ENDED) say(q->ask->a, q->w, "Refresh", "1");
}

/* ---- what writes ---- */

/* To programs what was asked for goes on: 202. */
static void put_going(struct asked *q, const struct job_seen *j, bool json)
{
    struct str to = job_address(q, j->id);
    if (!json) {
        put_elsewhere(q, to);
        return;
    }
    struct buf b = buf_new(q->ask->a);
    table_json(job_table(q, j), &b);
    put_body(q->ask, 202, "application/json", buf_str(&b), q->w);
    http_pair_add(q->ask->a, &q->w->header, STR("Location"), to);
}

bool job_asked(struct asked *q, const struct job_ask *ask, struct job_seen *ret)
{
    struct str id = job_begin(q->site->jobs, ask, q->ask->a);
    if (!id.len) {
        refuse_with(q, 503, "too many writes are waiting; try again in a few seconds");
        return false;
    }
    (void)job_wait(q->site->jobs, id, PATIENCE_MS, q->ask->a, ret);
    return true;
}

bool write_as_job(struct asked *q, const struct job_ask *ask, bool json, struct job_seen *ret)
{
    if (!job_asked(q, ask, ret)) return false;
    bool ended = ret->state == JOB_ENDED;
    if (!ended || ask->stays) put_going(q, ret, json);
    return ended && !ask->stays;
}

void cancel_job(struct asked *q, bool json)
{
    struct str id = http_pair_of(&q->at.part, "job");
    struct job_seen j;
    if (!job_see(q->site->jobs, id, q->ask->a, &j) || !may_see(q, &j)) {
        refuse_with(q, 404, "there is no such job, or it ended long ago, or before a restart");
        return;
    }
    (void)job_cancel(q->site->jobs, id);
    (void)job_see(q->site->jobs, id, q->ask->a, &j);
    if (json) {
        q->at.form = FORM_JSON;
        put_data_table(q, job_table(q, &j));
    } else {
        put_elsewhere(q, job_address(q, id));
    }
}
