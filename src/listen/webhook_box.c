/* webhook_box.c - listen: what waits to be told to other programs? */
#include "listen/webhook.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "store/query.h"

enum { MESSAGE_HEX = 32 }; /* 128 bits */

const char *const hook_events[] = {"import.ended", "person.erased", "audit.frozen", "decision.made",
                                   NULL};

static enum status is_heard(struct store *st, struct str event, bool *ret, struct err *e)
{
    struct query *q = NULL;
    int64_t any = 0;
    enum status s = query_open(st, SQL_outbox_heard, &q, e);
    if (!s) query_bind_str(q, 1, event);
    if (!s) s = query_one_i64(q, &any, e);
    query_close(q);
    *ret = any != 0;
    return s;
}

static enum status count_missed(struct store *st, struct str event, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_outbox_full, &q, e);
    if (s) return s;
    query_bind_str(q, 1, event);
    query_bind_i64(q, 2, WEBHOOK_WAITING_MAX);
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status outbox_put(struct store *st, const char *event, int64_t person, struct str data,
                       struct err *e)
{
    struct arena work = {0};
    struct query *q = NULL;
    bool heard = false;
    int64_t now_s = time_now();
    enum status s = is_heard(st, str_of(event), &heard, e);
    if (s || !heard) return s;
    s = count_missed(st, str_of(event), e);
    if (!s) s = query_open(st, SQL_outbox_add, &q, e);
    if (!s) {
        struct str id = str_head(secret_new(&work), MESSAGE_HEX);
        struct str body =
            str_printf(&work, "{\"type\":\"%s\",\"timestamp\":\"%.*s\",\"data\":%.*s}", event,
                       STR_ARG(time_iso(&work, now_s)), STR_ARG(data));
        query_bind_str(q, 1, str_of(event));
        query_bind_i64(q, 2, WEBHOOK_WAITING_MAX);
        query_bind_str(q, 3, str_printf(&work, "msg_%.*s", STR_ARG(id)));
        query_bind_str(q, 4, body);
        query_bind_id(q, 5, person);
        query_bind_i64(q, 6, now_s);
        s = query_run(q, e);
    }
    query_close(q);
    arena_free(&work);
    return s;
}

enum status outbox_put_erased(struct store *st, int64_t person, struct err *e)
{
    struct arena work = {0};
    struct str data = str_printf(&work, "{\"person\":\"p%lld\"}", (long long)person);
    enum status s = query_do(st, SQL_outbox_forget, person, e);
    if (!s) s = outbox_put(st, "person.erased", 0, data, e); /* of nobody who is here */
    arena_free(&work);
    return s;
}

enum status outbox_is_due(struct store *st, int64_t now_s, bool *ret, struct err *e)
{
    int64_t any = 0;
    enum status s = query_ask_of(st, SQL_outbox_due_any, now_s, &any, e);
    *ret = any != 0;
    return s;
}

enum status outbox_revive(struct store *st, int64_t now_s, struct err *e)
{
    return query_do(st, SQL_outbox_revive, now_s, e);
}

enum status outbox_dead(struct store *st, struct arena *a, struct dead_letter **ret,
                        size_t *ret_count, struct err *e)
{
    struct query *q = NULL;
    *ret = NULL;
    *ret_count = 0;
    enum status s = query_open(st, SQL_outbox_dead, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        *ret = arena_more(a, *ret, *ret_count, sizeof **ret);
        (*ret)[(*ret_count)++] = (struct dead_letter){.hook = query_i64(q, 0),
                                                      .at_s = query_i64(q, 1),
                                                      .tries = query_i64(q, 2),
                                                      .message = str_copy(a, query_str(q, 3)),
                                                      .event = str_copy(a, query_str(q, 4)),
                                                      .why = str_copy(a, query_str(q, 5))};
    }
    query_close(q);
    return s == DONE ? OK : s;
}
