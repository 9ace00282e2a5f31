/* keep_answer.c - listen: what does one answer to a survey become? */
#include "base/time.h"
#include "listen/handle.h"
#include "listen/keep.h"
#include "listen/survey.h"

static void bind_text(struct query *q, int at, struct str s)
{
    query_bind_str(q, at, s.len ? s : STR_NONE);
}

/* The id under a key of k->surveys, or what `find` says, remembered; *ret 0 when it is not there.
 */
static enum status known(struct keep *k, struct str key, enum sql find, int64_t within,
                         struct str name, int64_t *ret, struct err *e)
{
    int64_t *at = map_get(&k->surveys, key);
    *ret = at ? *at : 0;
    if (at) return OK;
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, find, &q, e);
    if (s) return s;
    query_bind_str(q, 1, name);
    if (within) query_bind_i64(q, 2, within);
    s = query_one_i64(q, ret, e);
    if (!s) (void)map_put(&k->surveys, key, *ret, NULL);
    if (s == NOT_FOUND) *ret = 0;
    return s == NOT_FOUND ? OK : s;
}

static enum status survey_of(struct keep *k, struct str name, int64_t *ret, struct err *e)
{
    struct query *q = NULL;
    struct str folded = name_key(&k->scratch, name);
    struct str key = str_printf(&k->scratch, "s %.*s", STR_ARG(folded));
    enum status s = known(k, key, SQL_survey_by_key, 0, folded, ret, e);
    if (s || *ret) return s;
    s = stmts_use(&k->stmts, SQL_survey_add, &q, e);
    if (s) return s;
    query_bind_str(q, 1, folded);
    query_bind_str(q, 2, name);
    query_bind_i64(q, 3, k->source);
    s = query_run(q, e);
    *ret = store_last_id(k->st);
    if (!s) (void)map_put(&k->surveys, key, *ret, NULL);
    return s;
}

/* A kind that is said later is taken; one that is said already holds. */
static enum status question_of(struct keep *k, int64_t survey, const struct answer_row *row,
                               int64_t *ret, struct err *e)
{
    struct query *q = NULL;
    struct str key = str_printf(&k->scratch, "q %lld %d %.*s", (long long)survey, (int)row->kind,
                                STR_ARG(row->question));
    int64_t *at = map_get(&k->surveys, key);
    *ret = at ? *at : 0;
    if (at) return OK;
    enum status s = stmts_use(&k->stmts, SQL_question_put, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, survey);
    query_bind_str(q, 2, row->question);
    bind_text(q, 3, row->text);
    bind_text(q, 4, str_of(question_kind_name(row->kind)));
    s = query_run(q, e);
    if (!s) s = stmts_use(&k->stmts, SQL_question_by_key, &q, e);
    if (s) return s;
    query_bind_str(q, 1, row->question);
    query_bind_i64(q, 2, survey);
    s = query_one_i64(q, ret, e);
    if (!s) (void)map_put(&k->surveys, key, *ret, NULL);
    return s;
}

/* What this wave asks, in its words; of a form also where, and what it offers. */
static enum status asked_put(struct keep *k, int64_t question, const struct answer_row *row,
                             struct err *e)
{
    struct query *q = NULL;
    bool fresh = false;
    struct str wave = row->wave.len ? row->wave : STR("");
    struct str key = str_printf(&k->scratch, "a %lld %d %u %.*s", (long long)question,
                                (int)row->kind, row->place, STR_ARG(wave));
    (void)map_put(&k->surveys, key, 1, &fresh);
    if (!fresh) return OK;
    enum status s = stmts_use(&k->stmts, SQL_asked_put, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, question);
    query_bind_str(q, 2, wave);
    query_bind_i64(q, 3, row->place);
    bind_text(q, 4, row->text);
    bind_text(q, 5, str_of(question_kind_name(row->kind)));
    s = query_run(q, e);
    if (s || !row->offered || !row->item.len) return s;
    s = stmts_use(&k->stmts, SQL_asked_option_put, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, question);
    query_bind_str(q, 2, wave);
    query_bind_str(q, 3, row->item);
    query_bind_i64(q, 4, row->place);
    return query_run(q, e);
}

static enum status keep_offered(struct keep *k, const struct answer_row *row, struct err *e)
{
    int64_t survey = 0;
    int64_t question = 0;
    enum status s = survey_of(k, row->survey, &survey, e);
    if (!s) s = question_of(k, survey, row, &question, e);
    return s ? s : asked_put(k, question, row, e);
}

struct said { /* by whom, in which survey, where it stands */
    struct account who;
    int64_t survey;
    struct str place;
};

static enum status response_of(struct keep *k, const struct said *x, const struct answer_row *row,
                               int64_t *ret, bool *ret_new, struct err *e)
{
    struct query *q = NULL;
    int64_t at_s = keep_time(k, row->at_s);
    enum status s = stmts_use(&k->stmts, SQL_response_put, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, x->survey);
    query_bind_str(q, 2, row->wave.len ? row->wave : STR(""));
    query_bind_i64(q, 3, x->who.id);
    query_bind_time(q, 4, at_s);
    if (row->weighted) {
        query_bind_double(q, 5, row->weight);
    } else {
        query_bind_null(q, 5);
    }
    query_bind_i64(q, 6, k->source);
    query_bind_str(q, 7, x->place);
    s = query_run(q, e);
    if (!s && store_changed(k->st)) *ret_new = true;
    if (!s) s = stmts_use(&k->stmts, SQL_response_by_key, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, x->survey);
    query_bind_str(q, 2, row->wave.len ? row->wave : STR(""));
    query_bind_i64(q, 3, x->who.id);
    return query_one_i64(q, ret, e);
}

static enum status answer_put(struct keep *k, int64_t response, int64_t question,
                              const struct answer_row *row, bool *ret_new, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_answer_put, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, response);
    query_bind_i64(q, 2, question);
    query_bind_str(q, 3, row->item.len ? row->item : STR(""));
    query_bind_str(q, 4, row->answer.len ? row->answer : STR(""));
    s = query_run(q, e);
    if (!s && store_changed(k->st)) *ret_new = true;
    return s;
}

/* When it was said: the response's own time, else a wave that is a date. */
static int64_t said_at(struct keep *k, const struct answer_row *row)
{
    int64_t at_s = row->at_s;
    if (at_s == TIME_NONE && !time_parse_iso(row->wave, &at_s)) at_s = TIME_NONE;
    return at_s >= 0 && at_s <= k->now_s ? at_s : TIME_NONE;
}

static enum status mark_row(struct keep *k, const struct evidence_fields *f, struct err *e)
{
    unsigned char key[16];
    struct query *q = NULL;
    evidence_key(k, f, key);
    enum status s = stmts_use(&k->stmts, SQL_evidence_of_survey, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, f->survey);
    query_bind_blob(q, 2, key, sizeof key);
    return query_run(q, e);
}

static enum status heed(struct keep *k, const struct said *x, const struct answer_row *row,
                        struct err *e)
{
    static const enum verb_kind verbs[] = {[QUESTION_NAMES] = VERB_NAMED,
                                           [QUESTION_PROMPTED] = VERB_PROMPTED,
                                           [QUESTION_READS] = VERB_READS};
    struct evidence_fields f = {.at_s = said_at(k, row),
                                .from = &x->who,
                                .doc_key = STR(""),
                                .sign = 1,
                                .source = k->source,
                                .place = x->place,
                                .survey = x->survey};
    enum status s = OK;
    k->answers_undated += row->named_count && f.at_s == TIME_NONE;
    for (size_t i = 0; i < row->named_count && !s; i++) {
        struct account to;
        struct who whom;
        s = who_is_org(&k->persons, &row->named[i], &whom, e);
        if (!s) s = account_of(&k->persons, &whom, &to, e);
        if (s || !to.id || to.node == x->who.node || f.at_s == TIME_NONE) continue;
        f.verb = verbs[row->kind];
        f.to = &to;
        bool is_new = false;
        s = evidence_write(k, &f, &is_new, e);
        if (!s && !is_new) s = mark_row(k, &f, e);
    }
    return s;
}

static enum status is_lapsed(struct keep *k, const struct answer_row *row, bool *ret, struct err *e)
{
    const struct who *r = &row->respondent;
    *ret = false;
    if (!k->lapses.any) return OK;
    struct str survey = name_key(&k->scratch, row->survey);
    struct str who = handle_key(&k->scratch, r->channel, r->handle);
    return keep_lapsed(k, "response",
                       str_printf(&k->scratch, "%.*s|%.*s|%.*s:%.*s", STR_ARG(survey),
                                  STR_ARG(row->wave), STR_ARG(r->channel), STR_ARG(who)),
                       ret, e);
}

enum status keep_answer(struct keep *k, const struct answer_row *row, struct str place,
                        bool *ret_new, struct err *e)
{
    struct said x = {.place = place};
    int64_t question = 0;
    int64_t response = 0;
    const struct who *r = &row->respondent;
    if (row->offered) return keep_offered(k, row, e);
    if (!handle_key(&k->scratch, r->channel, r->handle).len || r->kind.len) {
        return err_set(e, BAD_INPUT,
                       "respondent '%.*s', want a number, an e-mail address, a name or"
                       " channel:handle",
                       STR_ARG(utf8_head(r->handle, 80)));
    }
    bool lapsed = false;
    enum status s = is_lapsed(k, row, &lapsed, e);
    if (s || lapsed) return s;
    k->answers_kindless += row->kind == QUESTION_UNKNOWN && row->answer.len;
    s = account_of(&k->persons, r, &x.who, e);
    k->erased = !s && !x.who.id;
    if (k->erased) return OK;
    if (!s) s = survey_of(k, row->survey, &x.survey, e);
    if (!s) s = response_of(k, &x, row, &response, ret_new, e);
    if (s || !row->question.len) return s;
    s = question_of(k, x.survey, row, &question, e);
    if (!s) s = asked_put(k, question, row, e);
    if (!s && (row->answer.len || row->item.len)) {
        s = answer_put(k, response, question, row, ret_new, e);
    }
    return s ? s : heed(k, &x, row, e);
}
