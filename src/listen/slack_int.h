/*
 * slack_int.h - listen: the parts behind the importer of Slack's exports
 *
 * Check  tests/unit/test_slack.c
 */
#ifndef KITH_LISTEN_SLACK_INT_H
#define KITH_LISTEN_SLACK_INT_H

#include "listen/chat.h"

struct slack_channel {
    struct str id, name;
    bool open; /* anybody of the workspace can read it */
};

/* Who and what is known of the workspace before its messages are read. */
struct slack_team {
    struct str channel; /* of accounts: "slack:t0123" */
    struct chat_users users;
    struct map ids, names; /* of channels -> index into list */
    struct slack_channel *list;
    size_t count, room;
};

struct who slack_who(const struct slack_team *t, struct str id, struct str name);
const struct slack_channel *slack_channel_find(const struct slack_team *t, struct str id);

/* The message's text as it is shown: names for ids, labels for links, its entities; else what its
 * blocks and attachments say. Mentions and links become those of d. In a. */
struct str slack_text(const struct slack_team *t, const struct json_t *message, struct doc_row *d,
                      struct arena *a);

#endif
