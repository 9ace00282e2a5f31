/* brief.c - verb: what is known of somebody before we meet them? */
#include "verb/brief.h"

#include "base/limits.h"
#include "base/time.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/quoted.h"

static const char *const examples[] = {
    "kith brief 'Jane Doe'",
    "kith brief p12 --market security",
    "kith brief org:Acme -n 10",
    "kith brief p12 --until 2026-01-01 --json",
    NULL,
};

static const struct flag flags[] = {
    {"market", 0, "MARKET", "their docs on the topic of this one (of all)", false},
    {"rows", 'n', "N", "how many facts of one kind at most (5)", false},
    {"until", 0, "DATE", "as it stood before that day", false},
    {NULL, 0, NULL, NULL, false},
};

enum {
    WHAT,
    WHO,
    SHOWN,
    COUNT,
    AT,
    WHERE,
    LINK,
    MARKET,
    FACT,
    QUOTE,
    SOURCE,
    PLACE,
    KNOWN,
    COLUMN_COUNT
};

static const struct column columns[] = {
    {"what", "what", NULL, CELL_TEXT, 0, false},
    {"person", "who", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"shown", "fact", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"n", "n", NULL, CELL_INT, 0, COLUMN_CUT},
    {"at", "day", "UTC", CELL_TIME, 0, COLUMN_CUT},
    {"where", "where", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"url", "link", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"market", NULL, NULL, CELL_TEXT, 0, false},
    {"fact", NULL, NULL, CELL_TEXT, 0, false},
    {"quote", NULL, NULL, CELL_TEXT, 0, false},
    {"source", NULL, NULL, CELL_TEXT, 0, false},
    {"place", NULL, NULL, CELL_TEXT, 0, false},
    {"known", NULL, NULL, CELL_BOOL, 0, false},
};
_Static_assert(sizeof columns / sizeof *columns == COLUMN_COUNT, "one name a column");

/* ---- facts ---- */

static struct cell text_cell(struct arena *a, struct str s)
{
    return cell_text(s.len ? str_copy(a, s) : STR_NONE);
}

struct cell *brief_fact(struct brief *b, const char *what, int64_t person, struct str fact)
{
    struct str name = STR_NONE;
    struct err e = {0};
    bool named = b->is_org && person && !node_name(b->r->st, person, b->r->a, &name, &e);
    struct cell *row = table_row(b->t);
    row[WHAT] = cell_text(str_of(what));
    if (named) row[WHO] = cell_text(name);
    row[FACT] = text_cell(b->r->a, fact);
    row[KNOWN] = cell_bool(true);
    return row;
}

void brief_place(struct brief *b, struct cell *row, const struct place *p)
{
    struct arena *a = b->r->a;
    struct str source = p->source.len ? str_copy(a, p->source) : STR_NONE;
    struct str place = p->place.len ? str_copy(a, p->place) : STR_NONE;
    row[AT] = cell_time(p->at_s);
    row[SOURCE] = cell_text(source);
    row[PLACE] = cell_text(place);
    row[WHERE] = cell_text(place_shown(a, source, place));
    row[LINK] = text_cell(a, p->url);
}

void brief_quote(struct brief *b, struct cell *row, struct str quote)
{
    row[QUOTE] = text_cell(b->r->a, quote_of(b->r->a, quote));
}

void brief_count(struct cell *row, size_t n)
{
    row[COUNT] = cell_int((int64_t)n);
}

void brief_market(struct brief *b, struct cell *row, struct str market)
{
    row[MARKET] = text_cell(b->r->a, market);
}

void brief_begin(struct brief *b)
{
    b->first = b->t->row_count;
}

bool brief_full(const struct brief *b)
{
    return b->t->row_count - b->first >= (size_t)b->rows;
}

void brief_end(struct brief *b, const char *what)
{
    if (b->t->row_count > b->first) return;
    struct cell *row = brief_fact(b, what, 0, STR("unknown"));
    row[KNOWN] = cell_bool(false);
}

/* "rope: Loads on a rope “It fails at the knot.”": a fact in one column. */
static void show_facts(struct brief *b)
{
    for (size_t i = 0; i < b->t->row_count; i++) {
        struct cell *row = b->t->cells + i * COLUMN_COUNT;
        struct buf shown = buf_new(b->r->a);
        if (row[MARKET].kind == CELL_TEXT) buf_addf(&shown, "%.*s: ", STR_ARG(row[MARKET].text));
        buf_add(&shown, row[FACT].text);
        if (row[QUOTE].kind == CELL_TEXT) {
            buf_addf(&shown, " “%.*s”", STR_ARG(row[QUOTE].text));
        }
        row[SHOWN] = cell_text(buf_str(&shown));
    }
}

/* ---- of whom ---- */

/* "org:Acme", g12 */
static bool is_org_word(struct str word)
{
    int64_t id = 0;
    word = str_trim(word);
    return str_starts_nocase(word, "org:") ||
           (word.len > 1 && word.p[0] == 'g' && str_to_i64(str_skip(word, 1), &id));
}

static bool is_ours(const struct brief *b, int64_t node)
{
    const struct team *team = &b->known.team;
    return bits_has(&b->nodes.staff, node) || team_find(team, node) < team->count;
}

static enum status take_org(struct brief *b, struct err *e)
{
    struct node_set set = {0};
    size_t all = 0;
    enum status s = org_find(b->r->st, b->r->word[0], b->r->a, &b->org, e);
    if (!s) s = people_find(b->r->st, b->org.query, b->r->a, &set, e);
    if (s) return s;
    b->person = arena_new(b->r->a, int64_t, set.count);
    for (size_t i = 0; i < set.count; i++) {
        if (is_ours(b, set.id[i])) continue;
        if (all++ < BRIEF_PEOPLE_MAX) b->person[b->count++] = set.id[i];
    }
    b->t->title = str_printf(b->r->a, "Before meeting %.*s", STR_ARG(b->org.name));
    table_lead(b->t, "%zu %s of it %s here.", all, all == 1 ? "person" : "people",
               all == 1 ? "is" : "are");
    struct str id = b->org.node ? node_public_id(b->r->a, b->org.node, 'g') : STR_NONE;
    table_fact(b->t, "id", NULL, cell_text(id), 0);
    table_fact(b->t, "name", NULL, cell_text(b->org.name), 0);
    table_fact(b->t, "people", NULL, cell_int((int64_t)all), 0);
    if (all > b->count) {
        table_note(b->t, "Of %zu people of %.*s the first %zu by id are read.", all,
                   STR_ARG(b->org.name), b->count);
    }
    return OK;
}

static enum status take_person(struct brief *b, struct err *e)
{
    struct card card;
    struct request *r = b->r;
    b->person = arena_new(r->a, int64_t, 1);
    enum status s = person_find(r->st, r->word[0], r->a, &b->person[0], e);
    if (!s) s = card_load(r->st, b->person[0], r->a, &card, e);
    if (s) return s;
    if (is_ours(b, b->person[0])) {
        return err_set(e, BAD_INPUT,
                       "%.*s (%.*s) is one of ours, and briefs are of whom ours meet; 'kith person "
                       "%.*s' shows what is known of them",
                       STR_ARG(card.name), STR_ARG(card.id), STR_ARG(card.id));
    }
    b->count = 1;
    b->t->title =
        str_printf(r->a, "Before meeting %.*s (%.*s)", STR_ARG(card.name), STR_ARG(card.id));
    table_fact(b->t, "id", NULL, cell_text(card.id), 0);
    table_fact(b->t, "name", NULL, cell_text(card.name), 0);
    return OK;
}

/* Until the day that was said, else what was seen up to the last import, all that was typed. */
static enum status take_dates(struct brief *b, struct err *e)
{
    int64_t read_s = 0;
    b->until_s = TIME_NONE;
    enum status s = request_time(b->r, "until", &b->until_s, e);
    if (!s) s = query_ask(b->r->st, SQL_read_last, &read_s, e);
    if (s) return s;
    bool said = b->until_s != TIME_NONE;
    b->seen_before = said ? b->until_s : read_s + 1;
    b->said_before = said ? b->until_s : INT64_MAX;
    table_fact(b->t, "as_of", NULL, cell_time(said ? b->until_s : read_s), 0);
    return OK;
}

static enum status read_all(struct brief *b, struct err *e)
{
    b->w = (struct writings){.st = b->r->st, .nodes = &b->nodes, .before_s = b->seen_before};
    enum status s = writings_load(&b->w, b->person, b->count, b->r->a, e);
    struct known_before before = {b->seen_before, b->said_before};
    if (!s) s = acquaint_load(b->r, b->person, b->count, before, &b->known, e);
    if (!s) s = brief_deeds(b, e);
    if (!s) s = brief_said(b, e);
    return s;
}

static enum status tell_all(struct brief *b, struct err *e)
{
    enum status s = brief_works(b, e);
    if (!s) s = brief_written(b, e);
    if (!s) s = brief_on_topic(b, request_value(b->r, "market"), e);
    if (!s) s = brief_channels(b, e);
    if (!s) s = brief_times(b, e);
    if (!s) s = brief_contacts(b, e);
    if (!s) s = brief_mates(b, e);
    if (!s) s = brief_dislikes(b, e);
    if (!s) s = brief_prefers(b, e);
    if (!s) s = brief_notes(b, e);
    if (!s) s = brief_deals(b, e);
    return s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct brief *b = arena_new(r->a, struct brief, 1);
    struct team *team = &b->known.team;
    b->r = r;
    b->rows = 5;
    b->t = table_new(r->a, "brief", columns, COLUMN_COUNT);
    b->is_org = is_org_word(r->word[0]);
    enum status s = request_i64(r, "rows", 1, INT32_MAX, &b->rows, e);
    if (!s) s = nodes_load(r->st, r->a, &b->nodes, e);
    if (!s) s = team_load(r->st, r->a, team, e);
    if (!s) s = b->is_org ? take_org(b, e) : take_person(b, e);
    if (!s) s = take_dates(b, e);
    if (!s) s = read_all(b, e);
    if (!s) s = tell_all(b, e);
    if (s) return s;
    show_facts(b);
    if (b->w.cut) {
        table_note(b->t, "Of who wrote more, the newest %d docs are read.", WRITTEN_DOCS_MAX);
    }
    acquaint_note(r, &b->known, b->t);
    table_note(b->t, "Facts that were read or typed, each with its day and place; nothing is "
                     "guessed.");
    *ret = b->t;
    return OK;
}

const struct verb verb_brief = {
    .name = "brief",
    .words = "PERSON|org:NAME",
    .summary = "what to know before a meeting: facts with day and source, and what is unknown",
    .details =
        "Work; what they wrote of late, with a few of their words; their docs on the topic of "
        "each market; where they write and answer; how soon (the middle one of their answers) and "
        "at which hours, where these stand out (20 or more, Rayleigh's test); last contacts of "
        "either side; who of ours knows them, or could introduce us; what they dislike (what "
        "they opposed, a low view of us, columns of people tables such as 'dislikes'); what they "
        "prefer; decisions and notes of ours; deals. 'n' counts what the fact rests on, 'day' is "
        "the latest of it. 'unknown' is written where nothing is known. Of an organisation: the "
        "same of its people, each named.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};
