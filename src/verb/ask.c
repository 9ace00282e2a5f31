/* ask.c - verb: what does another verb say to that? */
#include "verb/ask.h"

#include "verb/args.h"
#include "verb/veil.h"

#include <string.h>

enum status ask_run(const struct request *r, const char *const words[], struct scopes *shared,
                    struct table **ret, struct err *e)
{
    char *argv[ASK_WORDS_MAX + 2] = {arena_copy(r->a, "kith", 4)};
    struct request asked = {0};
    int n = 1;
    *ret = NULL;
    for (; words[n - 1] && n <= ASK_WORDS_MAX; n++)
        argv[n] = arena_copy(r->a, words[n - 1], strlen(words[n - 1]));
    if (words[n - 1]) {
        return err_set(e, BAD_USAGE, "more than %d words for '%s'", ASK_WORDS_MAX, words[0]);
    }
    enum status s = args_parse(n, argv, r->a, &asked, e);
    if (s) return s;
    asked.st = r->st;
    asked.db = r->db;
    asked.form = FORM_TEXT;
    asked.seed = r->seed;
    asked.threads = r->threads;
    asked.progress = r->progress;
    asked.scopes = shared;
    asked.sight = r->sight;
    asked.veil = r->veil;
    return request_run(&asked, ret, e);
}

enum status ask_at_hand(const struct request *r, const char *const words[],
                        const struct table **ret, struct err *e)
{
    struct table *t = NULL;
    *ret = r->at_hand ? r->at_hand->find(r->at_hand->context, words) : NULL;
    if (*ret) return OK;
    enum status s = ask_run(r, words, NULL, &t, e);
    if (!s && r->at_hand) r->at_hand->keep(r->at_hand->context, words, t);
    *ret = t;
    return s;
}
