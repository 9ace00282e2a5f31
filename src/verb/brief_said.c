/* brief_said.c - verb: what was said of somebody, by them and by ours? */
#include "verb/brief.h"

#include "base/activity.h"
#include "base/time.h"
#include "connect/task.h"
#include "store/query.h"

static struct str kept(struct arena *a, const struct query *q, int column)
{
    return query_is_null(q, column) ? STR_NONE : str_copy(a, query_str(q, column));
}

static struct place place_of(struct arena *a, const struct query *q, int at, int source, int place)
{
    return (struct place){query_time(q, at), kept(a, q, source),
                          place < 0 ? STR_NONE : kept(a, q, place), STR_NONE};
}

/* ---- work ---- */

static enum status put_title(struct brief *b, int64_t person, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(b->r->st, SQL_title_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, person);
    query_bind_i64(q, 2, b->said_before);
    s = query_next(q, e);
    struct str title = s ? STR_NONE : query_str(q, 0);
    struct str country = s ? STR_NONE : query_str(q, 1);
    if (!s && (title.len || country.len)) {
        struct str fact = str_printf(b->r->a, "%.*s%s%.*s", STR_ARG(title),
                                     title.len && country.len ? ", " : "", STR_ARG(country));
        struct cell *row = brief_fact(b, "work", person, fact);
        struct place at = place_of(b->r->a, q, 3, 2, -1);
        brief_place(b, row, &at);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put_affils(struct brief *b, int64_t person, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(b->r->st, SQL_affils_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, person);
    query_bind_i64(q, 2, b->said_before);
    while ((s = query_next(q, e)) == OK && !brief_full(b)) {
        struct buf fact = buf_new(b->r->a);
        struct str since = time_day(b->r->a, query_time(q, 2));
        struct str until = time_day(b->r->a, query_time(q, 3));
        buf_addf(&fact, "%.*s, %.*s", STR_ARG(query_str(q, 0)), STR_ARG(query_str(q, 1)));
        if (since.len) buf_addf(&fact, " since %.*s", STR_ARG(since));
        if (until.len) buf_addf(&fact, " until %.*s", STR_ARG(until));
        struct cell *row = brief_fact(b, "work", person, buf_str(&fact));
        struct place at = place_of(b->r->a, q, 5, 4, -1);
        brief_place(b, row, &at);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status brief_works(struct brief *b, struct err *e)
{
    enum status s = OK;
    brief_begin(b);
    for (size_t i = 0; i < b->count && !brief_full(b) && !s; i++) {
        s = put_title(b, b->person[i], e);
        if (!s && !b->is_org) s = put_affils(b, b->person[i], e);
    }
    brief_end(b, "work");
    return s;
}

/* ---- columns and tags ---- */

enum tag_kind { TAG_NOTE, TAG_DISLIKE, TAG_PREFERENCE };

/* What the head of a column of ours says its values are. */
static enum tag_kind kind_of(struct str key)
{
    static const char *const against[] = {"dislike", "avoid",   "do not",  "don't",
                                          "opt-out", "opt out", "aversion"};
    if (!str_starts(key, "extra:")) return TAG_NOTE;
    for (size_t i = 0; i < sizeof against / sizeof *against; i++) {
        if (str_find_nocase(key, against[i]) < key.len) return TAG_DISLIKE;
    }
    return str_find_nocase(key, "prefer") < key.len ? TAG_PREFERENCE : TAG_NOTE;
}

static enum status put_tags(struct brief *b, const char *what, enum tag_kind kind, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(b->r->st, SQL_tags_of, &q, e);
    if (s) return s;
    for (size_t i = 0; i < b->count && !brief_full(b); i++) {
        query_bind_i64(q, 1, b->person[i]);
        query_bind_i64(q, 2, b->said_before);
        while ((s = query_next(q, e)) == OK && !brief_full(b)) {
            struct str key = query_str(q, 0);
            if (kind_of(key) != kind) continue;
            struct str head = str_starts(key, "extra:") ? str_skip(key, 6) : key;
            struct cell *row = brief_fact(
                b, what, b->person[i],
                str_printf(b->r->a, "%.*s: %.*s", STR_ARG(head), STR_ARG(query_str(q, 1))));
            struct place at = place_of(b->r->a, q, 2, 3, -1);
            brief_place(b, row, &at);
        }
        if (s != DONE && s != OK) break;
        query_again(q);
        s = OK;
    }
    query_close(q);
    return s;
}

/* ---- of the relationship ---- */

enum status brief_said(struct brief *b, struct err *e)
{
    struct arena *a = b->r->a;
    struct query *q = NULL;
    enum status s = query_open(b->r->st, SQL_said_of, &q, e);
    if (s) return s;
    for (size_t i = 0; i < b->count; i++) {
        query_bind_i64(q, 1, b->person[i]);
        query_bind_i64(q, 2, b->said_before);
        while ((s = query_next(q, e)) == OK) {
            b->said = arena_more(a, b->said, b->said_count, sizeof *b->said);
            b->said[b->said_count++] = (struct said){
                .person = b->person[i],
                .teammate = nodes_behind(&b->nodes, query_i64(q, 0)),
                .all_of_us = query_is_null(q, 0),
                .strength = query_is_null(q, 1) ? -1 : (int)query_i64(q, 1),
                .viewed = !query_is_null(q, 2),
                .view = (int)query_i64(q, 2),
                .wanted = query_is_null(q, 4) ? -1 : query_i64(q, 4) != 0,
                .cause = kept(a, q, 3),
                .at = place_of(a, q, 5, 6, 7),
            };
        }
        if (s != DONE) break;
        query_again(q);
    }
    query_close(q);
    return s == DONE || s == OK ? OK : s;
}

/* Was the same asked of the same two again later? */
static bool is_old(const struct brief *b, size_t at, bool of_view)
{
    const struct said *x = &b->said[at];
    for (size_t i = at + 1; i < b->said_count; i++) {
        const struct said *y = &b->said[i];
        bool same = y->person == x->person && y->teammate == x->teammate;
        if (same && (of_view ? y->viewed : y->wanted >= 0)) return true;
    }
    return false;
}

static enum status whom(struct brief *b, const struct said *x, struct str *ret, struct err *e)
{
    *ret = STR("all of us");
    return x->all_of_us ? OK : node_name(b->r->st, x->teammate, b->r->a, ret, e);
}

/* Newest first. */
static enum status put_views(struct brief *b, const char *what, bool bad, struct err *e)
{
    enum status s = OK;
    for (size_t i = b->said_count; i-- > 0 && !brief_full(b) && !s;) {
        const struct said *x = &b->said[i];
        struct str of;
        bool fits = x->viewed ? (x->view < 0) == bad && !is_old(b, i, true) : bad && x->cause.len;
        if (!fits) continue;
        s = whom(b, x, &of, e);
        if (s) break;
        struct str fact =
            x->viewed ? str_printf(b->r->a, "view of %.*s: %d of -2 to 2", STR_ARG(of), x->view)
                      : str_printf(b->r->a, "cause, of %.*s", STR_ARG(of));
        struct cell *row = brief_fact(b, what, x->person, fact);
        brief_quote(b, row, x->cause);
        brief_place(b, row, &x->at);
    }
    return s;
}

static enum status put_wishes(struct brief *b, struct err *e)
{
    enum status s = OK;
    for (size_t i = b->said_count; i-- > 0 && !brief_full(b) && !s;) {
        const struct said *x = &b->said[i];
        struct str of;
        if (x->wanted < 0 || is_old(b, i, false)) continue;
        s = whom(b, x, &of, e);
        if (s) break;
        struct cell *row =
            brief_fact(b, "prefers", x->person,
                       str_printf(b->r->a, "%s to know %.*s", x->wanted ? "wants" : "does not want",
                                  STR_ARG(of)));
        brief_place(b, row, &x->at);
    }
    return s;
}

/* ---- dislikes ---- */

static enum status put_opposed(struct brief *b, const struct deed *d, struct err *e)
{
    struct proof p;
    enum status s = proof_load(b->r->st, d->evidence, b->r->a, &p, e);
    if (s) return s;
    struct str text = p.text.len ? p.text : p.title.len ? p.title : p.topic;
    struct cell *row =
        brief_fact(b, "dislikes", d->person,
                   str_printf(b->r->a, "opposed %.*s (%.*s)", STR_ARG(p.to), STR_ARG(p.verb)));
    brief_quote(b, row, text);
    brief_place(b, row, &(struct place){p.at_s, p.source, p.place, p.url});
    return OK;
}

static enum status put_against(struct brief *b, const struct logged *l, struct err *e)
{
    struct str mate;
    enum status s = node_name(b->r->st, l->teammate, b->r->a, &mate, e);
    if (s) return s;
    struct cell *row = brief_fact(b, "dislikes", l->person,
                                  str_printf(b->r->a, "spoke against ours to %.*s (%s)",
                                             STR_ARG(mate), activity_infos[l->kind].name));
    brief_quote(b, row, l->note);
    brief_place(b, row, &l->at);
    return OK;
}

enum status brief_dislikes(struct brief *b, struct err *e)
{
    brief_begin(b);
    enum status s = put_tags(b, "dislikes", TAG_DISLIKE, e);
    if (!s) s = put_views(b, "dislikes", true, e);
    for (size_t i = 0; i < b->logged_count && !brief_full(b) && !s; i++) {
        const struct logged *l = &b->logged[i];
        if (l->against && !str_is(l->by, "us")) s = put_against(b, l, e);
    }
    for (size_t i = 0; i < b->deed_count && !brief_full(b) && !s; i++)
        if (b->deed[i].by_them && b->deed[i].sign < 0) s = put_opposed(b, &b->deed[i], e);
    brief_end(b, "dislikes");
    return s;
}

enum status brief_prefers(struct brief *b, struct err *e)
{
    brief_begin(b);
    enum status s = put_tags(b, "prefers", TAG_PREFERENCE, e);
    if (!s) s = put_wishes(b, e);
    if (!s) s = put_views(b, "prefers", false, e);
    brief_end(b, "prefers");
    return s;
}

/* ---- of ours: decisions, notes, tasks ---- */

/* kind, of what, reason, at */
static enum status put_reasons(struct brief *b, enum sql name, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(b->r->st, name, &q, e);
    if (s) return s;
    for (size_t i = 0; i < b->count && !brief_full(b); i++) {
        query_bind_i64(q, 1, b->person[i]);
        query_bind_i64(q, 2, b->said_before);
        while ((s = query_next(q, e)) == OK && !brief_full(b)) {
            struct str kind = query_str(q, 0);
            struct str mate = query_str(q, 4);
            if (str_is(kind, "clear")) continue;
            struct cell *row = brief_fact(b, "decided", b->person[i],
                                          str_printf(b->r->a, "%.*s%s%.*s", STR_ARG(kind),
                                                     mate.len ? " with " : "", STR_ARG(mate)));
            brief_market(b, row, query_str(q, 1));
            brief_quote(b, row, query_str(q, 2));
            brief_place(b, row,
                        &(struct place){query_time(q, 3), STR("typed"), STR_NONE, STR_NONE});
        }
        if (s != DONE && s != OK) break;
        query_again(q);
        s = OK;
    }
    query_close(q);
    return s;
}

static enum status put_logged(struct brief *b, const struct logged *l, struct err *e)
{
    struct str mate;
    enum status s = node_name(b->r->st, l->teammate, b->r->a, &mate, e);
    if (s) return s;
    struct cell *row =
        brief_fact(b, "noted", l->person,
                   str_printf(b->r->a, "%s by %.*s", activity_infos[l->kind].name, STR_ARG(mate)));
    brief_quote(b, row, l->note);
    brief_place(b, row, &l->at);
    return OK;
}

static enum status put_tasks(struct brief *b, struct err *e)
{
    enum status s = OK;
    brief_begin(b);
    for (size_t i = 0; i < b->count && !brief_full(b) && !s; i++) {
        struct tasks tasks;
        s = tasks_load(b->r->st, 0, b->person[i], b->r->a, &tasks, e);
        for (size_t k = 0; !s && k < tasks.count && !brief_full(b); k++) {
            const struct task *x = &tasks.one[k];
            struct str mate;
            if (x->made_s >= b->said_before) continue;
            s = node_name(b->r->st, x->teammate, b->r->a, &mate, e);
            if (s) break;
            struct str due = time_day(b->r->a, x->due_s);
            struct cell *row = brief_fact(b, "still to do", x->person,
                                          str_printf(b->r->a, "%.*s%s%.*s", STR_ARG(mate),
                                                     due.len ? ", by " : "", STR_ARG(due)));
            brief_quote(b, row, x->text);
            brief_place(b, row, &(struct place){x->made_s, STR("typed"), STR_NONE, STR_NONE});
        }
    }
    return s;
}

enum status brief_notes(struct brief *b, struct err *e)
{
    brief_begin(b);
    enum status s = put_reasons(b, SQL_decisions_of, e);
    if (!s) s = put_reasons(b, SQL_pairings_of, e);
    brief_end(b, "decided");
    brief_begin(b);
    for (size_t i = 0; i < b->logged_count && !brief_full(b) && !s; i++)
        if (b->logged[i].note.len) s = put_logged(b, &b->logged[i], e);
    if (!s) s = put_tags(b, "noted", TAG_NOTE, e);
    brief_end(b, "noted");
    return s ? s : put_tasks(b, e);
}

/* ---- deals ---- */

/* deal, role, organisation, outcome, stage, opened, closed, source, place */
static enum status put_deals(struct brief *b, enum sql name, int64_t person, int64_t of,
                             struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(b->r->st, name, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, of);
    query_bind_i64(q, 2, b->said_before);
    while ((s = query_next(q, e)) == OK && !brief_full(b)) {
        int64_t closed_s = query_time(q, 6);
        bool later = closed_s != TIME_NONE && closed_s >= b->said_before;
        struct str role = query_str(q, 1);
        struct str org = query_str(q, 2);
        struct str outcome = later ? STR("open") : query_str(q, 3);
        struct buf fact = buf_new(b->r->a);
        if (role.len) buf_addf(&fact, "%.*s of ", STR_ARG(role));
        buf_add(&fact, query_str(q, 0));
        if (org.len) buf_addf(&fact, ", %.*s", STR_ARG(org));
        buf_addf(&fact, ": %.*s", STR_ARG(outcome.len ? outcome : STR("outcome unknown")));
        struct cell *row = brief_fact(b, "deal", person, buf_str(&fact));
        struct place at = place_of(b->r->a, q, 5, 7, 8);
        if (!later && closed_s != TIME_NONE) at.at_s = closed_s;
        brief_place(b, row, &at);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status brief_deals(struct brief *b, struct err *e)
{
    enum status s = OK;
    brief_begin(b);
    for (size_t i = 0; i < b->org.count && !brief_full(b) && !s; i++)
        s = put_deals(b, SQL_deals_at, 0, b->org.id[i], e);
    for (size_t i = 0; i < b->count && !b->is_org && !s; i++)
        s = put_deals(b, SQL_deals_of, b->person[i], b->person[i], e);
    brief_end(b, "deal");
    return s;
}
