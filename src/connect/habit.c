/* habit.c - connect: when, and how soon, does somebody answer? */
#include "connect/habit.h"

#include "base/time.h"

#include <math.h>
#include <stdlib.h>

enum { HOUR_S = 3600, HOURS = 24 };

bool has_hour(int64_t at_s)
{
    return at_s != TIME_NONE && at_s % DAY_S != 0;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static int by_wait(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Hours since 1970, rounded down. */
static int64_t hour_of(int64_t at_s)
{
    return at_s / HOUR_S - (at_s % HOUR_S < 0);
}

/* The fewest hours that hold half; the fullest of as many, then the first. */
static void half_find(const size_t in[HOURS], struct hours *h)
{
    for (int len = 1; len <= HOURS; len++) {
        size_t best = 0;
        for (int from = 0; from < HOURS; from++) {
            size_t sum = 0;
            for (int k = 0; k < len; k++)
                sum += in[(from + k) % HOURS];
            if (2 * sum < h->n || sum <= best) continue;
            best = sum;
            h->from = from;
            h->to = (from + len - 1) % HOURS + 1;
        }
        if (!best) continue;
        h->share = (double)best / (double)h->n;
        return;
    }
}

void hours_find(const int64_t at_s[], size_t count, struct arena *a, struct hours *ret)
{
    int64_t *hour = arena_new(a, int64_t, count);
    size_t in[HOURS] = {0};
    size_t n = 0;
    double across = 0;
    double up = 0;
    for (size_t i = 0; i < count; i++)
        if (has_hour(at_s[i])) hour[n++] = hour_of(at_s[i]);
    if (n) qsort(hour, n, sizeof *hour, by_size);
    struct hours h = {.p = 1};
    for (size_t i = 0; i < n; i++) {
        if (i && hour[i] == hour[i - 1]) continue;
        int of_day = (int)(((hour[i] % HOURS) + HOURS) % HOURS);
        double angle = 2 * M_PI * (of_day + 0.5) / HOURS;
        across += cos(angle);
        up += sin(angle);
        in[of_day]++;
        h.n++;
    }
    h.enough = h.n >= HOURS_LEAST;
    if (h.n) {
        double m = (double)h.n;
        double r2 = fmin(across * across + up * up, m * m);
        h.p = fmin(1, exp(sqrt(1 + 4 * m + 4 * (m * m - r2)) - (1 + 2 * m)));
        half_find(in, &h);
    }
    h.stand_out = h.enough && h.p < HOURS_CHANCE;
    *ret = h;
}

double middle_of(double waits[], size_t count)
{
    if (!count) return NAN;
    qsort(waits, count, sizeof *waits, by_wait);
    double upper = waits[count / 2];
    return count % 2 ? upper : (waits[count / 2 - 1] + upper) / 2;
}
