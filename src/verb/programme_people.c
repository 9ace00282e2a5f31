/* programme_people.c - verb: who is meant, who is in, how far, and who is to be looked at again? */
#include "base/time.h"
#include "find/people.h"
#include "store/query.h"
#include "verb/programme.h"
#include "verb/remark.h"

enum { YEAR_DAYS = 365 };

static enum status shown(struct programme_asked *p, struct str lead, struct table **ret,
                         struct err *e)
{
    enum status s = programme_show(p, ret, e);
    if (!s) table_lead(*ret, "%.*s", STR_ARG(lead));
    return s;
}

/* ---- criteria ---- */

static enum status read_stage(struct request *r, struct str word, enum stage *ret, struct err *e)
{
    *ret = stage_read(word);
    if (*ret != STAGE_NONE) return OK;
    const char *near = near_word(word, stage_words + STAGE_FOUND);
    (void)r;
    if (near) {
        return err_set(e, BAD_USAGE, "'%.*s' is no stage; did you mean '%s'?", STR_ARG(word), near);
    }
    return err_set(e, BAD_USAGE, "'%.*s' is no stage; want found, thanked, engaged or left",
                   STR_ARG(word));
}

enum status programme_criteria(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct request *r = p->r;
    enum stage stage = STAGE_NONE;
    struct entry x;
    struct node_set set = {0};
    if (r->word_count != 3) {
        return err_set(e, BAD_USAGE, "criteria wants NAME 'QUERY', a people query; see help query");
    }
    enum status s = programme_entry(p, "criteria", NULL, &x, e);
    if (!s && request_has(r, "stage")) s = read_stage(r, request_value(r, "stage"), &stage, e);
    if (!s && stage == STAGE_LEFT) {
        s = err_set(e, BAD_USAGE, "nobody leaves 'left'; want --stage found, thanked or engaged");
    }
    if (!s) s = people_find(r->st, r->word[2], r->a, &set, e);
    if (s) return s;
    x.word = str_of(stage_words[stage]);
    x.text = r->word[2];
    s = programme_write(p, &x, NULL, e);
    struct str lead =
        str_printf(r->a, "%zu people fit '%.*s' now.", set.count, STR_ARG(r->word[2]));
    if (!s) s = shown(p, lead, ret, e);
    return s ? s : people_remarked(r, r->word[2], *ret, &set, e);
}

enum status programme_fits(struct programme_asked *p, const char *stage, int64_t node, int *ret,
                           struct str *ret_query, struct err *e)
{
    struct node_set set;
    const struct entry *x = entry_newest(&p->entries, "criteria", stage);
    *ret = -1;
    *ret_query = x ? x->text : STR_NONE;
    if (!x) return OK;
    enum status s = people_find(p->r->st, x->text, p->r->a, &set, e);
    if (!s) *ret = node_set_has(&set, node);
    return s;
}

/* "They fit the criteria 'tag:x'." */
static enum status fit_said(struct programme_asked *p, const char *stage, int64_t node,
                            struct str *ret, struct err *e)
{
    int fits = 0;
    struct str query;
    enum status s = programme_fits(p, stage, node, &fits, &query, e);
    *ret = STR("");
    if (s || fits < 0) return s;
    *ret = str_printf(
        p->r->a, fits ? " They fit '%.*s'." : " They do not fit '%.*s'; that was yours to decide.",
        STR_ARG(query));
    return OK;
}

/* ---- nominate, admit, refuse ---- */

/* A member to be; nobody is nominated twice. */
static enum status new_member(struct programme_asked *p, struct str word, struct member *ret,
                              struct err *e)
{
    struct str words[] = {p->r->word[0], p->r->word[1], word};
    struct request one = *p->r;
    struct programme_asked asked = *p;
    one.word = words;
    asked.r = &one;
    *ret = (struct member){0};
    enum status s = programme_person(&asked, &ret->node, &ret->account, e);
    const struct member *there = s ? NULL : member_of(&p->members, ret->node);
    if (s || !there || there->refused) return s;
    return err_set(e, BAD_INPUT, "'%.*s' is nominated already", STR_ARG(word));
}

/* All of "p12,p40", or one of any name; who is there already is no fault of a whole set. */
static enum status new_members(struct programme_asked *p, struct member **ret, size_t *ret_count,
                               struct err *e)
{
    struct found_people who;
    if (p->r->word_count < 3) return err_set(e, BAD_USAGE, "nominate wants NAME PERSON");
    enum status s = persons_find(p->r->st, p->r->word[2], p->r->a, &who, e);
    if (s) return s;
    *ret = arena_new(p->r->a, struct member, who.count);
    *ret_count = 0;
    for (size_t i = 0; i < who.count; i++) {
        struct str id = str_printf(p->r->a, "p%lld", (long long)who.one[i]);
        s = new_member(p, who.count == 1 ? p->r->word[2] : id, *ret + *ret_count, e);
        if (s && (s != BAD_INPUT || who.count == 1)) return s;
        *ret_count += s == OK;
    }
    return *ret_count ? OK : err_set(e, BAD_INPUT, "all of them are nominated already");
}

enum status programme_nominate(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct entry x;
    struct member *m = NULL;
    size_t count = 0;
    struct str reason;
    struct str fit = STR("");
    enum status s = programme_text(p->r, "reason", "a nomination has a reason", &reason, e);
    if (!s) s = new_members(p, &m, &count, e);
    for (size_t i = 0; i < count && !s; i++) {
        s = programme_entry(p, "nominate", &m[i], &x, e);
        if (!s) x.text = reason;
        if (!s) s = programme_write(p, &x, NULL, e);
    }
    if (!s && count == 1) s = fit_said(p, "", m->node, &fit, e);
    if (s) return s;
    if (count == 1) return shown(p, str_printf(p->r->a, "Nominated.%.*s", STR_ARG(fit)), ret, e);
    return shown(p, str_printf(p->r->a, "%zu nominated.", count), ret, e);
}

enum status programme_decide(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct request *r = p->r;
    struct entry x;
    int64_t node = 0;
    int64_t account = 0;
    struct str reason;
    struct str fit;
    bool admits = str_is(r->word[0], "admit");
    enum status s =
        programme_text(r, "reason", "who is admitted or refused is told why", &reason, e);
    if (!s) s = programme_person(p, &node, &account, e);
    if (s) return s;
    const struct member *m = member_of(&p->members, node);
    if (!m) {
        return err_set(e, BAD_INPUT,
                       "'%.*s' is not nominated; first: kith programme nominate %.*s p%lld "
                       "--reason TEXT",
                       STR_ARG(r->word[2]), STR_ARG(shell_word(r->a, p->programme.name)),
                       (long long)node);
    }
    if (admits ? m->admitted : m->refused) {
        return err_set(e, BAD_INPUT, "'%.*s' is %s already", STR_ARG(r->word[2]),
                       admits ? "admitted" : "refused");
    }
    s = programme_entry(p, admits ? "admit" : "refuse", m, &x, e);
    if (s) return s;
    x.text = reason;
    s = programme_write(p, &x, NULL, e);
    if (!s) s = fit_said(p, "", node, &fit, e);
    if (s) return s;
    return shown(p, str_printf(r->a, "%s.%.*s", admits ? "Admitted" : "Refused", STR_ARG(fit)), ret,
                 e);
}

/* ---- stages ---- */

enum status programme_stage(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct request *r = p->r;
    struct member *m = NULL;
    struct entry x;
    enum stage stage = STAGE_NONE;
    struct str reason;
    struct str fit;
    if (r->word_count != 4) {
        return err_set(e, BAD_USAGE, "stage wants NAME PERSON found|thanked|engaged|left");
    }
    enum status s = programme_text(r, "reason", "a stage is kept with its reason", &reason, e);
    if (!s) s = programme_member(p, &m, e);
    if (!s) s = read_stage(r, r->word[3], &stage, e);
    if (!s && stage == m->stage) {
        s = err_set(e, BAD_INPUT, "'%.*s' is at %s already", STR_ARG(r->word[2]),
                    stage_words[stage]);
    }
    if (!s) s = programme_entry(p, "stage", m, &x, e);
    if (s) return s;
    if (x.at_s < m->stage_since_s) {
        return err_set(e, BAD_INPUT, "they have been at %s since %.*s; --at before that is no move",
                       stage_words[m->stage], STR_ARG(time_day(r->a, m->stage_since_s)));
    }
    const char *before = stage_words[m->stage];
    bool skips = stage == STAGE_ENGAGED && m->stage == STAGE_FOUND;
    int64_t node = m->node;
    const struct lot_place *drawn = lot_place_of(&p->lot, node);
    bool broken = stage == STAGE_ENGAGED && drawn && !drawn->engages;
    x.word = str_of(stage_words[stage]);
    x.text = reason;
    s = programme_write(p, &x, NULL, e);
    if (!s) s = fit_said(p, before, node, &fit, e);
    if (!s) {
        s = shown(p,
                  str_printf(r->a, "From %s to %s.%s%s%.*s", before, stage_words[stage],
                             skips ? " They were not thanked." : "",
                             broken ? " They were drawn to be held out: what comes of it now says "
                                      "less."
                                    : "",
                             STR_ARG(fit)),
                  ret, e);
    }
    return s;
}

/* ---- the yearly review ---- */

static const struct column review_columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"stage", "stage", NULL, CELL_TEXT, 0, false},
    {"reviewed_at", "since", "UTC", CELL_TIME, 0, false},
    {"due", "due", NULL, CELL_BOOL, 0, false},
    {"days_overdue", "overdue", "days", CELL_INT, 0, false},
    {"heeded", "heeded", "times", CELL_INT, 0, false},
    {"said", "said", "docs", CELL_INT, 0, false},
    {"contacts", "contacts", NULL, CELL_INT, 0, false},
    {"thanks", "thanks", NULL, CELL_INT, 0, false},
    {"feedback", "feedback", NULL, CELL_INT, 0, false},
};

static void count_since(const struct programme_asked *p, const struct member *m, struct cell *row)
{
    int64_t thanks = 0;
    int64_t feedback = 0;
    for (size_t i = 0; i < p->entries.count; i++) {
        const struct entry *x = &p->entries.one[i];
        if (x->node != m->node || x->at_s < m->reviewed_at_s) continue;
        thanks += str_is(x->kind, "thank");
        feedback += str_is(x->kind, "feedback");
    }
    row[9] = cell_int(thanks);
    row[10] = cell_int(feedback);
}

static enum status put_since(struct programme_asked *p, const struct member *m, struct cell *row,
                             struct err *e)
{
    struct query *q = NULL;
    struct str name;
    int64_t late = (p->now_s - m->reviewed_at_s) / DAY_S - YEAR_DAYS;
    enum status s = node_name(p->r->st, m->node, p->r->a, &name, e);
    if (!s) s = query_open(p->r->st, SQL_programme_since, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, m->node);
    query_bind_i64(q, 2, m->reviewed_at_s);
    s = query_next(q, e);
    if (!s) {
        row[0] = cell_text(node_public_id(p->r->a, m->node, 'p'));
        row[1] = cell_text(name);
        row[2] = cell_text(str_of(stage_words[m->stage]));
        row[3] = cell_time(m->reviewed_at_s);
        row[4] = cell_bool(late >= 0);
        if (late >= 0) row[5] = cell_int(late);
        row[6] = cell_int(query_i64(q, 0));
        row[7] = cell_int(query_i64(q, 1));
        row[8] = cell_int(query_i64(q, 2));
        count_since(p, m, row);
    }
    query_close(q);
    return s;
}

static enum status review_list(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct request *r = p->r;
    size_t due = 0;
    size_t members = 0;
    struct table *t = table_new(r->a, "programme", review_columns,
                                sizeof review_columns / sizeof *review_columns);
    programme_facts(t, p, programme_written(p), STR_NONE);
    enum status s = OK;
    for (int late = 1; late >= 0 && !s; late--) { /* who is due before who is not */
        for (size_t i = 0; i < p->members.count && !s; i++) {
            const struct member *m = &p->members.one[i];
            bool is_due = m->admitted && p->now_s - m->reviewed_at_s >= YEAR_DAYS * (int64_t)DAY_S;
            if (!m->admitted || m->stage == STAGE_LEFT || is_due != (late == 1)) continue;
            members++;
            due += is_due;
            s = put_since(p, m, table_row(t), e);
        }
    }
    table_fact(t, "due", NULL, cell_int((int64_t)due), 0);
    table_lead(t, "%zu of %zu members are due: their last review, or admission, is a year ago.",
               due, members);
    t->empty = STR("There are no members to review.");
    table_note(t,
               "What happened since is counted from that day on. To keep one or part with "
               "honour: %.*s",
               STR_ARG(request_next(r, "programme review %.*s PERSON keep|leave --reason TEXT",
                                    STR_ARG(shell_word(r->a, p->programme.name)))));
    *ret = t;
    return s;
}

/* One who leaves moves to the stage, by an entry that goes with the review. */
static enum status review_write(struct programme_asked *p, struct entry *x, bool leaves,
                                struct err *e)
{
    struct store *st = p->r->st;
    int64_t id = 0;
    enum status s = store_begin(st, e);
    if (s) return s;
    s = entry_add(st, p->programme.id, x, &id, e);
    if (!s && leaves) {
        x->kind = STR("stage");
        x->word = STR("left");
        x->ref = id;
        s = entry_add(st, p->programme.id, x, NULL, e);
    }
    if (!s) s = store_commit(st, e);
    if (s) store_rollback(st);
    return s ? s : programme_again(p, e);
}

enum status programme_review(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct request *r = p->r;
    struct member *m = NULL;
    struct entry x;
    struct str reason;
    if (r->word_count == 2) return review_list(p, ret, e);
    bool leaves = r->word_count == 4 && str_is(r->word[3], "leave");
    if (!leaves && (r->word_count != 4 || !str_is(r->word[3], "keep"))) {
        return err_set(e, BAD_USAGE, "review wants NAME, or NAME PERSON keep or leave");
    }
    enum status s = programme_text(r, "reason", "a review is kept with its reason", &reason, e);
    if (!s) s = programme_member(p, &m, e);
    if (!s && m->stage == STAGE_LEFT) {
        s = err_set(e, BAD_INPUT, "'%.*s' has left already", STR_ARG(r->word[2]));
    }
    if (!s) s = programme_entry(p, "review", m, &x, e);
    if (s) return s;
    x.word = r->word[3];
    x.text = reason;
    s = review_write(p, &x, leaves, e);
    return s ? s
             : shown(p,
                     leaves ? STR("Reviewed: they leave with honour.")
                            : STR("Reviewed: they stay."),
                     ret, e);
}
