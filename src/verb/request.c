/* request.c - verb: what did this flag say? */
#include "base/time.h"
#include "verb/verb.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct flag_value *last_given(const struct request *r, const char *flag)
{
    for (size_t i = r->given_count; i-- > 0;) {
        if (strcmp(r->given[i].flag->name, flag) == 0) return &r->given[i];
    }
    return NULL;
}

bool request_has(const struct request *r, const char *flag)
{
    return last_given(r, flag) != NULL;
}

struct str request_value(const struct request *r, const char *flag)
{
    const struct flag_value *v = last_given(r, flag);
    return v ? v->value : STR_NONE;
}

const char *request_path(const struct request *r, const char *flag)
{
    const struct flag_value *v = last_given(r, flag);
    return v ? v->raw : NULL;
}

const char *const *request_values(const struct request *r, const char *flag)
{
    const char **list = arena_new(r->a, const char *, r->given_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < r->given_count; i++) {
        if (strcmp(r->given[i].flag->name, flag) == 0) list[n++] = str_c(r->a, r->given[i].value);
    }
    return list;
}

enum status request_i64(const struct request *r, const char *flag, int64_t least, int64_t most,
                        int64_t *ret, struct err *e)
{
    const struct flag_value *v = last_given(r, flag);
    int64_t value = 0;
    if (!v) return OK;
    if (!str_to_i64(v->value, &value) || value < least || value > most) {
        if (most == INT64_MAX) {
            return err_set(e, BAD_USAGE, "--%s '%.*s', want a whole number from %lld up", flag,
                           STR_ARG(v->value), (long long)least);
        }
        return err_set(e, BAD_USAGE, "--%s '%.*s', want a whole number from %lld to %lld", flag,
                       STR_ARG(v->value), (long long)least, (long long)most);
    }
    *ret = value;
    return OK;
}

enum status request_double(const struct request *r, const char *flag, double least, double most,
                           double *ret, struct err *e)
{
    const struct flag_value *v = last_given(r, flag);
    double value = 0;
    if (!v) return OK;
    if (!str_to_double(v->value, &value) || value < least || value > most) {
        return err_set(e, BAD_USAGE, "--%s '%.*s', want a number from %g to %g", flag,
                       STR_ARG(v->value), least, most);
    }
    *ret = value;
    return OK;
}

enum status request_time(const struct request *r, const char *flag, int64_t *ret, struct err *e)
{
    const struct flag_value *v = last_given(r, flag);
    int64_t value = 0;
    if (!v) return OK;
    if (!time_parse_iso(v->value, &value)) {
        return err_set(e, BAD_USAGE, "--%s '%.*s', want a date as 2026-01-31", flag,
                       STR_ARG(v->value));
    }
    *ret = value;
    return OK;
}

struct str shell_word(struct arena *a, struct str word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./:@%+,";
    bool needs = word.len == 0;
    for (size_t i = 0; i < word.len && !needs; i++) {
        bool sign = word.p[i] == '=' && i; /* zsh reads "=cmd" alone as a path */
        needs = (unsigned char)word.p[i] < 0x80 && !strchr(plain, word.p[i]) && !sign;
    }
    if (!needs) return word;
    struct buf b = buf_new(a);
    buf_addc(&b, '\'');
    for (size_t i = 0; i < word.len; i++) {
        if (word.p[i] == '\'') {
            buf_adds(&b, "'\\''");
        } else {
            buf_addc(&b, word.p[i]);
        }
    }
    buf_addc(&b, '\'');
    return buf_str(&b);
}

struct str request_next(const struct request *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char text[1024];
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char *env = getenv("KITH_DB");
    const char *usual = env && env[0] ? env : "kith.db";
    if (strcmp(r->db, usual) == 0) return str_printf(r->a, "kith %s", text);
    struct str db = shell_word(r->a, utf8_mend(r->a, str_of(r->db)));
    return str_printf(r->a, "kith %s --db %.*s", text, STR_ARG(db));
}
