/* mcp.c - verb: what may a language model ask? It is answered by the command line (cli/serve.c). */
#include "verb/verb.h"

static const char *const examples[] = {
    "kith mcp",
    "kith mcp --write --db /srv/kith/market.db",
    NULL,
};

static const struct flag flags[] = {
    {"write", 0, NULL, "tools that change the store, too: markets and decisions", false},
    {NULL, 0, NULL, NULL, false},
};

const struct verb verb_mcp = {
    .name = "mcp",
    .words = "",
    .summary = "the same answers for a language model (Model Context Protocol on stdio)",
    .details = "An assistant starts it and asks: who moves a market, why, which few to choose, who "
               "of ours should meet whom, what to know before a meeting. Tools only read, unless "
               "--write. What they answer goes to the assistant's maker; texts in it are marked as "
               "others' words.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NONE,
};
