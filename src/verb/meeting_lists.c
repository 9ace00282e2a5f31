/* meeting_lists.c - verb: who falls between departments, and who is asked too often? */
#include "verb/meeting.h"

#include "find/people.h"

static const struct column team_columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "teammate", NULL, CELL_TEXT, 0, true},
    {"team", "department", NULL, CELL_TEXT, 0, true},
    {"capacity", "capacity", "people", CELL_INT, 0, false},
    {"owns", "owns", "people", CELL_INT, 0, false},
    {"backs_up", "backs up", "people", CELL_INT, 0, false},
    {"overloaded", "overloaded", NULL, CELL_BOOL, 0, false},
    {"remark", "remark", NULL, CELL_TEXT, 0, true},
};

static const struct column person_columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"why", "why", NULL, CELL_TEXT, 0, true},
};

static const struct column change_columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},        {"name", "person", NULL, CELL_TEXT, 0, true},
    {"was", "owner was", NULL, CELL_TEXT, 0, true}, {"now", "is now", NULL, CELL_TEXT, 0, true},
    {"why", "why", NULL, CELL_TEXT, 0, true},
};

static const struct column through_columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"owner", "owner", NULL, CELL_TEXT, 0, true},
    {"through_id", NULL, NULL, CELL_TEXT, 0, false},
    {"through", "through", NULL, CELL_TEXT, 0, true},
    {"colleague", "colleague", NULL, CELL_BOOL, 0, false},
    {"rows_with_person", "with person", "rows", CELL_INT, 0, false},
    {"rows_with_owner", "with owner", "rows", CELL_INT, 0, COLUMN_GOES},
    {"path", "path", NULL, CELL_TEXT, 0, COLUMN_GOES},
};

struct lists {
    struct request *r;
    const struct meeting *m;
    struct table *t;
};

static struct str id_of(const struct lists *l, int64_t node)
{
    return node_public_id(l->r->a, node, 'p');
}

static struct cell *put_person(const struct lists *l, struct table *t, const char *title,
                               size_t person)
{
    t->title = str_of(title);
    struct cell *row = table_row(t);
    row[0] = cell_text(id_of(l, l->m->traits[person].node));
    row[1] = cell_text(l->m->traits[person].name);
    return row;
}

static struct str remark_on(const struct lists *l, const struct traits *mate)
{
    if (mate->policy == ACCEPTED_NO) return STR("policy not accepted");
    if (!mate->capacity) return STR("has no room at all");
    if (mate->training == ACCEPTED_NO) return STR("training open");
    if (mate->policy == ACCEPTED_UNKNOWN && !mate->capacity_said) {
        return str_printf(l->r->a, "capacity not said: %d", CAPACITY_USUAL);
    }
    return STR_NONE;
}

static void put_team(const struct lists *l)
{
    const struct meeting *m = l->m;
    struct table *t = table_more(l->t, "teammates", team_columns, 8);
    t->title = STR("Ours");
    for (size_t i = 0; i < m->team.count; i++) {
        const struct traits *mate = &m->team.one[i];
        int64_t owns = 0;
        for (size_t p = 0; p < m->count; p++)
            owns += m->plan.owner[p] == (int32_t)i;
        struct cell *row = table_row(t);
        row[0] = cell_text(id_of(l, mate->node));
        row[1] = cell_text(mate->name);
        row[2] = cell_text(mate->team);
        row[3] = cell_int(mate->capacity);
        row[4] = cell_int(owns);
        row[5] = cell_int((int64_t)m->plan.held[i] - owns);
        row[6] = cell_bool(m->plan.held[i] > mate->capacity);
        row[7] = cell_text(remark_on(l, mate));
    }
}

static void put_orphans(const struct lists *l)
{
    const struct meeting *m = l->m;
    struct table *t = table_more(l->t, "orphans", person_columns, 3);
    for (size_t p = 0; p < m->count; p++) {
        if (m->plan.owner[p] >= 0) continue;
        struct cell *row = put_person(l, t, "Nobody's", p);
        row[2] = cell_text(meeting_orphan(l->r->a, m, p));
    }
}

static enum status name_of(const struct lists *l, int64_t node, struct str *ret, struct err *e)
{
    *ret = STR_NONE;
    return node ? node_name(l->r->st, node, l->r->a, ret, e) : OK;
}

static enum status put_changes(const struct lists *l, struct err *e)
{
    const struct meeting *m = l->m;
    struct table *t = table_more(l->t, "changes", change_columns, 5);
    enum status s = OK;
    const char *title = "What changes against the last plan";
    for (size_t p = 0; p < m->count && !s; p++) {
        const struct plan_pair *was = plan_of(&m->last, m->traits[p].node);
        const struct traits *now = meeting_mate(m, m->plan.owner[p]);
        struct str why = meeting_change(l->r->a, m, p);
        struct str before = STR_NONE;
        if (!why.p) continue;
        s = name_of(l, was ? was->owner : 0, &before, e);
        struct cell *row = put_person(l, t, title, p);
        row[2] = cell_text(before);
        if (now) row[3] = cell_text(now->name);
        row[4] = cell_text(why);
    }
    for (size_t i = 0; i < m->last.count && !s; i++) {
        const struct plan_pair *was = &m->last.pair[i];
        struct str name;
        struct str before;
        size_t p = 0;
        while (p < m->count && m->traits[p].node != was->person)
            p++;
        if (p < m->count) continue;
        s = name_of(l, was->person, &name, e);
        if (!s) s = name_of(l, was->owner, &before, e);
        if (s) break;
        t->title = str_of(title);
        struct cell *row = table_row(t);
        row[0] = cell_text(id_of(l, was->person));
        row[1] = cell_text(name);
        row[2] = cell_text(before);
        row[4] = cell_text(STR("is not among the chosen any more"));
    }
    return s;
}

/* In a sentence that can be sent on, with what it rests on. */
static struct str path_of(const struct lists *l, const struct cell *row, const struct through *x)
{
    struct arena *a = l->r->a;
    struct str ours =
        x->colleague ? STR("a colleague")
                     : str_printf(a, "%u row%s between them", x->ours, x->ours == 1 ? "" : "s");
    return str_printf(a, "%.*s → %.*s (%.*s) → %.*s (%u row%s between them)", STR_ARG(row[2].text),
                      STR_ARG(row[4].text), STR_ARG(ours), STR_ARG(row[1].text), x->theirs,
                      x->theirs == 1 ? "" : "s");
}

static enum status put_throughs(const struct lists *l, struct err *e)
{
    const struct meeting *m = l->m;
    struct table *t = table_more(l->t, "introductions", through_columns, 9);
    enum status s = OK;
    for (size_t p = 0; p < m->count && !s; p++) {
        int32_t owner = m->plan.owner[p];
        if (owner < 0) continue;
        if (known_at_all(&m->known.pair[p * m->team.count + (size_t)owner])) continue;
        struct through x = known_through(&m->known, &m->team, p, (size_t)owner);
        struct str name;
        if (!x.node) continue;
        s = name_of(l, x.node, &name, e);
        if (s) break;
        struct cell *row = put_person(l, t, "Who can introduce", p);
        row[2] = cell_text(meeting_mate(m, owner)->name);
        row[3] = cell_text(id_of(l, x.node));
        row[4] = cell_text(name);
        row[5] = cell_bool(x.colleague);
        row[6] = cell_int(x.theirs);
        if (!x.colleague) row[7] = cell_int(x.ours);
        row[8] = cell_text(path_of(l, row, &x));
    }
    return s;
}

struct contacts { /* of all of ours with one person */
    int64_t last_s, reached_s;
    size_t lately; /* of ours who reached them within CONTACTS_DAYS */
};

static struct contacts contacts_of(const struct meeting *m, size_t person)
{
    struct contacts c = {TIME_NONE, TIME_NONE, 0};
    for (size_t i = 0; i < m->team.count; i++) {
        const struct known *k = &m->known.pair[person * m->team.count + i];
        c.last_s = k->last_s > c.last_s ? k->last_s : c.last_s;
        c.reached_s = k->reached_s > c.reached_s ? k->reached_s : c.reached_s;
        if (k->reached_s == TIME_NONE || m->now_s == TIME_NONE) continue;
        c.lately += k->reached_s > m->now_s - (int64_t)CONTACTS_DAYS * DAY_S;
    }
    return c;
}

static void put_contacts(const struct lists *l)
{
    const struct meeting *m = l->m;
    struct arena *a = l->r->a;
    struct table *neglected = table_more(l->t, "neglected", person_columns, 3);
    struct table *over = table_more(l->t, "over_contacted", person_columns, 3);
    struct table *wanting = table_more(l->t, "wants_to_know_us", person_columns, 3);
    for (size_t p = 0; p < m->count; p++) {
        struct contacts c = contacts_of(m, p);
        struct wish_said w = m->known.wants[p];
        int64_t level = m->person[p].first ? FIRST_DAYS : OTHERS_DAYS;
        if (c.reached_s != TIME_NONE && m->now_s - c.reached_s > level * DAY_S) {
            struct cell *row = put_person(l, neglected, "Neglected", p);
            row[2] = cell_text(str_printf(a, "ours last spoke to them %lld days ago; want %lld",
                                          (long long)((m->now_s - c.reached_s) / DAY_S),
                                          (long long)level));
        }
        if (c.lately > CONTACTS_MOST) {
            struct cell *row = put_person(l, over, "Several of ours at once", p);
            row[2] =
                cell_text(str_printf(a, "%zu of ours within %d days", c.lately, CONTACTS_DAYS));
        }
        if (w.wanted == 1 && (c.reached_s == TIME_NONE || c.reached_s < w.at_s)) {
            struct cell *row = put_person(l, wanting, "Want to know us, and nobody called", p);
            struct str day = time_day(a, w.at_s);
            row[2] = cell_text(day.len ? str_printf(a, "said so on %.*s", STR_ARG(day))
                                       : STR("said so"));
        }
    }
}

enum status meeting_lists(struct request *r, const struct meeting *m, struct table *t,
                          struct err *e)
{
    struct lists l = {r, m, t};
    put_team(&l);
    put_orphans(&l);
    enum status s = put_changes(&l, e);
    if (!s) s = put_throughs(&l, e);
    put_contacts(&l);
    return s;
}
