/* man.c - cli: how does the manual look as a man page and as Markdown? */
#include "base/limits.h"
#include "cli/cli.h"
#include "verb/figures.h"

/* Text of ours in troff: no line may start as a request, no dash may turn into a hyphen. */
static void troff(const char *text, FILE *out)
{
    bool start = true;
    for (const char *p = text; *p; p++) {
        if (start && (*p == '.' || *p == '\'')) (void)fputs("\\&", out);
        if (*p == '\\') {
            (void)fputs("\\e", out);
        } else if (*p == '-') {
            (void)fputs("\\-", out);
        } else {
            (void)fputc(*p, out);
        }
        start = *p == '\n';
    }
}

static void troff_flags(const struct flag *flags, FILE *out)
{
    struct arena a = {0};
    for (const struct flag *f = flags; f && f->name; f++) {
        (void)fputs(".TP\n.B ", out);
        troff(str_c(&a, help_flag(&a, f)), out);
        (void)fputc('\n', out);
        troff(f->summary, out);
        (void)fputc('\n', out);
    }
    arena_free(&a);
}

static void troff_verb(const struct verb *v, FILE *out)
{
    (void)fprintf(out, ".SS kith %s ", v->name);
    troff(v->words, out);
    (void)fputs("\n.PP\n", out);
    troff(v->summary, out);
    (void)fputs(".\n", out);
    if (v->details) {
        (void)fputs(".PP\n", out);
        troff(v->details, out);
        (void)fputc('\n', out);
    }
    troff_flags(v->flags, out);
    (void)fputs(".PP\n.nf\n", out);
    for (size_t i = 0; v->examples[i]; i++) {
        troff(v->examples[i], out);
        (void)fputc('\n', out);
    }
    (void)fputs(".fi\n", out);
}

void man_page(FILE *out)
{
    (void)fputs(".TH KITH 1 \"\" \"kith " KITH_VERSION "\" \"User Commands\"\n"
                ".SH NAME\n"
                "kith \\- find the few people who really move the buyers of one market\n"
                ".SH SYNOPSIS\n.B kith\nVERB [ARGS] [\\-\\-flags]\n"
                ".SH DESCRIPTION\n"
                "kith reads mail, feeds and tables, and answers who, not how many: which few\n"
                "people the buyers of one market rely on, with the evidence and an interval.\n"
                "Everything stays in one file on this machine.\n"
                ".SH VERBS\n",
                out);
    for (size_t i = 0; verbs[i]; i++)
        troff_verb(verbs[i], out);
    (void)fputs(".SH FLAGS OF EVERY VERB\n", out);
    troff_flags(common_flags, out);
    (void)fputs(".SH PEOPLE QUERIES\n.nf\n", out);
    struct arena a = {0};
    struct buf query = buf_new(&a);
    help_query(&query);
    troff(query.p, out);
    arena_free(&a);
    (void)fputs(".fi\n.SH EXIT STATUS\n0 done, 1 could not, 2 wrong usage, 130 interrupted.\n"
                ".SH ENVIRONMENT\n.TP\n.B KITH_DB\nThe store where \\-\\-db is not given.\n"
                ".TP\n.B NO_COLOR\nNo colours when it is set.\n"
                ".TP\n.B COLUMNS\nThe width of the answer.\n"
                ".TP\n.B KITH_NOW\nStands in for the clock, as 2026\\-01\\-31T00:00:00Z.\n"
                ".SH FILES\n.TP\n.I kith.db\nThe store, an SQLite database.\n",
                out);
}

static void markdown_flags(const struct flag *flags, FILE *out)
{
    struct arena a = {0};
    if (flags && flags->name) (void)fputs("\n| flag | |\n|---|---|\n", out);
    for (const struct flag *f = flags; f && f->name; f++) {
        struct str left = help_flag(&a, f);
        (void)fprintf(out, "| `%.*s` | %s |\n", STR_ARG(left), f->summary);
    }
    arena_free(&a);
}

/* Paragraphs are parted by one line feed in the list, by an empty line in Markdown. */
static void markdown_details(const char *text, FILE *out)
{
    struct str rest = str_of(text);
    struct str line;
    while (str_cut(&rest, '\n', &line))
        (void)fprintf(out, "\n%.*s\n", STR_ARG(line));
}

static void markdown_verb(const struct verb *v, FILE *out)
{
    (void)fprintf(out, "\n## %s\n\n`kith %s%s%s`: %s.\n", v->name, v->name, v->words[0] ? " " : "",
                  v->words, v->summary);
    if (v->details) markdown_details(v->details, out);
    (void)fputs("\n```sh\n", out);
    for (size_t i = 0; v->examples[i]; i++)
        (void)fprintf(out, "%s\n", v->examples[i]);
    (void)fputs("```\n", out);
    markdown_flags(v->flags, out);
}

/* What holds for the figures of every verb, and which stand alone. */
static void markdown_figures(FILE *out)
{
    (void)fputs(
        "\n## Figures\n\n"
        "A figure with a point in it is estimated from data, and in JSON and CSV says how far it "
        "can be believed:\n\n"
        "- `X_lo` and `X_hi` stand beside `X`; `lo` and `hi` behind the one figure a row is about; "
        "`reach_lo` is of `reach_in_100`, `won_lo` of `won_share`, `days_lo` of `days_median`. A "
        "bound that is empty beside one that is not is open. "
        "`level` (`X_level` where it is another one) is how sure these bounds are.\n"
        "- A count says on how many it rests: ",
        out);
    for (size_t i = 0; figures_rest_on[i]; i++)
        (void)fprintf(out, "%s`%s`", i ? ", " : "", figures_rest_on[i]);
    (void)fputs(".\n- The answer names what it speaks of (`market`, `survey`, `scope`, …) and when "
                "(`as_of`, `wave`, …), or the `file` it was made of.\n"
                "- It opens to rows: `opens` (in a row `open`) is the command that shows what "
                "stands behind it; or the rows "
                "shown carry their `source` or `url`.\n\n"
                "These have no interval, for the reason beside them:\n\n"
                "| figure | of | why |\n|---|---|---|\n",
                out);
    for (const struct figure_alone *f = figures_alone; f->name; f++) {
        (void)fprintf(out, "| `%s` | %s | %s |\n", f->name, f->verb ? f->verb : "any verb", f->why);
    }
}

void markdown_page(FILE *out)
{
    (void)fputs("# Verbs\n\nMade by `kith help --markdown` from the list in `src/verb`; a test "
                "keeps it current.\nExit codes: 0 done, 1 could not, 2 wrong usage, 130 "
                "interrupted. Answers go to stdout, all else to stderr.\n",
                out);
    markdown_figures(out);
    for (size_t i = 0; verbs[i]; i++)
        markdown_verb(verbs[i], out);
    (void)fputs("\n## Flags of every verb\n", out);
    markdown_flags(common_flags, out);
    struct arena a = {0};
    struct buf query = buf_new(&a);
    help_query(&query);
    (void)fprintf(out, "\n## People queries\n\n```\n%s```\n", query.p);
    arena_free(&a);
}

void markdown_limits(FILE *out)
{
    (void)fputs("# Limits\n\nMade by `kith help limits --markdown` from `src/base/limits.h`; a "
                "test keeps it current.\nA limit that is not here does not exist.\n\n"
                "| limit | value | unit | past it |\n|---|---:|---|---|\n",
                out);
    for (const struct limit *l = limits; l->name; l++) {
        (void)fprintf(out, "| `%s` | %lld | %s | %s |\n", l->name, l->value, l->unit, l->past);
    }
}
