/* openapi.c - serve: how do programs ask? */
#include "serve/openapi.h"

#include "base/limits.h"
#include "serve/route.h"

#include <string.h>

/* "/m/{market}.json"; "/index.json" of "/". */
static void put_path(struct buf *b, const struct route *r)
{
    bool home = strcmp(r->pattern, "/") == 0;
    bool get = r->method == HTTP_GET;
    bool twin = get && !r->file;
    buf_addf(b, "\"%s%s\"", home && get ? "/index" : r->pattern, twin ? ".json" : "");
}

static void put_parameter(struct buf *b, bool *first, struct str name, const char *where,
                          const struct flag *f)
{
    buf_adds(b, *first ? "" : ",");
    *first = false;
    buf_adds(b, "{\"name\":");
    json_text(b, name);
    buf_addf(b, ",\"in\":\"%s\",\"required\":%s", where, f ? "false" : "true");
    if (f) {
        buf_adds(b, ",\"description\":");
        json_text(b, str_of(f->summary));
    }
    buf_adds(b, ",\"schema\":{\"type\":\"string\"}}");
}

static void put_ref(struct buf *b, const char *name, bool *first)
{
    buf_addf(b, "%s{\"$ref\":\"#/components/parameters/%s\"}", *first ? "" : ",", name);
    *first = false;
}

/* What goes with every address of a kind. */
static void put_shared(struct buf *b, const struct route *r, bool *first)
{
    if (r->method == HTTP_POST) {
        put_ref(b, "key", first);
        put_ref(b, "match", first);
    } else if (!r->file && !r->own) {
        put_ref(b, "limit", first);
        put_ref(b, "cursor", first);
    }
}

static void put_components(struct buf *b)
{
    buf_addf(
        b,
        " \"parameters\":{\n"
        "  \"limit\":{\"name\":\"limit\",\"in\":\"query\",\"description\":\"so many rows, and "
        "next where there are more\",\"schema\":{\"type\":\"integer\",\"minimum\":1,"
        "\"maximum\":%d}},\n"
        "  \"cursor\":{\"name\":\"cursor\",\"in\":\"query\",\"description\":\"next of the "
        "answer before; 400 where it is none of this list, 410 where that has changed\","
        "\"schema\":{\"type\":\"string\"}},\n"
        "  \"key\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"description\":\"what is sent "
        "again with it within %d hours is not done again: the first answer is given; 409 while "
        "that runs, 422 where the key was used for something else\",\"schema\":{\"type\":"
        "\"string\",\"minLength\":1,\"maxLength\":%d}},\n"
        "  \"match\":{\"name\":\"If-Match\",\"in\":\"header\",\"description\":\"ETag of the JSON "
        "of the page this changes; 412 where that has changed\",\"schema\":{\"type\":"
        "\"string\"}}},\n",
        CURSOR_ROWS_MAX, REPLY_HOURS, REPLY_KEY_BYTES_MAX);
}

/* Of no verb. */
static void put_plain(struct buf *b, const char *address, const char *summary)
{
    buf_addf(b,
             ",\n  \"%s\":{\"get\":{\"summary\":\"%s\",\"security\":[],\"parameters\":[],"
             "\"responses\":{\"200\":{\"description\":\"as text\",\"content\":{\"text/plain\":{"
             "\"schema\":{\"type\":\"string\"}}}},\"default\":{\"$ref\":\"#/components/responses/"
             "why\"}}}}",
             address, summary);
}

static void put_parameters(struct buf *b, const struct route *r)
{
    struct str rest = str_of(r->pattern);
    struct str piece;
    bool first = true;
    buf_adds(b, "\"parameters\":[");
    while (str_cut(&rest, '/', &piece)) {
        if (piece.len > 2 && piece.p[0] == '{') {
            put_parameter(b, &first, (struct str){piece.p + 1, piece.len - 2}, "path", NULL);
        }
    }
    rest = str_of(r->command);
    struct field f;
    while (r->method == HTTP_GET && route_field(r, &rest, &f)) {
        if (f.flag && !(r->view && field_free(&f)))
            put_parameter(b, &first, f.name, "query", f.flag);
    }
    put_shared(b, r, &first);
    buf_addc(b, ']');
}

static void put_files(struct buf *b)
{
    buf_adds(b, ",\"multipart/form-data\":{\"schema\":{\"type\":\"object\",\"properties\":{"
                "\"file\":{\"type\":\"array\",\"description\":\"files, each whole or not at all\","
                "\"items\":{\"type\":\"string\",\"contentMediaType\":"
                "\"application/octet-stream\"}}}}}");
}

/* What takes long. */
static const char goes_on[] =
    "\"202\":{\"description\":\"it goes on, as the job at Location\",\"headers\":{\"Location\":{"
    "\"schema\":{\"type\":\"string\"}}},\"content\":{\"application/json\":{\"schema\":{\"$ref\":"
    "\"#/components/schemas/answer\"}}}},";

static void put_operation(struct buf *b, const struct route *r)
{
    bool get = r->method == HTTP_GET;
    buf_addf(b, "\"%s\":{\"summary\":", get ? "get" : "post");
    json_text(b, str_of(r->question));
    buf_adds(b, ",\"description\":");
    json_text(b, r->own ? STR("Of the server itself")
                        : str_printf(b->a, "The answer of: kith %s", r->command));
    buf_addc(b, ',');
    struct routed twin = {.route = r};
    buf_addf(b, "\"security\":[{\"token\":[\"%s\"]}],", right_name(route_right(&twin)));
    put_parameters(b, r);
    if (!get) { /* what its address does not hold */
        buf_adds(b, ",\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{"
                    "\"schema\":");
        route_schema(r, false, b);
        buf_addc(b, '}');
        if (r->own == OWN_SEND) put_files(b);
        buf_adds(b, "}}");
    }
    struct str file = str_of(r->file ? r->file : "application/json");
    const char *type = str_c(b->a, str_head(file, str_find(file, ';')));
    const char *shape =
        r->file ? "{\"type\":\"string\"}" : "{\"$ref\":\"#/components/schemas/answer\"}";
    buf_addf(b,
             ",\"responses\":{\"200\":{\"description\":\"the answer\",\"content\":{\"%s\":{"
             "\"schema\":%s}}},%s\"default\":{\"description\":\"why not\",\"content\":{"
             "\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/problem\""
             "}}}}}}",
             type, shape, get || r->view ? "" : goes_on);
}

void openapi(struct buf *b)
{
    buf_addf(b,
             "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"kith\",\"version\":\"%s\","
             "\"summary\":\"Who moves the buyers of one market\"},\n \"paths\":{",
             KITH_VERSION);
    bool first = true;
    for (const struct route *r = routes; r->pattern; r++) {
        buf_addf(b, "%s\n  ", first ? "" : ",");
        first = false;
        put_path(b, r);
        buf_adds(b, ":{");
        put_operation(b, r);
        buf_addc(b, '}');
    }
    put_plain(b, "/healthz", "Does it answer?");
    put_plain(b, "/readyz", "Can the store be read?");
    put_plain(b, "/metrics",
              "How much is asked, in the text form of Prometheus: of this machine, or "
              "by a token of an admin");
    buf_adds(b, "},\n \"components\":{\n");
    put_components(b);
    buf_adds(b,
             " \"responses\":{\"why\":{\"description\":\"why not\",\"content\":{"
             "\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/"
             "problem\"}}}}},\n"
             " \"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":"
             "\"bearer\",\"description\":\"kith user token NAME; the one role listed is the right "
             "it takes, where there are users\"}},\n \"schemas\":{\n"
             "  \"answer\":{\"type\":\"object\",\"required\":[\"v\",\"verb\",\"rows\",\"notes\"],"
             "\"properties\":{\"v\":{\"const\":1},\"verb\":{\"type\":\"string\"},"
             "\"next\":{\"type\":[\"string\",\"null\"]},\"lead\":{\"type\":\"string\"},\"rows\":{"
             "\"type\":\"array\",\"items\":{\"type\":"
             "\"object\"}},\"notes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}},\n"
             "  \"problem\":{\"type\":\"object\",\"required\":[\"title\",\"status\",\"detail\"],"
             "\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
             "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"}}}}}}\n");
}
