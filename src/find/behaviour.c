/* behaviour.c - find: what was each person seen to do, over all that is in the store? */
#include "find/behaviour.h"

#include "base/evidence.h"
#include "base/time.h"
#include "find/pairs.h"

#include <math.h>

const struct behaviour_info behaviour_infos[BEHAVIOUR_COUNT + 1] = {
    [BEHAVIOUR_POSTS] = {"posts", "docs", "docs they wrote"},
    [BEHAVIOUR_ANSWERS] = {"answers", "docs", "docs they wrote in reply to somebody else's"},
    [BEHAVIOUR_ACCEPTED] = {"accepted", "answers", "answers of theirs that others accepted"},
    [BEHAVIOUR_REPLIES] = {"replies", "evidence", "times they were seen to reply to somebody"},
    [BEHAVIOUR_HEEDED_BY] = {"heeded_by", "people", "others who heeded them, each once"},
    [BEHAVIOUR_HEEDS] = {"heeds", "people", "others and outlets they heeded, each once"},
    [BEHAVIOUR_MEDIAN_REPLY_HOURS] =
        {"median_reply_hours", "hours",
         "from a doc to their answer, the middle one of all their answers"},
    [BEHAVIOUR_ACTIVE_WEEKS] = {"active_weeks", "weeks",
                                "weeks from Monday to Sunday in which they wrote or heeded"},
    [BEHAVIOUR_FIRST_SEEN] = {"first_seen", "date", "when they first wrote or heeded"},
    [BEHAVIOUR_LAST_SEEN] = {"last_seen", "date", "when they last wrote or heeded"},
    [BEHAVIOUR_FOLLOWERS] = {"followers", "accounts", "the newest count that others published"},
};

enum { WEEK_S = 7 * DAY_S, MONDAY_S = 3 * DAY_S }; /* 1970-01-01 was a Thursday */

struct work {
    const struct node_map *n;
    double *value[BEHAVIOUR_COUNT];
    struct pairs weeks;   /* (person, week) */
    struct pairs heeds;   /* (person, whom) */
    struct pairs heeded;  /* (person, by whom) */
    struct pairs replies; /* (person, seconds) */
};

static bool wants(const struct work *w, enum behaviour b)
{
    return w->value[b] != NULL;
}

static void count(struct work *w, enum behaviour b, uint32_t node)
{
    if (w->value[b]) w->value[b][node] += 1;
}

/* week of a time, from 0 for the first week that a 32-bit number of them can hold */
static uint32_t week_of(int64_t at_s)
{
    int64_t week = (at_s + MONDAY_S) / WEEK_S - ((at_s + MONDAY_S) % WEEK_S < 0);
    return (uint32_t)(week + (INT64_C(1) << 31));
}

static void seen(struct work *w, uint32_t node, int64_t at_s)
{
    if (at_s == TIME_NONE) return;
    double at = (double)at_s;
    double *first = w->value[BEHAVIOUR_FIRST_SEEN];
    double *last = w->value[BEHAVIOUR_LAST_SEEN];
    if (first && !(first[node] <= at)) first[node] = at;
    if (last && !(last[node] >= at)) last[node] = at;
    if (wants(w, BEHAVIOUR_ACTIVE_WEEKS)) pairs_add(&w->weeks, node, week_of(at_s));
}

static enum status scan_docs(struct store *st, struct work *w, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_docs_done, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        uint32_t author = nodes_behind(w->n, query_i64(q, 0));
        if (!author) continue;
        int64_t at_s = query_time(q, 1);
        uint32_t answered = nodes_behind(w->n, query_i64(q, 2));
        int64_t asked_s = query_time(q, 3);
        count(w, BEHAVIOUR_POSTS, author);
        seen(w, author, at_s);
        if (!answered || answered == author) continue;
        count(w, BEHAVIOUR_ANSWERS, author);
        bool timed = at_s != TIME_NONE && asked_s != TIME_NONE && at_s >= asked_s;
        if (!timed || !wants(w, BEHAVIOUR_MEDIAN_REPLY_HOURS)) continue;
        int64_t waited_s = at_s - asked_s;
        pairs_add(&w->replies, author, waited_s > UINT32_MAX ? UINT32_MAX : (uint32_t)waited_s);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status scan_evidence(struct store *st, struct work *w, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_evidence_done, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        int64_t verb = query_i64(q, 0);
        uint32_t from = nodes_behind(w->n, query_i64(q, 1));
        uint32_t to = nodes_behind(w->n, query_i64(q, 2));
        if (!from || !to || from == to || verb == VERB_CLAIMED) continue;
        seen(w, from, query_time(q, 3));
        if (verb == VERB_REPLIED) count(w, BEHAVIOUR_REPLIES, from);
        if (query_i64(q, 4) < 0) continue; /* opposed, not heeded */
        if (verb == VERB_ACCEPTED) count(w, BEHAVIOUR_ACCEPTED, to);
        if (wants(w, BEHAVIOUR_HEEDS)) pairs_add(&w->heeds, from, to);
        if (wants(w, BEHAVIOUR_HEEDED_BY)) pairs_add(&w->heeded, to, from);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status scan_followers(struct store *st, struct work *w, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_followers_newest_last, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        uint32_t node = nodes_final(w->n, query_i64(q, 0));
        if (node) w->value[BEHAVIOUR_FOLLOWERS][node] = query_double(q, 1);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static void count_distinct(struct work *w, enum behaviour b, struct pairs *p)
{
    if (!wants(w, b)) return;
    pairs_sort(p);
    for (size_t i = 0; i < p->count; i++) {
        if (i == 0 || p->pair[i] != p->pair[i - 1]) count(w, b, pair_left(p->pair[i]));
    }
}

static void take_medians(struct work *w)
{
    if (!wants(w, BEHAVIOUR_MEDIAN_REPLY_HOURS)) return;
    struct pairs *p = &w->replies;
    pairs_sort(p);
    for (size_t i = 0, end; i < p->count; i = end) {
        uint32_t node = pair_left(p->pair[i]);
        for (end = i; end < p->count && pair_left(p->pair[end]) == node;)
            end++;
        size_t middle = i + (end - i) / 2;
        double hours = pair_right(p->pair[middle]) / 3600.0;
        if ((end - i) % 2 == 0) hours = (hours + pair_right(p->pair[middle - 1]) / 3600.0) / 2;
        w->value[BEHAVIOUR_MEDIAN_REPLY_HOURS][node] = hours;
    }
}

static bool starts_unknown(int b)
{
    return b == BEHAVIOUR_MEDIAN_REPLY_HOURS || b == BEHAVIOUR_FIRST_SEEN ||
           b == BEHAVIOUR_LAST_SEEN || b == BEHAVIOUR_FOLLOWERS;
}

static unsigned bit(enum behaviour b)
{
    return 1u << b;
}

enum status behaviours_load(struct store *st, const struct node_map *n, unsigned wanted,
                            struct arena *a, struct behaviours *ret, struct err *e)
{
    struct work w = {.n = n, .weeks.a = a, .heeds.a = a, .heeded.a = a, .replies.a = a};
    for (int b = 0; b < BEHAVIOUR_COUNT; b++) {
        if (!(wanted >> b & 1)) continue;
        w.value[b] = arena_new(a, double, n->room);
        if (!starts_unknown(b)) continue;
        for (size_t i = 0; i < n->room; i++)
            w.value[b][i] = NAN;
    }
    unsigned both =
        bit(BEHAVIOUR_ACTIVE_WEEKS) | bit(BEHAVIOUR_FIRST_SEEN) | bit(BEHAVIOUR_LAST_SEEN);
    unsigned of_docs =
        both | bit(BEHAVIOUR_POSTS) | bit(BEHAVIOUR_ANSWERS) | bit(BEHAVIOUR_MEDIAN_REPLY_HOURS);
    unsigned of_evidence = both | bit(BEHAVIOUR_ACCEPTED) | bit(BEHAVIOUR_REPLIES) |
                           bit(BEHAVIOUR_HEEDS) | bit(BEHAVIOUR_HEEDED_BY);
    enum status s = wanted & of_docs ? scan_docs(st, &w, e) : OK;
    if (!s && wanted & of_evidence) s = scan_evidence(st, &w, e);
    if (!s && wants(&w, BEHAVIOUR_FOLLOWERS)) s = scan_followers(st, &w, e);
    if (s) return s;
    count_distinct(&w, BEHAVIOUR_ACTIVE_WEEKS, &w.weeks);
    count_distinct(&w, BEHAVIOUR_HEEDS, &w.heeds);
    count_distinct(&w, BEHAVIOUR_HEEDED_BY, &w.heeded);
    take_medians(&w);
    for (int b = 0; b < BEHAVIOUR_COUNT; b++)
        ret->value[b] = w.value[b];
    return OK;
}
