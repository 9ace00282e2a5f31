/* relations.c - verb: which relationships are really there? */
#include "base/time.h"
#include "verb/related.h"
#include "verb/remark.h"

#define TIE_MODEL "kith-tie 1"

static const char *const examples[] = {
    "kith relations",
    "kith relations category:analyst --teammate 'Sue Park'",
    "kith relations --until 2026-01-01 -n 0 --csv",
    NULL,
};

static const struct flag flags[] = {
    {"until", 0, "DATE", "as it stood before that day", false},
    {"teammate", 0, "NAME", "only of this one of ours", false},
    {"rows", 'n', "N", "how many at most (20); 0: all", false},
    {NULL, 0, NULL, NULL, false},
};

static enum status read_teammate(struct request *r, const struct team *team, struct seen_ask *ask,
                                 struct err *e)
{
    struct str name = request_value(r, "teammate");
    if (!team->count) {
        return err_set(e, NOT_FOUND,
                       "nobody here is one of ours; say who we are (kith us --org NAME --domain "
                       "DOMAIN), or tag them (kith tag QUERY teammate)");
    }
    if (!name.p) return OK;
    enum status s = person_find(r->st, name, r->a, &ask->teammate, e);
    if (!s && team_find(team, ask->teammate) == team->count) {
        s = err_set(e, BAD_INPUT,
                    "--teammate '%.*s' is not one of ours; tag them (kith tag p%lld "
                    "teammate)",
                    STR_ARG(name), (long long)ask->teammate);
    }
    return s;
}

static void facts(const struct seen *seen, const struct seen_ask *ask, struct table *t)
{
    size_t stages[TIE_STAGE_COUNT] = {0};
    size_t unseen = 0;
    for (size_t i = 0; i < seen->count; i++) {
        const struct seen_pair *p = &seen->pair[i];
        stages[p->tie.stage]++;
        unseen += p->us >= 3 && p->tie.stage < STAGE_ACQUAINTANCE;
    }
    table_fact(t, "as_of", NULL, cell_time(ask->as_of_s), 0);
    table_fact(t, "topic", NULL, cell_text(STR("any")), 0);
    table_fact(t, "model", NULL, cell_text(STR(TIE_MODEL)), 0);
    table_fact(t, "count", NULL, cell_int((int64_t)seen->count), 0);
    struct buf b = buf_new(t->a);
    for (int i = TIE_STAGE_COUNT - 1; i >= 0; i--) {
        table_fact(t, i == STAGE_HALF_STRANGER ? "half_stranger" : stage_names[i], NULL,
                   cell_int((int64_t)stages[i]), 0);
        if (stages[i]) buf_addf(&b, "%s%zu %s", b.len ? ", " : "", stages[i], stage_names[i]);
    }
    table_fact(t, "claimed_unseen", NULL, cell_int((int64_t)unseen), 0);
    if (!seen->count) return;
    struct str day = time_day(t->a, ask->as_of_s);
    table_lead(t, "%zu pairs of one of ours and a person, on any topic, as of %.*s: %.*s.",
               seen->count, STR_ARG(day), STR_ARG(buf_str(&b)));
    if (unseen) {
        table_note(t, "%zu are claimed to be working or more, and were not seen to act both ways.",
                   unseen);
    }
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "relations", related_columns, RELATED_COLUMNS);
    struct team team = {0};
    struct node_set people = {0};
    struct seen_ask ask = {.team = &team};
    struct seen seen = {0};
    int64_t until_s = TIME_NONE;
    int64_t rows = 20;
    enum status s = request_i64(r, "rows", 0, INT32_MAX, &rows, e);
    if (!s) s = request_time(r, "until", &until_s, e);
    if (!s) s = team_load(r->st, r->a, &team, e);
    if (!s) s = read_teammate(r, &team, &ask, e);
    if (!s && r->word_count) s = people_remarked(r, r->word[0], t, &people, e);
    if (r->word_count) ask.people = &people;
    if (!s) s = seen_when(r->st, until_s, &ask, e);
    if (!s) s = seen_load(r->st, &ask, r->a, &seen, e);
    size_t most = rows && (size_t)rows < seen.count ? (size_t)rows : seen.count;
    if (!s) s = related_put(r, &seen, ask.as_of_s, most, t, e);
    if (s) return s;
    t->title = STR("Relationships as they were seen");
    t->empty = STR("Nothing was seen or said of ours and anybody asked for.");
    table_fact(t, "query", NULL, cell_text(r->word_count ? r->word[0] : STR("everyone")), 0);
    facts(&seen, &ask, t);
    if (most < seen.count) table_note(t, "%zu of %zu are shown; -n 0 shows all.", most, seen.count);
    *ret = t;
    return OK;
}

const struct verb verb_relations = {
    .name = "relations",
    .words = "[QUERY]",
    .summary = "which relationships of ours are really there, from what was seen",
    .details =
        "A relationship is of one of ours and a person, on any topic. Strength fades with a half-"
        "life of 90 days, counts days, not messages, and conversations that both spoke in. "
        "Stages: trusted, working, acquaintance (both acted), half-stranger (one did, or both "
        "spoke in one conversation), stranger, and detractor, who spoke against ours on "
        "two days or more and on half of those on which they did anything; 'since' and 'why' date "
        "them. 'we say' is what ours claim, 'they say' what the person confirmed; 'touch' tells "
        "whether the last contact was within a week or a month. Times of answers are from one "
        "side's last word to the other's next, within 30 days. Without --until it is as of the "
        "latest evidence here.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_most = 1,
    .run = run,
};
