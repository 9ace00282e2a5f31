/* openapi.c - serve: how do programs ask? */
#include "serve/openapi.h"

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

static bool in_pattern(const struct route *r, struct str field, struct arena *a)
{
    return str_find_nocase(str_of(r->pattern), str_c(a, field)) < strlen(r->pattern);
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
    while (r->method == HTTP_GET && route_piece(&rest, &piece)) {
        struct str name = str_skip(piece, 2);
        const struct flag *f = str_starts(piece, "--") ? route_flag(r, name) : NULL;
        if (f) put_parameter(b, &first, name, "query", f);
    }
    buf_addc(b, ']');
}

/* What a form sends: the fields of its command that its address does not hold, and flags. */
static void put_body(struct buf *b, const struct route *r)
{
    struct str rest = str_of(r->command);
    struct str piece;
    struct buf wanted = buf_new(b->a);
    bool first = true;
    buf_adds(b, ",\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":"
                "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    while (route_piece(&rest, &piece)) {
        bool field = piece.p[0] == '{' && !in_pattern(r, piece, b->a);
        struct str name = field ? (struct str){piece.p + 1, piece.len - 2} : str_skip(piece, 2);
        const struct flag *f = str_starts(piece, "--") ? route_flag(r, name) : NULL;
        if (!field && !f) continue;
        buf_adds(b, first ? "" : ",");
        first = false;
        json_text(b, name);
        buf_adds(b, ":{\"type\":\"string\"");
        if (f) {
            buf_adds(b, ",\"description\":");
            json_text(b, str_of(f->summary));
        }
        buf_addc(b, '}');
        if (!field) continue;
        if (wanted.len) buf_addc(&wanted, ',');
        json_text(&wanted, name);
    }
    buf_adds(b, "},\"required\":[");
    buf_add(b, buf_str(&wanted));
    buf_adds(b, "]}}}}");
}

static void put_operation(struct buf *b, const struct route *r)
{
    bool get = r->method == HTTP_GET;
    buf_addf(b, "\"%s\":{\"summary\":", get ? "get" : "post");
    json_text(b, str_of(r->question));
    buf_adds(b, ",\"description\":");
    json_text(b, str_printf(b->a, "The answer of: kith %s", r->command));
    buf_addc(b, ',');
    struct routed twin = {.route = r};
    buf_addf(b, "\"security\":[{\"token\":[\"%s\"]}],", right_name(route_right(&twin)));
    put_parameters(b, r);
    if (!get) put_body(b, r);
    const char *type = r->file ? "text/html" : "application/json";
    const char *shape =
        r->file ? "{\"type\":\"string\"}" : "{\"$ref\":\"#/components/schemas/answer\"}";
    buf_addf(b,
             ",\"responses\":{\"200\":{\"description\":\"the answer\",\"content\":{\"%s\":{"
             "\"schema\":%s}}},\"default\":{\"description\":\"why not\",\"content\":{"
             "\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/problem\""
             "}}}}}}",
             type, shape);
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
    buf_adds(b,
             "},\n \"components\":{\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":"
             "\"bearer\",\"description\":\"kith user token NAME; the one role listed is the right "
             "it takes, where there are users\"}},\n \"schemas\":{\n"
             "  \"answer\":{\"type\":\"object\",\"required\":[\"v\",\"verb\",\"rows\",\"notes\"],"
             "\"properties\":{\"v\":{\"const\":1},\"verb\":{\"type\":\"string\"},"
             "\"lead\":{\"type\":\"string\"},\"rows\":{\"type\":\"array\",\"items\":{\"type\":"
             "\"object\"}},\"notes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}},\n"
             "  \"problem\":{\"type\":\"object\",\"required\":[\"title\",\"status\",\"detail\"],"
             "\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
             "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"}}}}}}\n");
}
