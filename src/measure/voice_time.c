/* voice_time.c - measure: how steadily does this person write? */
#include "measure/voice_int.h"

#include <stdlib.h>

enum { WEEK_S = 7 * DAY_S, MONDAY_S = 4 * DAY_S }; /* 1970-01-05 was a Monday */

struct moment {
    int64_t at_s;
    uint32_t voice, doc;
};

static int moment_cmp(const void *left, const void *right)
{
    const struct moment *l = left;
    const struct moment *r = right;
    if (l->voice != r->voice) return l->voice < r->voice ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return l->doc < r->doc ? -1 : l->doc > r->doc;
}

static int64_t week_of(int64_t at_s)
{
    int64_t s = at_s - MONDAY_S;
    return s >= 0 ? s / WEEK_S : -((WEEK_S - 1 - s) / WEEK_S);
}

/* Weeks from the first doc to the market's last day: who has fallen silent is silent. */
static void take_weeks(struct voice_work *w, const struct moment *m, size_t count)
{
    int64_t last = week_of(w->ret->as_of_s);
    size_t i = 0;
    for (int64_t week = week_of(m[0].at_s); week <= last; week++) {
        bool any = i < count && week_of(m[i].at_s) == week;
        int64_t doc = any ? m[i].doc : 0;
        while (i < count && week_of(m[i].at_s) == week)
            i++;
        voice_unit_add(w, m->voice, VOICE_WEEKS, (struct voice_unit){any, 1, 0, doc});
    }
}

static void take_gaps(struct voice_work *w, const struct moment *m, size_t count)
{
    static const enum voice_measure gaps[] = {VOICE_GAP, VOICE_GAP_95, VOICE_GAP_LONGEST,
                                              VOICE_BURST};
    for (size_t i = 1; i <= count; i++) {
        int64_t until_s = i < count ? m[i].at_s : w->ret->as_of_s;
        struct voice_unit u = {(double)(until_s - m[i - 1].at_s) / DAY_S, 1, 0,
                               m[i < count ? i : i - 1].doc};
        for (size_t k = 0; k < sizeof gaps / sizeof *gaps; k++) {
            /* the gap that is still open is none yet, but for the longest */
            if (i == count && gaps[k] != VOICE_GAP_LONGEST) continue;
            voice_unit_add(w, m->voice, gaps[k], u);
        }
    }
}

void voice_times_finish(struct voice_work *w)
{
    struct moment *m = NULL;
    size_t count = 0;
    for (size_t d = 1; d < w->doc_room; d++) {
        uint32_t voice = voice_of_doc(w, d);
        if (!voice || w->at[d] == TIME_NONE) continue;
        m = arena_more(w->scratch, m, count, sizeof *m);
        m[count++] = (struct moment){w->at[d], voice - 1, (uint32_t)d};
    }
    if (count > 1) qsort(m, count, sizeof *m, moment_cmp);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && m[end].voice == m[i].voice; end++)
            ;
        w->ret->voice[m[i].voice].first_s = m[i].at_s;
        w->ret->voice[m[i].voice].last_s = m[end - 1].at_s;
        take_weeks(w, m + i, end - i);
        take_gaps(w, m + i, end - i);
    }
}
