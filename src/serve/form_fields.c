/* form_fields.c - serve: what does a field of a form look like? */
#include "serve/form_int.h"

#include "base/limits.h"

#include <string.h>

enum { WAIT_MS = 200 }; /* for a list to choose from; later it is a plain field */

enum input {
    INPUT_TEXT,
    INPUT_LONG,
    INPUT_SWITCH,
    INPUT_CHOICE,
    INPUT_DAY,
    INPUT_NUMBER,
    INPUT_MARKET,
    INPUT_PROGRAMME,
    INPUT_PERSON,
    INPUT_RANKED,
    INPUT_OURS
};

static enum input input_of(const struct field *field)
{
    static const char *const numbers[] = {"N", "DAYS", "POINTS", "amount", "points", NULL};
    static const char *const days[] = {"DATE", "day", NULL};
    static const char *const people[] = {"PERSON", "person", "other", NULL};
    static const char *const ours[] = {"TEAMMATE", "teammate", NULL};
    static const char *const ranked[] = {"exclude", "include", NULL};
    const struct flag *f = field->flag;
    struct str takes = f ? str_of(f->value) : field->name;
    if (f && !f->value) return INPUT_SWITCH;
    if (field->table || str_is(field->name, "text") || str_is(takes, "LINES")) return INPUT_LONG;
    if (str_is(takes, "QUERY") && str_among(field->name, ranked)) return INPUT_RANKED;
    if (field->choices.len) return INPUT_CHOICE;
    if (str_among(takes, numbers)) return INPUT_NUMBER;
    if (str_among(takes, days)) return INPUT_DAY;
    if (str_is(takes, "MARKET") || str_is(takes, "market")) return INPUT_MARKET;
    if (str_is(takes, "programme")) return INPUT_PROGRAMME;
    if (str_among(takes, people)) return INPUT_PERSON;
    return str_among(takes, ours) ? INPUT_OURS : INPUT_TEXT;
}

/* ---- lists to choose from ---- */

bool form_column(const struct table *t, const char *name, size_t *ret)
{
    for (size_t c = 0; c < t->column_count; c++) {
        *ret = c;
        if (strcmp(t->columns[c].name, name) == 0) return true;
    }
    return false;
}

static void put_option(struct buf *b, struct str value, struct str label, bool chosen)
{
    buf_adds(b, "<option value=\"");
    html_escape(b, value);
    buf_addf(b, "\"%s>", chosen ? " selected" : "");
    html_escape(b, label);
    buf_adds(b, "</option>");
}

/* The rows of a command's answer as options, what was given among them in any case; false: it is
 * not there, too long or empty. */
static bool put_rows(const struct page *p, const char *const words[], const char *value,
                     const char *label, struct str given, struct buf *b)
{
    size_t v = 0;
    size_t l = 0;
    bool put = false;
    if (!p->answers) return false;
    const struct answer *x = answers_get(
        p->answers, words, &(struct answer_ask){p->sight, p->user, WAIT_MS, p->asked_ms});
    if (!x) return false;
    const struct table *t = x->status ? NULL : x->table;
    if (t && form_column(t, value, &v) && form_column(t, label, &l) &&
        t->row_count <= CHOICE_ROWS_MAX) {
        bool found = !given.len;
        put = t->row_count > 0;
        for (size_t r = 0; r < t->row_count; r++) {
            const struct cell *row = t->cells + r * t->column_count;
            if (row[v].kind != CELL_TEXT) continue;
            bool named = row[l].kind == CELL_TEXT && row[l].text.len;
            put_option(b, row[v].text, named ? row[l].text : row[v].text,
                       str_eq(row[v].text, given));
            found |= str_eq(row[v].text, given);
        }
        if (!found) put_option(b, given, given, true);
    }
    answers_done(p->answers, x);
    return put;
}

static bool put_list(const struct page *p, enum input kind, struct str given, struct buf *b)
{
    static const char *const markets[] = {"market", "list", NULL};
    static const char *const programmes[] = {"programme", "list", NULL};
    static const char *const ours[] = {"people", "us or tag:teammate", "--rows=0", NULL};
    const char *everybody[] = {"people", "--sort=name", NULL, NULL};
    everybody[2] = str_printf(p->a, "--rows=%d", CHOICE_ROWS_MAX + 1).p;
    if (kind == INPUT_PROGRAMME) return put_rows(p, programmes, "programme", "programme", given, b);
    if (kind == INPUT_MARKET) return put_rows(p, markets, "market", "market", given, b);
    if (kind == INPUT_RANKED) {
        const char *first[] = {"find", str_c(p->a, p->market), NULL, NULL};
        first[2] = str_printf(p->a, "--rows=%d", CHOICE_ROWS_MAX).p;
        return put_rows(p, first, "id", "name", given, b);
    }
    if (kind == INPUT_OURS) return put_rows(p, ours, "id", "name", given, b);
    return put_rows(p, everybody, "id", "name", given, b);
}

/* ---- fields ---- */

static void put_name(struct buf *b, struct str name, bool wanted)
{
    buf_adds(b, " name=\"");
    html_escape(b, name);
    buf_adds(b, wanted ? "\" required" : "\"");
}

static void put_select(const struct filling *f, const struct field *field, struct str options,
                       struct buf *b)
{
    buf_adds(b, "<select");
    put_name(b, field->name, field->wanted && !f->ask);
    buf_adds(b, "><option value=\"\">–</option>");
    buf_add(b, options);
    buf_adds(b, "</select>");
}

static struct str choices(struct str words, struct str given, struct arena *a)
{
    struct buf b = buf_new(a);
    struct str word;
    while (str_cut(&words, '|', &word))
        put_option(&b, word, word, str_eq(word, given));
    return buf_str(&b);
}

static void put_line(const struct filling *f, const struct field *field, const char *type,
                     struct str given, struct buf *b)
{
    static const char *const counts[] = {"N", "DAYS", NULL};
    struct str takes = str_of(field->flag ? field->flag->value : "");
    bool number = strcmp(type, "number") == 0;
    bool whole = str_among(takes, counts);
    buf_addf(b, "<input type=\"%s\"%s", type,
             !number ? ""
             : whole ? " step=\"1\" min=\"0\""
                     : " step=\"any\"");
    put_name(b, field->name, field->wanted && !f->ask);
    buf_adds(b, " value=\"");
    html_escape(b, given);
    buf_adds(b, "\" autocomplete=\"off\">");
}

static void put_lines(struct buf *b, struct str text)
{
    struct str line;
    while (text.len && str_cut(&text, '\n', &line)) {
        html_escape(b, line);
        buf_addc(b, '\n');
    }
}

static void put_input(const struct filling *f, const struct field *field, enum input kind,
                      struct str given, struct buf *b)
{
    struct buf list = buf_new(f->p->a);
    bool lists = kind >= INPUT_MARKET;
    if (kind == INPUT_CHOICE) {
        put_select(f, field, choices(field->choices, given, f->p->a), b);
    } else if (lists && put_list(f->p, kind, given, &list)) {
        put_select(f, field, buf_str(&list), b);
    } else if (kind == INPUT_LONG) {
        bool table = field->table || (field->flag && str_is(str_of(field->flag->value), "LINES"));
        buf_adds(b, "<textarea rows=\"4\"");
        put_name(b, field->name, field->wanted && !f->ask);
        buf_addf(b, "%s>", table ? " data-table=\"1\" spellcheck=\"false\"" : "");
        put_lines(b, given);
        buf_adds(b, "</textarea>");
    } else {
        put_line(f, field,
                 kind == INPUT_DAY      ? "date"
                 : kind == INPUT_NUMBER ? "number"
                                        : "text",
                 given, b);
    }
}

/* What it is called, and what that is. */
static void put_label(const struct field *field, bool first, struct buf *b)
{
    for (size_t i = 0; i < field->name.len; i++)
        buf_add(b, field->name.p[i] == '-' ? STR(" ") : (struct str){field->name.p + i, 1});
    bool costs = field->flag && str_is(str_of(field->flag->value), "LINES");
    const char *says = field->table  ? "a table as text: heads first, commas between"
                       : costs       ? "lines PERSON,COST; who is not there costs what these do "
                                       "in the mean"
                       : field->flag ? field->flag->summary
                                     : NULL;
    if (!says || !first) return;
    buf_adds(b, " <small>");
    html_escape(b, str_of(says));
    buf_adds(b, "</small>");
}

/* One of them, with what was given; first: what it is stands with it. */
static void put_one(const struct filling *f, const struct field *field, struct str given,
                    bool first, struct buf *b)
{
    enum input kind = input_of(field);
    bool folded = f->ask && kind == INPUT_LONG; /* it is long, and seldom needed */
    if (folded) buf_addf(b, "<details%s><summary>", given.len ? " open" : "");
    if (folded) html_escape(b, field->name);
    if (folded) buf_adds(b, "</summary>");
    buf_adds(b, kind == INPUT_SWITCH ? "<label class=\"check\">" : "<label>");
    if (kind == INPUT_SWITCH) {
        buf_adds(b, "<input type=\"checkbox\"");
        put_name(b, field->name, false);
        buf_addf(b, " value=\"1\"%s> ", given.len ? " checked" : "");
        html_escape(b, str_of(field->flag->summary));
    } else {
        put_label(field, first, b);
        put_input(f, field, kind, given, b);
    }
    buf_adds(b, folded ? "</label></details>\n" : "</label>\n");
}

/* What may be said more than once has a field for each that was, and one more. */
void form_field(const struct filling *f, const struct field *field, struct buf *b)
{
    size_t said = 0;
    bool repeats = f->ask && field->flag && field->flag->repeats;
    for (size_t i = 0; f->given && i < f->given->count; i++) {
        const struct http_pair *p = &f->given->one[i];
        if (!str_eq(p->name, field->name) || !p->value.len || (said && !repeats)) continue;
        put_one(f, field, p->value, !said++, b);
    }
    if (!said || repeats) put_one(f, field, STR(""), !said, b);
}

void form_hidden(struct buf *b, const char *name, struct str value)
{
    buf_addf(b, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    html_escape(b, value);
    buf_adds(b, "\">\n");
}
