/* daily.c - serve: what is done before anybody asks, and once a day, whoever asks for what? */
#include "base/file.h"
#include "base/time.h"
#include "base/workdir.h"
#include "listen/purge.h"
#include "serve/site_int.h"

enum status site_begins(const struct site_options *o, struct err *e)
{
    struct store *st = NULL;
    workdir_clear(o->db);
    if (o->read_only || !path_exists(o->db)) return OK;
    enum status s = store_open(o->db, STORE_READ, &st, e);
    if (s == BAD_INPUT) s = store_open(o->db, STORE_WRITE, &st, e);
    store_close(st);
    return s == NOT_FOUND ? OK : s; /* an empty file is no fault here */
}

void site_daily(struct site *s)
{
    static const char *const words[] = {"erase", "--due", "--yes", NULL};
    struct arena work = {0};
    struct store *st = NULL;
    struct purge_report due = {0};
    struct err e;
    int64_t now_s = time_now();
    if (s->o.read_only || now_s < s->purged_s + DAY_S) return;
    s->purged_s = now_s;
    enum status status = store_open(s->o.db, STORE_READ, &st, &e);
    if (!status) status = purge_count(st, now_s, &due, &e);
    store_close(st);
    if (!status && purge_rows(&due)) {
        (void)job_begin(s->jobs,
                        &(struct job_ask){.words = words,
                                          .question = "Let go what is overdue, as every day",
                                          .stays = true},
                        &work);
    }
    arena_free(&work);
}
