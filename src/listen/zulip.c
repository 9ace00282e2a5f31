/* zulip.c - listen: who said what to whom in an export or a public archive of Zulip? */
#include "listen/zulip_int.h"

struct zulip {
    const struct zulip_form *form;
    void *state;
};

static int zulip_sniff(struct str head, const char *path)
{
    (void)path;
    return zulip_pages_sniff(head);
}

static int zulip_gather(const struct bundle *b)
{
    return zulip_is_realm(b) ? 96 : zulip_is_archive(b) ? 90 : 0;
}

static enum status zulip_open(struct reader *in, const struct importer_options *o, struct arena *a,
                              void **ret_state, struct err *e)
{
    struct zulip *z = arena_new(a, struct zulip, 1);
    *ret_state = z;
    z->form = !in && zulip_is_realm(o->bundle) ? &zulip_realm : &zulip_pages;
    return z->form->open(in, o, a, &z->state, e);
}

static enum status zulip_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct zulip *z = state;
    return z->form->next(z->state, a, ret, e);
}

static void zulip_close(void *state)
{
    struct zulip *z = state;
    if (z->state) z->form->close(z->state);
}

static struct str zulip_remarks(void *state, struct arena *a)
{
    struct zulip *z = state;
    return z->form->remarks(z->state, a);
}

extern const struct importer importer_zulip;

const struct importer importer_zulip = {
    .name = "zulip",
    .summary =
        "Zulip: exports of an organisation, public archives (a JSON file a topic), API answers",
    .sniff = zulip_sniff,
    .gather = zulip_gather,
    .open = zulip_open,
    .next = zulip_next,
    .close = zulip_close,
    .remarks = zulip_remarks,
};
