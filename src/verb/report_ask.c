/* report_ask.c - verb: what do the other verbs say, and how is it put on the page? */
#include "verb/report.h"

#include "base/table_html.h"
#include "verb/ask.h"
#include "verb/veil.h"

#include <string.h>

enum { ROWS_SHOWN = 25 };

static bool has_flag(const struct verb *v, const char *name)
{
    for (const struct flag *f = v->flags; f && f->name; f++) {
        if (strcmp(f->name, name) == 0) return true;
    }
    return false;
}

/* The words, and behind them the flags of the scope that the verb has; words that look like flags
 * are the caller's own, names of others stand behind "--". */
static int argv_of(const struct report *p, const char *const words[], char **argv)
{
    static const char *const scope[] = {"for", "until", "with-us"};
    struct arena *a = p->r->a;
    const struct verb *v = verb_named(str_of(words[0]));
    int n = 0;
    argv[n++] = arena_copy(a, "kith", 4);
    argv[n++] = arena_copy(a, words[0], strlen(words[0]));
    for (size_t i = 0; i < 3; i++) {
        if (!request_has(p->r, scope[i]) || !has_flag(v, scope[i])) continue;
        struct str value = request_value(p->r, scope[i]);
        struct str word = value.p ? str_printf(a, "--%s=%.*s", scope[i], STR_ARG(value))
                                  : str_printf(a, "--%s", scope[i]);
        argv[n++] = arena_copy(a, word.p, word.len);
    }
    for (size_t i = 1; words[i] && n <= ASK_WORDS_MAX + 1; i++)
        argv[n++] = arena_copy(a, words[i], strlen(words[i]));
    return n;
}

/* Of refusals the report says what is lacking; all else ends it. */
static bool refuses(enum status s)
{
    return s == BAD_INPUT || s == NOT_FOUND || s == BAD_USAGE || s == TOO_MUCH ||
           s == NOT_CONVERGED;
}

enum status report_ask(struct report *p, const char *const words[], struct table **ret,
                       struct str *ret_refused, struct err *e)
{
    struct request *r = p->r;
    struct err said = {0};
    char *argv[ASK_WORDS_MAX + 3];
    *ret = NULL;
    *ret_refused = STR("");
    if (progress_stop(r->progress)) return err_set(e, STOPPED, "stopped; no report was written");
    argv[argv_of(p, words, argv)] = NULL;
    enum status s = ask_run(r, (const char *const *)argv + 1, &p->scopes, ret, &said);
    if (!s) return OK;
    if (!refuses(s)) {
        *e = said;
        return s;
    }
    *ret = NULL;
    *ret_refused = str_copy(r->a, str_of(said.text));
    return OK;
}

/* As people type it: names before flags, no "--" unless a name looks like a flag. */
struct str report_command(const struct report *p, const char *const words[])
{
    char *argv[ASK_WORDS_MAX + 3];
    struct buf flags = buf_new(p->r->a);
    struct buf names = buf_new(p->r->a);
    bool behind = false;
    bool dashed = false;
    int n = argv_of(p, words, argv);
    for (int i = 2; i < n; i++) {
        bool ends = !behind && strcmp(argv[i], "--") == 0;
        behind = behind || ends;
        if (ends) continue;
        bool flag = !behind && (argv[i][0] == '-' || argv[i - 1][0] == '-');
        struct str word = shell_word(p->r->a, str_of(argv[i]));
        buf_addf(flag ? &flags : &names, " %.*s", STR_ARG(word));
        dashed = dashed || (behind && argv[i][0] == '-');
    }
    if (dashed) {
        return request_next(p->r, "%s%.*s --%.*s", argv[1], STR_ARG(buf_str(&flags)),
                            STR_ARG(buf_str(&names)));
    }
    return request_next(p->r, "%s%.*s%.*s", argv[1], STR_ARG(buf_str(&names)),
                        STR_ARG(buf_str(&flags)));
}

bool report_serves(struct report *p, unsigned aims, const char *name)
{
    bool serves = p->all || !p->strategy.count || !aims;
    for (int i = 0; i < AIM_COUNT && !serves; i++)
        serves = (aims & (1u << i)) && strategy_has(&p->strategy, (enum aim)i);
    if (!serves) buf_addf(&p->left_out, "%s%s", p->left_out.len ? ", " : "", name);
    return serves;
}

void report_section(struct report *p, const char *id, const char *title, const char *question)
{
    p->section = title;
    p->parts_before = p->parts;
    buf_addf(&p->page, "<section id=\"%s\">\n<h2>%s</h2>\n<p>%s</p>\n", id, title, question);
}

void report_section_end(struct report *p)
{
    if (p->parts == p->parts_before) {
        buf_adds(&p->page, "<p class=\"empty\">Nothing is here yet; <a href=\"#cannot\">what is "
                           "missing</a> says why.</p>\n");
    }
    buf_adds(&p->page, "</section>\n");
}

void report_part(struct report *p, struct table *t, const char *const words[])
{
    struct arena *a = p->r->a;
    struct str id = str_printf(a, "part-%zu", ++p->parts);
    struct str command = report_command(p, words);
    view_cut(t, p->n > ROWS_SHOWN ? (size_t)p->n : ROWS_SHOWN);
    view_veil(t);
    table_html(t, 3, id.p, NULL, &p->page);
    buf_adds(&p->page, "<p class=\"opens\">Opens by: <code>");
    html_escape(&p->page, veiled(a, command));
    buf_adds(&p->page, "</code></p>\n");
    struct cell *row = table_row(p->list);
    row[0] = cell_text(str_of(p->section));
    row[1] = cell_text(t->title);
    row[2] = cell_int((int64_t)t->row_count);
    row[3] = cell_text(command);
}

/* "no deal is here" -> "No deal is here." */
static struct str sentence(struct arena *a, struct str s)
{
    struct buf b = buf_new(a);
    buf_add(&b, s);
    if (b.len && b.p[0] >= 'a' && b.p[0] <= 'z') b.p[0] = (char)(b.p[0] - 'a' + 'A');
    if (b.len && b.p[b.len - 1] != '.') buf_addc(&b, '.');
    return buf_str(&b);
}

void report_lack(struct report *p, const char *what, struct str why, struct str mend)
{
    struct cell *row = table_row(p->lacking);
    row[0] = cell_text(str_of(what));
    row[1] = cell_text(veiled(p->r->a, sentence(p->r->a, why)));
    if (mend.len) row[2] = cell_text(mend);
}

enum status report_show(struct report *p, const char *what, const char *const words[],
                        struct str mend, struct err *e)
{
    struct table *t = NULL;
    struct str refused;
    enum status s = report_ask(p, words, &t, &refused, e);
    if (s) return s;
    if (!t || !t->row_count) {
        report_lack(p, what, t && t->empty.len ? t->empty : refused, mend);
        return OK;
    }
    if (!t->title.len) t->title = str_of(what);
    report_part(p, t, words);
    return OK;
}
