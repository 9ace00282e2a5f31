/* voice_judge.c - verb: what did a human find of how somebody writes? */
#include "base/limits.h"
#include "base/time.h"
#include "store/query.h"
#include "verb/voiced.h"

static const struct column columns[] = {
    {"quality", "quality", NULL, CELL_TEXT, 0, false},
    {"verdict", "verdict", NULL, CELL_TEXT, 0, false},
    {"note", "note", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"by", "by", NULL, CELL_TEXT, 0, false},
    {"at", "at", "UTC", CELL_TIME, 0, false},
};

struct said {
    int64_t node;
    struct str quality, verdict, note, by;
};

static enum status read_said(struct request *r, struct said *ret, struct err *e)
{
    static const char *const verdicts[] = {"good", "mixed", "poor", "clear", NULL};
    if (r->word_count != 4) {
        return err_set(e, BAD_USAGE,
                       "want voice judge PERSON QUALITY good|mixed|poor|clear --by NAME");
    }
    enum quality q = quality_of(r->word[2]);
    if (q == FACET_COUNT) {
        struct buf names = buf_new(r->a);
        for (int i = 0; i < FACET_COUNT; i++)
            buf_addf(&names, "%s%s", i ? ", " : "", quality_infos[i].name);
        return err_set(e, BAD_USAGE, "'%.*s' is no quality; want one of %s", STR_ARG(r->word[2]),
                       names.p);
    }
    *ret = (struct said){.quality = str_of(quality_infos[q].name),
                         .verdict = r->word[3],
                         .note = str_trim(request_value(r, "note")),
                         .by = str_trim(request_value(r, "by"))};
    if (!str_among(ret->verdict, verdicts)) {
        return err_set(e, BAD_USAGE, "'%.*s' is no verdict; want good, mixed, poor or clear",
                       STR_ARG(ret->verdict));
    }
    if (!ret->by.len || ret->by.len > NAME_BYTES_MAX) {
        return err_set(e, BAD_USAGE, "a verdict is somebody's; say whose with --by NAME");
    }
    if (ret->note.len > TEXT_BYTES_MAX) {
        return err_set(e, BAD_USAGE, "--note is too long, want at most %d bytes", TEXT_BYTES_MAX);
    }
    return person_find(r->st, r->word[1], r->a, &ret->node, e);
}

static enum status keep(struct request *r, const struct said *x, struct err *e)
{
    struct query *q = NULL;
    enum status s = store_begin(r->st, e);
    if (s) return s;
    s = query_open(r->st, SQL_judgement_add, &q, e);
    if (!s) {
        query_bind_i64(q, 1, x->node);
        query_bind_str(q, 2, x->quality);
        query_bind_str(q, 3, x->verdict);
        query_bind_str(q, 4, x->note.len ? x->note : STR_NONE);
        query_bind_str(q, 5, x->by);
        query_bind_i64(q, 6, time_now());
        s = query_run(q, e);
    }
    query_close(q);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

enum status voice_judge(struct request *r, struct table **ret, struct err *e)
{
    struct said x;
    struct verdict held[FACET_COUNT] = {{STR_NONE, STR_NONE, STR_NONE, 0}};
    struct card card;
    enum status s = read_said(r, &x, e);
    if (!s) s = keep(r, &x, e);
    if (!s) s = card_load(r->st, x.node, r->a, &card, e);
    if (!s) s = verdicts_load(r, x.node, held, e);
    if (s) return s;
    struct table *t = table_new(r->a, "voice", columns, sizeof columns / sizeof *columns);
    t->title = str_printf(r->a, "Verdicts on how %.*s writes", STR_ARG(card.name));
    t->empty = STR("None holds.");
    for (int i = 0; i < FACET_COUNT; i++) {
        if (!held[i].verdict.len) continue;
        struct cell *row = table_row(t);
        row[0] = cell_text(str_of(quality_infos[i].name));
        row[1] = cell_text(held[i].verdict);
        row[2] = cell_text(held[i].note.len ? held[i].note : STR_NONE);
        row[3] = cell_text(held[i].by);
        row[4] = cell_time(held[i].at_s);
    }
    table_note(t, "All verdicts are kept, the newest on a quality holds: kith export judgements.");
    *ret = t;
    return OK;
}
