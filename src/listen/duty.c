/* duty.c - listen: what is a source kept for, why may it be, and for how long? */
#include "listen/duty.h"

#include "store/query.h"

static const char *const keys[] = {"privacy.purpose", "privacy.basis", "privacy.keep",
                                   "privacy.strict"};
enum { KEY_PURPOSE, KEY_BASIS, KEY_KEEP, KEY_STRICT };

bool basis_is_known(struct str basis)
{
    static const char *const known[] = {
        "legitimate-interests", "consent", "contract", "public", "other", NULL};
    struct str word = str_trim(str_head(basis, str_find(basis, ':')));
    return str_among_nocase(word, known);
}

static enum status say(struct store *st, int key, struct str value, struct err *e)
{
    return value.p ? meta_write(st, keys[key], value, e) : OK;
}

enum status duty_of(struct store *st, struct str kind, struct str locator, struct arena *a,
                    struct duty *ret, struct err *e)
{
    struct query *q = NULL;
    *ret = duty_unsaid();
    enum status s = query_open(st, SQL_source_duty_of, &q, e);
    if (s) return s;
    query_bind_str(q, 1, kind);
    query_bind_str(q, 2, locator);
    s = query_next(q, e);
    if (!s) {
        if (!query_is_null(q, 0)) ret->purpose = str_copy(a, query_str(q, 0));
        if (!query_is_null(q, 1)) ret->basis = str_copy(a, query_str(q, 1));
        if (!query_is_null(q, 2)) ret->keep_days = query_i64(q, 2);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status duty_default(struct store *st, struct arena *a, struct duty *ret, bool *ret_strict,
                         struct err *e)
{
    struct str keep = STR_NONE;
    struct str strict = STR_NONE;
    *ret = duty_unsaid();
    enum status s = meta_read(st, keys[KEY_PURPOSE], a, &ret->purpose, e);
    if (!s) s = meta_read(st, keys[KEY_BASIS], a, &ret->basis, e);
    if (!s) s = meta_read(st, keys[KEY_KEEP], a, &keep, e);
    if (!s) s = meta_read(st, keys[KEY_STRICT], a, &strict, e);
    (void)str_to_i64(keep, &ret->keep_days);
    if (ret_strict) *ret_strict = str_is(strict, "on");
    return s;
}

enum status duty_say(struct store *st, struct str kind, struct str locator, const struct duty *said,
                     struct err *e)
{
    struct query *q = NULL;
    if (!said) return OK;
    if (!said->purpose.p && !said->basis.p && said->keep_days < 0) return OK;
    enum status s = query_open(st, SQL_source_duty_set, &q, e);
    if (s) return s;
    query_bind_str(q, 1, kind);
    query_bind_str(q, 2, locator);
    query_bind_str(q, 3, said->purpose);
    query_bind_str(q, 4, said->basis);
    if (said->keep_days >= 0) query_bind_i64(q, 5, said->keep_days);
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status duty_say_default(struct store *st, const struct duty *said, int strict, struct err *e)
{
    struct arena work = {0};
    struct str keep = STR_NONE;
    if (said->keep_days >= 0) keep = str_printf(&work, "%lld", (long long)said->keep_days);
    enum status s = say(st, KEY_PURPOSE, said->purpose, e);
    if (!s) s = say(st, KEY_BASIS, said->basis, e);
    if (!s) s = say(st, KEY_KEEP, keep, e);
    if (!s && strict >= 0) s = say(st, KEY_STRICT, strict ? STR("on") : STR("off"), e);
    arena_free(&work);
    return s;
}

enum status duty_check(struct store *st, struct str kind, struct str locator,
                       const struct duty *said, struct err *e)
{
    struct arena work = {0};
    struct duty all;
    struct duty own;
    bool strict = false;
    enum status s = duty_default(st, &work, &all, &strict, e);
    if (!s && strict) {
        s = duty_of(st, kind, locator, &work, &own, e);
        if (said && said->purpose.p) own.purpose = said->purpose;
        if (said && said->basis.p) own.basis = said->basis;
        if (!s && (!own.purpose.len || !basis_is_known(own.basis))) {
            s = err_set(e, BAD_INPUT,
                        "privacy is strict here, and it is not said what this is kept for and why "
                        "it may be; import it with --purpose TEXT --basis " DUTY_BASES);
        }
    }
    arena_free(&work);
    return s;
}
