/* fields.c - serve: what did a form say? */
#include "serve/fields.h"

#include "base/limits.h"

static struct str form_text(struct arena *a, struct str s)
{
    char *plain = arena_copy(a, s.p ? s.p : "", s.len);
    for (size_t i = 0; i < s.len; i++) {
        if (plain[i] == '+') plain[i] = ' ';
    }
    return str_trim(http_unescape(a, (struct str){plain, s.len}));
}

enum status fields_parse(struct str text, struct arena *a, struct http_pairs *ret, struct err *e)
{
    struct str piece;
    while (text.len && str_cut(&text, '&', &piece)) {
        if (ret->count >= FORM_FIELDS_MAX) {
            return err_set(e, TOO_MUCH, "the form has too many fields");
        }
        size_t at = str_find(piece, '=');
        struct str value = at < piece.len ? str_skip(piece, at + 1) : STR("");
        http_pair_add(a, ret, form_text(a, str_head(piece, at)), form_text(a, value));
    }
    return OK;
}

bool field_text(struct arena *a, const json_t *value, struct str *ret)
{
    if (json_is_string(value)) {
        *ret = str_copy(a, (struct str){json_string_value(value), json_string_length(value)});
    } else if (json_is_integer(value)) {
        *ret = str_printf(a, "%lld", (long long)json_integer_value(value));
    } else if (json_is_real(value)) {
        *ret = str_printf(a, "%.17g", json_real_value(value));
    } else if (json_is_boolean(value)) {
        *ret = json_is_true(value) ? STR("1") : STR("");
    } else {
        return false;
    }
    return true;
}

static int read_json(const struct http_ask *ask, struct http_pairs *ret, struct err *e)
{
    json_error_t where;
    json_t *all =
        json_loadb(ask->body.p ? ask->body.p : "", ask->body.len, JSON_REJECT_DUPLICATES, &where);
    int status = 0;
    const char *name;
    json_t *value;
    if (!json_is_object(all)) {
        (void)err_set(e, BAD_INPUT, "the body is no JSON object: %s",
                      all ? "want { … }" : where.text);
        status = 400;
    } else {
        json_object_foreach(all, name, value)
        {
            struct str text = STR_NONE;
            if (ret->count >= FORM_FIELDS_MAX || !field_text(ask->a, value, &text)) {
                (void)err_set(e, BAD_INPUT, "'%s' is neither text nor a number nor true or false",
                              name);
                status = 422;
                break;
            }
            http_pair_add(ask->a, ret, str_copy(ask->a, str_of(name)), text);
        }
    }
    json_decref(all);
    return status;
}

int fields_read(const struct http_ask *ask, struct http_pairs *ret, bool *ret_json, struct err *e)
{
    struct str type = http_header(ask, "Content-Type");
    type = str_trim(str_head(type, str_find(type, ';')));
    *ret_json = str_is_nocase(type, "application/json");
    if (*ret_json) return read_json(ask, ret, e);
    if (!ask->body.len || str_is_nocase(type, "application/x-www-form-urlencoded")) {
        return fields_parse(ask->body, ask->a, ret, e) ? 413 : 0;
    }
    (void)err_set(e, BAD_INPUT, "want application/json or application/x-www-form-urlencoded");
    return 415;
}

static struct str all_fields(const struct route *route, struct arena *a)
{
    struct buf b = buf_new(a);
    struct str rest = route_says(route);
    struct field f;
    while (route_field(route, &rest, &f)) {
        if (!f.in_path) buf_addf(&b, "%s%.*s", b.len ? ", " : "", STR_ARG(f.name));
    }
    return b.len ? buf_str(&b) : STR("none");
}

bool fields_known(const struct route *route, const struct http_pairs *given, struct arena *a,
                  struct err *e)
{
    for (size_t i = 0; i < given->count; i++) {
        const struct http_pair *p = &given->one[i];
        struct field f;
        struct str word;
        if (!route_takes(route, p->name, &f)) {
            (void)err_set(e, BAD_INPUT, "'%.*s' is no field of this; want %.*s",
                          STR_ARG(utf8_head(p->name, 60)), STR_ARG(all_fields(route, a)));
            return false;
        }
        bool chosen = !f.choices.len || !p->value.len;
        struct str rest = f.choices;
        while (!chosen && str_cut(&rest, '|', &word))
            chosen = str_eq(word, p->value);
        if (chosen) continue;
        (void)err_set(e, BAD_INPUT, "%.*s '%.*s', want %.*s", STR_ARG(f.name),
                      STR_ARG(utf8_head(p->value, 60)), STR_ARG(f.choices));
        return false;
    }
    return true;
}
