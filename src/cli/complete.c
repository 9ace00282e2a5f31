/* complete.c - cli: what may be typed next? Scripts for bash, zsh and fish, from the list of verbs.
 */
#include "cli/cli.h"

#include <string.h>

/* Within single quotes; `escape` are characters that want a backslash on top. */
static void quoted(const char *text, const char *escape, FILE *out)
{
    for (const char *p = text; *p; p++) {
        if (*p == '\'') {
            (void)fputs(strchr(escape, '\'') ? "\\'" : "'\\''", out);
        } else if (strchr(escape, *p)) {
            (void)fprintf(out, "\\%c", *p);
        } else {
            (void)fputc(*p, out);
        }
    }
}

static void bash_flags(const struct flag *flags, FILE *out)
{
    for (const struct flag *f = flags; f && f->name; f++)
        (void)fprintf(out, " --%s", f->name);
}

static void bash_script(FILE *out)
{
    (void)fputs("# kith completion for bash; made by: kith help --completion bash\n"
                "_kith() {\n"
                "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                "    local i verb= first= words=\n"
                "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                "        case ${COMP_WORDS[i]} in\n"
                "        --db | --seed | --threads) ((i++)) ;;\n"
                "        -*) ;;\n"
                "        *) [ \"$verb\" ] && first=no || { verb=${COMP_WORDS[i]}; } ;;\n"
                "        esac\n"
                "    done\n"
                "    [ \"$prev\" = --db ] && { mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); "
                "return; }\n"
                "    case $verb in\n    '') words='",
                out);
    for (size_t i = 0; verbs[i]; i++)
        (void)fprintf(out, "%s%s", i ? " " : "", verbs[i]->name);
    (void)fputs("' ;;\n", out);
    for (size_t i = 0; verbs[i]; i++) {
        (void)fprintf(out, "    %s)\n        words='", verbs[i]->name);
        bash_flags(verbs[i]->flags, out);
        (void)fputs("'\n", out);
        if (!verbs[i]->topics) {
            (void)fputs("        ;;\n", out);
            continue;
        }
        (void)fputs("        [ \"$first\" ] || words=\"$words", out);
        for (const char *const *t = verbs[i]->topics; *t; t++)
            (void)fprintf(out, " %s", *t);
        (void)fputs("\" ;;\n", out);
    }
    (void)fputs("    esac\n"
                "    case $cur in -*) words=\"$words",
                out);
    bash_flags(common_flags, out);
    (void)fputs("\" ;; esac\n"
                "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
                "}\n"
                "complete -o default -F _kith kith\n",
                out);
}

static void zsh_flags(const struct flag *flags, FILE *out)
{
    for (const struct flag *f = flags; f && f->name; f++) {
        (void)fprintf(out, " \\\n            '%s--%s%s[", f->repeats ? "*" : "", f->name,
                      f->value ? "=" : "");
        quoted(f->summary, "[]", out);
        (void)fputc(']', out);
        if (f->value) (void)fprintf(out, ":%s:_files", f->value);
        (void)fputc('\'', out);
    }
}

static void zsh_script(FILE *out)
{
    (void)fputs("#compdef kith\n# made by: kith help --completion zsh\n_kith() {\n"
                "    local -a verbs\n    verbs=(\n",
                out);
    for (size_t i = 0; verbs[i]; i++) {
        (void)fprintf(out, "        '%s:", verbs[i]->name);
        quoted(verbs[i]->summary, ":", out);
        (void)fputs("'\n", out);
    }
    (void)fputs("    )\n    if ((CURRENT == 2)); then _describe verb verbs; return; fi\n"
                "    case $words[2] in\n",
                out);
    for (size_t i = 0; verbs[i]; i++) {
        (void)fprintf(out, "    %s)\n        _arguments", verbs[i]->name);
        zsh_flags(verbs[i]->flags, out);
        zsh_flags(common_flags, out);
        (void)fputs(" \\\n            '2:word:", out);
        if (verbs[i]->topics) {
            (void)fputc('(', out);
            for (const char *const *t = verbs[i]->topics; *t; t++)
                (void)fprintf(out, "%s ", *t);
            (void)fputc(')', out);
        } else {
            (void)fputs("_files", out);
        }
        (void)fputs("' '*:file:_files'\n        ;;\n", out);
    }
    (void)fputs("    esac\n}\n_kith \"$@\"\n", out);
}

static void fish_flags(const struct flag *flags, const char *verb, FILE *out)
{
    for (const struct flag *f = flags; f && f->name; f++) {
        (void)fputs("complete -c kith", out);
        if (verb) (void)fprintf(out, " -n '__fish_seen_subcommand_from %s'", verb);
        if (f->letter) (void)fprintf(out, " -s %c", f->letter);
        (void)fprintf(out, " -l %s%s -d '", f->name, f->value ? " -r" : "");
        quoted(f->summary, "\\'", out);
        (void)fputs("'\n", out);
    }
}

static void fish_script(FILE *out)
{
    (void)fputs("# kith completion for fish; made by: kith help --completion fish\n", out);
    for (size_t i = 0; verbs[i]; i++) {
        const struct verb *v = verbs[i];
        (void)fprintf(out, "complete -c kith -n __fish_use_subcommand -f -a %s -d '", v->name);
        quoted(v->summary, "\\'", out);
        (void)fputs("'\n", out);
        for (const char *const *t = v->topics; t && *t; t++) {
            (void)fprintf(out, "complete -c kith -n '__fish_seen_subcommand_from %s' -a %s\n",
                          v->name, *t);
        }
        fish_flags(v->flags, v->name, out);
    }
    fish_flags(common_flags, NULL, out);
}

enum status complete_script(struct str shell, FILE *out, struct err *e)
{
    if (str_is(shell, "bash")) {
        bash_script(out);
    } else if (str_is(shell, "zsh")) {
        zsh_script(out);
    } else if (str_is(shell, "fish")) {
        fish_script(out);
    } else {
        return err_set(e, BAD_USAGE, "--completion '%.*s', want bash, zsh or fish", STR_ARG(shell));
    }
    return OK;
}
