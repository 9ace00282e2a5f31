/* user_token.c - verb: which programs may ask, for whom, and until when? */
#include "base/limits.h"
#include "base/time.h"
#include "verb/user_verb.h"

enum { DAYS_USUAL = 90 };

static const struct column columns[] = {
    {"token", "token", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"rights", "rights", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"made", "made", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"expires", "expires", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"used", "last used", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
};

static enum status add_inside(struct request *r, const struct user *u, const struct token *t,
                              struct str *ret, struct err *e)
{
    enum status s = token_add(r->st, t, r->a, ret, e);
    return s ? s : user_logged(r, "token made", u->name, str_c(r->a, t->name), e);
}

static enum status drop_inside(struct request *r, const struct user *u, struct str name,
                               struct err *e)
{
    enum status s = token_drop(r->st, u->id, name, e);
    return s ? s : user_logged(r, "token ended", u->name, str_c(r->a, name), e);
}

static enum status change(struct request *r, const struct user *u, struct str *ret_text,
                          struct err *e)
{
    int64_t days = DAYS_USUAL;
    struct token t = {.owner = u->id, .name = request_value(r, "name"), .made_s = time_now()};
    struct str rights = request_has(r, "rights") ? request_value(r, "rights") : STR("read");
    enum status s = request_i64(r, "days", 1, TOKEN_DAYS_MAX, &days, e);
    if (!s) s = rights_read(rights, &t.rights, e);
    if (!s) s = store_begin(r->st, e);
    if (s) return s;
    t.expires_s = t.made_s + days * DAY_S;
    s = t.name.p ? add_inside(r, u, &t, ret_text, e)
                 : drop_inside(r, u, request_value(r, "end"), e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static enum status put_rows(struct request *r, const struct user *u, struct table *t, struct err *e)
{
    struct tokens all;
    enum status s = tokens_load(r->st, u->id, r->a, &all, e);
    for (size_t i = 0; i < all.count && !s; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(all.token[i].name);
        row[1] = cell_text(rights_text(r->a, all.token[i].rights & user_rights(u)));
        row[2] = cell_time(all.token[i].made_s);
        row[3] = cell_time(all.token[i].expires_s);
        row[4] = cell_time(all.token[i].used_s);
    }
    struct str next = request_next(r, "user token %.*s --name NAME", STR_ARG(u->name));
    t->empty = str_printf(r->a, "No token yet. Make one: %.*s", STR_ARG(next));
    return s;
}

enum status user_tokens_put(struct request *r, const struct user *u, struct table *t, struct err *e)
{
    struct table *more = table_more(t, "tokens", columns, sizeof columns / sizeof *columns);
    more->title = STR("Tokens of programs");
    return put_rows(r, u, more, e);
}

static enum status list(struct request *r, const struct user *u, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "user", columns, sizeof columns / sizeof *columns);
    table_fact(t, "user", NULL, cell_text(u->name), 0);
    *ret = t;
    return put_rows(r, u, t, e);
}

enum status user_tokens(struct request *r, struct table **ret, struct err *e)
{
    struct users all;
    const struct user *u = NULL;
    struct str text = STR_NONE;
    if (r->word_count != 2) return err_set(e, BAD_USAGE, "want kith user token NAME");
    if (request_has(r, "name") && request_has(r, "end")) {
        return err_set(e, BAD_USAGE, "--name makes a token, --end ends one; give one of them");
    }
    enum status s = users_load(r->st, r->a, &all, e);
    if (!s) s = user_named(&all, r->word[1], &u, e);
    if (!s && (request_has(r, "name") || request_has(r, "end"))) s = change(r, u, &text, e);
    if (!s) s = list(r, u, ret, e);
    if (s || !text.p) return s;
    table_fact(*ret, "made", "token", cell_text(text), 0);
    table_note(*ret, "The token is shown this once, and stored nowhere.");
    return OK;
}
