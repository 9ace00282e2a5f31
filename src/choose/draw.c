/* draw.c - choose: the table behind exponential variates */
#include "choose/draw.h"

/* The step in which 1 lies has c = 1, so that logarithms near 0 are as exact as others. */
void draw_logs_ready(struct draw_logs *t)
{
    for (uint64_t i = 0; i < DRAW_LOGS; i++) {
        uint64_t first = 0x3fe6a09e667f3bcdu + (i << 45);
        uint64_t middle = first + (1ull << 44);
        uint64_t one = 0x3ff0000000000000u;
        if (one - first < 1ull << 45) middle = one;
        double c;
        memcpy(&c, &middle, sizeof c);
        t->of[i].inverse = 1.0 / c;
        t->of[i].log = middle == one ? 0 : -draw_log(t->of[i].inverse);
    }
}
