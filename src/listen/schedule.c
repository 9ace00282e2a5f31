/* schedule.c - listen: who speaks about what at this conference? */
#include "base/time.h"
#include "listen/feed_int.h"
#include "listen/foreign.h"

#include <string.h>

/*
 * Numbers of speakers may be other people's the year after. So an account is known by the
 * conference, the number and the name together: who comes back under both is one, two names never
 * are, nor are two numbers of one edition that bear the same name.
 */

struct schedule_state {
    const struct foreign *foreign; /* reads XML and zones; NULL: neither is needed */
    struct schedule_xml *xml;      /* one of the two */
    struct schedule_json *json;
    struct arena *a;
    const char *path;
    bool settled;
    struct str edition; /* "FOSDEM 2014" */
    struct str channel; /* of its speakers, "schedule:fosdem" */
    struct who event;
    uint64_t undated, unzoned;
    bool zone_unknown;
};

/* ---- the conference ---- */

static const struct schedule_meta *meta_of(const struct schedule_state *st)
{
    return st->json ? schedule_json_meta(st->json) : st->foreign->schedule_xml_meta(st->xml);
}

/* Does this word say which edition it is: a year, or 30C3, GPN18, 5th? W3C and B2B do not. */
static bool is_edition(struct str word)
{
    size_t most = 0;
    size_t run = 0;
    bool letters = false;
    for (size_t i = 0; i < word.len; i++) {
        letters = letters || ascii_is_letter(word.p[i]);
        run = ascii_is_digit(word.p[i]) ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return (most >= 2 && letters) || most == 4;
}

/* The title without such words; empty when it has no others. */
static struct str series_of(struct arena *a, struct str title, bool *ret_says)
{
    struct buf b = buf_new(a);
    struct str word;
    *ret_says = false;
    while (str_cut(&title, ' ', &word)) {
        if (is_edition(word)) {
            *ret_says = true;
            continue;
        }
        if (b.len) buf_addc(&b, ' ');
        buf_add(&b, word);
    }
    return buf_str(&b);
}

/* Known once the first talk is there. */
static void settle(struct schedule_state *st, const struct schedule_talk *talk)
{
    const struct schedule_meta *m = meta_of(st);
    struct str title = utf8_head(feed_line(st->a, m->title), NAME_BYTES_MAX / 2);
    struct str day = m->start.len ? m->start : talk->day.len ? talk->day : talk->date;
    struct str year = str_head(day, 4);
    if (!title.len) title = utf8_mend(st->a, str_of(path_base(st->path ? st->path : "schedule")));
    bool says = false;
    struct str key = name_key(st->a, series_of(st->a, title, &says));
    if (!key.len) key = name_key(st->a, title);
    if (year.len == 4 && !says) {
        title = str_printf(st->a, "%.*s %.*s", STR_ARG(title), STR_ARG(year));
    }
    st->edition = str_copy(st->a, title);
    st->channel = str_printf(st->a, "schedule:%.*s", STR_ARG(key));
    st->event = (struct who){
        .channel = STR("event"), .handle = st->edition, .name = st->edition, .kind = STR("event")};
    st->settled = true;
}

/* ---- when ---- */

/* "9:30", "09:30:00"; seconds of the day, -1 when it is none. */
static int64_t seconds_of(struct str clock)
{
    int64_t part[3] = {0, 0, 0};
    struct str one;
    size_t n = 0;
    for (; n < 3 && str_cut(&clock, ':', &one); n++) {
        if (!str_to_i64(str_trim(one), &part[n]) || part[n] < 0 || part[n] > 59) return -1;
    }
    return n < 2 || part[0] > 47 ? -1 : part[0] * 3600 + part[1] * 60 + part[2];
}

static bool has_zone(struct str date)
{
    struct str clock = str_skip(date, str_find(date, 'T'));
    return clock.len && (str_find(clock, 'Z') < clock.len || str_find(clock, '+') < clock.len ||
                         str_find(clock, '-') < clock.len);
}

/* What clocks there showed. What starts before the day changes is of the night after that day. */
static bool shown_at(const struct schedule_state *st, const struct schedule_talk *t, int64_t *ret)
{
    const struct schedule_meta *m = meta_of(st);
    int64_t start_s = seconds_of(t->start);
    int64_t change_s = m->day_change.len ? seconds_of(m->day_change) : 0;
    if (time_parse_iso(t->date, ret) && str_find(t->date, 'T') < t->date.len) return true;
    if (!time_parse_iso(str_head(t->day.len ? t->day : t->date, 10), ret) || start_s < 0)
        return false;
    *ret += start_s + (start_s < change_s ? DAY_S : 0);
    return true;
}

static int64_t at_of(struct schedule_state *st, const struct schedule_talk *t)
{
    int64_t at_s = TIME_NONE;
    struct str zone = meta_of(st)->zone;
    if (!shown_at(st, t, &at_s)) {
        st->undated++;
        return TIME_NONE;
    }
    if (has_zone(t->date)) return at_s;
    struct err ignored;
    if (!st->foreign && zone.len && foreign_find(&st->foreign, &ignored)) st->foreign = NULL;
    if (!zone.len) {
        st->unzoned++;
    } else if (!st->foreign || !st->foreign->zone_second(zone, at_s, &at_s)) {
        st->zone_unknown = true;
        st->unzoned++;
    }
    return at_s;
}

/* ---- who ---- */

/* Digits that stand for a name: no login, and the same wherever the name is. */
static struct str number_of(struct arena *a, struct str name)
{
    unsigned char key[16];
    uint64_t number = 0;
    bytes_key(name_key(a, name), key);
    memcpy(&number, key, sizeof number);
    return str_printf(a, "%llu", (unsigned long long)number);
}

static struct who speaker_of(const struct schedule_state *st, const struct schedule_person *p,
                             struct arena *a)
{
    struct str name = utf8_head(feed_line(a, p->name), NAME_BYTES_MAX);
    if (!name_key(a, name).len) return (struct who){0};
    struct str id = utf8_head(feed_line(a, p->id), 80);
    struct who who = {.channel = st->channel, .handle = number_of(a, name), .name = name};
    if (id.len) who.handle = str_printf(a, "%.*s.%.*s", STR_ARG(id), STR_ARG(who.handle));
    return who;
}

static void read_people(struct schedule_state *st, const struct schedule_talk *t, struct arena *a,
                        struct doc_row *doc)
{
    doc->authors = arena_new(a, struct who, t->person_count);
    for (size_t i = 0; i < t->person_count; i++) {
        struct who who = speaker_of(st, &t->person[i], a);
        if (!who.handle.len) continue;
        if (!doc->author.handle.len) {
            doc->author = who;
        } else {
            doc->authors[doc->author_count++] = who;
        }
    }
}

/* ---- what ---- */

static void add_text(struct buf *b, struct doc_row *doc, struct str raw)
{
    struct feed_text text = {.value = raw, .markup = FEED_GUESS};
    struct feed_page page = feed_text_read(b->a, &text, doc->url);
    if (page.text.len && b->len) buf_adds(b, "\n\n");
    buf_add(b, page.text);
    for (size_t i = 0; i < page.link_count && doc->link_count < LINKS_PER_DOC_MAX; i++)
        doc->links[doc->link_count++] = page.links[i];
}

/* Film, slides and forms for opinions are of the talk itself: nobody is cited with them. */
static bool is_record_of_it(const struct schedule_link *link)
{
    static const char *const ends[] = {".webm", ".mp4", ".ogv", ".ogg", ".opus", ".mp3", ".avi",
                                       ".m4a",  ".pdf", ".odp", ".ppt", ".pptx", ".key"};
    static const char *const words[] = {"video",    "audio",  "recording", "slides",
                                        "feedback", "stream", "chat room"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (str_ends_nocase(link->url, ends[i])) return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_find_nocase(link->title, words[i]) < link->title.len) return true;
    }
    return false;
}

static void read_text(const struct schedule_talk *t, struct arena *a, struct doc_row *doc)
{
    struct buf b = buf_new(a);
    struct str track = feed_line(a, t->track);
    struct str room = feed_line(a, t->room);
    doc->links = arena_new(a, struct str, LINKS_PER_DOC_MAX);
    add_text(&b, doc, t->subtitle);
    add_text(&b, doc, t->abstract);
    if (!str_eq(t->abstract, t->description)) add_text(&b, doc, t->description);
    for (size_t i = 0; i < t->link_count && doc->link_count < LINKS_PER_DOC_MAX; i++) {
        struct str url = feed_url(a, t->link[i].url, doc->url);
        if (url.len && !is_record_of_it(&t->link[i])) doc->links[doc->link_count++] = url;
    }
    if (track.len) buf_addf(&b, "%sTrack: %.*s", b.len ? "\n\n" : "", STR_ARG(track));
    if (room.len) buf_addf(&b, "%sRoom: %.*s", b.len ? "\n" : "", STR_ARG(room));
    doc->text = utf8_head(buf_str(&b), TEXT_BYTES_MAX);
}

static struct str key_of(const struct schedule_state *st, const struct schedule_talk *t,
                         struct arena *a)
{
    struct str own = t->id.len ? t->id : t->guid.len ? t->guid : t->url;
    if (!own.len) return STR("");
    return str_printf(a, "%.*s#%.*s", STR_ARG(st->edition), STR_ARG(utf8_head(own, 1024)));
}

static enum status read_talk(struct schedule_state *st, const struct schedule_talk *t,
                             struct arena *a, struct record *ret, struct err *e)
{
    struct doc_row *doc = &ret->doc;
    *ret = (struct record){.kind = RECORD_DOC, .line = t->line};
    if (t->cut) {
        return err_set(e, BAD_INPUT, "%llu: the schedule ends within this talk; fetch it again",
                       (unsigned long long)t->line);
    }
    doc->kind = STR("talk");
    doc->key = key_of(st, t, a);
    doc->url = feed_url(a, t->url, STR(""));
    doc->title = utf8_head(feed_line(a, t->title), NAME_BYTES_MAX);
    if (!doc->title.len && !doc->key.len) {
        return err_set(e, BAD_INPUT, "%llu: a talk without title, id and url; left out",
                       (unsigned long long)t->line);
    }
    doc->lang = feed_lang(a, utf8_head(t->lang, 40));
    doc->at_s = at_of(st, t);
    read_people(st, t, a, doc);
    read_text(t, a, doc);
    doc->outlets = arena_new(a, struct who, 1);
    doc->outlets[0] = st->event;
    doc->outlet_count = 1;
    return OK;
}

/* ---- the importer ---- */

static struct str begin_of(struct str head)
{
    if (str_starts(head, "\xEF\xBB\xBF")) head = str_skip(head, 3);
    return str_trim(head);
}

/* The element, outside of remarks and declarations. */
static bool begins_schedule(struct str head)
{
    size_t at = str_find_nocase(head, "<schedule");
    struct str behind = str_skip(head, at + 9);
    if (at == head.len || !behind.len || !strchr("> \t\r\n", behind.p[0])) return false;
    for (size_t i = 0; i + 1 < at; i++) {
        if (head.p[i] == '<' && head.p[i + 1] != '?' && head.p[i + 1] != '!') return false;
    }
    return true;
}

static int schedule_sniff(struct str head, const char *path)
{
    (void)path;
    head = begin_of(head);
    if (!head.len) return 0;
    if (head.p[0] == '<') return begins_schedule(head) ? 92 : 0;
    if (head.p[0] != '{') return 0;
    struct str first = str_trim(str_skip(head, 1));
    bool in_it =
        str_starts(first, "\"schedule\"") ||
        (str_find_nocase(head, "\"schedule\"") < head.len && str_starts(first, "\"$schema\""));
    return in_it && str_find_nocase(head, "\"conference\"") < head.len ? 92 : 0;
}

static enum status schedule_open(struct reader *in, const struct importer_options *o,
                                 struct arena *a, void **ret_state, struct err *e)
{
    struct schedule_state *st = arena_new(a, struct schedule_state, 1);
    struct str head = STR("");
    st->a = a;
    st->path = o->path;
    *ret_state = st;
    enum status s = reader_head(in, 4096, &head, e);
    head = begin_of(head);
    if (!s && head.len && head.p[0] == '{') return schedule_json_open(in, a, &st->json, e);
    if (!s) s = foreign_find(&st->foreign, e);
    if (!s) s = st->foreign->schedule_xml_open(in, a, &st->xml, e);
    if (s && st->xml) {
        st->foreign->schedule_xml_close(st->xml);
        st->xml = NULL;
    }
    return s;
}

static enum status schedule_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct schedule_state *st = state;
    struct schedule_talk *talk = NULL;
    enum status s = st->json ? schedule_json_next(st->json, &talk, e)
                             : st->foreign->schedule_xml_next(st->xml, &talk, e);
    if (s) return s;
    if (!st->settled) settle(st, talk);
    s = read_talk(st, talk, a, ret, e);
    schedule_talk_free(talk);
    return s;
}

static void schedule_close(void *state)
{
    struct schedule_state *st = state;
    if (st->xml) st->foreign->schedule_xml_close(st->xml);
    st->xml = NULL;
}

static struct str schedule_remarks(void *state, struct arena *a)
{
    const struct schedule_state *st = state;
    struct buf b = buf_new(a);
    if (st->unzoned && st->zone_unknown) {
        buf_addf(&b, "no time zone '%.*s' is known: times taken as UTC",
                 STR_ARG(utf8_head(meta_of(st)->zone, 80)));
    } else if (st->unzoned) {
        buf_adds(&b, "no time zone said: times taken as UTC");
    }
    if (st->undated) {
        buf_addf(&b, "%s%llu talk%s without a time that can be read: kept, but no evidence",
                 b.len ? "; " : "", (unsigned long long)st->undated, st->undated == 1 ? "" : "s");
    }
    return buf_str(&b);
}

extern const struct importer importer_schedule;

const struct importer importer_schedule = {
    .name = "schedule",
    .summary = "schedules of conferences: pentabarf, frab and pretalx, XML or JSON",
    .sniff = schedule_sniff,
    .open = schedule_open,
    .next = schedule_next,
    .close = schedule_close,
    .remarks = schedule_remarks,
};
