/* survey.c - verb: how do buyers see us, and did that change? */
#include "base/file.h"
#include "verb/survey_verb.h"

static const char *const examples[] = {
    "kith survey",
    "kith survey plan --share 30% --deff 1.5 --change 10",
    "kith survey show Panel --wave 2026-1 --question 'How do you learn'",
    "kith survey show Panel --rake margins.csv --by 'Company size'",
    "kith survey compare Panel 2025-1 2026-1",
    "kith survey define Panel roles.csv",
    "kith survey target Panel target.csv --by 'Ann Lee'",
    "kith survey progress Panel",
    "kith survey code Panel 'Big Blue' IBM --by Sam",
    "kith survey near security Panel 2025-1 2026-1",
    NULL,
};

static const char *const topics[] = {"list",   "plan",     "show", "compare", "define",
                                     "target", "progress", "code", "near",    NULL};

static const struct flag flags[] = {
    {"wave", 0, "WAVE", "of which answers (the newest)", false},
    {"question", 0, "Q", "only this question, by its code or words of it", false},
    {"by", 0, "Q|NAME", "show: parted by the answers to Q; target, code: who signs, who codes",
     false},
    {"reason", 0, "TEXT", "target: why it is set or changed once answers are here", false},
    {"second", 0, NULL, "code: as the second coder, who does not know the first codes", false},
    {"sample", 0, NULL, "code: one answer in ten, by lot, for the second coder", false},
    {"among", 0, "asked|answered", "of whom shares are taken (asked)", false},
    {"rows", 0, NULL, "each answer with its respondent, source and line", false},
    {"rake", 0, "FILE", "weigh so that margins hold: question, answer, share", false},
    {"population", 0, "N|Q", "how many there are, or the questions that tell (sizes by stage)",
     false},
    {"stratum", 0, "Q", "drawn apart by the answers to this question", false},
    {"cluster", 0, "Q[,Q]", "drawn in groups, as these questions name them", false},
    {"panel", 0, NULL, "waves of the same people, compared person by person", false},
    {"independent", 0, NULL, "waves compared as of different people", false},
    {"share", 0, "P", "plan: the share today (30%)", false},
    {"n", 'n', "N", "plan: respondents of a wave", false},
    {"deff", 0, "D", "plan: what unequal weights cost (1.5)", false},
    {"change", 0, "POINTS", "plan: the change that should be seen", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct {
    const char *name;
    size_t least, most; /* words behind it */
    enum verb_needs store;
    enum status (*run)(struct request *r, struct table **ret, struct err *e);
} actions[] = {
    {"list", 0, 0, STORE_IF_THERE, survey_list},
    {"plan", 0, 0, STORE_NONE, survey_plan},
    {"show", 1, 1, STORE_NEEDED, survey_show},
    {"compare", 3, 3, STORE_NEEDED, survey_compare},
    {"define", 2, 2, STORE_MADE, survey_define},
    {"target", 1, 2, STORE_CHANGED, survey_target},
    {"progress", 1, 1, STORE_NEEDED, survey_progress},
    {"code", 1, 3, STORE_CHANGED, survey_code},
    {"near", 4, 4, STORE_NEEDED, survey_near},
};

/* Planning takes no store, and a survey may be defined before there is one. */
static enum status open_store(struct request *r, enum verb_needs needs, struct err *e)
{
    bool there = path_exists(r->db);
    if (r->st || needs == STORE_NONE || (needs == STORE_IF_THERE && !there)) return OK;
    if (there && path_is_dir(r->db)) {
        return err_set(e, BAD_INPUT, "%s: a directory; name the store's file with --db", r->db);
    }
    enum store_mode mode = needs == STORE_MADE      ? STORE_CREATE
                           : needs == STORE_CHANGED ? STORE_WRITE
                                                    : STORE_READ;
    return store_open(r->db, mode, &r->st, e);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    if (!r->word_count) {
        enum status s = open_store(r, STORE_IF_THERE, e);
        return s ? s : survey_list(r, ret, e);
    }
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (!str_is(r->word[0], actions[i].name)) continue;
        size_t behind = r->word_count - 1;
        if (behind >= actions[i].least && behind <= actions[i].most) {
            enum status s = open_store(r, actions[i].store, e);
            return s ? s : actions[i].run(r, ret, e);
        }
        return err_set(e, BAD_USAGE,
                       "survey %s takes %zu%s words behind it, not %zu; see kith help "
                       "survey",
                       actions[i].name, actions[i].least,
                       actions[i].most > actions[i].least ? " or more" : "", behind);
    }
    const char *near = near_word(r->word[0], topics);
    return err_set(e, BAD_USAGE, "'%.*s' is nothing survey does; %s%s%s", STR_ARG(r->word[0]),
                   near ? "did you mean '" : "kith help survey lists what it does",
                   near ? near : "", near ? "'?" : "");
}

const struct verb verb_survey = {
    .name = "survey",
    .words = "[list|plan|show|compare|define|target|progress|code|near …]",
    .summary = "how buyers see us, wave by wave, and what changed",
    .details =
        "'list' (usual): the surveys, their waves, and how many answered. 'kith import FILE "
        "--survey NAME --wave WAVE' brings answers in.\n"
        "'plan', before fieldwork: the smallest change that --n respondents a wave would show at "
        "a share, or how many it takes to see a change; deff 1.5 unless given.\n"
        "'show': each option's share among all who were asked (--among answered: among those who "
        "answered), with its 95 % interval (Wilson, n / deff respondents). Asked is who answered "
        "that question or a later one of the form. Questions of numbers give means. --rake weighs "
        "the respondents so that the shares of a table hold (question, answer, share), within 0.3 "
        "to 3 times the mean. With --question also its answers in each wave that asked it in the "
        "same words.\n"
        "'compare': what changed between two waves. Different people: Newcombe's interval; at "
        "least half of the smaller wave the same people: person by person (paired interval, "
        "McNemar mid-p). p_holm is adjusted for all that is compared. 'up' or 'down' is said only "
        "where p_holm is below 0.05 and the change no smaller than what could be seen (mdc). A "
        "question whose wording, options or kind changed is no trend and is listed with the "
        "reason. SURVEY WAVE1 WAVE2.\n"
        "'define' SURVEY FILE says what the survey asks about: a table with columns role, name, "
        "question, item, brand, importance, least, rotated. Roles: ours, rival, fictitious (a "
        "brand's name), alias (name, brand), unaided and aided (question; in the order in which "
        "they are asked), attribute (name, question, item, brand, importance; of numbers the least "
        "that fits). From then on 'show' and 'compare' count brands: any and first mention of all "
        "asked, and how far above the fictitious brand each aided one is.\n"
        "'code' SURVEY: open answers that are near no brand's name wait for a person: TEXT BRAND, "
        "or a table of text, brand ('other', 'none'; 'undo' takes the newest back). What is near "
        "is "
        "proposed. --sample draws one in ten for a second coder "
        "(--second); alpha is Krippendorff's.\n"
        "'target' SURVEY FILE --by NAME signs who we want to be (attribute, share), before the "
        "first answers; one that is set later is told with every figure. 'progress' SURVEY: how "
        "much of the gap to it is closed since the first wave, beside the rivals.\n"
        "'near' MARKET SURVEY WAVE1 WAVE2: did respondents who heed somebody engaged there "
        "(picked, pinned, or admitted to a programme) move more than others? Difference in "
        "differences; an association, never a cause.",
    .examples = examples,
    .topics = topics,
    .flags = flags,
    .store = STORE_NONE,
    .words_most = 5,
    .run = run,
};
