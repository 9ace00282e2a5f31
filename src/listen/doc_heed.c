/* doc_heed.c - listen: how does a doc gain those who were heeded in it? */
#include "listen/doc_heed.h"

#include "base/limits.h"
#include "base/time.h"

bool who_eq(const struct who *a, const struct who *b)
{
    return str_eq(a->handle, b->handle) && str_eq(a->channel, b->channel);
}

void doc_heed_add(struct doc_row *d, struct arena *a, struct heed_row heed)
{
    if (d->heed_count == HEEDS_PER_DOC_MAX) return;
    d->heeds = arena_more(a, d->heeds, d->heed_count, sizeof *d->heeds);
    d->heeds[d->heed_count++] = heed;
}

void doc_heed(struct doc_row *d, struct arena *a, struct heed_row heed)
{
    for (size_t i = 0; i < d->heed_count; i++) {
        const struct heed_row *has = &d->heeds[i];
        bool people = who_eq(&has->by, &heed.by) && who_eq(&has->to, &heed.to);
        if (has->verb == heed.verb && people && str_eq(has->key, heed.key)) return;
    }
    doc_heed_add(d, a, heed);
}

void doc_mention(struct doc_row *d, struct arena *a, struct who to)
{
    if (!to.handle.len || who_eq(&to, &d->author)) return;
    doc_heed(d, a, (struct heed_row){.verb = VERB_MENTIONED, .to = to, .at_s = TIME_NONE});
}
