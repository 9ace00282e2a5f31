/* near.c - base: which word was meant? */
#include "base/near.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t near_distance(struct str a, struct str b, size_t most)
{
    if (a.len > NEAR_BYTES_MAX || b.len > NEAR_BYTES_MAX) return SIZE_MAX;
    if ((a.len > b.len ? a.len - b.len : b.len - a.len) > most) return SIZE_MAX;
    size_t rows[3][NEAR_BYTES_MAX + 1];
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            char x = ascii_lower(a.p[i - 1]);
            char y = ascii_lower(b.p[j - 1]);
            size_t d = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
            bool swapped =
                i > 1 && j > 1 && x == ascii_lower(b.p[j - 2]) && y == ascii_lower(a.p[i - 2]);
            row[j] = swapped ? least(d, above2[j - 2] + 1) : d;
        }
    }
    size_t d = rows[a.len % 3][b.len];
    return d <= most ? d : SIZE_MAX;
}

size_t near_most(struct str word)
{
    return word.len < 6 ? word.len >= 3 : word.len / 3;
}

const char *near_word(struct str word, const char *const *list)
{
    const char *best = NULL;
    size_t best_d = SIZE_MAX;
    for (size_t i = 0; list[i]; i++) {
        size_t d = near_distance(word, str_of(list[i]), near_most(word));
        if (d >= best_d) continue;
        best = list[i];
        best_d = d;
    }
    return best;
}
