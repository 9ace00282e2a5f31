/* serve.c - verb: where are the web pages? They are the command line's to open (cli/serve.c). */
#include "verb/verb.h"

static const char *const examples[] = {
    "kith serve",
    "kith serve --port 9000 --read-only",
    "kith serve --listen 0.0.0.0 --host kith.example.org",
    NULL,
};

static const struct flag flags[] = {
    {"listen", 0, "ADDRESS", "on which of this machine's addresses (127.0.0.1)", false},
    {"port", 'p', "N", "on which port (8420); 0: any that is free", false},
    {"host", 0, "NAME", "a name or address by which others reach it", true},
    {"read-only", 0, NULL, "nothing can be changed from the pages", false},
    {NULL, 0, NULL, NULL, false},
};

const struct verb verb_serve = {
    .name = "serve",
    .words = "",
    .summary = "the same answers as web pages, as JSON and as CSV, on this machine",
    .details =
        "Every page is the answer of a verb, and says below which; with .json or .csv behind its "
        "address it is the same as of --json or --csv. It works without scripts, and asks no other "
        "machine for anything. It ends with Ctrl-C.\n"
        "There is no login yet: who reaches the port sees all and, without --read-only, changes "
        "what the pages can change. So it listens on this machine alone unless told otherwise, and "
        "elsewhere only with --read-only. Behind a proxy with TLS and a login, --host names what "
        "that is called.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NONE,
};
