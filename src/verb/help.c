/* help.c - verb: where is help on help? The answer itself is the command line's (cli/help.c). */
#include "verb/verb.h"

static const char *const examples[] = {
    "kith help find",
    "kith help query",
    "kith help verbs",
    "kith help sources",
    "kith help limits",
    "kith help --completion bash > ~/.local/share/bash-completion/completions/kith",
    NULL,
};

static const struct flag flags[] = {
    {"man", 0, NULL, "the whole manual as a man page", false},
    {"markdown", 0, NULL, "the whole manual, or the limits, as Markdown", false},
    {"completion", 0, "SHELL", "a completion script for bash, zsh or fish", false},
    {NULL, 0, NULL, NULL, false},
};

const struct verb verb_help = {
    .name = "help",
    .words = "[VERB|query|verbs|sources|limits]",
    .summary = "help on a verb, on people queries, on weights, sources, limits",
    .details = "Without a word it lists the verbs. 'kith VERB --help' is the same as 'kith help "
               "VERB'.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NONE,
    .words_most = 1,
};
