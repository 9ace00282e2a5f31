/* brief_known.c - verb: when did ours and somebody last meet, and who of ours knows them? */
#include "verb/brief.h"

#include "base/activity.h"
#include "base/time.h"
#include "connect/seen.h"
#include "store/query.h"

#include <stdlib.h>

static int newest_first(const void *a, const void *b)
{
    const struct deed *x = a;
    const struct deed *y = b;
    if (x->at_s != y->at_s) return x->at_s > y->at_s ? -1 : 1;
    return x->evidence > y->evidence ? -1 : x->evidence < y->evidence;
}

static bool of_team(const struct brief *b, int64_t node)
{
    return team_find(&b->known.team, node) < b->known.team.count;
}

/* What others than ours did towards them is not asked for here. */
static enum status read_deeds(struct brief *b, enum sql name, int64_t person, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(b->r->st, name, &q, e);
    if (s) return s;
    bool by_them = name == SQL_heeds_of;
    query_bind_i64(q, 1, person);
    query_bind_i64(q, 2, b->seen_before);
    while ((s = query_next(q, e)) == OK) {
        int64_t other = nodes_behind(&b->nodes, query_i64(q, 3));
        int64_t verb = query_i64(q, 2);
        bool known = verb > VERB_NONE && verb < VERB_COUNT && verb != VERB_CLAIMED;
        if (!known || other == person || (!by_them && !of_team(b, other))) continue;
        b->deed = arena_more(b->r->a, b->deed, b->deed_count, sizeof *b->deed);
        b->deed[b->deed_count++] = (struct deed){
            .evidence = query_i64(q, 0),
            .at_s = query_i64(q, 1),
            .person = person,
            .other = other,
            .topic = query_i64(q, 5),
            .doc = query_i64(q, 6),
            .channel = str_c(b->r->a, query_str(q, 7)),
            .verb = (uint8_t)verb,
            .sign = (int8_t)query_i64(q, 4),
            .by_them = by_them,
        };
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status read_logged(struct brief *b, int64_t person, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(b->r->st, SQL_logged_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, person);
    query_bind_i64(q, 2, b->said_before);
    while ((s = query_next(q, e)) == OK) {
        struct arena *a = b->r->a;
        int64_t kind = query_i64(q, 1);
        if (kind <= ACTIVITY_NONE || kind >= ACTIVITY_COUNT) continue;
        b->logged = arena_more(a, b->logged, b->logged_count, sizeof *b->logged);
        b->logged[b->logged_count++] = (struct logged){
            .person = person,
            .teammate = nodes_behind(&b->nodes, query_i64(q, 2)),
            .kind = (enum activity_kind)kind,
            .by = str_copy(a, query_str(q, 3)),
            .against = query_i64(q, 4) != 0,
            .note = str_copy(a, query_str(q, 5)),
            .at = {query_time(q, 0), str_copy(a, query_str(q, 7)), str_copy(a, query_str(q, 8)),
                   str_copy(a, query_str(q, 6))},
        };
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status brief_deeds(struct brief *b, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < b->count && !s; i++) {
        s = read_deeds(b, SQL_heeds_of, b->person[i], e);
        if (!s) s = read_deeds(b, SQL_heeded_of, b->person[i], e);
        if (!s) s = read_logged(b, b->person[i], e);
    }
    if (b->deed_count) qsort(b->deed, b->deed_count, sizeof *b->deed, newest_first);
    return s;
}

/* ---- last contact ---- */

/* The latest by ours, by them, or by anybody; of one moment what was logged. */
struct touch {
    const struct deed *deed;
    const struct logged *logged;
};
enum of_side { OF_ANYBODY, OF_OURS, OF_THEM };

static bool is_by(enum of_side side, bool ours, bool theirs)
{
    return side == OF_ANYBODY || (side == OF_OURS ? ours : theirs);
}

static struct touch touch_of(const struct brief *b, enum of_side side)
{
    struct touch t = {0};
    for (size_t i = 0; i < b->deed_count && !t.deed; i++) { /* newest first */
        const struct deed *d = &b->deed[i];
        bool both = d->verb == VERB_MET;
        bool contact = verb_is_contact((enum verb_kind)d->verb) && of_team(b, d->other);
        if (contact && is_by(side, both || !d->by_them, both || d->by_them)) t.deed = d;
    }
    for (size_t i = 0; i < b->logged_count; i++) {
        const struct logged *l = &b->logged[i];
        bool both = str_is(l->by, "both");
        bool by = is_by(side, both || str_is(l->by, "us"), both || str_is(l->by, "them"));
        if (!activity_infos[l->kind].contact || !by) continue;
        if (!t.logged || l->at.at_s > t.logged->at.at_s) t.logged = l;
    }
    if (t.deed && t.logged && t.logged->at.at_s < t.deed->at_s) t.logged = NULL;
    if (t.logged) t.deed = NULL;
    return t;
}

static bool touch_both(const struct touch *t)
{
    return t->logged ? str_is(t->logged->by, "both") : t->deed && t->deed->verb == VERB_MET;
}

static bool touch_theirs(const struct touch *t)
{
    return t->logged ? str_is(t->logged->by, "them") : t->deed && t->deed->by_them;
}

static enum status put_touch(struct brief *b, const char *what, const struct touch *t,
                             struct err *e)
{
    struct proof p = {0};
    struct str mate;
    const struct logged *l = t->logged;
    enum status s = node_name(b->r->st, l ? l->teammate : t->deed->other, b->r->a, &mate, e);
    if (!s && !l) s = proof_load(b->r->st, t->deed->evidence, b->r->a, &p, e);
    if (s) return s;
    const char *by = touch_both(t) ? "both" : touch_theirs(t) ? "them" : "us";
    const char *how = l ? activity_infos[l->kind].name : verb_infos[t->deed->verb].name;
    struct cell *row = brief_fact(b, what, l ? l->person : t->deed->person,
                                  str_printf(b->r->a, "%s, by %s: %.*s", how, by, STR_ARG(mate)));
    brief_quote(b, row, l ? l->note : p.title.len ? p.title : p.text.len ? p.text : p.topic);
    struct place at = {p.at_s, p.source, p.place, p.url};
    brief_place(b, row, l ? &l->at : &at);
    return OK;
}

enum status brief_contacts(struct brief *b, struct err *e)
{
    struct touch last = touch_of(b, OF_ANYBODY);
    brief_begin(b);
    if (!last.deed && !last.logged) {
        brief_end(b, "last contact");
        return OK;
    }
    enum status s = put_touch(b, "last contact", &last, e);
    if (s || touch_both(&last)) return s;
    bool theirs = touch_theirs(&last);
    struct touch other = touch_of(b, theirs ? OF_OURS : OF_THEM);
    const char *what = theirs ? "last of ours" : "last of theirs";
    brief_begin(b);
    if (other.deed || other.logged) s = put_touch(b, what, &other, e);
    brief_end(b, what);
    return s;
}

/* ---- who of ours ---- */

struct mate { /* one of ours and one of them */
    size_t person, mate;
    int tie;
    uint32_t rows;
};

static int closest_first(const void *a, const void *b)
{
    const struct mate *x = a;
    const struct mate *y = b;
    if (x->tie != y->tie) return x->tie > y->tie ? -1 : 1;
    if (x->rows != y->rows) return x->rows > y->rows ? -1 : 1;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    return x->mate < y->mate ? -1 : x->mate > y->mate;
}

static const struct seen_pair *pair_of(const struct seen *seen, int64_t person, int64_t teammate)
{
    for (size_t i = 0; i < seen->count; i++) {
        const struct seen_pair *p = &seen->pair[i];
        if (p->person == person && p->teammate == teammate) return p;
    }
    return NULL;
}

/* Where it stands: the newest word on the two, else evidence between them, else what was logged. */
static enum status mate_place(struct brief *b, int64_t person, int64_t teammate, struct place *ret,
                              struct err *e)
{
    for (size_t i = b->said_count; i-- > 0;) { /* oldest first */
        const struct said *x = &b->said[i];
        if (x->person != person || x->teammate != teammate || x->strength < 0) continue;
        *ret = x->at;
        return OK;
    }
    for (size_t i = 0; i < b->deed_count; i++) {
        struct proof p;
        const struct deed *d = &b->deed[i];
        if (d->person != person || d->other != teammate) continue;
        enum status s = proof_load(b->r->st, d->evidence, b->r->a, &p, e);
        if (!s) *ret = (struct place){p.at_s, p.source, p.place, p.url};
        return s;
    }
    for (size_t i = 0; i < b->logged_count; i++) {
        const struct logged *l = &b->logged[i];
        if (l->person != person || l->teammate != teammate) continue;
        *ret = l->at;
        return OK;
    }
    return OK;
}

static enum status put_mate(struct brief *b, const struct mate *m, const struct seen *seen,
                            struct err *e)
{
    const struct traits *mate = &b->known.team.one[m->mate];
    int64_t person = b->person[m->person];
    const struct seen_pair *pair = pair_of(seen, person, mate->node);
    struct place at = {.at_s = TIME_NONE};
    enum status s = mate_place(b, person, mate->node, &at, e);
    if (s) return s;
    struct buf fact = buf_new(b->r->a);
    struct str words = acquaint_words(b->r->a, &b->known, m->person, m->mate);
    buf_addf(&fact, "%.*s: %.*s", STR_ARG(mate->name), STR_ARG(words));
    if (pair && pair->count) {
        buf_addf(&fact, "; %s: %.*s", stage_names[pair->tie.stage], STR_ARG(pair->tie.reason));
    }
    struct cell *row = brief_fact(b, "of ours", person, buf_str(&fact));
    int64_t last_s = acquaint_known(&b->known, m->person, m->mate)->last_s;
    if (m->rows) brief_count(row, m->rows);
    if (last_s > at.at_s) at.at_s = last_s;
    brief_place(b, row, &at);
    return OK;
}

static enum status load_seen(struct brief *b, struct seen *ret, struct err *e)
{
    struct node_set people = {b->person, b->count};
    struct seen_ask ask = {0};
    enum status s = seen_when(b->r->st, b->until_s, &ask, e);
    ask.team = &b->known.team;
    ask.people = &people;
    return s ? s : seen_load(b->r->st, &ask, b->r->a, ret, e);
}

static enum status put_vias(struct brief *b, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < b->count && !brief_full(b) && !s; i++) {
        struct via via = acquaint_via(&b->known, i);
        struct str name;
        if (!via.through.node) continue;
        s = node_name(b->r->st, via.through.node, b->r->a, &name, e);
        if (s) break;
        const struct traits *mate = &b->known.team.one[via.mate];
        struct cell *row = brief_fact(
            b, "introduction", b->person[i],
            str_printf(b->r->a, "%.*s, whom %.*s knows", STR_ARG(name), STR_ARG(mate->name)));
        brief_count(row, via.through.theirs);
        struct place at = {.at_s = TIME_NONE};
        s = mate_place(b, b->person[i], via.through.node, &at, e);
        brief_place(b, row, &at);
    }
    return s;
}

enum status brief_mates(struct brief *b, struct err *e)
{
    struct mate *mate = NULL;
    size_t count = 0;
    struct seen seen = {0};
    for (size_t i = 0; i < b->count; i++) {
        size_t n = 0;
        const size_t *order = acquaint_order(&b->known, i, b->r->a, &n);
        for (size_t k = 0; k < n; k++) {
            mate = arena_more(b->r->a, mate, count, sizeof *mate);
            mate[count++] =
                (struct mate){i, order[k], tie_percent(acquaint_known(&b->known, i, order[k])),
                              acquaint_count(&b->known, i, order[k])};
        }
    }
    if (count) qsort(mate, count, sizeof *mate, closest_first);
    enum status s = count ? load_seen(b, &seen, e) : OK;
    brief_begin(b);
    for (size_t i = 0; i < count && !brief_full(b) && !s; i++)
        s = put_mate(b, &mate[i], &seen, e);
    brief_end(b, "of ours");
    if (s || count) return s;
    brief_begin(b);
    s = put_vias(b, e);
    brief_end(b, "introduction");
    return s;
}
