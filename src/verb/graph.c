/* graph.c - verb: what does the engine say of a plain list of arcs? */
#include "base/limits.h"
#include "verb/graph_verb.h"

static const struct action {
    const char *name;
    enum status (*run)(struct request *r, struct table **ret, struct err *e);
} actions[] = {
    {"choose", graph_choose},
    {"spread", graph_spread},
};

static const char *const topics[] = {"choose", "spread", NULL};

static const char *const examples[] = {
    "kith graph choose arcs.txt -k 50 --model wc --json",
    "kith graph spread arcs.txt --seeds seeds.txt --runs 10000",
    NULL,
};

static const struct flag flags[] = {
    {"picks", 'k', "N", "choose: how many nodes (50)", false},
    {"model", 0, "MODEL", "wc: 1/indegree (the default), uniform=P, weights, or lt", false},
    {"weights", 0, NULL, "lt: arcs weigh what their third column says, not 1/indegree", false},
    {"epsilon", 0, "E", "choose: enough at a share of 1 - 1/e - E of the best (0.1)", false},
    {"delta", 0, "D", "choose: how rarely what is said may be untrue (1 / nodes)", false},
    {"audience", 0, "FILE", "lines ID [WEIGHT]: only these count as moved", false},
    {"costs", 0, "FILE", "choose: lines ID COST; others cost the mean of these", false},
    {"budget", 0, "N", "choose: the costs of all picks together", false},
    {"include", 0, "FILE", "choose: all of these ids, whatever the figures say", false},
    {"exclude", 0, "FILE", "choose: none of these ids", false},
    {"seeds", 0, "FILE", "spread: ids, a line each", false},
    {"runs", 0, "N", "spread: simulations (10000)", false},
    {NULL, 0, NULL, NULL, false},
};

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (str_is(r->word[0], actions[i].name)) return actions[i].run(r, ret, e);
    }
    const char *near = near_word(r->word[0], topics);
    return err_set(e, BAD_USAGE, "'%.*s', want choose or spread%s%s%s", STR_ARG(r->word[0]),
                   near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

const struct verb verb_graph = {
    .name = "graph",
    .words = "WHAT FILE",
    .summary = "the engine on a plain list of arcs",
    .details =
        "FILE: a line 'from to [weight]' an arc, from can move to; blanks, tabs or commas; # and % "
        "comments; any whole numbers as ids; plain, gzip or zstd.\n"
        "choose: which few move most, by reverse-reachable sets, and at least what share of the "
        "best "
        "choice that is.\n"
        "spread: how many given seeds move, by simulation, with its standard error.",
    .examples = examples,
    .topics = topics,
    .flags = flags,
    .store = STORE_NONE,
    .words_least = 2,
    .words_most = 2,
    .run = run,
};
