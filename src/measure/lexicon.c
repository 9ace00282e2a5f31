/* lexicon.c - measure: what kind of word is this, as far as a list can tell? */
#include "measure/lexicon.h"

#include <string.h>

static const char *const english[WORD_CLASS_COUNT] = {
    [WORD_ARTICLE] = "the a an",
    [WORD_PREPOSITION] =
        "of in to for with on at by from about into through during against among between under "
        "over above below across behind beyond within without upon toward towards onto off near "
        "despite except via per since until beside besides along around amid beneath inside "
        "outside throughout underneath unlike versus vs like regarding concerning as",
    [WORD_PRONOUN] =
        "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him "
        "his himself she her hers herself it its itself they them their theirs themselves who "
        "whom whose what which this that these those someone somebody something anyone anybody "
        "anything everyone everybody everything nobody nothing none i'm i've i'll i'd we're we've "
        "we'll we'd you're you've you'll you'd he's he'd he'll she's she'd she'll it's it'll it'd "
        "they're they've they'll they'd that's what's who's that'll this'll",
    [WORD_VERB] =
        "be am is are was were been being have has had having do does did doing done will would "
        "shall should can could may might must ought cannot can't won't don't doesn't didn't isn't "
        "aren't wasn't weren't haven't hasn't hadn't wouldn't shouldn't couldn't mustn't ain't "
        "needn't get gets got gotten go goes went gone make makes made take takes took taken come "
        "comes came see sees saw seen know knows knew known think thinks thought say says said "
        "tell tells told ask asks give gives gave given find finds found want wants need needs use "
        "uses try tries put puts keep keeps kept let lets let's leave leaves left feel feels felt "
        "seem seems become becomes became begin begins began begun show shows shown hear hears "
        "heard run runs ran move moves live lives believe believes hold holds held bring brings "
        "brought happen happens write writes wrote written provide provides sit sits sat stand "
        "stands stood lose loses lost pay pays paid meet meets met include includes continue "
        "continues set sets learn learns lead leads led understand understands understood follow "
        "follows stop stops create creates speak speaks spoke spoken read reads spend spends spent "
        "grow grows grew grown win wins won buy buys bought send sends sent build builds built "
        "fall falls fell fallen cut cuts sell sells sold require requires decide decides agree "
        "agrees support supports call calls look looks work works help helps start starts talk "
        "talks turn turns mean means meant add adds seems care cares guess guesses remember "
        "remembers hope hopes love loves wait waits works fix fixes break breaks broke broken "
        "catch catches caught choose chooses chose chosen deal deals dealt drive drives drove "
        "driven eat eats ate fight fought forget forgets forgot forgotten throw throws threw "
        "thrown wear wore ship ships shipped expect expects suppose supposes wonder wonders "
        "figure figures sounds sound end ends thank thanks please suggest suggests contain "
        "contains allow allows support appear appears depend depends exist exists install "
        "installs import imports pass passes raise raises return returns handle handles",
    [WORD_ADVERB] =
        "not very so too just also now then here there never always often sometimes again still "
        "already yet even only quite rather almost perhaps maybe ever once twice soon later today "
        "tomorrow yesterday away back down out up how when where why well more most less least "
        "much however therefore thus hence instead else together far anyway otherwise actually "
        "kind probably there's here's where's how's somehow somewhere everywhere anywhere nowhere "
        "pretty enough further indeed meanwhile nevertheless apart forward hard fast right",
    [WORD_INTERJECTION] =
        "oh ah hey hi hello yeah yes yep no nope wow ok okay uh um hmm huh please thanks lol haha "
        "ha oops ouch bye yay sure gosh damn cheers",
    [WORD_OTHER] =
        "and or but nor if because although though while whereas unless whether than both either "
        "neither one two three four five six seven eight nine ten hundred thousand million first "
        "second third all any each every some no few many several other another such same lest",
};

static const char *const german[WORD_CLASS_COUNT] = {
    [WORD_ARTICLE] = "der die das des dem den ein eine einer eines einem einen",
    [WORD_PREPOSITION] =
        "in im ins an am ans auf aus bei beim mit nach seit von vom zu zum zur für gegen ohne um "
        "durch über unter vor hinter neben zwischen wegen während trotz statt anstatt bis ab pro "
        "gegenüber innerhalb außerhalb laut entlang",
    [WORD_PRONOUN] =
        "ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen mein meine meiner "
        "meines meinem meinen dein deine deiner deines deinem deinen sein seine seiner seines "
        "seinem seinen unser unsere unserer unseres unserem unseren euer eure eurer eurem euren "
        "ihre ihrer ihres ihrem ihren sich man wer wen wem wessen was dieser diese dieses diesem "
        "diesen jener jene jenes jemand niemand etwas nichts alles derjenige dasselbe selbst",
    [WORD_VERB] =
        "bin bist ist sind seid war warst waren wart gewesen wäre wären habe hast hat haben habt "
        "hatte hatten hätte hätten gehabt werde wirst wird werden werdet wurde wurden würde "
        "würden worden geworden kann kannst können könnt konnte konnten könnte könnten muss musst "
        "müssen müsst musste mussten müsste müssten soll sollst sollen sollte sollten will willst "
        "wollen wollt wollte wollten darf dürfen durfte dürfte mag mögen möchte möchten mache "
        "macht machen machte gemacht gehe geht gehen ging gegangen komme kommt kommen kam gekommen "
        "sage sagt sagen sagte gesagt gebe gibt geben gab gegeben sehe sieht sehen sah gesehen "
        "weiß wissen wusste gewusst denke denkt denken dachte gedacht finde findet finden fand "
        "gefunden nehme nimmt nehmen nahm genommen lasse lässt lassen ließ steht stehen stand "
        "liegt liegen lag bleibt bleiben blieb heißt heißen glaube glaubt glauben brauche braucht "
        "brauchen zeigt zeigen führt führen spricht sprechen bringt bringen hält halten",
    [WORD_ADVERB] =
        "nicht sehr so auch nur noch schon immer nie niemals oft manchmal wieder hier da dort dann "
        "jetzt heute morgen gestern bald später fast vielleicht wohl eben doch mal gern gerne mehr "
        "wie wo wann warum wieso weshalb woher wohin ziemlich eher sogar bereits einmal zusammen "
        "weg zurück hin her deshalb daher trotzdem allerdings jedoch außerdem dabei dazu davon "
        "damit dafür darauf darin darüber eigentlich natürlich genug kaum",
    [WORD_INTERJECTION] = "ach oh ah hallo ja nein hm tja na naja ok okay bitte danke leider "
                          "tschüss juhu oje hey hi",
    [WORD_OTHER] =
        "und oder aber sondern denn weil dass daß ob wenn als obwohl falls bevor nachdem sobald "
        "damit sowie weder entweder eins zwei drei vier fünf sechs sieben acht neun zehn hundert "
        "tausend alle aller allen jede jeder jedes jedem jeden einige mehrere viele wenige andere "
        "anderen kein keine keiner keinen keinem keines welche welcher welches solche",
};

static const char *const acknowledge_en[] = {"thank you",
                                             "thanks",
                                             "i understand",
                                             "good point",
                                             "good question",
                                             "i see",
                                             "great question",
                                             "you're right",
                                             "you are right",
                                             "makes sense",
                                             "appreciate",
                                             "fair enough",
                                             "sorry to hear",
                                             "i agree",
                                             "well said",
                                             "that helps",
                                             "good idea",
                                             "i hear you",
                                             NULL};
static const char *const acknowledge_de[] = {"danke",           "vielen dank",  "verstehe",
                                             "guter punkt",     "gute frage",   "du hast recht",
                                             "sie haben recht", "stimmt",       "leuchtet ein",
                                             "gute idee",       "tut mir leid", NULL};
static const char *const call_en[] = {
    "join us",  "sign up",    "let us know",  "let me know", "check out", "subscribe",
    "register", "contact us", "get in touch", "take a look", "try it",    "give it a try",
    "download", "come along", "send me",      "book a",      "reach out", NULL};
static const char *const call_de[] = {
    "mach mit",    "macht mit",        "melde dich", "meldet euch", "melden sie sich",
    "probier es",  "probieren sie",    "schau mal",  "schaut mal",  "jetzt anmelden",
    "schreib mir", "kontaktieren sie", "abonniere",  "komm vorbei", NULL};
static const char *const ahead_en[] = {"will be",
                                       "in the future",
                                       "going to be",
                                       "next year",
                                       "years from now",
                                       "predict",
                                       "prediction",
                                       "forecast",
                                       "someday",
                                       "by the end of",
                                       "the next decade",
                                       "coming years",
                                       "in five years",
                                       "in ten years",
                                       "soon be",
                                       "tomorrow's",
                                       NULL};
static const char *const ahead_de[] = {
    "wird sein",      "in zukunft",     "künftig",     "zukünftig",  "nächstes jahr", "prognose",
    "in fünf jahren", "in zehn jahren", "wird werden", "vorhersage", "demnächst",     NULL};
static const char *const disagree_en[] = {
    "i disagree", "don't agree", "do not agree",    "not true",      "is wrong",
    "are wrong",  "a myth",      "on the contrary", "i doubt",       "not convinced",
    "nonsense",   "contrary to", "overrated",       "not so",        "i object",
    "bad idea",   "against the", "makes no sense",  "beg to differ", NULL};
static const char *const disagree_de[] = {"stimmt nicht",
                                          "ich widerspreche",
                                          "im gegenteil",
                                          "ist falsch",
                                          "sind falsch",
                                          "ein mythos",
                                          "bezweifle",
                                          "unsinn",
                                          "anders als",
                                          "keine gute idee",
                                          NULL};
static const char *const former_en[] = {
    "years ago", "back in",        "when i was",    "when i worked", "in my experience",
    "used to",   "i remember",     "i've seen",     "i have seen",   "my first",
    "decades",   "over the years", "in those days", "i learned",     NULL};
static const char *const former_de[] = {
    "vor jahren",        "jahren habe ich",   "damals",  "früher",
    "meiner erfahrung",  "ich erinnere mich", "als ich", "jahrzehnte",
    "im lauf der jahre", "mein erstes",       NULL};
static const char *const exclude_en[] = {
    "rtfm",   "noob",           "noobs",           "newbie",         "newbies",  "n00b",   "idiot",
    "idiots", "moron",          "morons",          "stupid",         "dumb",     "lmgtfy", "lusers",
    "luser",  "everyone knows", "everybody knows", "just google it", "real men", NULL};
static const char *const exclude_de[] = {
    "idiot",           "idioten", "dumm",  "dummköpfe", "anfängerfehler",
    "weiß doch jeder", "noob",    "noobs", "deppen",    NULL};
static const char *const short_en[] = {
    "u",   "ur",  "lol", "omg", "btw", "imho",  "imo",  "thx", "plz",   "pls",   "gr8", "l8r",
    "cuz", "cos", "wtf", "tbh", "idk", "afaik", "rofl", "b4",  "gonna", "wanna", "ppl", NULL};
static const char *const short_de[] = {"lol", "omg", "mfg", "vllt", "iwie", "kp", "hdl",
                                       "thx", "gg",  "wtf", "imho", "btw",  NULL};

static void add_all(struct lexicon *x, const char *const lists[])
{
    for (int c = 0; c < WORD_CLASS_COUNT; c++) {
        struct str rest = str_of(lists[c]);
        struct str word;
        while (rest.p && str_cut(&rest, ' ', &word)) /* the class named first holds */
            (void)map_put(&x->words, word, c, NULL);
    }
}

struct lexicon lexicon_new(struct arena *a, enum tongue tongue)
{
    struct lexicon x = {.tongue = tongue, .words = map_new(a)};
    if (tongue == TONGUE_GERMAN) {
        add_all(&x, german);
        const char *const *all[] = {acknowledge_de, call_de,    ahead_de, disagree_de,
                                    former_de,      exclude_de, short_de};
        memcpy(x.phrases, all, sizeof all);
        return x;
    }
    add_all(&x, english);
    const char *const *all[] = {acknowledge_en, call_en,    ahead_en, disagree_en,
                                former_en,      exclude_en, short_en};
    memcpy(x.phrases, all, sizeof all);
    return x;
}

bool lexicon_has(const struct lexicon *x, struct str word)
{
    return map_get(&x->words, word) != NULL;
}

static bool ends(struct str word, const char *end, size_t least)
{
    size_t n = strlen(end);
    return word.len >= least && memcmp(word.p + word.len - n, end, n) == 0;
}

enum word_class lexicon_class(const struct lexicon *x, struct str word)
{
    const int64_t *listed = map_get(&x->words, word);
    if (listed) return (enum word_class) * listed;
    if (!word.len || ascii_is_digit(word.p[0])) return WORD_OTHER;
    if (x->tongue == TONGUE_GERMAN) return WORD_NOMINAL; /* its verbs end as its adjectives do */
    if (ends(word, "ly", 4)) return WORD_ADVERB;
    if (ends(word, "ing", 5) || ends(word, "ed", 4) || ends(word, "n't", 4)) return WORD_VERB;
    return WORD_NOMINAL;
}

unsigned lexicon_phrase(const struct lexicon *x, enum phrase_kind kind, struct str words)
{
    unsigned longest = 0;
    for (const char *const *p = x->phrases[kind]; *p; p++) {
        size_t n = strlen(*p);
        if (!words.len || words.p[0] != (*p)[0] || words.len < n) continue;
        if (memcmp(words.p, *p, n) != 0 || (words.len > n && words.p[n] != ' ')) continue;
        unsigned count = 1;
        for (size_t i = 0; i < n; i++)
            count += (*p)[i] == ' ';
        if (count > longest) longest = count;
    }
    return longest;
}
