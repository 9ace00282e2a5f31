/* scrub.c - listen: where do others name who was erased? */
#include "listen/scrub.h"

#include "base/text.h"
#include "listen/handle.h"

#include <string.h>

static const char mark[] = "erased"; /* stands for the name; a word, so that queries stay queries */

/* ---- what is looked for ---- */

struct needle {
    struct str text; /* ASCII lower case; a blank stands for any run of blanks */
    bool plain;      /* a word of letters alone: only behind @, : or / it is surely theirs */
};

struct called {
    struct arena a;
    struct needle *needle;
    size_t count, room;
};

static bool is_word_byte(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Letters alone may be a word of anybody. */
static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!is_word_byte(s.p[i]) || ascii_is_digit(s.p[i])) return false;
    }
    return true;
}

enum { NEEDLE_LEAST = 4 };

static void needle_add(struct called *n, struct str text)
{
    text = str_lower(&n->a, str_trim(text));
    while (text.len && !is_word_byte(text.p[0]))
        text = str_skip(text, 1);
    while (text.len && !is_word_byte(text.p[text.len - 1]))
        text = str_head(text, text.len - 1);
    bool plain = is_plain(text);
    if (text.len < (plain ? 2 : NEEDLE_LEAST)) return;
    for (size_t i = 0; i < n->count; i++) {
        if (str_eq(n->needle[i].text, text)) return;
    }
    if (n->count == n->room) {
        size_t wider = n->room ? n->room * 2 : 16;
        n->needle =
            arena_grow(&n->a, n->needle, n->room * sizeof *n->needle, wider * sizeof *n->needle);
        n->room = wider;
    }
    n->needle[n->count++] = (struct needle){text, plain};
}

/* "Jane Doe" is "Doe, Jane" too, and "jane doe" as names are folded; a single name is no needle. */
static void name_add(struct called *n, struct str name)
{
    size_t gap = name.len;
    name = str_trim(name);
    if (str_find(name, ' ') >= name.len && str_find(name, '@') >= name.len) return;
    needle_add(n, name);
    needle_add(n, name_key(&n->a, name));
    for (size_t i = 0; i < name.len; i++)
        if (name.p[i] == ' ') gap = i;
    if (gap >= name.len) return;
    struct str last = str_skip(name, gap + 1);
    struct str first = str_head(name, gap);
    needle_add(n, str_printf(&n->a, "%.*s, %.*s", STR_ARG(last), STR_ARG(first)));
    needle_add(n, name_key(&n->a, str_printf(&n->a, "%.*s %.*s", STR_ARG(last), STR_ARG(first))));
}

static void handle_add(struct called *n, struct str handle)
{
    needle_add(n, handle);
    size_t at = str_find(handle, '@');
    if (at == 0 || at >= handle.len) return;
    static const char *const gaps[] = {" at ", " (at) ", " [at] ", "%40"};
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        struct str domain = str_skip(handle, at + 1);
        needle_add(n, str_printf(&n->a, "%.*s%s%.*s", STR_ARG(str_head(handle, at)), gaps[i],
                                 STR_ARG(domain)));
    }
    needle_add(n, name_key(&n->a, handle));
}

static enum status names_load(struct store *st, int64_t node, struct called *ret, struct err *e)
{
    struct query *q = NULL;
    *ret = (struct called){0};
    enum status s = query_open(st, SQL_scrub_names, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    while ((s = query_next(q, e)) == OK) {
        struct str channel = query_str(q, 0);
        struct str text = str_copy(&ret->a, query_str(q, 1));
        if (channel.len && !str_starts(channel, "survey:")) {
            handle_add(ret, text);
        } else if (!channel.len) {
            name_add(ret, text);
        }
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* ---- looking ---- */

/* Bytes of s from `at` on that are this needle, 0: none. */
static size_t fits(const struct needle *n, struct str s, size_t at)
{
    size_t i = at;
    for (size_t k = 0; k < n->text.len; k++) {
        if (n->text.p[k] == ' ') {
            if (i >= s.len || !is_blank(s.p[i])) return 0;
            while (i < s.len && is_blank(s.p[i]))
                i++;
            continue;
        }
        if (i >= s.len || ascii_lower(s.p[i]) != n->text.p[k]) return 0;
        i++;
    }
    return i < s.len && is_word_byte(s.p[i]) ? 0 : i - at;
}

/* The longest needle that stands there. */
static size_t named_at(const struct called *n, struct str s, size_t at)
{
    size_t longest = 0;
    if (at && is_word_byte(s.p[at - 1])) return 0;
    bool sure = at && (s.p[at - 1] == '@' || s.p[at - 1] == ':' || s.p[at - 1] == '/');
    for (size_t i = 0; i < n->count; i++) {
        const struct needle *x = &n->needle[i];
        if (x->text.p[0] != ascii_lower(s.p[at]) || (x->plain && !sure)) continue;
        size_t len = fits(x, s, at);
        longest = len > longest ? len : longest;
    }
    return longest;
}

/* With a word in the place of each; STR_NONE: nobody is named. */
static struct str without(const struct called *n, struct arena *a, struct str s)
{
    struct buf b = buf_new(a);
    size_t from = 0;
    size_t i = 0;
    while (i < s.len) {
        size_t len = is_word_byte(s.p[i]) ? named_at(n, s, i) : 0;
        if (!len) {
            i++;
            continue;
        }
        buf_add(&b, (struct str){s.p + from, i - from});
        buf_adds(&b, mark);
        from = i += len;
    }
    if (!from) return STR_NONE;
    buf_add(&b, (struct str){s.p + from, s.len - from});
    return buf_str(&b);
}

/* ---- changes that wait, as what is read may not be written meanwhile ---- */

struct change {
    int64_t what, id;
    struct str was, key, is, other;
    struct str was_other;
};

struct changes {
    struct arena a;
    struct change *list;
    size_t count, room;
};

static void change_add(struct changes *c, struct change x)
{
    if (c->count == c->room) {
        size_t wider = c->room ? c->room * 2 : 64;
        c->list = arena_grow(&c->a, c->list, c->room * sizeof *c->list, wider * sizeof *c->list);
        c->room = wider;
    }
    c->list[c->count++] = x;
}

/* Runs a statement of an id (0: none) and up to two texts. */
static enum status put(struct store *st, enum sql name, int64_t id, struct str one, struct str two,
                       struct err *e)
{
    struct query *q = NULL;
    int at = 1;
    enum status s = query_open(st, name, &q, e);
    if (s) return s;
    if (id) query_bind_i64(q, at++, id);
    query_bind_str(q, at++, one);
    if (two.p) query_bind_str(q, at, two);
    s = query_run(q, e);
    query_close(q);
    return s;
}

/* ---- columns of one text ---- */

static const enum sql columns[] = {SQL_scrub_source_why,
                                   SQL_scrub_source_locator,
                                   SQL_scrub_source_purpose,
                                   SQL_scrub_source_tag,
                                   SQL_scrub_deal_name,
                                   SQL_scrub_deal_ref,
                                   SQL_scrub_deal_deal_key,
                                   SQL_scrub_deal_place,
                                   SQL_scrub_deal_extra_value,
                                   SQL_scrub_relation_cause,
                                   SQL_scrub_relation_place,
                                   SQL_scrub_relation_wave,
                                   SQL_scrub_activity_note,
                                   SQL_scrub_activity_url,
                                   SQL_scrub_activity_place,
                                   SQL_scrub_task_text,
                                   SQL_scrub_answer_answer,
                                   SQL_scrub_answer_item,
                                   SQL_scrub_response_place,
                                   SQL_scrub_response_wave,
                                   SQL_scrub_asked_option_item,
                                   SQL_scrub_asked_text,
                                   SQL_scrub_question_text,
                                   SQL_scrub_question_question_key,
                                   SQL_scrub_survey_role_item,
                                   SQL_scrub_survey_role_name,
                                   SQL_scrub_survey_role_brand,
                                   SQL_scrub_survey_role_question,
                                   SQL_scrub_survey_target_signed_by,
                                   SQL_scrub_survey_target_reason,
                                   SQL_scrub_survey_code_brand,
                                   SQL_scrub_survey_code_coder,
                                   SQL_scrub_judgement_note,
                                   SQL_scrub_judgement_said_by,
                                   SQL_scrub_decision_reason,
                                   SQL_scrub_pairing_reason,
                                   SQL_scrub_plan_pair_why,
                                   SQL_scrub_programme_objective,
                                   SQL_scrub_programme_entry_text,
                                   SQL_scrub_programme_entry_word,
                                   SQL_scrub_goal_text,
                                   SQL_scrub_market_audience,
                                   SQL_scrub_market_topic,
                                   SQL_scrub_market_segment_query,
                                   SQL_scrub_backtest_sentence,
                                   SQL_scrub_audit_locator,
                                   SQL_scrub_audit_row_note,
                                   SQL_scrub_evidence_url,
                                   SQL_scrub_evidence_place,
                                   SQL_scrub_evidence_stage,
                                   SQL_scrub_outcome_place,
                                   SQL_scrub_outcome_kind,
                                   SQL_scrub_outcome_unit,
                                   SQL_scrub_tag_value,
                                   SQL_scrub_metric_name,
                                   SQL_scrub_node_title,
                                   SQL_scrub_proposal_reasons,
                                   SQL_scrub_feed_why,
                                   SQL_scrub_feed_url,
                                   SQL_scrub_feed_page,
                                   SQL_scrub_affil_role,
                                   SQL_scrub_doc_doc_key,
                                   SQL_scrub_doc_url,
                                   SQL_scrub_doc_parent_key,
                                   SQL_scrub_doc_place,
                                   SQL_scrub_notice_how,
                                   SQL_scrub_correction_value,
                                   SQL_scrub_correction_was,
                                   SQL_scrub_correction_reason,
                                   SQL_scrub_correction_said_by,
                                   SQL_scrub_backup_path,
                                   SQL_scrub_source_reason,
                                   SQL_scrub_source_row_place,
                                   SQL_scrub_source_row_why};

static enum status columns_scrub(struct store *st, const struct called *n, int64_t *ret,
                                 struct err *e)
{
    struct changes c = {0};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_scrub_texts, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        struct str is = without(n, &c.a, query_str(q, 1));
        if (is.p) {
            change_add(&c, (struct change){.what = query_i64(q, 0),
                                           .was = str_copy(&c.a, query_str(q, 1)),
                                           .is = is});
        }
    }
    query_close(q);
    if (s == DONE) s = OK;
    for (size_t i = 0; i < c.count && !s; i++) {
        s = put(st, columns[c.list[i].what], 0, c.list[i].was, c.list[i].is, e);
        *ret += store_changed(st);
    }
    arena_free(&c.a);
    return s;
}

/* ---- docs and topics, which have words in an index ---- */

static enum status words_change(struct store *st, const enum sql drop_and_add[2], int64_t id,
                                struct str was, struct str is, struct err *e)
{
    struct arena work = {0};
    enum status s = put(st, drop_and_add[0], id, text_words(&work, was), STR_NONE, e);
    if (!s) s = put(st, drop_and_add[1], id, text_words(&work, is), STR_NONE, e);
    arena_free(&work);
    return s;
}

static struct str or_was(struct str is, struct arena *a, struct str was)
{
    return is.p || !was.p ? is : str_copy(a, was);
}

static enum status docs_read(struct store *st, const struct called *n, struct changes *c,
                             struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_scrub_docs, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        struct str title = query_str(q, 1);
        struct str text = query_str(q, 2);
        struct str new_title = without(n, &c->a, title);
        struct str new_text = without(n, &c->a, text);
        if (!new_title.p && !new_text.p) continue;
        change_add(c, (struct change){.what = query_i64(q, 3),
                                      .id = query_i64(q, 0),
                                      .was_other = str_copy(&c->a, title),
                                      .was = str_copy(&c->a, text),
                                      .other = or_was(new_title, &c->a, title),
                                      .is = or_was(new_text, &c->a, text)});
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status docs_scrub(struct store *st, const struct called *n, int64_t *ret, struct err *e)
{
    static const enum sql words[2] = {SQL_erase_words, SQL_doc_words_add};
    struct changes c = {0};
    enum status s = docs_read(st, n, &c, e);
    for (size_t i = 0; i < c.count && !s; i++) {
        const struct change *x = &c.list[i];
        struct query *q = NULL;
        s = query_open(st, SQL_scrub_doc_set, &q, e);
        if (s) break;
        query_bind_i64(q, 1, x->id);
        query_bind_str(q, 2, x->other);
        query_bind_str(q, 3, x->is);
        s = query_run(q, e);
        query_close(q);
        if (s || x->what) continue; /* no words of its own */
        struct str was = str_printf(&c.a, "%.*s\n%.*s", STR_ARG(x->was_other), STR_ARG(x->was));
        struct str is = str_printf(&c.a, "%.*s\n%.*s", STR_ARG(x->other), STR_ARG(x->is));
        s = words_change(st, words, x->id, was, is, e);
    }
    *ret = (int64_t)c.count;
    arena_free(&c.a);
    return s;
}

static enum status topics_scrub(struct store *st, const struct called *n, struct err *e)
{
    static const enum sql words[2] = {SQL_scrub_topic_words, SQL_topic_words_add};
    struct changes c = {0};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_scrub_topics, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        struct str is = without(n, &c.a, query_str(q, 1));
        if (is.p) {
            change_add(&c, (struct change){.id = query_i64(q, 0),
                                           .was = str_copy(&c.a, query_str(q, 1)),
                                           .is = is});
        }
    }
    query_close(q);
    if (s == DONE) s = OK;
    for (size_t i = 0; i < c.count && !s; i++) {
        const struct change *x = &c.list[i];
        struct str only = str_printf(&c.a, "%.*s (%lld)", STR_ARG(x->is), (long long)x->id);
        s = put(st, SQL_scrub_topic_set, x->id, only, STR_NONE, e);
        if (!s) s = words_change(st, words, x->id, x->was, only, e);
    }
    arena_free(&c.a);
    return s;
}

/* ---- outlets and organisations named after them ---- */

static enum status outlets_scrub(struct store *st, const struct called *n, struct err *e)
{
    struct changes c = {0};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_scrub_outlets, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        struct str is = without(n, &c.a, query_str(q, 2));
        struct str key = without(n, &c.a, query_str(q, 3));
        if (!is.p && !key.p) continue;
        change_add(&c, (struct change){.what = query_i64(q, 0),
                                       .id = query_i64(q, 1),
                                       .key = str_copy(&c.a, query_str(q, 3)),
                                       .is = or_was(is, &c.a, query_str(q, 2))});
    }
    query_close(q);
    if (s == DONE) s = OK;
    for (size_t i = 0; i < c.count && !s; i++) {
        const struct change *x = &c.list[i];
        struct str only = str_printf(&c.a, "%.*s (%lld)", STR_ARG(x->is), (long long)x->id);
        struct str key = name_key(&c.a, only);
        if (x->what == 1) {
            s = put(st, SQL_scrub_alias_drop, x->id, x->key, STR_NONE, e);
        } else {
            s = put(st, x->what == 2 ? SQL_scrub_account_set : SQL_scrub_outlet_set, x->id, only,
                    key, e);
        }
    }
    arena_free(&c.a);
    return s;
}

enum status scrub_person(struct store *st, int64_t node, struct scrubbed *ret, struct err *e)
{
    struct called n;
    *ret = (struct scrubbed){0};
    enum status s = names_load(st, node, &n, e);
    if (!s) s = docs_scrub(st, &n, &ret->docs, e);
    if (!s) s = topics_scrub(st, &n, e);
    if (!s) s = outlets_scrub(st, &n, e);
    if (!s) s = columns_scrub(st, &n, &ret->texts, e);
    arena_free(&n.a);
    return s;
}
