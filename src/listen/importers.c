/* importers.c - listen: which kinds of sources can be read? */
#include "listen/importer.h"

#include <stddef.h>

/* clang-format off: one a line, most particular first; sniff and gather break ties by this order */
#define IMPORTERS(X) \
    X(discourse) \
    X(github) \
    X(hackernews) \
    X(stackexchange) \
    X(activitystreams) \
    X(bluesky) \
    X(mastodon) \
    X(x_archive) \
    X(schedule) \
    X(icalendar) \
    X(vcard) \
    X(git) \
    X(git_log) \
    X(mailmap) \
    X(hyperkitty) \
    X(mbox) \
    X(mail) \
    X(feed) \
    X(feed_list) \
    X(discord) \
    X(mattermost) \
    X(slack) \
    X(page) \
    X(transcript) \
    X(telegram) \
    X(zulip) \
    X(jsonl) \
    X(csv) \
    X(tsv)
/* clang-format on */

#define IMPORTER_DECLARE(name) extern const struct importer importer_##name;
IMPORTERS(IMPORTER_DECLARE)

#define IMPORTER_LIST(name) &importer_##name,
const struct importer *const importers[] = {IMPORTERS(IMPORTER_LIST) NULL};
