/* source_duty.c - verb: what are sources kept for, why may they be, and for how long? */
#include "base/limits.h"
#include "verb/duty_read.h"

enum status duty_read(const struct request *r, struct duty *ret, struct err *e)
{
    *ret = duty_unsaid();
    ret->purpose = request_value(r, "purpose");
    ret->basis = request_value(r, "basis");
    if (ret->purpose.p && !str_trim(ret->purpose).len) {
        return err_set(e, BAD_USAGE, "--purpose is empty; say what the data is kept for");
    }
    if (ret->basis.p && !str_trim(ret->basis).len) {
        return err_set(e, BAD_USAGE, "--basis is empty; want " DUTY_BASES);
    }
    return request_i64(r, "keep", 0, KEEP_DAYS_MAX, &ret->keep_days, e);
}

static const struct column columns[] = {
    {"what", "of sources that do not say", NULL, CELL_TEXT, 0, false},
    {"value", "", NULL, CELL_TEXT, 0, true},
};

static void put(struct table *t, const char *what, struct str value)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(str_of(what));
    if (value.len) row[1] = cell_text(value);
}

static enum status change_default(struct request *r, const struct duty *said, int strict,
                                  struct err *e)
{
    enum status s = store_begin(r->st, e);
    if (!s) s = duty_say_default(r->st, said, strict, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

enum status source_default(struct request *r, struct table **ret, struct err *e)
{
    struct duty d;
    bool strict = false;
    struct str word = request_value(r, "strict");
    if (word.p && !str_is(word, "on") && !str_is(word, "off")) {
        return err_set(e, BAD_USAGE, "--strict '%.*s', want on or off", STR_ARG(word));
    }
    enum status s = duty_read(r, &d, e);
    bool asked = word.p || d.purpose.p || d.basis.p || d.keep_days >= 0;
    if (!s && asked) s = change_default(r, &d, word.p ? str_is(word, "on") : -1, e);
    if (!s) s = duty_default(r->st, r->a, &d, &strict, e);
    if (s) return s;
    struct table *t = table_new(r->a, "source", columns, 2);
    put(t, "purpose", d.purpose);
    put(t, "basis", d.basis);
    put(t, "kept",
        d.keep_days > 0 ? str_printf(r->a, "%lld days", (long long)d.keep_days) : STR("for good"));
    put(t, "strict", strict ? STR("on") : STR("off"));
    if (strict) {
        table_note(t, "Imports that tell no purpose and basis, where none stands here, are "
                      "refused.");
    }
    *ret = t;
    return OK;
}

enum status source_duty_change(struct request *r, struct str kind, struct str locator,
                               struct err *e)
{
    struct duty d;
    enum status s = duty_read(r, &d, e);
    if (s || (!d.purpose.p && !d.basis.p && d.keep_days < 0)) return s;
    s = store_begin(r->st, e);
    if (!s) s = duty_say(r->st, kind, locator, &d, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}
