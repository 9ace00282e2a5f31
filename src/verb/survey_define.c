/* survey_define.c - verb: what is a survey for, and who do we want to be? */
#include "base/time.h"
#include "measure/target.h"
#include "verb/sheet.h"
#include "verb/survey_verb.h"

#include <math.h>

enum { D_ROLE, D_NAME, D_QUESTION, D_ITEM, D_BRAND, D_IMPORTANCE, D_LEAST, D_ROTATED };

static const char *const define_columns[] = {"role",       "name",  "question", "item", "brand",
                                             "importance", "least", "rotated",  NULL};

static const struct column role_columns[] = {
    {"role", "role", NULL, CELL_TEXT, 0, false},
    {"name", "name", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"question", "question", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"item", "item", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"brand", "brand", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"importance", "importance", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"least", "from", NULL, CELL_REAL, 1, COLUMN_GOES},
    {"rotated", "rotated", NULL, CELL_BOOL, 0, COLUMN_GOES},
};

/* ---- finding or making it ---- */

static enum status survey_made(struct request *r, struct survey_at *ret, struct err *e)
{
    struct query *q = NULL;
    struct str name = r->word[1];
    enum status s = survey_load(r->st, name, r->a, ret, e);
    if (s != NOT_FOUND) return s;
    if (!name_key(r->a, name).len || name.len > 200) {
        return err_set(e, BAD_INPUT, "a survey needs a name of letters or digits");
    }
    s = query_open(r->st, SQL_survey_add, &q, e);
    if (s) return s;
    query_bind_str(q, 1, name_key(r->a, name));
    query_bind_str(q, 2, name);
    query_bind_null(q, 3);
    s = query_run(q, e);
    query_close(q);
    return s ? s : survey_load(r->st, name, r->a, ret, e);
}

static size_t answered(const struct survey_at *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->waves; i++)
        n += s->wave[i].respondents;
    return n;
}

/* ---- roles ---- */

struct defining {
    const char *path;
    struct map brands, attributes; /* folded -> 1 */
    uint64_t aided_line;           /* 0: none yet */
    size_t ours, fictitious, unrotated;
};

static enum status bad(const struct defining *d, const struct sheet_row *row, struct err *e,
                       const char *what)
{
    return err_set(e, BAD_INPUT, "%s:%llu: %s", d->path, (unsigned long long)row->line, what);
}

static bool is_brand_role(struct str role)
{
    return str_is(role, "ours") || str_is(role, "rival") || str_is(role, "fictitious");
}

static enum status check_brand(struct defining *d, const struct sheet_row *row, struct arena *a,
                               struct err *e)
{
    struct str role = row->cell[D_ROLE];
    bool fresh = false;
    if (!row->cell[D_NAME].len) return bad(d, row, e, "no name; want that of the brand");
    (void)map_put(&d->brands, name_key(a, row->cell[D_NAME]), 1, &fresh);
    if (!fresh) return bad(d, row, e, "the name is another brand's or alias's already");
    d->ours += str_is(role, "ours");
    d->fictitious += str_is(role, "fictitious");
    if (d->ours > 1) return bad(d, row, e, "a second brand of ours; want one");
    return OK;
}

static enum status check_question(struct defining *d, const struct sheet_row *row, struct arena *a,
                                  struct err *e)
{
    struct str role = row->cell[D_ROLE];
    struct str brand = row->cell[D_BRAND];
    if (!row->cell[D_QUESTION].len) return bad(d, row, e, "no question; want its code or wording");
    if (brand.len && !map_get(&d->brands, name_key(a, brand))) {
        return bad(d, row, e, "the brand is not among those above it");
    }
    if (str_is(role, "aided") && !d->aided_line) d->aided_line = row->line;
    d->unrotated += str_is(role, "aided") && !str_is_nocase(row->cell[D_ROTATED], "yes");
    if (str_is(role, "unaided") && d->aided_line) {
        return bad(d, row, e,
                   "asked behind the aided question; who has read the names cannot answer unaided, "
                   "so ask it first");
    }
    if (!str_is(role, "attribute")) return OK;
    return row->cell[D_NAME].len ? OK : bad(d, row, e, "no name; want that of the attribute");
}

static enum status check_row(struct defining *d, const struct sheet_row *row, struct arena *a,
                             struct err *e)
{
    static const char *const questions[] = {"unaided", "aided", "attribute", NULL};
    struct str role = row->cell[D_ROLE];
    if (is_brand_role(role)) return check_brand(d, row, a, e);
    if (str_among(role, questions)) return check_question(d, row, a, e);
    if (!str_is(role, "alias")) {
        return bad(d, row, e,
                   "role is none of ours, rival, fictitious, alias, unaided, aided, attribute");
    }
    if (!map_get(&d->brands, name_key(a, row->cell[D_BRAND]))) {
        return bad(d, row, e, "the alias's brand is not among those above it");
    }
    return check_brand(d, row, a, e);
}

static enum status add_role(struct query *q, int64_t survey, const struct defining *d,
                            const struct sheet_row *row, struct err *e)
{
    double importance = 1;
    double least = NAN;
    enum status s =
        sheet_number(d->path, row, "importance", row->cell[D_IMPORTANCE], &importance, e);
    if (!s) s = sheet_number(d->path, row, "least", row->cell[D_LEAST], &least, e);
    if (!s && !(importance > 0)) s = bad(d, row, e, "importance is not above 0");
    if (s) return s;
    query_bind_i64(q, 1, survey);
    query_bind_str(q, 2, row->cell[D_ROLE]);
    for (int i = D_NAME; i <= D_BRAND; i++)
        query_bind_str(q, i + 2, row->cell[i].len ? row->cell[i] : STR(""));
    query_bind_double(q, 7, importance);
    if (isnan(least)) {
        query_bind_null(q, 8);
    } else {
        query_bind_double(q, 8, least);
    }
    struct str rotated = row->cell[D_ROTATED];
    if (!rotated.len) query_bind_null(q, 9);
    if (rotated.len) query_bind_i64(q, 9, str_is_nocase(rotated, "yes"));
    return query_run(q, e);
}

static enum status put_roles(struct request *r, const struct sheet *sheet, struct defining *d,
                             struct survey_at *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = store_begin(r->st, e);
    if (s) return s;
    s = survey_made(r, ret, e);
    if (!s) s = query_do(r->st, SQL_survey_roles_clear, ret->id, e);
    if (!s) s = query_open(r->st, SQL_survey_role_add, &q, e);
    for (size_t i = 0; i < sheet->rows && !s; i++)
        s = add_role(q, ret->id, d, &sheet->row[i], e);
    query_close(q);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static struct table *roles_table(struct request *r, const struct sheet *sheet)
{
    struct table *t = table_new(r->a, "survey", role_columns, 8);
    t->title = str_printf(r->a, "What %.*s asks about", STR_ARG(r->word[1]));
    for (size_t i = 0; i < sheet->rows; i++) {
        const struct sheet_row *row = &sheet->row[i];
        struct cell *cell = table_row(t);
        double number = 0;
        for (int k = D_ROLE; k <= D_BRAND; k++)
            cell[k] = cell_text(row->cell[k].len ? row->cell[k] : STR_NONE);
        if (str_to_double(row->cell[D_IMPORTANCE], &number)) cell[D_IMPORTANCE] = cell_real(number);
        if (str_to_double(row->cell[D_LEAST], &number)) cell[D_LEAST] = cell_real(number);
        if (row->cell[D_ROTATED].len) {
            cell[D_ROTATED] = cell_bool(str_is_nocase(row->cell[D_ROTATED], "yes"));
        }
    }
    return t;
}

enum status survey_define(struct request *r, struct table **ret, struct err *e)
{
    struct sheet sheet;
    struct survey_at at;
    struct defining d = {.path = r->raw[2], .brands = map_new(r->a), .attributes = map_new(r->a)};
    enum status s = sheet_read(r, d.path, define_columns, 1, &sheet, e);
    for (size_t i = 0; i < sheet.rows && !s; i++)
        s = check_row(&d, &sheet.row[i], r->a, e);
    if (!s && !d.ours) s = err_set(e, BAD_INPUT, "%s: no row of role ours; want our brand", d.path);
    if (!s) s = put_roles(r, &sheet, &d, &at, e);
    if (s) return s;
    struct table *t = roles_table(r, &sheet);
    table_fact(t, "survey", NULL, cell_text(at.name), 0);
    table_lead(t, "Defined: %zu rows.", sheet.rows);
    if (!d.fictitious) {
        table_note(t, "There is no fictitious brand: how many pick a name they cannot know, the "
                      "noise floor of the aided question, will not be known.");
    }
    if (d.unrotated) {
        table_note(t, "The aided list is not said to be rotated (rotated: yes); names at the top "
                      "are picked more.");
    }
    table_note(t, "Who you want to be, before anybody answers: %.*s",
               STR_ARG(survey_word(r, &at, "target", "FILE --by NAME")));
    *ret = t;
    return OK;
}

/* ---- the target ---- */

static const struct column target_columns[] = {
    {"attribute", "attribute", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"target", "target", "share", CELL_REAL, 2, false},
    {"importance", "importance", NULL, CELL_REAL, 2, false},
};

static double importance_of(const struct roles *roles, struct str attribute, struct arena *a)
{
    for (size_t i = 0; i < roles->count; i++) {
        if (str_eq(name_key(a, roles->role[i].name), name_key(a, attribute))) {
            return roles->role[i].importance;
        }
    }
    return NAN;
}

static enum status read_target(struct request *r, const struct roles *roles, struct target *ret,
                               struct err *e)
{
    static const char *const columns[] = {"attribute", "share", "importance", NULL};
    const char *path = r->raw[2];
    struct sheet sheet;
    enum status s = sheet_read(r, path, columns, 2, &sheet, e);
    if (s) return s;
    ret->one = arena_new(r->a, struct target_share, sheet.rows);
    for (size_t i = 0; i < sheet.rows && !s; i++) {
        const struct sheet_row *row = &sheet.row[i];
        double share = NAN;
        double importance = importance_of(roles, row->cell[0], r->a);
        if (isnan(importance)) {
            return err_set(e, BAD_INPUT, "%s:%llu: '%.*s' is no attribute of the survey", path,
                           (unsigned long long)row->line, STR_ARG(utf8_head(row->cell[0], 60)));
        }
        s = sheet_number(path, row, "share", row->cell[1], &share, e);
        if (!s) s = sheet_number(path, row, "importance", row->cell[2], &importance, e);
        if (!s && !(share >= 0 && share <= 1 && importance > 0)) {
            s = err_set(e, BAD_INPUT, "%s:%llu: want a share of 0 to 1 and an importance above 0",
                        path, (unsigned long long)row->line);
        }
        for (size_t k = 0; k < i && !s; k++) {
            if (!str_eq(ret->one[k].attribute, row->cell[0])) continue;
            s = err_set(e, BAD_INPUT, "%s:%llu: a second target of '%.*s'", path,
                        (unsigned long long)row->line, STR_ARG(utf8_head(row->cell[0], 60)));
        }
        ret->one[ret->count++] = (struct target_share){row->cell[0], share, importance};
    }
    return s;
}

static enum status check_time(struct request *r, const struct survey_at *at,
                              const struct targets *old, struct target *t, struct err *e)
{
    t->answered = (int64_t)answered(at);
    t->reason = request_value(r, "reason");
    t->signed_by = str_trim(request_value(r, "by"));
    if (!t->signed_by.len) {
        return err_set(e, BAD_USAGE, "a target is signed; say by whom with --by NAME");
    }
    if (t->reason.len || (!t->answered && !old->count)) return OK;
    return err_set(e, BAD_INPUT,
                   "%s; a target set now is a changed one, which every answer will tell. To set it "
                   "all the same, say why with --reason TEXT",
                   t->answered ? str_c(r->a, str_printf(r->a, "%lld have answered already",
                                                        (long long)t->answered))
                               : "a target is signed already");
}

void target_facts(struct table *t, const struct targets *all)
{
    const struct target *x = &all->one[0];
    table_fact(t, "signed_by", "signed by", cell_text(x->signed_by), 0);
    table_fact(t, "signed_at", "signed", cell_time(x->made_at_s), 0);
    table_fact(t, "digest", NULL, cell_text(x->digest), 0);
    if (x->answered) {
        table_note(t,
                   "The target was set after %lld had answered, so it may have been fitted to "
                   "what they said: %.*s",
                   (long long)x->answered, STR_ARG(x->reason));
    } else if (all->count > 1) {
        table_note(t, "This is target %zu of this survey, before any answer: %.*s", all->count,
                   STR_ARG(x->reason));
    }
}

enum status survey_target(struct request *r, struct table **ret, struct err *e)
{
    struct survey_at at;
    struct roles roles;
    struct targets all;
    struct target fresh = {0};
    bool signs = r->word_count > 2;
    enum status s = survey_load(r->st, r->word[1], r->a, &at, e);
    if (!s) s = roles_load(r->st, at.id, r->a, &roles, e);
    if (!s) s = targets_load(r->st, at.id, r->a, &all, e);
    if (!s && signs) s = read_target(r, &roles, &fresh, e);
    if (!s && signs) s = check_time(r, &at, &all, &fresh, e);
    if (!s && signs) s = target_sign(r->st, at.id, at.name, &fresh, r->a, e);
    if (!s && signs) s = targets_load(r->st, at.id, r->a, &all, e);
    if (s) return s;
    struct table *t = table_new(r->a, "survey", target_columns, 3);
    t->title = str_printf(r->a, "Who we want to be in %.*s", STR_ARG(at.name));
    t->empty = STR("No target is signed yet: kith survey target SURVEY FILE --by NAME");
    table_fact(t, "survey", NULL, cell_text(at.name), 0);
    for (size_t i = 0; all.count && i < all.one[0].count; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(all.one[0].one[i].attribute);
        row[1] = cell_real(all.one[0].one[i].share);
        row[2] = cell_real(all.one[0].one[i].importance);
    }
    if (all.count) target_facts(t, &all);
    *ret = t;
    return OK;
}
