/* identity_terms.c - listen: what does each reason weigh, and how is it kept? */
#include "listen/identity_int.h"

#include <math.h>
#include <string.h>

static const char *const keys[TERM_COUNT] = {
    [TERM_NAME] = "name", [TERM_LOGIN] = "login",   [TERM_MAIL] = "mail",
    [TERM_WORK] = "work", [TERM_ACTIVE] = "active", [TERM_SAID] = "said",
    [TERM_HELD] = "held", [TERM_BEFORE] = "before"};

/* How the two stand; NULL past the end. */
static const char *const names[] = {"no full name of one of them",
                                    "same name",
                                    "same name spelled otherwise",
                                    "nickname and surname",
                                    "initials or a part of the name left out",
                                    "nearly the same name",
                                    "same surname, another given name",
                                    "other names that share a part",
                                    "other names",
                                    NULL};
static const char *const logins[] = {
    "no login to compare",      "same login",
    "login made of the name",   "login made of an initial and a name",
    "login begins as the name", "login is a part of the name",
    "no login in common",       NULL};
static const char *const mails[] = {"no address to compare", "same address", "no address in common",
                                    NULL};
static const char *const works[] = {"nothing known of work", "addresses at one domain",
                                    "same organisation", "other organisations or domains", NULL};
static const char *const *const levels[TERMS_LEVELLED] = {names, logins, mails, works};
static const char *const says[TERM_COUNT] = {
    [TERM_ACTIVE] = "active with the same few people or outlets",
    [TERM_SAID] = "a source or a profile says so: weighed by rule",
    [TERM_HELD] = "held back: for a human to judge",
    [TERM_BEFORE] = "before any comparison",
};

#define SAYS_NOTHING 5e-5 /* bits that are 0 in four places */

struct str identity_terms_text(struct arena *a, const struct identity_terms *t)
{
    struct buf b = buf_new(a);
    for (int i = 0; i < TERM_COUNT; i++) {
        double bits = (double)t->bits[i];
        if (fabs(bits) < SAYS_NOTHING) continue;
        buf_addf(&b, "%s%s", b.len ? " " : "", keys[i]);
        if (i < TERMS_LEVELLED) buf_addf(&b, "%d", t->level[i]);
        buf_addf(&b, "=%.4f", bits);
    }
    return buf_str(&b);
}

static const char *level_says(int term, struct str level)
{
    int64_t at = 0;
    if (!str_to_i64(level, &at) || at < 0) return NULL;
    for (int64_t i = 0; levels[term][i]; i++) {
        if (i == at) return levels[term][i];
    }
    return NULL;
}

bool identity_terms_next(struct str *rest, const char **ret_says, double *ret_bits)
{
    struct str word;
    struct str key;
    if (!str_cut(rest, ' ', &word) || !str_cut(&word, '=', &key)) return false;
    for (int i = 0; i < TERM_COUNT; i++) {
        size_t len = strlen(keys[i]);
        if (key.len < len || memcmp(key.p, keys[i], len) != 0) continue;
        *ret_says = i < TERMS_LEVELLED ? level_says(i, str_skip(key, len))
                    : key.len == len   ? says[i]
                                       : NULL;
        return *ret_says && str_to_double(word, ret_bits);
    }
    return false;
}
