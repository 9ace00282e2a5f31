/* site_import.c - serve: what is in these files, and shall it be kept? Pages of imports. */
#include "serve/site_int.h"

#include "base/limits.h"
#include "base/table_html.h"
#include "listen/importer.h"
#include "listen/net_url.h"
#include "serve/bring.h"
#include "serve/multipart.h"

#include <string.h>

static const char *const no_such =
    "there are no such files: they were imported, cancelled, or waited for too long; send them "
    "again";

/* ---- as they come ---- */

int take_upload(struct site *s, const struct http_ask *ask, struct http_taker *ret,
                const char **ret_why)
{
    struct asker who;
    struct routed at;
    bool other = false;
    struct str type = http_header(ask, "Content-Type");
    if (ask->method != HTTP_POST || !multipart_is(type)) return 0;
    if (!route_find(ask->method, ask->path, ask->a, &at, &other) || at.route->own != OWN_SEND) {
        *ret_why = "files are sent to /import";
        return 415;
    }
    login_ask(s->login, ask, &who);
    if (s->o.read_only || !http_from_here(ask)) {
        *ret_why = s->o.read_only ? "this server was started to be read only"
                                  : "this form is not from here; open the page /import here";
        return 403;
    }
    if (who.wait_s) {
        *ret_why = "too many requests; wait a second";
        return 429;
    }
    int status = login_may(s->login, &who, ask, &at, ret_why);
    if (status) return status;
    struct intake_from from = {.by = who.name,
                               .token = who.open       ? s->token
                                        : who.by_token ? STR("")
                                                       : who.form,
                               .type = type,
                               .length = http_header(ask, "Content-Length")};
    return intake_begin(s->intakes, &from, ret, ret_why);
}

/* ---- the command ---- */

enum { WORDS_AROUND = 24 };

static const char *const taken_fields[] = {"kind",  "map",  "dates", "purpose",
                                           "basis", "keep", NULL};

/* import [--dry-run] flags -- FILES URL: what the form said, and nothing else of it. */
static const char *const *words_of(struct asked *q, const struct intake *x,
                                   const struct http_pairs *given, bool dry)
{
    struct arena *a = q->ask->a;
    size_t files = 0;
    const struct upload *file = intake_files(x, &files);
    const char **words = arena_new(a, const char *, files + given->count + WORDS_AROUND);
    size_t n = 0;
    words[n++] = "import";
    if (dry) words[n++] = "--dry-run";
    if (dry) words[n++] = "--first=5";
    words[n++] = str_printf(a, "--dropped=%d", DROPPED_ROWS_MAX).p;
    for (size_t i = 0; i < given->count; i++) {
        struct http_pair f = given->one[i];
        if (!str_among(f.name, taken_fields) || !str_trim(f.value).len) continue;
        words[n++] = str_printf(a, "--%.*s=%.*s", STR_ARG(f.name), STR_ARG(f.value)).p;
    }
    words[n++] = "--";
    for (size_t i = 0; i < files; i++)
        words[n++] = str_c(a, file[i].name);
    if (intake_address(x).len) words[n++] = str_c(a, intake_address(x));
    return words;
}

static void let_go(void *held, enum status ended)
{
    (void)ended;
    intake_let_go(held);
}

/* What could not be kept for a reason that is not in the files may be tried again. */
static void let_go_imported(void *held, enum status ended)
{
    if (!job_again(ended)) intake_forget(held);
    intake_let_go(held);
}

static struct job_ask job_of(struct asked *q, struct intake *x, const struct http_pairs *given,
                             bool dry)
{
    struct job_ask ask = {.words = words_of(q, x, given, dry),
                          .question = dry ? "Look through what is to be imported" : "Import",
                          .by = q->who.name,
                          .sight = sight_of(q),
                          .whole = !dry,
                          .stays = true,
                          .held = intake_hold(x),
                          .let_go = dry ? let_go : let_go_imported};
    ask.files = intake_files(x, &ask.file_count);
    return ask;
}

static struct str preview_address(struct asked *q, const struct intake *x)
{
    return str_printf(q->ask->a, "/import/%.*s", STR_ARG(intake_id(x)));
}

/* It is looked through as a job, without being kept; its page shows what was found. */
static void look_through(struct asked *q, struct intake *x, const struct http_pairs *given,
                         bool json)
{
    struct job_ask ask = job_of(q, x, given, true);
    struct job_seen j;
    intake_keep(x);
    if (!job_asked(q, &ask, &j)) {
        intake_forget(x);
        return;
    }
    intake_job_is(x, j.id, given);
    struct str to = preview_address(q, x);
    if (!json) {
        put_elsewhere(q, to);
        return;
    }
    struct buf b = buf_new(q->ask->a);
    table_json(preview_table(q, x), &b);
    put_body(q->ask, j.state == JOB_ENDED ? 200 : 202, "application/json", buf_str(&b), q->w);
    http_pair_add(q->ask->a, &q->w->header, STR("Location"), to);
}

void post_import(struct asked *q, const struct http_pairs *given, bool json)
{
    struct intake *x = q->ask->taken;
    struct str url = http_pair_of(given, "url");
    size_t files = 0;
    if (x) (void)intake_files(x, &files);
    if (url.len && !net_url(q->ask->a, url).len) {
        refuse_with(q, 422, "the address is none; want one as https://blog.example/feed.xml");
        return;
    }
    if (!files && !url.len) {
        refuse_with(q, 422, "nothing was chosen; choose files, or give an address");
        return;
    }
    if (x) {
        x = intake_hold(x);
    } else {
        x = intake_new(q->site->intakes, q->who.name);
    }
    if (!x) {
        refuse_with(q, 503, "too much waits to be imported already; import it, or cancel it first");
        return;
    }
    if (url.len) intake_address_is(x, url);
    look_through(q, x, given, json);
    intake_let_go(x);
}

/* ---- what was found ---- */

static struct str amount(struct arena *a, uint64_t bytes)
{
    if (bytes < 10000) return str_printf(a, "%llu bytes", (unsigned long long)bytes);
    if (bytes < 10000000) return str_printf(a, "%llu kB", (unsigned long long)(bytes / 1000));
    return str_printf(a, "%llu MB", (unsigned long long)(bytes / 1000000));
}

static const struct column file_columns[] = {
    {"file", "file", NULL, CELL_TEXT, 0, true},
    {"bytes", "size", NULL, CELL_TEXT, 0, false},
};

/* What was sent, and what a dry run says of it. */
struct table *preview_table(struct asked *q, struct intake *x)
{
    struct arena *a = q->ask->a;
    struct job_seen j;
    size_t files = 0;
    const struct upload *file = intake_files(x, &files);
    struct str job = intake_job(x, a);
    struct table *t = NULL;
    if (job.len && job_see(q->site->jobs, job, a, &j)) {
        t = job_table(q, &j);
        t->name = "preview";
        for (struct fact *f = t->facts; f; f = f->next)
            f->label = NULL; /* of the job, which is no matter here */
    } else {
        t = table_new(a, "preview", NULL, 0);
        t->lead = STR("It has to be looked through again.");
    }
    table_fact(t, "upload", NULL, cell_text(intake_id(x)), 0);
    struct table *sent = t;
    while (sent->more)
        sent = sent->more;
    sent = table_more(sent, "files", file_columns, sizeof file_columns / sizeof *file_columns);
    sent->title = STR("Sent");
    for (size_t i = 0; i < files; i++) {
        struct cell *row = table_row(sent);
        row[0] = cell_text(file[i].name);
        row[1] = cell_text(amount(a, intake_bytes(x, i)));
    }
    if (intake_address(x).len) table_row(sent)[0] = cell_text(intake_address(x));
    return t;
}

static void form_open(struct asked *q, struct str action, const char *class, struct buf *b)
{
    buf_addf(b, "<form class=\"%s\" method=\"post\" action=\"", class);
    html_escape(b, action);
    buf_adds(b, "\">\n<input type=\"hidden\" name=\"token\" value=\"");
    html_escape(b, q->page.token);
    buf_adds(b, "\">\n");
}

static void put_options(const char *const *value, struct buf *b)
{
    for (; *value; value++)
        buf_addf(b, "<option>%s</option>", *value);
}

static void put_reading(struct asked *q, struct str to, struct buf *b)
{
    static const char *const orders[] = {"", "dmy", "mdy", NULL};
    buf_adds(b, "<details class=\"form\"><summary>Read it otherwise</summary>\n");
    form_open(q, to, "look", b);
    buf_adds(b, "<input type=\"hidden\" name=\"do\" value=\"look\">\n<label>kind <small>where its "
                "content does not say</small><select name=\"kind\"><option></option>");
    for (size_t i = 0; importers[i]; i++)
        buf_addf(b, "<option>%s</option>", importers[i]->name);
    buf_adds(b, "</select></label>\n<label>a column of theirs <small>Their Header=column of "
                "ours</small><input name=\"map\" autocomplete=\"off\"></label>\n"
                "<label>another one<input name=\"map\" autocomplete=\"off\"></label>\n"
                "<label>order of day and month<select name=\"dates\">");
    put_options(orders, b);
    buf_adds(b, "</select></label>\n<button>Look again</button>\n</form></details>\n");
}

/* ---- of a source that was read before ---- */

struct kept_for {
    struct str name, purpose, basis, days;
};

static struct str cell_of(const struct table *t, const char *column, struct arena *a)
{
    for (size_t c = 0; t->row_count && c < t->column_count; c++) {
        struct cell cell = t->cells[c];
        if (strcmp(t->columns[c].name, column) != 0) continue;
        if (cell.kind == CELL_INT) return str_printf(a, "%lld", (long long)cell.i);
        if (cell.kind == CELL_TEXT) return str_copy(a, cell.text);
    }
    return STR("");
}

/* source: "s12", or anything that was sent; unknown ones say nothing. */
static struct kept_for kept_for(struct asked *q, struct str source)
{
    struct arena *a = q->ask->a;
    struct kept_for k = {STR(""), STR(""), STR(""), STR("")};
    if (source.len < 2 || source.p[0] != 's' || !ascii_is_digit(source.p[1])) return k;
    const char *const words[] = {"source", str_c(a, source), NULL};
    const struct answer *x = answers_get(
        q->site->answers, words, &(struct answer_ask){.sight = sight_of(q), .by = q->who.name});
    if (!x->status && x->table) {
        k = (struct kept_for){cell_of(x->table, "source", a), cell_of(x->table, "purpose", a),
                              cell_of(x->table, "basis", a), cell_of(x->table, "keep_days", a)};
    }
    answers_done(q->site->answers, x);
    return k;
}

void post_bring(struct asked *q, bool json)
{
    struct str source = http_pair_of(&q->at.part, "source");
    struct kept_for was = kept_for(q, source);
    struct buf b = buf_new(q->ask->a);
    if (!was.name.len) {
        refuse_with(q, 404, "there is no such source; /sources lists them");
        return;
    }
    buf_adds(&b, "/import?again=");
    address_add(&b, source);
    if (!json) {
        put_elsewhere(q, buf_str(&b));
        return;
    }
    struct table *t = table_new(q->ask->a, "import", NULL, 0);
    table_lead(t, "Its file has to be sent once more.");
    table_fact(t, "address", NULL, cell_text(buf_str(&b)), 0);
    q->at.form = FORM_JSON;
    put_data_table(q, t);
}

static void put_value(struct str value, struct buf *b)
{
    if (!value.len) return;
    buf_adds(b, " value=\"");
    html_escape(b, value);
    buf_addc(b, '"');
}

static void put_keeping(struct asked *q, struct str to, const struct http_pairs *chosen,
                        const struct kept_for *was, int64_t rows, struct buf *b)
{
    static const char *const bases[] = {
        "", "legitimate-interests", "consent", "contract", "public", "other", NULL};
    static const char *const passed[] = {"kind", "map", "dates", NULL};
    buf_adds(b, "<div class=\"form\">\n");
    form_open(q, to, "keep", b);
    for (size_t i = 0; i < chosen->count; i++) {
        if (!str_among(chosen->one[i].name, passed)) continue;
        buf_addf(b, "<input type=\"hidden\" name=\"%.*s\" value=\"", STR_ARG(chosen->one[i].name));
        html_escape(b, chosen->one[i].value);
        buf_adds(b, "\">\n");
    }
    buf_adds(b, "<label>purpose <small>what this data about people is kept for</small><input "
                "name=\"purpose\" autocomplete=\"off\"");
    put_value(was->purpose, b);
    buf_adds(b, "></label>\n<label>lawful basis <small>why it may be kept</small><select "
                "name=\"basis\">");
    if (was->basis.len) {
        buf_adds(b, "<option selected>");
        html_escape(b, was->basis);
        buf_adds(b, "</option>");
    }
    put_options(bases, b);
    buf_adds(b,
             "</select></label>\n<label>keep for <small>days, from when each row was read first; "
             "empty: as all sources</small><input name=\"keep\" inputmode=\"numeric\" "
             "autocomplete=\"off\"");
    put_value(was->days, b);
    buf_adds(b, "></label>\n");
    buf_addf(b, "<button>Import %lld row%s</button>\n</form></div>\n", (long long)rows,
             rows == 1 ? "" : "s");
}

static void put_preview(struct asked *q, struct intake *x, struct table *t, struct buf *b)
{
    struct arena *a = q->ask->a;
    struct job_seen j;
    struct str to = preview_address(q, x);
    struct str job = intake_job(x, a);
    struct http_pairs chosen = intake_chosen(x, a);
    bool there = job.len && job_see(q->site->jobs, job, a, &j);
    bool going = there && j.state != JOB_ENDED;
    buf_adds(b, going ? "<p class=\"lead\" role=\"status\">It is being looked through; nothing is "
                        "stored.</p>\n"
                      : "<p class=\"lead\">Nothing is stored yet.</p>\n");
    if (going) {
        put_bar(&j, b);
        say(a, q->w, "Refresh", "1");
    }
    table_html(t, 2, "answer", NULL, b);
    int64_t rows = there ? good_rows(j.answer.table) : 0;
    struct kept_for was = kept_for(q, http_pair_of(intake_fields(x), "again"));
    if (there && !going && rows) put_keeping(q, to, &chosen, &was, rows, b);
    if (there && !going && !rows) buf_adds(b, "<p>There is nothing new to import.</p>\n");
    if (!going) put_reading(q, to, b);
    form_open(q, str_printf(a, "%.*s/cancel", STR_ARG(to)), "act", b);
    buf_adds(b, "<button class=\"quiet\">Cancel</button>\n</form>\n");
}

void get_preview(struct asked *q)
{
    struct intake *x =
        intake_of(q->site->intakes, http_pair_of(&q->at.part, "upload"), q->who.name);
    if (!x) {
        refuse_with(q, 404, no_such);
        return;
    }
    struct table *t = preview_table(q, x);
    if (!q->at.page) {
        put_data_table(q, t);
    } else {
        struct buf b = buf_new(q->ask->a);
        page_open(&q->page, &b);
        put_preview(q, x, t, &b);
        put_html(q, &b);
    }
    intake_let_go(x);
}

/* Import, look again, or cancel. */
void post_preview(struct asked *q, const struct http_pairs *given, bool json)
{
    struct intake *x =
        intake_of(q->site->intakes, http_pair_of(&q->at.part, "upload"), q->who.name);
    if (!x) {
        refuse_with(q, 404, no_such);
        return;
    }
    if (q->at.route->own == OWN_DISMISS) {
        (void)job_cancel(q->site->jobs, intake_job(x, q->ask->a));
        intake_forget(x);
        if (json) {
            struct table *t = table_new(q->ask->a, "import", NULL, 0);
            table_lead(t, "It is gone; nothing of it was stored.");
            put_data_table(q, t);
        } else {
            put_elsewhere(q, STR("/import"));
        }
    } else if (str_is(http_pair_of(given, "do"), "look")) {
        look_through(q, x, given, json);
    } else {
        struct job_ask ask = job_of(q, x, given, false);
        struct job_seen j;
        login_log(q->site->login, &q->who, "imported", q->ask->a, &q->at, STR_NONE);
        ask.again = preview_address(q, x);
        (void)write_as_job(q, &ask, json, &j);
    }
    intake_let_go(x);
}

/* ---- the first page of it ---- */

static const struct column held_columns[] = {
    {"upload", NULL, NULL, CELL_TEXT, 0, false},
    {"file", "file", NULL, CELL_TEXT, 0, true},
    {"files", "files", NULL, CELL_INT, 0, false},
};

static struct table *held_table(struct asked *q)
{
    struct arena *a = q->ask->a;
    struct str *id = NULL;
    struct table *t =
        table_new(a, "uploads", held_columns, sizeof held_columns / sizeof *held_columns);
    size_t count = intakes_of(q->site->intakes, q->who.name, a, &id);
    for (size_t i = 0; i < count; i++) {
        struct intake *x = intake_of(q->site->intakes, id[i], q->who.name);
        if (!x) continue;
        size_t files = 0;
        const struct upload *file = intake_files(x, &files);
        struct cell *row = table_row(t);
        row[0] = cell_text(id[i]);
        row[1] = cell_text(str_copy(a, files ? file[0].name : intake_address(x)));
        row[2] = cell_int((int64_t)files);
        intake_let_go(x);
    }
    if (count) t->title = STR("Sent, and not imported yet");
    return t;
}

static struct str held_link(void *context, const struct table *t, size_t column,
                            const struct cell *row, struct arena *a)
{
    (void)context;
    if (strcmp(t->columns[column].name, "file") != 0) return STR_NONE;
    return str_printf(a, "/import/%.*s", STR_ARG(row[0].text));
}

void get_import(struct asked *q)
{
    struct table *t = held_table(q);
    struct buf b = buf_new(q->ask->a);
    struct html_links links = {.address = held_link};
    if (!q->at.page) {
        put_data_table(q, t);
        return;
    }
    page_open(&q->page, &b);
    buf_adds(&b,
             "<p class=\"lead\">Mail archives, chats, contacts, calendars, feeds, tables, code: "
             "what a file is, its content says. You see what is in it before anything is "
             "kept.</p>\n");
    struct str again = http_pair_of(&q->ask->query, "again");
    struct kept_for was = kept_for(q, again);
    if (was.name.len) {
        buf_adds(&b, "<p>Bring the file of <bdi>");
        html_escape(&b, was.name);
        buf_adds(&b, "</bdi> once more: what it is kept for is filled in.</p>\n");
    }
    if (q->page.may_write) {
        buf_adds(&b, "<div class=\"form\"><form class=\"send\" method=\"post\" action=\"/import\" "
                     "enctype=\"multipart/form-data\">\n<input type=\"hidden\" name=\"token\" "
                     "value=\"");
        html_escape(&b, q->page.token);
        if (was.name.len) {
            buf_adds(&b, "\">\n<input type=\"hidden\" name=\"again\" value=\"");
            html_escape(&b, again);
        }
        buf_addf(
            &b,
            "\">\n<label>files <small>up to %d, each at most 2 GiB</small><input type=\"file\" "
            "name=\"file\" multiple></label>\n<label>or the address of a feed or file "
            "<small>https://…</small><input name=\"url\" type=\"url\" "
            "autocomplete=\"off\"></label>\n<button>Continue</button>\n</form></div>\n",
            UPLOAD_FILES_MAX);
    }
    if (t->row_count) table_html(t, 2, "answer", &links, &b);
    buf_adds(&b, "<p class=\"further\"><a href=\"/tables\">Bring a table: what its columns "
                 "are called, with examples</a></p>\n");
    put_html(q, &b);
}

static struct str example_link(void *context, const struct table *t, size_t column,
                               const struct cell *row, struct arena *a)
{
    (void)context;
    if (strcmp(t->columns[column].name, "table") != 0) return STR_NONE;
    return str_printf(a, "/tables/%.*s", STR_ARG(row[0].text));
}

void get_tables(struct asked *q)
{
    struct arena *a = q->ask->a;
    struct str name = http_pair_of(&q->at.part, "table");
    struct table *t = name.len ? bring_example(name, a) : bring_list(a);
    struct html_links links = {.address = name.len ? NULL : example_link};
    struct buf b = buf_new(a);
    if (!t) {
        refuse_with(q, 404, "there is no such table; /tables lists them");
        return;
    }
    if (!q->at.page) {
        put_data_table(q, t);
        return;
    }
    page_open(&q->page, &b);
    table_html(t, 2, "answer", name.len ? NULL : &links, &b);
    if (name.len) {
        buf_addf(&b, "<p class=\"twins\"><a href=\"/tables/%s.csv\">%s.csv</a></p>\n", t->name,
                 t->name);
    }
    buf_adds(&b, "<p class=\"further\"><a href=\"/import\">Import</a></p>\n");
    put_html(q, &b);
}
