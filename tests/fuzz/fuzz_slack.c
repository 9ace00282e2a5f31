/* fuzz_slack.c - tests: does any message in Slack's marks break its reader? */
#include "listen/json_rows.h"
#include "listen/slack_int.h"
#include "records.h"

#include <jansson.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena a = {0};
    struct err e;
    json_t *message = NULL;
    struct slack_team team = {.channel = STR("slack:t"), .users = chat_users_new(&a)};
    struct doc_row d = {.kind = STR("post")};
    team.ids = map_new(&a);
    team.names = map_new(&a);
    (void)chat_user_add(&team.users, &(struct chat_user){.id = STR("U1"), .call = STR("Mara")});
    struct str text = utf8_mend(&a, (struct str){(const char *)bytes, size});
    if (json_object_read(text, &message, &e))
        message = json_pack("{s:s%}", "text", text.p, text.len);
    if (message) {
        d.text = slack_text(&team, message, &d, &a);
        doc_check(&d);
    }
    json_decref(message);
    arena_free(&a);
    return 0;
}
