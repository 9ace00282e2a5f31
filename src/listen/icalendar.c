/* icalendar.c - listen: who met whom, says this calendar? */
#include "base/time.h"
#include "listen/calendar_int.h"
#include "listen/foreign.h"

#include <string.h>
#include <strings.h>

/*
 * The file is looked through twice: zones, and which meetings of a series were moved, may stand
 * behind the series itself. Then each meeting is one record for each time it took place, and each
 * person one more when they are first seen.
 */

enum { MOVED_MAX = 100000, SEEN_MAX = 100000, CLOSE_ROOM = 6 };

struct calendar_state {
    const struct foreign *foreign;
    struct arena *a;
    struct content_lines lines;
    struct calendar_zones zones;
    struct map moved; /* "uid second" of meetings that stand for themselves */
    struct map seen;  /* people given */
    int64_t now_s;
    bool cancelled; /* METHOD:CANCEL */
    uint64_t events;
    bool told;
    /* the meeting that is being given: */
    struct arena own;
    struct calendar_event ev;
    int64_t *at_s;
    size_t times, next_time, next_guest;
    struct calendar_guest *people; /* organiser first, each once */
    size_t people_count, room;     /* room: of them who came, the first ones */
    bool has_host;                 /* people[0] is the organiser */
    const char *why_not;           /* of use nowhere */
};

/* ---- the first look ---- */

static struct str moved_key(struct arena *a, struct str uid, int64_t at_s)
{
    return str_printf(a, "%.*s\x1f%lld", STR_ARG(uid), (long long)at_s);
}

struct moved {
    struct str uid;
    struct shown instance;
};

static enum status look_at_event(struct calendar_state *st, struct content_lines *in,
                                 struct moved *ret, struct err *e)
{
    struct arena own = {0};
    struct calendar_event ev = {0};
    bool whole = false;
    enum status s = calendar_event_read(in, &own, &ev, &whole, e);
    *ret = (struct moved){0};
    if (!s && whole && ev.instance.at_s != TIME_NONE && ev.uid.len) {
        *ret = (struct moved){.uid = str_copy(st->a, ev.uid), .instance = ev.instance};
        ret->instance.zone = str_copy(st->a, ev.instance.zone);
    }
    arena_free(&own);
    return s;
}

static enum status look_through(struct reader *in, struct calendar_state *st, struct err *e)
{
    struct arena own = {0};
    struct arena line = {0};
    struct reader *again = NULL;
    struct content_lines lines;
    struct content_line l;
    struct moved *moved = arena_new(&own, struct moved, 64);
    size_t count = 0;
    size_t room = 64;
    enum status s = reader_again(in, &own, &again, e);
    if (!s) s = content_lines_open(again, &own, &lines, e);
    while (!s) {
        arena_reset(&line, (struct arena_mark){0});
        s = content_lines_next(&lines, &line, &l, e);
        if (s) break;
        if (content_is(&l, "BEGIN", "VTIMEZONE")) {
            s = calendar_zone_take(&st->zones, &lines, e);
        } else if (content_is(&l, "BEGIN", "VEVENT")) {
            if (count == room) {
                moved = arena_grow(&own, moved, room * sizeof *moved, 2 * room * sizeof *moved);
                room *= 2;
            }
            s = look_at_event(st, &lines, &moved[count], e);
            count += moved[count].uid.len && count < MOVED_MAX;
        } else if (str_is_nocase(l.name, "X-WR-TIMEZONE") && !st->zones.own.len) {
            st->zones.own = str_copy(st->a, content_text(&line, l.value));
        }
    }
    for (size_t i = 0; i < count; i++) { /* zones are all known by now */
        int64_t at_s = calendar_second(&st->zones, &moved[i].instance);
        *map_put(&st->moved, moved_key(&line, moved[i].uid, at_s), 1, NULL) = 1;
    }
    st->zones.floating = 0;
    reader_close(again);
    arena_free(&line);
    arena_free(&own);
    return s == DONE ? OK : s;
}

/* ---- one meeting ---- */

static bool same_who(const struct who *x, const struct who *y)
{
    return str_eq(x->channel, y->channel) && x->handle.len == y->handle.len &&
           strncasecmp(x->handle.p, y->handle.p, x->handle.len) == 0;
}

static void add_person(struct calendar_state *st, const struct calendar_guest *g)
{
    for (size_t i = 0; i < st->people_count; i++) {
        struct calendar_guest *known = &st->people[i];
        if (!same_who(&known->who, &g->who)) continue;
        if (!known->who.name.len) known->who.name = g->who.name;
        return;
    }
    st->people[st->people_count++] = *g;
}

/* The organiser came, unless they stand among the guests and did not say so. */
static void settle_people(struct calendar_state *st)
{
    struct calendar_event *ev = &st->ev;
    bool host = ev->organizer.who.handle.len > 0;
    bool hosts = host;
    st->people = arena_new(&st->own, struct calendar_guest, ev->guest_count + 1);
    st->people_count = 0;
    for (size_t i = 0; host && i < ev->guest_count; i++) {
        if (same_who(&ev->guest[i].who, &ev->organizer.who)) hosts = ev->guest[i].came;
    }
    ev->organizer.came = hosts;
    st->has_host = host && hosts;
    if (hosts) add_person(st, &ev->organizer);
    for (int came = 1; came >= 0; came--) {
        for (size_t i = 0; i < ev->guest_count; i++) {
            if (ev->guest[i].came == (came == 1)) add_person(st, &ev->guest[i]);
        }
        if (came) st->room = st->people_count;
    }
    if (host) add_person(st, &ev->organizer);
}

/* A series without those of its meetings that stand for themselves. Where nobody met, its start is
 * enough. */
static void settle_times(struct calendar_state *st)
{
    struct calendar_event *ev = &st->ev;
    bool moved = ev->instance.at_s != TIME_NONE;
    if (moved || st->room < 2) ev->rule_count = ev->more_count = 0;
    st->times = calendar_times(&st->zones, ev, st->now_s, &st->own, &st->at_s);
    size_t n = 0;
    for (size_t i = 0; i < st->times; i++) {
        bool itself = !moved && ev->uid.len && st->moved.count &&
                      map_get(&st->moved, moved_key(&st->own, ev->uid, st->at_s[i]));
        if (!itself) st->at_s[n++] = st->at_s[i];
    }
    bool before = st->times > 0;
    st->times = n;
    st->next_time = st->next_guest = 0;
    st->why_not = NULL;
    if (!n) st->why_not = before ? "a meeting that was moved" : "a meeting that is still to come";
    if (ev->cancelled || st->cancelled) st->why_not = "a cancelled meeting";
}

static enum status read_event(struct calendar_state *st, uint64_t line, struct err *e)
{
    bool whole = false;
    arena_reset(&st->own, (struct arena_mark){0});
    st->ev = (struct calendar_event){.line = line};
    st->times = st->next_time = 0;
    st->people_count = st->next_guest = 0;
    st->why_not = NULL;
    enum status s = calendar_event_read(&st->lines, &st->own, &st->ev, &whole, e);
    if (s) return s;
    if (!whole) {
        return err_set(e, BAD_INPUT, "%llu: an event without END:VEVENT; export it again",
                       (unsigned long long)line);
    }
    if (st->ev.start.at_s == TIME_NONE) {
        return err_set(e, BAD_INPUT,
                       "%llu: an event without a start that can be read; left out, want DTSTART",
                       (unsigned long long)line);
    }
    settle_people(st);
    settle_times(st);
    return OK;
}

/* ---- records ---- */

static struct who who_copy(struct arena *a, struct who w)
{
    return (struct who){
        .channel = w.channel, .handle = str_copy(a, w.handle), .name = str_copy(a, w.name)};
}

static void add_heed(struct doc_row *doc, enum verb_kind verb, const struct who who[],
                     const size_t pair[2])
{
    if (doc->heed_count == HEEDS_PER_DOC_MAX) return;
    doc->heeds[doc->heed_count++] =
        (struct heed_row){.verb = verb, .by = who[pair[0]], .to = who[pair[1]], .at_s = TIME_NONE};
}

/* Few people meet each other; of many each attended what one of them held. */
static void add_heeds(const struct calendar_state *st, struct arena *a, struct doc_row *doc)
{
    size_t n = st->room;
    bool close = n <= CLOSE_ROOM;
    if (n < 2 || (!close && !st->has_host)) return;
    struct who *who = arena_new(a, struct who, n);
    for (size_t i = 0; i < n; i++)
        who[i] = who_copy(a, st->people[i].who);
    size_t most = close ? n * (n - 1) : n - 1;
    if (most > HEEDS_PER_DOC_MAX) most = HEEDS_PER_DOC_MAX;
    doc->heeds = arena_new(a, struct heed_row, most);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; close && j < n; j++) {
            if (i != j) add_heed(doc, VERB_MET, who, (const size_t[]){i, j});
        }
        if (!close && i) add_heed(doc, VERB_ATTENDED, who, (const size_t[]){i, 0});
    }
    for (size_t i = 0; i < doc->heed_count; i++)
        doc->heeds[i].room = (int64_t)n;
}

static void give_time(struct calendar_state *st, struct arena *a, struct record *ret)
{
    struct calendar_event *ev = &st->ev;
    int64_t at_s = st->at_s[st->next_time];
    bool alone = !ev->rule_count && !ev->more_count && ev->instance.at_s == TIME_NONE;
    *ret = (struct record){.kind = RECORD_DOC, .line = ev->line, .part = st->next_time > 0};
    struct doc_row *doc = &ret->doc;
    int64_t own_s =
        ev->instance.at_s == TIME_NONE ? at_s : calendar_second(&st->zones, &ev->instance);
    if (ev->uid.len && alone) doc->key = str_printf(a, "ical:%.*s", STR_ARG(ev->uid));
    if (ev->uid.len && !alone) {
        doc->key = str_printf(a, "ical:%.*s/%s", STR_ARG(ev->uid), time_iso(a, own_s).p);
    }
    doc->kind = STR("meeting");
    doc->at_s = at_s;
    doc->title = str_copy(a, ev->title);
    doc->url = str_copy(a, ev->url);
    add_heeds(st, a, doc);
    st->next_time++;
}

/* The next guest who was not given yet. */
static bool give_guest(struct calendar_state *st, struct arena *a, struct record *ret)
{
    while (st->next_guest < st->people_count) {
        const struct who *who = &st->people[st->next_guest++].who;
        struct str lower = str_lower(a, who->handle);
        bool is_new = st->seen.count < SEEN_MAX;
        struct str key = str_printf(a, "%.*s/%.*s/%.*s", STR_ARG(who->channel), STR_ARG(lower),
                                    STR_ARG(who->name));
        if (!is_new || map_get(&st->seen, key)) continue;
        (void)map_put(&st->seen, key, 1, NULL);
        *ret = (struct record){.kind = RECORD_PERSON, .line = st->ev.line, .part = true};
        struct person_row *row = &ret->person;
        row->who[0] = who_copy(a, *who);
        row->who_count = 1;
        row->name = row->who[0].name;
        row->followers = row->weight = -1;
        row->capacity = -1;
        return true;
    }
    return false;
}

/* OK: a meeting is there to be given. */
static enum status next_event(struct calendar_state *st, struct arena *a, struct err *e)
{
    struct content_line l;
    for (;;) {
        struct arena_mark mark = arena_mark(a);
        enum status s = content_lines_next(&st->lines, a, &l, e);
        if (s) return s;
        bool event = content_is(&l, "BEGIN", "VEVENT");
        uint64_t line = l.line;
        if (content_is(&l, "BEGIN", "VCALENDAR")) st->cancelled = false;
        if (content_is(&l, "METHOD", "CANCEL")) st->cancelled = true;
        arena_reset(a, mark);
        if (!event) continue;
        st->events++;
        return read_event(st, line, e);
    }
}

static enum status calendar_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct calendar_state *st = state;
    for (;;) {
        if (st->why_not) {
            *ret = (struct record){.kind = RECORD_NOTHING, .line = st->ev.line};
            ret->nothing.why = st->why_not;
            st->why_not = NULL;
            st->times = st->people_count = 0;
            return OK;
        }
        if (st->next_time < st->times) {
            give_time(st, a, ret);
            return OK;
        }
        if (give_guest(st, a, ret)) return OK;
        enum status s = next_event(st, a, e);
        if (s == DONE && !st->events && !st->told) {
            st->told = true;
            return err_set(e, BAD_INPUT, "1: a calendar without events; want some VEVENT in it");
        }
        if (s) return s;
    }
}

/* ---- the importer ---- */

static int calendar_sniff(struct str head, const char *path)
{
    (void)path;
    return content_begins(head, "BEGIN:VCALENDAR") ? 95 : 0;
}

static enum status calendar_open(struct reader *in, const struct importer_options *o,
                                 struct arena *a, void **ret_state, struct err *e)
{
    struct calendar_state *st = arena_new(a, struct calendar_state, 1);
    struct str head = STR("");
    (void)o;
    *ret_state = st;
    st->a = a;
    st->now_s = time_now();
    st->moved = map_new(a);
    st->seen = map_new(a);
    enum status s = reader_head(in, 512, &head, e);
    if (!s && !content_begins(head, "BEGIN:VCALENDAR"))
        s = err_set(e, BAD_INPUT, "no calendar; want BEGIN:VCALENDAR in its first line");
    if (!s) s = foreign_find(&st->foreign, e);
    if (s) return s;
    st->zones = (struct calendar_zones){.foreign = st->foreign, .a = a, .own = STR("")};
    s = look_through(in, st, e);
    if (!s) s = content_lines_open(in, a, &st->lines, e);
    if (s) calendar_zones_close(&st->zones);
    return s;
}

static void calendar_close(void *state)
{
    struct calendar_state *st = state;
    calendar_zones_close(&st->zones);
    arena_free(&st->own);
}

static struct str calendar_remarks(void *state, struct arena *a)
{
    const struct calendar_state *st = state;
    if (!st->zones.floating) return STR("");
    return str_printf(a, "%llu time%s in no known zone taken as UTC",
                      (unsigned long long)st->zones.floating, st->zones.floating == 1 ? "" : "s");
}

extern const struct importer importer_icalendar;

const struct importer importer_icalendar = {
    .name = "icalendar",
    .summary = "meetings: calendars in iCalendar (.ics)",
    .sniff = calendar_sniff,
    .open = calendar_open,
    .next = calendar_next,
    .close = calendar_close,
    .remarks = calendar_remarks,
};
