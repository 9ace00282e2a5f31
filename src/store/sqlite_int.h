/*
 * sqlite_int.h - store: what do the parts of the SQLite back end share?
 *
 *   sqlite.c        the file: opened, brought forward, changed as a whole, copied
 *   sqlite_query.c  one named statement
 */
#ifndef KITH_STORE_SQLITE_INT_H
#define KITH_STORE_SQLITE_INT_H

#include "store/query.h"
#include "store/store.h"

#include <sqlite3.h>

struct query {
    struct store *st;
    sqlite3_stmt *stmt;
    bool busy;
    struct arena row; /* its texts, where a look at them behind query_next is to be seen */
};

struct store {
    sqlite3 *db;
    char *path;
    int schema;
    bool bulk;                     /* a transaction is open in which references are not followed */
    uint64_t fail_at;              /* calls left until one fails; 0: never */
    struct supposed supposed;      /* two nodes that readers of nodes take for one */
    bool held, part;               /* what is begun is a part of one whole; one is open */
    struct query cache[SQL_COUNT]; /* one prepared statement a name is kept */
};

/* What SQLite says last, as a sentence. */
enum status store_complain(const struct store *st, struct err *e);
/* Is this the call that is to fail (store_fail_at)? */
bool store_fails_now(struct store *st);
enum status store_failed_on_purpose(const struct store *st, struct err *e);

#endif
