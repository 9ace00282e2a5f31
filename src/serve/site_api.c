/* site_api.c - serve: how do programs ask? */
#include "serve/site_int.h"

#include "base/evidence.h"
#include "base/limits.h"
#include "base/map.h"
#include "serve/openapi.h"
#include "serve/problem.h"
#include "verb/figures.h"

#include <stdlib.h>
#include <string.h>

/* ---- one address ---- */

struct str api_anchor(struct arena *a, const struct route *r)
{
    struct buf b = buf_new(a);
    buf_adds(&b, r->method == HTTP_POST ? "post" : "get");
    for (const char *c = r->pattern; *c; c++) {
        bool plain = ascii_is_letter(*c) || ascii_is_digit(*c);
        if (plain) buf_addc(&b, *c);
        if (!plain && b.p[b.len - 1] != '-') buf_addc(&b, '-');
    }
    return buf_str(&b);
}

/* "/m/{market}.json" */
static struct str address_of(struct arena *a, const struct route *r)
{
    bool home = strcmp(r->pattern, "/") == 0;
    bool get = r->method == HTTP_GET;
    return str_printf(a, "%s%s", home && get ? "/index" : r->pattern,
                      get && !r->file ? ".json" : "");
}

/* What is typed instead of {market}: MARKET. */
static void put_upper(struct buf *b, struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.p[i];
        buf_addc(b, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
}

static void put_filled(struct buf *b, struct str address)
{
    for (size_t i = 0; i < address.len; i++) {
        size_t end = str_find(str_skip(address, i), '}');
        bool name = address.p[i] == '{' && i + end < address.len;
        if (!name) {
            buf_addc(b, address.p[i]);
            continue;
        }
        put_upper(b, (struct str){address.p + i + 1, end - 1});
        i += end;
    }
}

static struct str body_of(struct arena *a, const struct route *r)
{
    struct buf b = buf_new(a);
    struct str rest = route_says(r);
    struct field f;
    buf_addc(&b, '{');
    while (route_field(r, &rest, &f)) {
        if (f.in_path || f.flag) continue;
        if (b.len > 1) buf_adds(&b, ", ");
        json_text(&b, f.name);
        buf_adds(&b, ": \"");
        put_upper(&b, f.name);
        buf_addc(&b, '"');
    }
    buf_addc(&b, '}');
    return buf_str(&b);
}

static struct str curl_of(const struct asked *q, const struct route *r)
{
    struct arena *a = q->ask->a;
    struct buf b = buf_new(a);
    struct buf url = buf_new(a);
    buf_addf(&url, "%s://%.*s", q->site->o.https ? "https" : "http",
             STR_ARG(http_header(q->ask, "Host")));
    put_filled(&url, address_of(a, r));
    buf_adds(&b, "curl");
    if (!q->who.open) buf_adds(&b, " -H 'Authorization: Bearer kith_…'");
    if (r->method == HTTP_POST) {
        buf_adds(&b, " -H 'Content-Type: application/json' -H \"Idempotency-Key: $(uuidgen)\" -d ");
        buf_add(&b, shell_word(a, body_of(a, r)));
    }
    buf_addc(&b, ' ');
    buf_add(&b, shell_word(a, buf_str(&url)));
    return buf_str(&b);
}

static struct str parameters_of(struct arena *a, const struct route *r)
{
    struct buf b = buf_new(a);
    struct str rest = route_says(r);
    struct field f;
    while (route_field(r, &rest, &f)) {
        if (b.len) buf_adds(&b, ", ");
        buf_add(&b, f.name);
    }
    return buf_str(&b);
}

/* ---- /api ---- */

static const struct column api_columns[] = {
    {"method", "how", NULL, CELL_TEXT, 0, false},
    {"address", "address", NULL, CELL_TEXT, 0, false},
    {"question", "question", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"right", "right", NULL, CELL_TEXT, 0, false},
    {"parameters", "parameters", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"command", "command", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"curl", NULL, NULL, CELL_TEXT, 0, COLUMN_GOES},
};

static struct table *api_table(const struct asked *q)
{
    struct arena *a = q->ask->a;
    struct table *t = table_new(a, "api", api_columns, sizeof api_columns / sizeof *api_columns);
    for (const struct route *r = routes; r->pattern; r++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(r->method == HTTP_POST ? STR("POST") : STR("GET"));
        row[1] = cell_text(address_of(a, r));
        row[2] = cell_text(str_of(r->question));
        row[3] = cell_text(str_of(right_name(route_right(&(struct routed){.route = r}))));
        row[4] = cell_text(parameters_of(a, r));
        if (r->command[0]) row[5] = cell_text(str_printf(a, "kith %s", r->command));
        row[6] = cell_text(curl_of(q, r));
    }
    return t;
}

static void put_code(struct buf *b, struct str text)
{
    buf_adds(b, "<p><code>");
    html_escape(b, text);
    buf_adds(b, "</code></p>\n");
}

static void put_fields(const struct route *r, struct buf *b)
{
    struct str rest = route_says(r);
    struct field f;
    bool any = false;
    while (route_field(r, &rest, &f)) {
        if (!any) buf_adds(b, "<dl>");
        any = true;
        buf_adds(b, "<div><dt><code>");
        html_escape(b, f.name);
        buf_adds(b, "</code></dt><dd>");
        html_escape(b, f.flag      ? str_of(f.flag->summary)
                       : f.in_path ? STR("in the address")
                                   : STR("wanted"));
        buf_adds(b, "</dd></div>");
    }
    if (any) buf_adds(b, "</dl>\n");
}

static void put_address(const struct asked *q, const struct route *r, struct buf *b)
{
    struct arena *a = q->ask->a;
    buf_adds(b, "<h3 id=\"");
    html_escape(b, api_anchor(a, r));
    buf_addf(b, "\"><code>%s ", r->method == HTTP_POST ? "POST" : "GET");
    html_escape(b, address_of(a, r));
    buf_adds(b, "</code></h3>\n<p>");
    html_escape(b, str_of(r->question));
    buf_addf(b, " Takes the right <b>%s</b>.",
             right_name(route_right(&(struct routed){.route = r})));
    if (r->command[0]) {
        buf_adds(b, " The answer of <code>kith ");
        html_escape(b, str_of(r->command));
        buf_adds(b, "</code>");
        if (r->method == HTTP_GET && !r->file) buf_adds(b, "; as CSV with .csv");
        buf_addc(b, '.');
    }
    buf_adds(b, "</p>\n");
    put_fields(r, b);
    put_code(b, curl_of(q, r));
}

static void put_errors(struct buf *b)
{
    static const int told[] = {400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 429, 503};
    buf_adds(b, "<h2 id=\"errors\">Why not</h2>\n<p>To programs as <code>application/problem+json"
                "</code> (RFC 9457): type, title, status, detail.</p>\n<dl>");
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        buf_addf(b, "<div><dt>%d</dt><dd>%s</dd></div>", told[i], problem_title(told[i]));
    }
    buf_adds(b, "</dl>\n");
}

static void put_rules(struct buf *b)
{
    buf_addf(
        b,
        "<p class=\"lead\">Every page is an answer that programs can have, too: the same "
        "address with .json or .csv behind it, with the bytes of the command line. kith %s; "
        "every JSON says its form: <code>\"v\":1</code>. The whole as OpenAPI 3.1: <a "
        "href=\"" OPENAPI_ADDRESS "\">" OPENAPI_ADDRESS "</a>. <a href=\"/help/words\">What the "
        "words mean</a>.</p>\n<dl>"
        "<div><dt>Lists in parts</dt><dd><code>limit</code> (up to %d) and <code>cursor</code>: "
        "the next one stands as <code>next</code> in the JSON and as <code>Link</code>. 410: "
        "the list has changed since; begin again.</dd></div>"
        "<div><dt>Once</dt><dd>With <code>Idempotency-Key</code> what is sent again is not done "
        "again for %d hours; the first answer is given. 422: the key was used for something "
        "else. 409: the first one still runs.</dd></div>"
        "<div><dt>Unchanged</dt><dd><code>If-None-Match</code> with an ETag gives 304; "
        "<code>If-Match</code> with that of the page's JSON, on what writes, 412 where it has "
        "changed.</dd></div>"
        "<div><dt>How often</dt><dd>%d requests a second, %d at once; <code>RateLimit</code> "
        "says what is left, <code>Retry-After</code> when to come back.</dd></div>"
        "<div><dt>Who</dt><dd><code>Authorization: Bearer kith_…</code>, a token of 'kith user "
        "token', where there are users.</dd></div>"
        "<div><dt>Long writes</dt><dd>202 with <code>Location</code> of the job.</dd></div>"
        "</dl>\n",
        KITH_VERSION, CURSOR_ROWS_MAX, REPLY_HOURS, RATE_A_SECOND, RATE_BURST);
}

void get_api(struct asked *q)
{
    struct buf b = buf_new(q->ask->a);
    if (!q->at.page) {
        put_data_table(q, api_table(q));
        return;
    }
    page_open(&q->page, &b);
    put_rules(&b);
    buf_adds(&b, "<h2>Addresses</h2>\n");
    for (const struct route *r = routes; r->pattern; r++)
        put_address(q, r, &b);
    put_errors(&b);
    page_close(&b);
    put_body(q->ask, 200, "text/html; charset=utf-8", buf_str(&b), q->w);
}
