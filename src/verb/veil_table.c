/* veil_table.c - verb: which cells of an answer tell who somebody is? */
#include "verb/veil_int.h"
#include "verb/verb.h"

#include <string.h>

/* What else tells who a buyer is who stands in the row. */
static const char *const telling_columns[] = {
    "org",        "organisation", "employer",   "employer_id", "title",    "accounts",
    "a_accounts", "account",      "b_accounts", "url",         "read_url", "link",
    "aliases",    "handle",       "email",      "domains",     "moved_to", "open",
    "opens",      "doc",          "respondent", NULL};
static const char *const link_columns[] = {"url", "read_url", "link", NULL};
/* The id of a person … and what they are called, in the same row. */
static const char *const name_columns[] = {"name", "person", "who", "whom", "teammate", NULL};
static const char *const about_facts[] = {"id", "person_id", NULL};
/* Lists that can be asked for a name: whose row is there would tell whose name it is. */
static const char *const asked_for_names[] = {"people", "search", NULL};

struct veiling {
    const struct sight *sight;
    struct telling tell;
    const struct table *root;
    bool about; /* somebody who may be seen: links are theirs */
    bool asks;  /* a list that can be asked for a name, and may not say whose it is */
};

static bool is_text(struct cell c)
{
    return c.kind == CELL_TEXT && c.text.len;
}

static bool is_public_id(struct str s)
{
    if (s.len < 2 || !ascii_is_letter(s.p[0])) return false;
    for (size_t i = 1; i < s.len; i++) {
        if (!ascii_is_digit(s.p[i])) return false;
    }
    return true;
}

/* Of "a_id" that is "a", of "id" one of the usual ones. */
static bool is_name_of(const char *column, const char *id)
{
    size_t n = strlen(id);
    if (strcmp(id, "id") == 0) return str_among(str_of(column), name_columns);
    return n > 3 && strcmp(id + n - 3, "_id") == 0 && strlen(column) == n - 3 &&
           strncmp(column, id, n - 3) == 0;
}

static void put_label(const struct veiling *x, const struct table *t, struct cell *row, size_t id,
                      size_t buyer)
{
    for (size_t c = 0; c < t->column_count; c++) {
        if (!is_text(row[c]) || !is_name_of(t->columns[c].name, t->columns[id].name)) continue;
        row[c].text = veil_label(x->tell.v, x->tell.a, buyer, x->tell.market, x->tell.numbered);
    }
    row[id] = (struct cell){0};
}

/* A row of texts that name nobody by an id may be a doc of a buyer: its link would tell. */
static void veil_row(const struct veiling *x, const struct table *t, struct cell *row)
{
    bool named = false;
    bool other = x->about;
    for (size_t c = 0; c < t->column_count; c++) {
        if (!is_text(row[c])) continue;
        size_t buyer = veil_id(x->tell.v, row[c].text);
        other = other || (buyer == NO_BUYER && is_public_id(row[c].text));
        if (buyer == NO_BUYER) continue;
        put_label(x, t, row, c, buyer);
        named = true;
    }
    for (size_t c = 0; c < t->column_count; c++) {
        if (!is_text(row[c]) || str_among(str_of(t->columns[c].name), telling_columns)) continue;
        struct str told = telling_text(&x->tell, row[c].text);
        named = named || told.p != row[c].text.p;
        row[c].text = told;
    }
    for (size_t c = 0; c < t->column_count; c++) {
        struct str name = str_of(t->columns[c].name);
        bool hides =
            named ? str_among(name, telling_columns) : !other && str_among(name, link_columns);
        if (!is_text(row[c])) continue;
        if (hides) row[c] = (struct cell){0};
        if (is_text(row[c])) row[c].text = telling_text(&x->tell, row[c].text);
    }
}

static bool names_buyer(const struct veiling *x, const struct table *t, const struct cell *row)
{
    for (size_t c = 0; c < t->column_count; c++) {
        if (is_text(row[c]) && veil_id(x->tell.v, row[c].text) != NO_BUYER) return true;
    }
    return false;
}

/* A word that is its name, whatever it is a word of. */
static bool names_hidden(const struct veil *v, const struct sight *s, struct str word)
{
    for (size_t i = 0; i < v->markets; i++) {
        if (str_eq(v->market[i], word) && !sight_market(s, word)) return true;
    }
    for (size_t i = 0; i < v->programmes; i++) {
        if (str_eq(v->programme[i].name, word) && !sight_market(s, v->programme[i].market)) {
            return true;
        }
    }
    return false;
}

static bool row_hidden(struct veiling *x, const struct table *t, const struct cell *row)
{
    if (x->asks && names_buyer(x, t, row)) return true;
    for (size_t c = 0; c < t->column_count && x->sight->some_markets; c++) {
        static const char *const named[] = {"market", "programme", NULL};
        if (!is_text(row[c]) || !str_among(str_of(t->columns[c].name), named)) continue;
        if (names_hidden(x->tell.v, x->sight, row[c].text)) return true;
    }
    return false;
}

static void veil_rows(struct veiling *x, struct table *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->row_count; i++) {
        struct cell *row = t->cells + i * t->column_count;
        if (row_hidden(x, t, row)) continue;
        if (!x->sight->buyers) veil_row(x, t, row);
        memmove(t->cells + n++ * t->column_count, row, t->column_count * sizeof *row);
    }
    t->row_count = n;
}

/* What speaks of a market that may not be seen is not said. */
static struct str veil_said(const struct veiling *x, struct str text)
{
    if (!text.len) return text;
    if (x->sight->some_markets && market_hidden(x->tell.v, x->sight, text)) return STR("");
    return x->sight->buyers ? text : telling_text(&x->tell, text);
}

static void veil_one(struct veiling *x, struct table *t)
{
    t->title = veil_said(x, t->title);
    t->lead = veil_said(x, t->lead);
    t->empty = veil_said(x, t->empty);
    for (struct fact *f = t->facts; f; f = f->next) {
        if (f->value.kind == CELL_TEXT) f->value.text = veil_said(x, f->value.text);
    }
    struct note *first = NULL;
    struct note *last = NULL;
    for (struct note *n = t->notes; n; n = n->next) {
        n->text = veil_said(x, n->text);
        if (!n->text.len) continue;
        if (last) last->next = n;
        if (!first) first = n;
        last = n;
    }
    if (last) last->next = NULL;
    t->notes = first;
    t->notes_last = last;
    veil_rows(x, t);
}

static struct str fact_text(const struct table *t, const char *name)
{
    for (const struct fact *f = t->facts; f; f = f->next) {
        if (strcmp(f->name, name) == 0 && f->value.kind == CELL_TEXT) return f->value.text;
    }
    return STR_NONE;
}

static enum status about_hidden(struct veiling *x, const struct table *t, struct err *e)
{
    if (x->tell.market.len && !sight_market(x->sight, x->tell.market)) {
        return err_set(e, NOT_FOUND, "there is no such market here");
    }
    for (size_t i = 0; about_facts[i]; i++) {
        struct str id = fact_text(t, about_facts[i]);
        if (!id.len) continue;
        if (!x->sight->buyers && veil_id(x->tell.v, id) != NO_BUYER) {
            return err_set(e, NOT_FOUND, "there is nobody here who may be shown under that name");
        }
        x->about = true;
    }
    return OK;
}

/* A count, or a name that is near, would tell that there is one more. */
static void say_nothing(struct table *t)
{
    t->lead = STR("");
    t->notes = t->notes_last = NULL;
    for (struct fact *f = t->facts; f; f = f->next) {
        if (f->value.kind == CELL_INT) f->value = (struct cell){0};
    }
    for (struct table *more = t->more; more; more = more->more) {
        more->lead = STR("");
        more->notes = more->notes_last = NULL;
        for (size_t i = 0; i < more->row_count * more->column_count; i++) {
            if (more->cells[i].kind == CELL_INT) more->cells[i] = (struct cell){0};
        }
    }
}

enum status veil_table(const struct veil *v, const struct sight *s, struct table *t, struct err *e)
{
    if (!t || sight_whole(s)) return OK;
    struct str market = fact_text(t, "market");
    bool one_firm = fact_text(t, "for").len || fact_text(t, "org").len;
    struct veiling x = {
        .sight = s,
        .root = t,
        .tell = {.v = v, .a = t->a, .market = market.p ? market : STR(""), .numbered = !one_firm}};
    x.asks = !s->buyers && str_among(str_of(t->name), asked_for_names);
    enum status status = about_hidden(&x, t, e);
    if (x.asks) say_nothing(t);
    for (struct table *one = t; one && !status; one = one->more)
        veil_one(&x, one);
    if (!status && x.asks) {
        table_note(t, "Buyers are not listed here: their names need the right 'buyers'.");
    }
    return status;
}

struct str veil_text(const struct veil *v, const struct sight *s, struct arena *a, struct str text)
{
    struct veiling x = {.sight = s, .tell = {.v = v, .a = a, .market = STR("")}};
    return sight_whole(s) ? text : veil_said(&x, text);
}

size_t veil_named(const struct veil *v, const struct table *t)
{
    struct arena work = {0};
    size_t n = 0;
    struct telling tell = {.v = v, .a = &work, .market = STR("")};
    tell.named = arena_new(&work, bool, v->count + 1);
    for (const struct table *one = t; one; one = one->more) {
        for (size_t i = 0; i < one->row_count * one->column_count; i++) {
            if (is_text(one->cells[i])) (void)telling_text(&tell, one->cells[i].text);
        }
        for (const struct fact *f = one->facts; f; f = f->next) {
            if (is_text(f->value)) (void)telling_text(&tell, f->value.text);
        }
    }
    for (size_t i = 0; i < v->count; i++)
        n += tell.named[i];
    arena_free(&work);
    return n;
}

enum status veil_request(const struct veil *v, const struct sight *s, const struct request *r,
                         struct err *e)
{
    if (!s->some_markets) return OK;
    bool hidden = false;
    for (size_t i = 0; i < r->word_count && !hidden; i++)
        hidden = names_hidden(v, s, r->word[i]);
    for (size_t i = 0; i < r->given_count && !hidden; i++)
        hidden = names_hidden(v, s, r->given[i].value);
    if (hidden) return err_set(e, NOT_FOUND, "there is no such market here");
    bool adds = strcmp(r->verb->name, "market") == 0 && r->word_count && str_is(r->word[0], "add");
    if (!adds) return OK;
    return err_set(e, BAD_INPUT, "your team sees some markets alone; ask an admin for a new one");
}

enum status request_run(struct request *r, struct table **ret, struct err *e)
{
    enum status s = r->verb->run(r, ret, e);
    if (!s && r->veil) s = veil_table(r->veil, r->sight, *ret, e);
    return s;
}
