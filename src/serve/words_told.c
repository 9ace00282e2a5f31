/* words_told.c - serve: what do words on pages mean that no verb declares, and how are its figures
 * made? */
#include "serve/words_told.h"

#include "verb/figures.h"

#include <stddef.h>
#include <string.h>

const struct word_told words_told[] = {
    {"source", "one file, directory, feed or address that was read; every row knows its own",
     "kith"},
    {"account", "one handle in one channel: an address of mail, a blog, a user of a forum", "kith"},
    {"person", "a human with one or more accounts; buyer, teammate and the like are tags of theirs",
     "kith"},
    {"organisation", "who somebody works for, or has as a client, from when to when", "kith"},
    {"doc", "one thing somebody published or said", "kith"},
    {"evidence", "one dated, sourced fact that someone heeded someone", "kith"},
    {"verb", "the kind of an evidence, with a meaning, a direction and a weight to start from",
     "kith"},
    {"topic", "a full-text query that says what a market talks about", "kith"},
    {"audience", "a query of people that says whom a market sells to", "kith"},
    {"market",
     "topic, audience, period and half-life; no figure about influence stands outside one", "kith"},
    {"outlet", "what is read, heard or attended rather than spoken with", "kith"},
    {"vote", "what the evidence of one buyer says for one person, 0 to 1", "kith"},
    {"reach", "expected buyers in 100 of the audience who rely on a person, with an interval",
     "kith"},
    {"multiplier", "reach over the mean reach of the people of that market", "kith"},
    {"category",
     "analyst, journalist, consultant, customer, peer and so on; one person may have several",
     "kith"},
    {"teammate", "a person on our side", "kith"},
    {"relationship",
     "one teammate and one person: what is claimed, what they confirm, what was seen", "kith"},
    {"programme", "an objective, members with stages, activities, costs, results", "kith"},
    {"whom", "the people a market sells to, and how many of them were heard on its topic", "pages"},
    {"as of", "the newest evidence that an answer rests on", "pages"},
    {"tier A, people",
     "the people at the front whose order among themselves nobody can tell: their intervals "
     "overlap",
     "pages"},
    {"today's set reaches, of 100 buyers",
     "how many of 100 buyers rely on at least one of the people chosen now, in 8 of 10 draws",
     "pages"},
    {"proof",
     "what the test kept last says: would the order have foretold whom other buyers heeded next, "
     "better than followers do?",
     "pages"},
    {"moved in 30 days",
     "whose reach, as buyers in 100, lies outside the interval it had 30 days before", "pages"},
    {"needs you",
     "what waits for somebody: neglected and orphans of the plan, owners that are proposed, people "
     "asked who are silent",
     "pages"},
    {"act", "what can be done with the row", "pages"},
    {"age, days", "days from the day of the evidence until now", "pages"},
    {"opposes", "it says that they disagree, or are against it: it is no vote", "pages"},
    {"source and line", "the file, page or feed it was read from, and the line in it", "pages"},
    {"word", "a word on pages, or a name in JSON and CSV", "pages"},
    {"on pages", "the head of the column, where it has another one", "pages"},
    {"means", "what it says, and how it is made", "pages"},
    {"unit", "in what it is counted", "pages"},
    {"where from", "the page or command that shows it", "pages"},
    {"table", "a table that anybody can bring", "pages"},
    {"says", "what one row of it says", "pages"},
    {"must have", "columns without which it is refused", "pages"},
    {"may have", "columns that are read where they are there", "pages"},
    {"column", "a column of a table to bring", "pages"},
    {"example", "as it may look", "pages"},
    {"job", "something that is being written, or was", "pages"},
    {"step", "which of how many steps it is at", "pages"},
    {"rows", "how many rows are read", "pages"},
    {"began", "when it was begun, UTC", "pages"},
    {"ended", "when it was over, UTC", "pages"},
    {"by", "who asked for it", "pages"},
    {"line", "the line of the file", "pages"},
    {"why", "the reason", "pages"},
    {"row", "the row as it stood there", "pages"},
    {"why it is here", "which of its words fits what was searched for", "pages"},
    {"facet", "by what people are told apart", "pages"},
    {"value", "one of its values", "pages"},
    {"note", "what somebody wrote beside it", "pages"},
    {"fact", "what is known", "pages"},
    {"file", "the file, as its sender calls it", "pages"},
    {"kind", "what sort of thing it is", "pages"},
    {"of ours", "who of our side it is", "report"},
    {"form", "of a message: near-copies of it went to several people", "report"},
    {"factor", "what is measured of a community, such as answers or newcomers", "kith health"},
    {"in its past", "where it stands among its own past periods", "kith health"},
    {"on topic", "docs of the outlet that are on the topic", "kith health"},
    {"first doc", "the oldest doc that is kept of it", "kith health"},
    {"last doc", "the newest doc that is kept of it", "kith health"},
    {"periods", "how many periods it was seen in", "kith health"},
    {"whole", "periods that were seen from begin to end", "kith health"},
    {"why not", "what is missing for that figure", "report"},
    {"what would mend it", "what to bring or ask, so that there is a figure", "report"},
    {NULL, NULL, NULL},
};

const struct word_told figures_told[] = {
    {"reach_in_100",
     "100 x n / known x (votes + prior) / (n + kappa): of 100 buyers of the audience so many rely "
     "on the person",
     "Shrinkage and reach"},
    {"reach",
     "100 x n / known x (votes + prior) / (n + kappa): of 100 buyers of the audience so many rely "
     "on the person",
     "Shrinkage and reach"},
    {"p_top_10", "the share of draws in which the person is among the first ten",
     "Interval and P(top 10)"},
    {"multiplier", "reach over the mean reach of the people of the market", "Shrinkage and reach"},
    {"votes",
     "the sum of what the buyers' evidence says, at most 1 a buyer: min(1, weight x reliability x "
     "2^(-age / half-life))",
     "Votes"},
    {"vote",
     "min(1, weight x reliability x 2^(-age / half-life)), the most that one row of a buyer says",
     "Votes"},
    {"voters", "buyers who say anything for the person", "Votes"},
    {"voters_direct", "buyers who say so of the person themselves", "Votes"},
    {"voters_by_outlet", "buyers who heed a list or outlet the person speaks in", "Votes"},
    {"online_share", "which part of the votes was seen on the net", "Votes"},
    {"prior_share",
     "kappa x prior over (votes + kappa x prior): how much is guessed from whom the trusted heed",
     "Trust and prior"},
    {"kappa", "how many pseudo-buyers the prior counts as", "Shrinkage and reach"},
    {"trust", "where a walk from the buyers along whom people heed comes to rest",
     "Trust and prior"},
    {"tier", "people whose order nobody can tell, as their draws change places",
     "Interval and P(top 10)"},
    {"place_lo", "the best place in 9 of 10 draws", "Interval and P(top 10)"},
    {"place_hi", "the worst place in 9 of 10 draws", "Interval and P(top 10)"},
    {"place_worst", "the place without the one source or buyer it rests on most",
     "What a figure rests on"},
    {"rests_on", "the source or buyer without which it falls most", "What a figure rests on"},
    {"place_followers", "the place by accounts that follow", "What it is compared with"},
    {"place_volume", "the place by how much they say", "What it is compared with"},
    {"place_in_degree", "the place by how many heed them", "What it is compared with"},
    {"place_pagerank", "the place by PageRank", "What it is compared with"},
    {"place_hits", "the place by HITS authority", "What it is compared with"},
    {"place_k_core", "the place by the core of the graph they are in", "What it is compared with"},
    {"place_h_index", "the place by h docs with h reactions each", "What it is compared with"},
    {"place_klout", "the place by a blend of volume, reactions and followers",
     "What it is compared with"},
    {"ndcg", "gain of the first twenty, each by 1 / log2(1 + place), over the best there could be",
     "Backtest"},
    {"gain", "kith's figure less that of the other, on the same judges", "Backtest"},
    {"precision", "of the first ten, the share that was heeded next", "Backtest"},
    {"captured", "of those heeded next, the share among the first ten", "Backtest"},
    {"rank_correlation", "Spearman's, of the order with what came", "Backtest"},
    {"cover_in_100", "of 100 buyers so many rely on at least one of the chosen", "Choose"},
    {"gain_in_100", "what this person adds to those before, in buyers of 100", "Choose"},
    {"alone_in_100", "what the person alone would reach, in buyers of 100", "Choose"},
    {"firm", "is the pick in at least 8 of 10 draws?", "Choose"},
    {"firm_share", "in which share of draws the person is picked", "Choose"},
    {"instead_share",
     "in which share of draws this one stands at the place of a pick that is not firm", "Choose"},
    {"then_in_100", "reach before the day that is compared with, in buyers of 100",
     "Shrinkage and reach"},
    {"a_in_100", "what the one reaches now, in buyers of 100", "Shrinkage and reach"},
    {"b_in_100", "what the other reaches now, in buyers of 100", "Shrinkage and reach"},
    {"joined_in_100", "what the two would reach, were they one, in buyers of 100",
     "Shrinkage and reach"},
    {"bits", "log2 of how much likelier it is of one human's accounts than of two strangers",
     "Who is who"},
    {"share", "so many of all, as a part of 1, with its interval by Wilson", "Awareness waves"},
    {"mdc", "the smallest change that a test at 5 % sees in 8 of 10 cases", "Awareness waves"},
    {"deff", "how much wider weights and clusters make an interval", "Awareness waves"},
    {"p_holm", "the chance of such a change if there was none, times the tests still open",
     "Awareness waves"},
    {"confidence",
     "how sure two accounts are one person: evidence for over against, as a part of 1",
     "Who is who"},
    {"score", "reach x topic fit x seniority x tie x place, each in percent", "How well two fit"},
    {"owner_score", "how well the owner fits, in points", "How well two fit"},
    {"backup_score", "how well the back-up fits, in points", "How well two fit"},
    {"strength", "what was seen between the two, fading with age", "Relationships as seen"},
    {"reciprocity", "the part of what was seen that went both ways", "Relationships as seen"},
    {NULL, NULL, NULL},
};

const struct word_told *figure_told(const char *column)
{
    for (const struct word_told *t = figures_told; t->word; t++) {
        if (strcmp(t->word, column) == 0) return t;
    }
    return NULL;
}

static bool ends(const char *name, const char *end)
{
    size_t n = strlen(name);
    size_t m = strlen(end);
    return n > m && name[n - m - 1] == '_' && strcmp(name + n - m, end) == 0;
}

struct str word_means(struct arena *a, const struct column *c, const char *verb)
{
    const struct figure_alone *alone = figure_alone(verb, c->name);
    static const char *const kinds[] = {
        [CELL_NONE] = "",
        [CELL_TEXT] = "text",
        [CELL_INT] = "a count, a place or a number given",
        [CELL_REAL] = "",
        [CELL_TIME] = "a moment, UTC",
        [CELL_BOOL] = "yes or no",
    };
    const struct word_told *told = figure_told(c->name);
    if (told) {
        bool estimated = c->kind == CELL_REAL && !alone;
        return str_printf(a, "%s%s (docs/methods.md, %s)", told->means,
                          estimated ? "; estimated, with its interval beside it" : "", told->from);
    }
    if (alone) return str_printf(a, "%s", alone->why);
    bool lo = strcmp(c->name, "lo") == 0 || ends(c->name, "lo");
    bool hi = strcmp(c->name, "hi") == 0 || ends(c->name, "hi");
    if (lo) return STR("the lower end of the interval");
    if (hi) return STR("the upper end of the interval");
    if (c->kind == CELL_REAL) return STR("estimated, with its interval beside it");
    return str_of(kinds[c->kind]);
}

struct str word_anchor(struct arena *a, struct str word)
{
    struct buf b = buf_new(a);
    buf_adds(&b, "w-");
    for (size_t i = 0; i < word.len; i++) {
        char c = ascii_lower(word.p[i]);
        buf_addc(&b, ascii_is_letter(c) || ascii_is_digit(c) || c == '_' ? c : '-');
    }
    return buf_str(&b);
}
