/* topic.c - find: what is it about? */
#include "find/topic.h"

#include "base/limits.h"
#include "base/text.h"
#include "find/expr.h"
#include "find/nodes.h"
#include "store/query.h"

enum topic_kind { TOPIC_WORD, TOPIC_PHRASE, TOPIC_START, TOPIC_ALL };

struct topic_term {
    enum topic_kind kind;
    struct str words; /* folded, one blank between */
};

static enum status read_term(struct expr_text *t, struct arena *a, const void **ret, struct err *e)
{
    struct topic_term *term = arena_new(a, struct topic_term, 1);
    size_t start = t->at;
    bool quoted = t->all.p[start] == '"';
    struct str said;
    if (quoted) {
        enum status s = expr_quoted(t, &said, e);
        if (s) return s;
    } else {
        said = expr_word(t, "*");
    }
    bool star = t->at < t->all.len && t->all.p[t->at] == '*';
    if (star) t->at++;
    term->words = text_words(a, said);
    *ret = term;
    if (star && !quoted && !said.len) {
        term->kind = TOPIC_ALL;
        return OK;
    }
    if (!term->words.len) {
        return err_set(e, BAD_INPUT,
                       "the topic has '%.*s' at %zu, which has no letters or digits "
                       "to look for",
                       STR_ARG(utf8_head((struct str){t->all.p + start, t->at - start}, 80)),
                       expr_place(t, start));
    }
    bool several = str_find(term->words, ' ') < term->words.len;
    term->kind = star ? TOPIC_START : quoted || several ? TOPIC_PHRASE : TOPIC_WORD;
    return OK;
}

static enum status topic_parse(struct str text, struct arena *a, const struct expr **ret,
                               struct err *e)
{
    static const struct expr_grammar grammar = {"topic", "a word or \"a phrase\"", read_term};
    return expr_parse(text, &grammar, a, ret, e);
}

enum status topic_check(struct str text, struct err *e)
{
    struct arena scratch = {0};
    const struct expr *x = NULL;
    enum status s = topic_parse(text, &scratch, &x, e);
    arena_free(&scratch);
    return s;
}

/* ---- looking up ---- */

/* One full-text index with its vocabulary. */
struct text_index {
    enum sql room, ids, match, forms;
};
static const struct text_index index_of_docs = {SQL_docs_room, SQL_doc_ids, SQL_doc_match,
                                                SQL_doc_forms};
static const struct text_index index_of_topics = {SQL_topics_room, SQL_topic_ids, SQL_topic_match,
                                                  SQL_topic_forms};

struct lookup {
    struct store *st;
    struct arena *a; /* scratch */
    struct stemmer *stemmer;
    const struct text_index *index;
    struct bits all;
};

/* What a word and its stem begin with alike, without a letter that English changes: forms of `fly`
 * begin with "fl", of `happy` with "happ". */
static struct str shared_start(struct str word, struct str stem)
{
    size_t len = 0;
    while (len < word.len && len < stem.len && word.p[len] == stem.p[len])
        len++;
    if (len > 1 && (word.p[len - 1] == 'i' || word.p[len - 1] == 'y')) len--;
    return str_head(word, len);
}

/* "fly" OR "flies" OR …: all words of the index with the stem of this one. */
static enum status add_forms(struct lookup *l, struct str word, struct buf *match, struct err *e)
{
    struct str stem = stemmer_stem(l->stemmer, l->a, word);
    struct str start = shared_start(word, stem);
    struct query *q = NULL;
    enum status s = query_open(l->st, l->index->forms, &q, e);
    if (s) return s;
    query_bind_str(q, 1, start);
    query_bind_str(q, 2, str_printf(l->a, "%.*s\xF4\x8F\xBF\xBF", STR_ARG(start)));
    query_bind_i64(q, 3, TOPIC_WORDS_MAX);
    buf_addf(match, "\"%.*s\"", STR_ARG(word));
    int forms = 1;
    while (forms < TOPIC_FORMS_MAX && (s = query_next(q, e)) == OK) {
        struct str form = query_str(q, 0);
        struct arena_mark mark = arena_mark(l->a);
        bool same = str_eq(stemmer_stem(l->stemmer, l->a, form), stem) && !str_eq(form, word);
        arena_reset(l->a, mark);
        if (!same) continue;
        buf_addf(match, " OR \"%.*s\"", STR_ARG(form));
        forms++;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status add_ids(struct lookup *l, enum sql name, struct str match, struct bits *ret,
                           struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(l->st, name, &q, e);
    if (s) return s;
    if (match.len) query_bind_str(q, 1, match);
    while ((s = query_next(q, e)) == OK)
        bits_add(ret, query_i64(q, 0));
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status run_term(void *context, const void *term, struct bits *ret, struct err *e)
{
    struct lookup *l = context;
    const struct topic_term *t = term;
    if (t->kind == TOPIC_ALL) {
        bits_or(ret, &l->all);
        return OK;
    }
    struct buf match = buf_new(l->a);
    enum status s = OK;
    if (t->kind == TOPIC_WORD) {
        s = add_forms(l, t->words, &match, e);
    } else {
        buf_addf(&match, "\"%.*s\"%s", STR_ARG(t->words), t->kind == TOPIC_START ? "*" : "");
    }
    return s ? s : add_ids(l, l->index->match, buf_str(&match), ret, e);
}

static enum status index_run(struct lookup *l, const struct text_index *index, const struct expr *x,
                             struct arena *a, struct bits *ret, struct err *e)
{
    size_t room = 0;
    enum status s = nodes_room(l->st, index->room, &room, e);
    if (s) return s;
    *ret = bits_new(a, room);
    l->all = bits_new(l->a, room);
    l->index = index;
    s = add_ids(l, index->ids, STR_NONE, &l->all, e);
    struct expr_sets sets = {.all = &l->all, .context = l, .term = run_term};
    return s ? s : expr_run(x, &sets, l->a, ret, e);
}

enum status topic_hits(struct store *st, struct str text, struct arena *a, struct topic_hits *ret,
                       struct err *e)
{
    struct arena scratch = {0};
    const struct expr *x = NULL;
    struct topic_hits hits = {0};
    enum status s = topic_parse(text, &scratch, &x, e);
    if (!s && x) {
        struct lookup l = {.st = st, .a = &scratch, .stemmer = stemmer_open()};
        s = index_run(&l, &index_of_docs, x, a, &hits.docs, e);
        if (!s) s = index_run(&l, &index_of_topics, x, a, &hits.topics, e);
        stemmer_close(l.stemmer);
    }
    bool star =
        !s && x && x->op == EXPR_TERM && ((const struct topic_term *)x->term)->kind == TOPIC_ALL;
    hits.everything = star || !x;
    arena_free(&scratch);
    if (!s) *ret = hits;
    return s;
}
