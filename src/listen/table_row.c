/* table_row.c - listen: what does one row of a table say? */
#include "listen/table_int.h"

#include "base/time.h"

#include <string.h>

enum { WHO_MAX = 16, SHOWN_BYTES = 60, DOC_KEY_BYTES_MAX = 2048 /* as in keep_doc.c */ };

struct str cell_said(struct str cell)
{
    static const char *const nothing[] = {"-", "--", "n/a", "na", "null", "none", "nil", "unknown"};
    struct str s = str_trim(cell);
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing && s.len <= 7; i++) {
        if (str_is_nocase(s, nothing[i])) return STR("");
    }
    return s;
}

struct str cell_shown(struct str s)
{
    return utf8_head(s, SHOWN_BYTES);
}

static void gather(const struct columns *c, const struct str *cell, size_t count, struct cells *ret)
{
    size_t n = count < c->count ? count : c->count;
    memset(ret, 0, sizeof *ret);
    for (size_t i = 0; i < n; i++) {
        enum column_id id = c->id[i];
        if (id == COL_NONE || ret->value[id].len) continue;
        ret->value[id] = str_trim(cell[i]);
        ret->form[id] = c->form[i];
        ret->header[id] = c->header[i];
    }
}

/* ---- evidence ---- */

static enum status read_sign(struct str s, int *ret, struct err *e)
{
    static const struct {
        const char *word;
        int sign;
    } words[] = {{"", 1},
                 {"1", 1},
                 {"+1", 1},
                 {"+", 1},
                 {"for", 1},
                 {"positive", 1},
                 {"0", 0},
                 {"neutral", 0},
                 {"-1", -1},
                 {"-", -1},
                 {"\xE2\x88\x92"
                  "1",
                  -1},
                 {"\xE2\x88\x92", -1},
                 {"against", -1},
                 {"negative", -1}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!str_is_nocase(s, words[i].word)) continue;
        *ret = words[i].sign;
        return OK;
    }
    return err_set(e, BAD_INPUT, "sign '%.*s', want 1 (for), 0 (neutral) or -1 (against)",
                   STR_ARG(cell_shown(s)));
}

/* "12", "1,204", "12.3K", "2 M"; thousands may be marked by a comma or a blank. */
static bool read_amount(struct str s, double *ret)
{
    char text[32];
    size_t n = 0;
    double unit = 1;
    if (s.len && strchr("kKmM", s.p[s.len - 1])) {
        unit = strchr("kK", s.p[s.len - 1]) ? 1e3 : 1e6;
        s = str_trim(str_head(s, s.len - 1));
    }
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == ',' || s.p[i] == ' ' || s.p[i] == '\'') continue;
        if (n == sizeof text) return false;
        text[n++] = s.p[i];
    }
    double value = 0;
    if (!str_to_double((struct str){text, n}, &value) || value < 0 || value > 1e15) return false;
    *ret = value * unit;
    return true;
}

static enum status read_room(struct str s, int64_t *ret, struct err *e)
{
    double value = 0;
    s = cell_said(s);
    if (s.len && (!read_amount(s, &value) || value > 1e9)) {
        return err_set(e, BAD_INPUT, "room size '%.*s', want the number of people in the room",
                       STR_ARG(cell_shown(s)));
    }
    *ret = (int64_t)value;
    return OK;
}

/* What a date in a column of this order looks like, for sentences. */
static const char *order_example(enum date_order order)
{
    return order == DATES_DMY ? " or 31/3/2026" : order == DATES_MDY ? " or 3/31/2026" : "";
}

enum status cell_when(const struct cells *v, enum column_id id, int64_t *ret, struct err *e)
{
    struct str s = cell_said(v->value[id]);
    struct str header = cell_shown(v->header[id]);
    enum date_order order = v->form[id].dates;
    *ret = TIME_NONE;
    if (!s.len) return OK;
    enum date_outcome outcome = date_read(s, order, ret);
    if (outcome == DATE_OK) return OK;
    if (outcome == DATE_EITHER) {
        return err_set(e, BAD_INPUT,
                       "%.*s '%.*s' may be day or month first; say --dates dmy or --dates mdy",
                       STR_ARG(header), STR_ARG(cell_shown(s)));
    }
    return err_set(e, BAD_INPUT, "%.*s '%.*s' is no date, want one such as 2026-03-31%s",
                   STR_ARG(header), STR_ARG(cell_shown(s)), order_example(order));
}

static enum status read_at(const struct cells *v, int64_t *ret, struct err *e)
{
    enum status s = cell_when(v, COL_AT, ret, e);
    if (s || *ret != TIME_NONE) return s;
    return err_set(e, BAD_INPUT, "at is empty, want a date such as 2026-03-31");
}

static enum status read_verb(struct str s, struct arena *a, enum verb_kind *ret, struct err *e)
{
    *ret = verb_of(s);
    if (*ret != VERB_NONE) return OK;
    return err_set(e, BAD_INPUT, "verb '%.*s', want %s", STR_ARG(cell_shown(s)), verb_names(a));
}

static enum status read_evidence(const struct cells *v, struct arena *a, struct evidence_row *ret,
                                 struct err *e)
{
    const struct str *value = v->value;
    memset(ret, 0, sizeof *ret);
    enum status s = read_verb(value[COL_VERB], a, &ret->verb, e);
    if (!s) s = read_at(v, &ret->at_s, e);
    if (s) return s;
    s = who_read(value[COL_FROM], a, &ret->from, e);
    if (s) return err_in(e, s, "from");
    s = who_read(value[COL_TO], a, &ret->to, e);
    if (s) return err_in(e, s, "to");
    s = read_sign(value[COL_SIGN], &ret->sign, e);
    if (!s) s = read_room(value[COL_ROOM], &ret->room, e);
    ret->url = value[COL_URL];
    ret->text = utf8_head(value[COL_TEXT], TEXT_BYTES_MAX);
    ret->topic = value[COL_TOPIC];
    ret->stage = value[COL_STAGE];
    ret->title = utf8_head(value[COL_DOC_TITLE], NAME_BYTES_MAX);
    ret->doc = value[COL_DOC].len <= DOC_KEY_BYTES_MAX ? value[COL_DOC] : STR("");
    return s;
}

/* ---- people ---- */

static void add_who(struct person_row *p, struct who who)
{
    if (p->who_count < WHO_MAX && who.handle.len) p->who[p->who_count++] = who;
}

/* One or more addresses, apart by ; or , or blanks. */
static enum status add_emails(struct person_row *p, struct str cell, struct arena *a, struct err *e)
{
    struct who who = {.channel = STR("email")};
    struct str rest = cell_said(cell);
    if (email_read(rest, a, &who.handle)) {
        add_who(p, who);
        return OK;
    }
    while (rest.len) {
        size_t n = 0;
        while (n < rest.len && !strchr(";, \t\r\n", rest.p[n]))
            n++;
        struct str part = str_head(rest, n);
        rest = str_skip(rest, n ? n : 1);
        if (!n) continue;
        if (!email_read(part, a, &who.handle)) {
            return err_set(e, BAD_INPUT, "email '%.*s', want name@host", STR_ARG(cell_shown(part)));
        }
        add_who(p, who);
    }
    return OK;
}

/* Cuts the first of several handles off; in quotes blanks part nothing, and two quotes are one:
 * list-name:"a@b.org/jane x". */
static struct str cut_handle(struct str *rest, struct arena *a)
{
    struct buf part = buf_new(a);
    bool quoted = false;
    size_t n = 0;
    for (; n < rest->len && (quoted || !strchr("; ,\t\r\n", rest->p[n])); n++) {
        if (quoted && n + 1 < rest->len && rest->p[n] == '"' && rest->p[n + 1] == '"') {
            buf_addc(&part, rest->p[n++]);
        } else if (rest->p[n] == '"') {
            quoted = !quoted;
        } else {
            buf_addc(&part, rest->p[n]);
        }
    }
    *rest = str_skip(*rest, n < rest->len ? n + 1 : n);
    return buf_str(&part);
}

/* channel:handle separated by blanks (or ; or ,). */
static enum status add_handles(struct person_row *p, struct str cell, struct arena *a,
                               struct err *e)
{
    struct str rest = cell_said(cell);
    while (rest.len) {
        struct who who;
        struct str part = cut_handle(&rest, a);
        if (!part.len) continue;
        enum status s = who_read(part, a, &who, e);
        if (s) return err_in(e, s, "handles");
        if (who.kind.len || str_is(who.channel, "name")) {
            return err_set(e, BAD_INPUT, "handles '%.*s', want channel:handle, such as github:jane",
                           STR_ARG(cell_shown(part)));
        }
        add_who(p, who);
    }
    return OK;
}

static void add_extra(struct extra ***last, struct str header, struct str value, struct arena *a)
{
    if (!header.len || !value.len) return;
    struct extra *extra = arena_new(a, struct extra, 1);
    *extra = (struct extra){.header = header, .value = value};
    **last = extra;
    *last = &extra->next;
}

/* What nobody knows of a deal may part deals all the same: product, region, where it came from. */
static struct extra *deal_extras(const struct columns *c, const struct str *cell, size_t count,
                                 struct arena *a)
{
    struct extra *first = NULL;
    struct extra **last = &first;
    size_t n = count < c->count ? count : c->count;
    for (size_t i = 0; i < n; i++) {
        struct str said = utf8_head(cell_said(cell[i]), NAME_BYTES_MAX);
        if (c->id[i] != COL_NONE || !said.len) continue;
        add_extra(&last, utf8_head(c->header[i], NAME_BYTES_MAX), str_copy(a, said), a);
    }
    return first;
}

/* A column that holds handles of one channel: the handle, or the address of the profile. */
static bool add_handle(struct person_row *p, const char *channel, struct str cell, bool by_url)
{
    struct who who;
    struct str s = cell_said(cell);
    if (profile_read(s, &who)) {
        add_who(p, who);
        return true;
    }
    if (by_url || str_find(s, '/') < s.len || str_find(s, ' ') < s.len) return false;
    if (s.len && s.p[0] == '@') s = str_skip(s, 1);
    add_who(p, (struct who){.channel = str_of(channel), .handle = utf8_head(s, NAME_BYTES_MAX)});
    return true;
}

/* Accounts and what nobody knows, column by column: e-mail addresses come first. */
static enum status read_accounts(const struct columns *c, const struct str *cell, size_t count,
                                 struct arena *a, struct person_row *p, struct err *e)
{
    size_t n = count < c->count ? count : c->count;
    struct extra **last = &p->extra;
    enum status s = OK;
    for (size_t i = 0; i < n && !s; i++) {
        if (c->id[i] == COL_EMAIL) s = add_emails(p, cell[i], a, e);
    }
    for (size_t i = 0; i < n && !s; i++) {
        bool extra = c->id[i] == COL_NONE || c->id[i] == COL_KEPT;
        if (c->id[i] == COL_HANDLES) s = add_handles(p, cell[i], a, e);
        if (c->id[i] == COL_HANDLE) {
            bool url = str_ends_nocase(c->header[i], "url");
            extra = !add_handle(p, c->channel[i], cell[i], url);
        }
        if (extra) add_extra(&last, c->header[i], cell_said(cell[i]), a);
    }
    return s;
}

static struct str joined_name(const struct str value[COL_COUNT], struct arena *a)
{
    struct str name = cell_said(value[COL_NAME]);
    struct str first = cell_said(value[COL_FIRST]);
    struct str last = cell_said(value[COL_LAST]);
    struct str middle = cell_said(value[COL_MIDDLE]);
    if (!name.len && first.len && last.len) {
        name = str_printf(a, "%.*s%s%.*s %.*s", STR_ARG(first), middle.len ? " " : "",
                          STR_ARG(middle), STR_ARG(last));
    } else if (!name.len) {
        name = first.len ? first : last;
    }
    return utf8_head(name, NAME_BYTES_MAX);
}

static enum status read_amount_of(const char *column, struct str cell, double *ret, struct err *e)
{
    struct str s = cell_said(cell);
    *ret = -1;
    if (!s.len || read_amount(s, ret)) return OK;
    return err_set(e, BAD_INPUT, "%s '%.*s', want a number of 0 or more", column,
                   STR_ARG(cell_shown(s)));
}

static enum status read_numbers(const struct str value[COL_COUNT], struct person_row *p,
                                struct err *e)
{
    double capacity = -1;
    int64_t seniority = 0;
    struct str senior = cell_said(value[COL_SENIORITY]);
    enum status s = read_amount_of("followers", value[COL_FOLLOWERS], &p->followers, e);
    if (!s) s = read_amount_of("weight", value[COL_WEIGHT], &p->weight, e);
    if (!s) s = read_amount_of("capacity", value[COL_CAPACITY], &capacity, e);
    if (s) return s;
    if (senior.len && (!str_to_i64(senior, &seniority) || seniority < 1 || seniority > 5)) {
        return err_set(e, BAD_INPUT, "seniority '%.*s', want 1 to 5", STR_ARG(cell_shown(senior)));
    }
    p->seniority = (int)seniority;
    p->capacity = capacity < 0 ? -1 : capacity > 1e6 ? 1000000 : (int)capacity;
    return OK;
}

static enum status read_person(const struct columns *c, const struct str *cell, size_t count,
                               const struct str value[COL_COUNT], struct arena *a,
                               struct person_row *ret, struct err *e)
{
    memset(ret, 0, sizeof *ret);
    ret->name = joined_name(value, a);
    enum status s = read_accounts(c, cell, count, a, ret, e);
    if (!s) s = read_numbers(value, ret, e);
    if (s) return s;
    if (!ret->who_count && !ret->name.len) {
        return err_set(e, BAD_INPUT, "no name, e-mail or handle; want one of them");
    }
    if (!ret->who_count) {
        add_who(ret, (struct who){.channel = STR("name"), .handle = ret->name});
    }
    ret->who[0].name = ret->name;
    ret->org = utf8_head(cell_said(value[COL_ORG]), NAME_BYTES_MAX);
    ret->title = cell_said(value[COL_TITLE]);
    ret->country = cell_said(value[COL_COUNTRY]);
    ret->team = cell_said(value[COL_TEAM]);
    ret->topics = cell_said(value[COL_TOPICS]);
    ret->categories = cell_said(value[COL_CATEGORY]);
    ret->tags = cell_said(value[COL_TAGS]);
    return OK;
}

static bool has_column(const struct columns *c, enum column_id id)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->id[i] == id) return true;
    }
    return false;
}

enum status row_read(const struct columns *c, const struct str *cell, size_t count, struct arena *a,
                     struct record *ret, struct err *e)
{
    struct cells v;
    gather(c, cell, count, &v);
    switch (c->kind) {
    case TABLE_EVIDENCE:
        ret->kind = RECORD_EVIDENCE;
        return read_evidence(&v, a, &ret->evidence, e);
    case TABLE_DEALS: {
        ret->kind = RECORD_DEAL;
        enum status s = deal_read(&v, a, &ret->deal, e);
        if (!s) ret->deal.extra = deal_extras(c, cell, count, a);
        return s;
    }
    case TABLE_ANSWERS:
        ret->kind = RECORD_ANSWER;
        return answer_read(&v, &c->answers, a, &ret->answer, e);
    case TABLE_RELATIONS:
        ret->kind = RECORD_RELATION;
        return relation_read(&v, a, &ret->relation, e);
    case TABLE_OUTCOMES:
        ret->kind = RECORD_OUTCOME;
        return outcome_read(&v, a, &ret->outcome, e);
    case TABLE_ACTIVITIES:
        return activity_read(&v, a, ret, e);
    case TABLE_ORGS:
        ret->kind = RECORD_ORG;
        return org_read(&v, has_column(c, COL_PARENT_REF), a, &ret->org, e);
    default:
        ret->kind = RECORD_PERSON;
        return read_person(c, cell, count, v.value, a, &ret->person, e);
    }
}
