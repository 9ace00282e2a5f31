/* args.c - verb: which verb, which words, which flags were typed? */
#include "verb/args.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

struct args {
    struct arena *a;
    struct str *word;
    const char **raw;
    size_t word_count;
    struct flag_value *given;
    size_t given_count;
    const struct verb *verb;
};

static const struct flag *flag_in(const struct flag *list, struct str name)
{
    for (; list && list->name; list++) {
        if (str_is(name, list->name)) return list;
        if (name.len == 1 && list->letter == name.p[0]) return list;
    }
    return NULL;
}

static enum status flag_unknown(const struct args *args, const char *typed, struct str name,
                                struct err *e)
{
    const char *known[64];
    size_t n = 0;
    const struct flag *lists[2] = {args->verb ? args->verb->flags : NULL, common_flags};
    for (int i = 0; i < 2; i++) {
        for (const struct flag *f = lists[i]; f && f->name && n < 63; f++)
            known[n++] = f->name;
    }
    known[n] = NULL;
    const char *near = near_word(name, known);
    const char *verb = args->verb ? args->verb->name : NULL;
    struct str shown = utf8_mend(args->a, str_of(typed));
    if (near) {
        return err_set(e, BAD_USAGE, "%.*s is no flag of 'kith%s%s'; did you mean --%s?",
                       STR_ARG(shown), verb ? " " : "", verb ? verb : "", near);
    }
    return err_set(e, BAD_USAGE, "%.*s is no flag of 'kith%s%s'; 'kith help%s%s' lists them",
                   STR_ARG(shown), verb ? " " : "", verb ? verb : "", verb ? " " : "",
                   verb ? verb : "");
}

static const struct flag *flag_named(const struct args *args, struct str name)
{
    const struct flag *f = args->verb ? flag_in(args->verb->flags, name) : NULL;
    return f ? f : flag_in(common_flags, name);
}

static void give(struct args *args, const struct flag *flag, const char *value)
{
    args->given[args->given_count++] =
        (struct flag_value){.flag = flag, .value = utf8_mend(args->a, str_of(value)), .raw = value};
}

/* --flag, --flag=value or --flag value; *at moves on when the value is a word of its own. */
static enum status read_long(struct args *args, int argc, char *const argv[], int *at,
                             struct err *e)
{
    struct str all = str_of(argv[*at] + 2);
    size_t equals = str_find(all, '=');
    struct str name = str_head(all, equals);
    const struct flag *f = name.len ? flag_named(args, name) : NULL;
    if (!f || !str_is(name, f->name)) { /* -k is not --k */
        return flag_unknown(args, str_c(args->a, str_head(str_of(argv[*at]), equals + 2)), name, e);
    }
    bool joined = equals < all.len;
    if (!f->value) {
        if (joined) return err_set(e, BAD_USAGE, "--%s takes no value", f->name);
        give(args, f, NULL);
        return OK;
    }
    if (!joined && *at + 1 >= argc) {
        return err_set(e, BAD_USAGE, "--%s wants a value: %s", f->name, f->value);
    }
    give(args, f, joined ? all.p + equals + 1 : argv[++*at]);
    return OK;
}

/* -q, -n N or -nN. */
static enum status read_short(struct args *args, int argc, char *const argv[], int *at,
                              struct err *e)
{
    const char *typed = argv[*at];
    const struct flag *f = flag_named(args, (struct str){typed + 1, 1});
    if (!f || f->letter != typed[1] || (!f->value && typed[2])) {
        return flag_unknown(args, typed, str_of(typed + 1), e);
    }
    if (!f->value) {
        give(args, f, NULL);
        return OK;
    }
    if (!typed[2] && *at + 1 >= argc) {
        return err_set(e, BAD_USAGE, "-%c wants a value: %s", f->letter, f->value);
    }
    give(args, f, typed[2] ? typed + 2 : argv[++*at]);
    return OK;
}

/* The verb is the first word that is neither a flag nor a flag's value. */
static enum status read_word(struct args *args, const char *typed, struct err *e)
{
    struct str word = utf8_mend(args->a, str_of(typed));
    if (!args->verb) {
        args->verb = verb_named(word);
        return args->verb ? OK : verb_unknown(word, e);
    }
    args->word[args->word_count] = word;
    args->raw[args->word_count++] = typed;
    return OK;
}

static enum status read_all(struct args *args, int argc, char *const argv[], struct err *e)
{
    bool flags = true;
    for (int i = 1; i < argc; i++) {
        enum status s;
        if (flags && strcmp(argv[i], "--") == 0) {
            flags = false;
            continue;
        }
        if (flags && strncmp(argv[i], "--", 2) == 0) {
            s = read_long(args, argc, argv, &i, e);
        } else if (flags && argv[i][0] == '-' && argv[i][1]) {
            s = read_short(args, argc, argv, &i, e);
        } else {
            s = read_word(args, argv[i], e);
        }
        if (s) return s;
    }
    return OK;
}

static enum status check_words(const struct args *args, struct err *e)
{
    const struct verb *v = args->verb;
    if (args->word_count < (size_t)v->words_least) {
        return err_set(e, BAD_USAGE, "wants %s; 'kith help %s' shows examples", v->words, v->name);
    }
    if (v->words_most >= 0 && args->word_count > (size_t)v->words_most) {
        return err_set(
            e, BAD_USAGE, "'%.*s' is one word too many%s%s; 'kith help %s' shows examples",
            STR_ARG(args->word[v->words_most]), v->words[0] ? ", want " : "", v->words, v->name);
    }
    return OK;
}

/* The flags that mean the same for every verb. */
static enum status read_common(struct request *r, struct err *e)
{
    int64_t seed = 1;
    int64_t threads = 0;
    enum status s = request_i64(r, "seed", 0, INT64_MAX, &seed, e);
    if (!s) s = request_i64(r, "threads", 1, THREADS_MAX, &threads, e);
    if (s) return s;
    if (request_has(r, "json") && request_has(r, "csv")) {
        return err_set(e, BAD_USAGE,
                       "--json and --csv are two forms of one answer; want one of them");
    }
    r->form = request_has(r, "json") ? FORM_JSON : request_has(r, "csv") ? FORM_CSV : FORM_TEXT;
    r->seed = (uint64_t)seed;
    r->threads = (unsigned)threads;
    const char *given = request_path(r, "db");
    const char *env = getenv("KITH_DB");
    r->db = given ? given : env && env[0] ? env : "kith.db";
    if (given && !given[0]) return err_set(e, BAD_USAGE, "--db wants the name of a file");
    return OK;
}

enum status args_parse(int argc, char *const argv[], struct arena *a, struct request *ret,
                       struct err *e)
{
    size_t room = argc > 0 ? (size_t)argc : 1;
    struct args args = {
        .a = a,
        .word = arena_new(a, struct str, room),
        .raw = arena_new(a, const char *, room),
        .given = arena_new(a, struct flag_value, room),
    };
    enum status s = read_all(&args, argc, argv, e);
    ret->verb = args.verb; /* also on failure: the sentence names it */
    if (s) return s;
    ret->a = a;
    ret->word = args.word;
    ret->raw = args.raw;
    ret->word_count = args.word_count;
    ret->given = args.given;
    ret->given_count = args.given_count;
    if (args.verb && !request_has(ret, "help") && !request_has(ret, "version")) {
        s = check_words(&args, e);
    }
    return s ? s : read_common(ret, e);
}
