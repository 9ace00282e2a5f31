/* graph.c - verb: what does the engine say of a plain list of arcs? */
#include "base/limits.h"
#include "verb/graph_verb.h"

static const struct action {
    const char *name;
    enum status (*run)(struct request *r, struct table **ret, struct err *e);
    bool writes; /* a second file */
} actions[] = {
    {"choose", graph_choose, false},
    {"spread", graph_spread, false},
    {"rank", graph_rank, false},
    {"direction", graph_direction, false},
    {"credit", graph_credit, false},
    {"weigh", graph_weigh, true},
    {"communities", graph_communities, false},
    {"pack", graph_packs, true},
};

static const char *const topics[] = {"choose", "spread",      "rank", "direction", "credit",
                                     "weigh",  "communities", "pack", NULL};

static const char *const examples[] = {
    "kith graph choose arcs.txt -k 50 --model wc --json",
    "kith graph spread arcs.txt --seeds seeds.txt --runs 10000",
    "kith graph rank arcs.txt --audience audience.txt -n 10",
    "kith graph rank arcs.txt --measure hits",
    "kith graph direction names.txt --reverse --times acted.txt --groups city.txt",
    "kith graph credit arcs.txt --log acts.txt -k 10",
    "kith graph weigh arcs.txt weighed.txt --log acts.txt --within 86400",
    "kith graph communities arcs.txt --members --csv",
    "kith graph pack arcs.txt.gz arcs.kith",
    NULL,
};

static const struct flag flags[] = {
    {"picks", 'k', "N", "choose: how many nodes (50); credit: choose so many", false},
    {"model", 0, "MODEL",
     "wc: 1/indegree (the default), uniform=P, weights, or lt (by weights if given)", false},
    {"weights", 0, NULL,
     "rank, communities: by the third column; pack: keep it; lt: it must be there", false},
    {"epsilon", 0, "E", "choose: enough at a share of 1 - 1/e - E of the best", false},
    {"guarantee", 0, "G", "choose: enough at a share of G of the best, as 0.75", false},
    {"seconds", 0, "S", "choose: end within about S seconds, with the best found by then", false},
    {"delta", 0, "D", "choose: how rarely what is said may be untrue (1 / nodes)", false},
    {"audience", 0, "FILE", "lines ID [WEIGHT]: only these count as moved; rank: begin there",
     false},
    {"measure", 0, "M", "rank: pagerank (the default), trust, hits or core", false},
    {"ways", 0, "WAYS", "rank --measure core: arcs that lead in, out, or both (the default)",
     false},
    {"costs", 0, "FILE", "choose: lines ID COST; others cost the mean of these", false},
    {"budget", 0, "N", "choose: the costs of all picks together", false},
    {"include", 0, "FILE", "choose: all of these ids, whatever the figures say", false},
    {"exclude", 0, "FILE", "choose: none of these ids", false},
    {"groups", 0, "FILE",
     "choose: lines ID GROUP, for quotas; direction: times are dealt inside each", false},
    {"quota", 0, "RULE", "choose: as 'analyst>=2', 'vendor<=1': of these groups", true},
    {"seeds", 0, "FILE", "spread: ids, a line each; several files are compared in the same runs",
     true},
    {"runs", 0, "N", "spread: simulations (10000); communities: partitions of each kind (10)",
     false},
    {"times", 0, "FILE", "direction: lines ID TIME, when each acted; others never did", false},
    {"shuffles", 0, "N", "direction: deals of the times (10000)", false},
    {"log", 0, "FILE", "credit, weigh: lines WHO ITEM TIME, who took up what when", false},
    {"releases", 0, "FILE",
     "credit, weigh: lines ITEM TIME in seconds; items released to all at once are left out",
     false},
    {"within", 0, "T", "weigh: taken up so soon after, in units of the log (whenever later)",
     false},
    {"damping", 0, "D", "rank: how often the walk goes on along an arc (0.85)", false},
    {"reverse", 0, NULL,
     "rank, direction, credit, weigh: arcs the other way round, as who names whom", false},
    {"members", 0, NULL, "communities: a row a node, its community, instead of a row a community",
     false},
    {"rows", 'n', "N", "rank, credit, communities: how many at most (20); 0: all", false},
    {NULL, 0, NULL, NULL, false},
};

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (!str_is(r->word[0], actions[i].name)) continue;
        if (r->word_count > 2 && !actions[i].writes) {
            return err_set(e, BAD_USAGE, "'%.*s' is one word too many; want one file",
                           STR_ARG(r->word[2]));
        }
        enum status s = actions[i].run(r, ret, e);
        struct str file = utf8_mend(r->a, str_of(r->raw[1]));
        if (!s && *ret) table_fact(*ret, "file", NULL, cell_text(file), 0);
        return s;
    }
    const char *near = near_word(r->word[0], topics);
    return err_set(
        e, BAD_USAGE,
        "'%.*s', want choose, spread, rank, direction, credit, weigh, communities or pack%s%s%s",
        STR_ARG(r->word[0]), near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

const struct verb verb_graph = {
    .name = "graph",
    .words = "WHAT FILE [OUT]",
    .summary = "the engine on a plain list of arcs",
    .details =
        "FILE: a line 'from to [weight]' an arc, from can move to; blanks, tabs or commas; # and % "
        "comments; any whole numbers as ids; plain, gzip or zstd; or what pack made.\n"
        "choose: which few move most, by reverse-reachable sets, and at least what share of the "
        "best "
        "choice that is. Without --epsilon, --guarantee and --seconds it goes on until more sets "
        "would hardly better the choice. With --seconds the clock decides how many sets are drawn, "
        "so another run may choose otherwise; all else is the same on any machine.\n"
        "spread: how many given seeds move, by simulation, with its standard error; of several "
        "files "
        "of seeds also by how much each moves more than the first.\n"
        "rank: PageRank along the arcs as written, personalised with --audience; lines ID WEIGHT "
        "NAME there make several audiences, each its own column, in the order of their mean. "
        "trust: "
        "the walk of the model, eight steps from the audience. hits: authorities and hubs. core: "
        "the largest K such that a node is among nodes with K arcs each among themselves.\n"
        "direction: in how many arcs the one who can move acted first, beside shuffles of the "
        "times "
        "within --groups, and whether that is more than chance. Acting together counts half.\n"
        "credit: of a log of who took up what when, each act's credit is handed back along the "
        "arcs to "
        "those who acted before; lists whom most is due to, or with -k chooses those who are "
        "behind "
        "most together.\n"
        "weigh: writes OUT, the arcs with the chance that one who can be moved takes up what the "
        "other did, shrunk to what is usual, for --model weights; and tells whether that foretells "
        "later items better.\n"
        "communities: nodes that keep to themselves, by the Leiden method on modularity; arcs are "
        "ties both ways, their weights summed. 'inside' is the share of their ties that stays "
        "inside, 'together' the share of their pairs that are together again when ties are weighed "
        "anew at random. The same ties rewired say what chance alone would give. Needs igraph.\n"
        "pack: writes OUT, the same graph checked and sorted; all of these open it at once.",
    .examples = examples,
    .topics = topics,
    .flags = flags,
    .store = STORE_NONE,
    .words_least = 2,
    .words_most = 3,
    .run = run,
};
