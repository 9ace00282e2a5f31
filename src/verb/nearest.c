/* nearest.c - verb: which word was meant? */
#include "verb/verb.h"

#include <string.h>

enum { WORD_MAX = 40 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Optimal string alignment: insert, delete, change, swap of neighbours each cost 1. */
static size_t distance(struct str a, struct str b)
{
    size_t row[3][WORD_MAX + 1] = {{0}};
    for (size_t j = 0; j <= b.len; j++)
        row[1][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *now = row[(i + 1) % 3];
        const size_t *before = row[i % 3];
        const size_t *earlier = row[(i + 2) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = fold(a.p[i - 1]) != fold(b.p[j - 1]);
            now[j] = least(least(before[j] + 1, now[j - 1] + 1), before[j - 1] + change);
            bool swapped = i > 1 && j > 1 && fold(a.p[i - 1]) == fold(b.p[j - 2]) &&
                           fold(a.p[i - 2]) == fold(b.p[j - 1]);
            if (swapped) now[j] = least(now[j], earlier[j - 2] + 1);
        }
    }
    return row[(a.len + 1) % 3][b.len];
}

const char *nearest_word(struct str word, const char *const *list)
{
    const char *best = NULL;
    size_t within = word.len < 3 ? 1 : word.len / 3;
    if (word.len == 0 || word.len > WORD_MAX) return NULL;
    for (; *list; list++) {
        struct str other = str_of(*list);
        if (other.len > WORD_MAX) continue;
        size_t d = distance(word, other);
        if (d <= within && (!best || d < distance(word, str_of(best)))) best = *list;
    }
    return best;
}
