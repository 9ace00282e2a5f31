/* serve.c - verb: where are the web pages? They are the command line's to open (cli/serve.c). */
#include "verb/verb.h"

static const char *const examples[] = {
    "kith serve",
    "kith serve --port 9000 --read-only",
    "kith serve --host kith.example.org --https",
    "kith serve --listen 0.0.0.0 --host kith.example.org",
    NULL,
};

static const struct flag flags[] = {
    {"listen", 0, "ADDRESS", "on which of this machine's addresses (127.0.0.1)", false},
    {"port", 'p', "N", "on which port (8420); 0: any that is free", false},
    {"host", 0, "NAME", "a name or address by which others reach it", true},
    {"https", 0, NULL, "a proxy with TLS stands in front: cookies are for https alone", false},
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
        "While there is no user (kith user) and it listens on this machine alone, nobody is asked "
        "who they are. Else every page wants a name and a password, and programs a token; where "
        "nobody is admin yet, a link that is good once is shown when it starts. Who saw and "
        "changed "
        "what is kept: kith user log.\n"
        "Passwords must not cross a network as they are: for others let a proxy with TLS stand in "
        "front, give --https, and name with --host what it is called.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NONE,
};
