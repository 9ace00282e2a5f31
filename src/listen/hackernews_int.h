/*
 * hackernews_int.h - listen: what do the files that read Hacker News share?
 *
 *   hackernews.c       items as records
 *   hackernews_json.c  items of the API, of its search, of exports as JSON
 *   hackernews_csv.c   exports as CSV
 *
 * Source  github.com/HackerNews/API; hn.algolia.com/api
 * Check   tests/unit/test_hackernews.c, tests/listen/hackernews*, tests/fuzz/fuzz_hackernews.c
 */
#ifndef KITH_LISTEN_HACKERNEWS_INT_H
#define KITH_LISTEN_HACKERNEWS_INT_H

#include "base/limits.h"
#include "listen/csv.h"
#include "listen/importer.h"
#include "listen/json_walk.h"

struct hn_item { /* texts live as long as the call's arena */
    uint64_t line;
    struct str id, by, type, title, url, text, parent, story;
    struct str thread; /* title of the story it belongs to, where the item says it */
    struct str about;  /* of a user */
    int64_t at_s;
    double score;
    bool scored, gone, killed, user;
};

/* ---- hackernews_json.c ---- */

struct hn_json;
MUST_CHECK enum status hn_json_open(struct reader *in, struct arena *a, struct hn_json **ret,
                                    struct err *e);
MUST_CHECK enum status hn_json_next(struct hn_json *j, struct arena *a, struct hn_item *ret,
                                    struct err *e);
void hn_json_close(struct hn_json *j);
int hn_json_sniff(struct str head);

/* ---- hackernews_csv.c ---- */

struct hn_csv;
MUST_CHECK enum status hn_csv_open(struct reader *in, enum date_order dates, struct arena *a,
                                   struct hn_csv **ret, struct err *e);
MUST_CHECK enum status hn_csv_next(struct hn_csv *c, struct arena *a, struct hn_item *ret,
                                   struct err *e);
int hn_csv_sniff(struct str head);

#endif
