/* verbs.c - verb: what can kith be asked? The only list. */
#include "verb/verb.h"

/* clang-format off */
extern const struct verb
    verb_account,
    verb_audit,
    verb_backtest,
    verb_backup,
    verb_brand,
    verb_brief,
    verb_check_outreach,
    verb_choose,
    verb_claim,
    verb_cloud,
    verb_confirm,
    verb_connect,
    verb_correct,
    verb_deals,
    verb_decide,
    verb_demo,
    verb_doctor,
    verb_erase,
    verb_privacy,
    verb_evidence,
    verb_export,
    verb_find,
    verb_gaps,
    verb_graph,
    verb_help,
    verb_ideas,
    verb_import,
    verb_learn,
    verb_listen,
    verb_log,
    verb_map,
    verb_market,
    verb_mcp,
    verb_serve,
    verb_merge,
    verb_org,
    verb_people,
    verb_person,
    verb_programme,
    verb_relations,
    verb_report,
    verb_same,
    verb_search,
    verb_share,
    verb_health,
    verb_source,
    verb_split,
    verb_status,
    verb_survey,
    verb_tag,
    verb_trend,
    verb_tree,
    verb_us,
    verb_user,
    verb_webhook,
    verb_voice,
    verb_why;
/* clang-format on */

/* In the order of the work; help shows them so. */
/* clang-format off */
const struct verb *const verbs[] = {
    &verb_demo,
    &verb_import,
    &verb_listen,
    &verb_source,
    &verb_find,
    &verb_why,
    &verb_evidence,
    &verb_choose,
    &verb_decide,
    &verb_connect,
    &verb_claim,
    &verb_confirm,
    &verb_audit,
    &verb_survey,
    &verb_trend,
    &verb_share,
    &verb_health,
    &verb_gaps,
    &verb_cloud,
    &verb_ideas,
    &verb_log,
    &verb_relations,
    &verb_account,
    &verb_brand,
    &verb_brief,
    &verb_programme,
    &verb_check_outreach,
    &verb_voice,
    &verb_deals,
    &verb_tree,
    &verb_report,
    &verb_map,
    &verb_backtest,
    &verb_learn,
    &verb_market,
    &verb_search,
    &verb_people,
    &verb_person,
    &verb_same,
    &verb_merge,
    &verb_split,
    &verb_tag,
    &verb_correct,
    &verb_us,
    &verb_org,
    &verb_erase,
    &verb_privacy,
    &verb_export,
    &verb_serve,
    &verb_mcp,
    &verb_user,
    &verb_webhook,
    &verb_graph,
    &verb_status,
    &verb_doctor,
    &verb_backup,
    &verb_help,
    NULL,
};
/* clang-format on */

const struct flag common_flags[] = {
    {"db", 0, "FILE", "the store; else $KITH_DB, else kith.db in this directory", false},
    {"json", 0, NULL, "the answer as JSON", false},
    {"csv", 0, NULL, "its rows as CSV, each with its market, audience, date and model", false},
    {"seed", 0, "N", "of sampled figures (1); the same seed gives the same answer", false},
    {"threads", 0, "N", "how many at most; the answer is the same for any number", false},
    {"quiet", 'q', NULL, "no messages beside the answer", false},
    {"no-progress", 0, NULL, "no progress bars", false},
    {"no-color", 0, NULL, "no colours; also with NO_COLOR set", false},
    {"help", 'h', NULL, "help on the verb", false},
    {"version", 0, NULL, "which kith this is", false},
    {NULL, 0, NULL, NULL, false},
};

const struct verb *verb_named(struct str name)
{
    for (size_t i = 0; verbs[i]; i++) {
        if (str_is(name, verbs[i]->name)) return verbs[i];
    }
    return NULL;
}

enum status verb_unknown(struct str name, struct err *e)
{
    const char *known[64];
    size_t n = 0;
    for (; verbs[n] && n < 63; n++)
        known[n] = verbs[n]->name;
    known[n] = NULL;
    const char *near = near_word(name, known);
    if (near) {
        return err_set(e, BAD_USAGE, "'%.*s' is no verb; did you mean '%s'?", STR_ARG(name), near);
    }
    return err_set(e, BAD_USAGE, "'%.*s' is no verb; 'kith help' lists them", STR_ARG(name));
}
