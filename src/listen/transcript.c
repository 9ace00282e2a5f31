/* transcript.c - listen: who talked with whom in these episodes of a show? */
#include "base/limits.h"
#include "base/map.h"
#include "base/time.h"
#include "listen/bundle.h"
#include "listen/feed_int.h"
#include "listen/links.h"
#include "listen/text_lines.h"
#include "listen/transcript_int.h"

#include <string.h>

/*
 * One file is one episode; a directory of them is one or more shows, each its own directory. What
 * each speaker says becomes a doc of theirs. Who takes the turn behind another replied to them. Of
 * a show of EPISODES_MIN episodes its hosts are told from its guests by how often they speak.
 */

enum { EPISODES_MIN = 3, GATHERED_LOOKS = 64, HEAD = 4096 };

struct speaker {
    struct str name;
    struct buf text;
    size_t answered[EPISODE_SPEAKERS_MAX]; /* whom they replied to, in order */
    size_t answered_count;
    uint64_t line;
};

struct episode {
    struct arena a;
    struct str show, title, date, place;
    struct speaker *speaker;
    size_t speaker_count, given;
    int64_t at_s;
};

struct transcript_state {
    const struct bundle *bundle; /* NULL: one file */
    struct arena *own;
    struct reader *in;
    const char *path;
    size_t next_file;
    bool done;
    struct episode episode;
    struct map episodes; /* show -> episodes; "show\x1fname" -> episodes they speak in */
    uint64_t undated, shown;
};

/* ---- one episode ---- */

static size_t speaker_of(struct episode *ep, struct str name, uint64_t line)
{
    name = feed_line(&ep->a, name);
    for (size_t i = 0; i < ep->speaker_count; i++) {
        if (str_is_nocase(ep->speaker[i].name, name.p)) return i;
    }
    if (ep->speaker_count == EPISODE_SPEAKERS_MAX) return EPISODE_SPEAKERS_MAX;
    struct speaker *s = &ep->speaker[ep->speaker_count];
    s->name = name;
    s->text = buf_new(&ep->a);
    s->line = line;
    return ep->speaker_count++;
}

static void add_text(struct episode *ep, size_t who, struct str text)
{
    if (who == EPISODE_SPEAKERS_MAX) return;
    text = turn_untimed(text);
    struct buf *b = &ep->speaker[who].text;
    if (b->len + text.len > TEXT_BYTES_MAX) return;
    if (b->len) buf_addc(b, '\n');
    buf_add(b, text);
}

static void answered(struct episode *ep, size_t who, size_t whom)
{
    if (who == EPISODE_SPEAKERS_MAX || whom == EPISODE_SPEAKERS_MAX || who == whom) return;
    struct speaker *s = &ep->speaker[who];
    for (size_t i = 0; i < s->answered_count; i++) {
        if (s->answered[i] == whom) return;
    }
    s->answered[s->answered_count++] = whom;
}

/* "date: 2026-01-02", "# Title", "Published: …" before the first turn. */
static bool about(struct episode *ep, struct str line)
{
    static const char *const dates[] = {"date:", "published:", "recorded:", "aired:"};
    static const char *const shows[] = {"show:", "podcast:"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        if (!str_starts_nocase(line, dates[i])) continue;
        if (!ep->date.len) ep->date = str_copy(&ep->a, str_trim(str_skip(line, strlen(dates[i]))));
        return true;
    }
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++) {
        if (!str_starts_nocase(line, shows[i])) continue;
        ep->show = str_copy(&ep->a, str_trim(str_skip(line, strlen(shows[i]))));
        return true;
    }
    bool heading = str_starts(line, "# ");
    if (!heading && !str_starts_nocase(line, "title:")) return false;
    if (!ep->title.len) ep->title = str_copy(&ep->a, str_trim(str_skip(line, heading ? 2 : 6)));
    return true;
}

static struct str unquoted(struct str s)
{
    bool quoted = s.len > 1 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.len - 1] == s.p[0];
    return quoted ? str_skip(str_head(s, s.len - 1), 1) : s;
}

/* "2026-01-02" or "20260102" that s begins with; empty when it begins with neither. */
static struct str day_at(struct str s, struct arena *a)
{
    size_t n = 0;
    while (n < s.len && (ascii_is_digit(s.p[n]) || s.p[n] == '-'))
        n++;
    int64_t at_s;
    struct str day = str_head(s, n < 10 ? n : 10);
    if (day.len == 10 && time_parse_iso(day, &at_s)) return str_copy(a, day);
    while (n && s.p[n - 1] == '-')
        n--;
    if (n != 8 || str_find(str_head(s, 8), '-') < 8 || (s.p[0] != '1' && s.p[0] != '2'))
        return STR("");
    return str_printf(a, "%.4s-%.2s-%.2s", s.p, s.p + 4, s.p + 6);
}

/* "2026-01-02-title.md", "20260102 title.srt" */
static struct str date_in_name(struct str name, struct arena *a)
{
    struct str day = STR("");
    for (size_t i = 0; i < name.len && !day.len; i++) {
        bool begins = ascii_is_digit(name.p[i]) && !(i && ascii_is_digit(name.p[i - 1]));
        if (begins) day = day_at(str_skip(name, i), a);
    }
    return day;
}

/* What the file is called, and where it lies, stand in for what it does not say. */
static void name_episode(struct episode *ep, struct str show)
{
    struct arena *a = &ep->a;
    const char *base = path_base(str_c(a, ep->place));
    struct str name = utf8_mend(a, str_of(base));
    const char *dot = name.len ? memrchr(name.p, '.', name.len) : NULL;
    if (dot && dot > name.p) name = str_head(name, (size_t)(dot - name.p));
    ep->title = unquoted(ep->title);
    if (!ep->title.len) ep->title = name;
    ep->show = unquoted(ep->show);
    if (!ep->show.len) ep->show = str_copy(a, show);
    if (!ep->date.len) ep->date = date_in_name(name, a);
    if (!feed_date(unquoted(ep->date), &ep->at_s)) ep->at_s = TIME_NONE;
    ep->place = name;
}

static enum status read_turns(struct episode *ep, struct text_lines *lines, struct err *e)
{
    size_t now = EPISODE_SPEAKERS_MAX; /* nobody */
    bool begun = false;
    struct str line;
    for (;;) {
        enum status s = text_lines_next(lines, &line, e);
        if (s == DONE) return OK;
        if (s == TOO_MUCH) continue;
        if (s) return s;
        struct str name;
        struct str text;
        line = str_trim(line);
        if (!line.len || turn_is_cue(line) || (!begun && about(ep, line))) continue;
        if (turn_of(line, &name, &text) == TURN_NONE) {
            add_text(ep, now, line);
            continue;
        }
        size_t before = now;
        begun = true;
        now = turn_is_nobody(name) ? EPISODE_SPEAKERS_MAX : speaker_of(ep, name, lines->line);
        answered(ep, now, before);
        if (text.len) add_text(ep, now, text);
    }
}

static enum status read_episode(struct episode *ep, struct reader *in, struct str place,
                                struct str show, struct err *e)
{
    struct text_lines lines;
    struct arena kept = ep->a;
    arena_reset(&kept, (struct arena_mark){0});
    *ep = (struct episode){
        .a = kept, .place = place, .show = STR(""), .title = STR(""), .date = STR("")};
    ep->speaker = arena_new(&ep->a, struct speaker, EPISODE_SPEAKERS_MAX);
    enum status s = text_lines_open(in, &ep->a, &lines, e);
    if (s) return s;
    s = read_turns(ep, &lines, e);
    text_lines_close(&lines);
    name_episode(ep, show);
    if (s || ep->speaker_count) return s;
    return err_set(e, BAD_INPUT,
                   "1: no turns of named speakers in %.*s, want lines as 'Jane Doe: text'",
                   STR_ARG(str_head(place, 200)));
}

/* ---- records ---- */

static struct who who_of(const struct episode *ep, size_t i, struct arena *a)
{
    struct str name = str_copy(a, ep->speaker[i].name);
    return (struct who){.channel = STR("podcast"),
                        .handle = str_printf(a, "%.*s/%.*s", STR_ARG(ep->show), STR_ARG(name)),
                        .name = name};
}

static int64_t spoken(const struct transcript_state *t, struct str show, struct str name)
{
    struct arena a = {0};
    struct str key = str_lower(&a, str_printf(&a, "%.*s\x1f%.*s", STR_ARG(show), STR_ARG(name)));
    const int64_t *n = t->episodes.a ? map_get(&t->episodes, key) : NULL;
    int64_t count = n ? *n : 0;
    arena_free(&a);
    return count;
}

/* Hosts speak in half of a show's episodes, guests in a quarter at most. */
static bool is_host(const struct transcript_state *t, const struct episode *ep, size_t i)
{
    int64_t all = spoken(t, ep->show, STR(""));
    return all >= EPISODES_MIN && 2 * spoken(t, ep->show, ep->speaker[i].name) >= all;
}

static bool is_guest(const struct transcript_state *t, const struct episode *ep, size_t i)
{
    int64_t all = spoken(t, ep->show, STR(""));
    int64_t own = spoken(t, ep->show, ep->speaker[i].name);
    return all >= EPISODES_MIN && (own == 1 || 4 * own <= all);
}

static void give_doc(const struct transcript_state *t, struct episode *ep, struct arena *a,
                     struct record *ret)
{
    size_t i = ep->given++;
    struct speaker *s = &ep->speaker[i];
    *ret = (struct record){.kind = RECORD_DOC, .line = s->line, .part = i > 0};
    struct doc_row *doc = &ret->doc;
    *doc = (struct doc_row){.kind = STR("transcript"), .at_s = ep->at_s};
    doc->key = str_printf(a, "transcript:%.*s/%.*s/%.*s", STR_ARG(ep->show), STR_ARG(ep->place),
                          STR_ARG(s->name));
    doc->author = who_of(ep, i, a);
    doc->title = str_copy(a, utf8_head(ep->title, NAME_BYTES_MAX));
    doc->text = str_copy(a, buf_str(&s->text));
    links_add(a, doc->text, doc);
    doc->outlets = arena_new(a, struct who, 1);
    doc->outlets[0] = (struct who){.channel = STR("podcast"),
                                   .handle = str_copy(a, ep->show),
                                   .name = str_copy(a, ep->show),
                                   .kind = STR("feed")};
    doc->outlet_count = ep->show.len > 0;
    doc->heeds = arena_new(a, struct heed_row, s->answered_count + ep->speaker_count);
    for (size_t k = 0; k < s->answered_count; k++) {
        doc->heeds[doc->heed_count++] = (struct heed_row){
            .verb = VERB_REPLIED, .to = who_of(ep, s->answered[k], a), .at_s = TIME_NONE};
    }
    for (size_t k = 0; k < ep->speaker_count && is_guest(t, ep, i); k++) {
        if (k == i || !is_host(t, ep, k)) continue;
        doc->heeds[doc->heed_count++] =
            (struct heed_row){.verb = VERB_BOOKED, .by = who_of(ep, k, a), .at_s = TIME_NONE};
    }
}

/* ---- files ---- */

static bool is_beside(const char *name)
{
    static const char *const starts[] = {"README",  "LICENSE",      "LICENCE",
                                         "COPYING", "CONTRIBUTING", "."};
    const char *base = path_base(name);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (str_starts_nocase(str_of(base), starts[i])) return true;
    }
    return false;
}

/* Of "show/2026/episode.md" the directory next to it, else the name of it all. */
static struct str show_of(const char *dir, const char *file, struct arena *a)
{
    struct str name = str_of(file);
    const char *slash = name.len ? memrchr(name.p, '/', name.len) : NULL;
    if (!slash) return utf8_mend(a, str_of(dir));
    name = str_head(name, (size_t)(slash - name.p));
    const char *before = name.len ? memrchr(name.p, '/', name.len) : NULL;
    return utf8_mend(a, str_copy(a, before ? str_skip(name, (size_t)(before - name.p) + 1) : name));
}

/* The next file of the bundle; DONE behind the last. */
static enum status next_episode(struct transcript_state *t, struct err *e)
{
    const struct bundle *b = t->bundle;
    while (t->next_file < b->count && is_beside(b->file[t->next_file]))
        t->next_file++;
    if (t->next_file == b->count) return DONE;
    struct arena own = {0};
    struct reader *in = NULL;
    size_t i = t->next_file++;
    struct str show = show_of(b->name, b->file[i], &own);
    enum status s = bundle_open(b, i, &own, &in, e);
    if (!s) s = read_episode(&t->episode, in, str_of(b->file[i]), show, e);
    reader_close(in);
    arena_free(&own);
    return s;
}

static void count(struct transcript_state *t, struct str show, struct str name)
{
    struct arena a = {0};
    struct str key = str_lower(&a, str_printf(&a, "%.*s\x1f%.*s", STR_ARG(show), STR_ARG(name)));
    ++*map_put(&t->episodes, key, 0, NULL);
    arena_free(&a);
}

/* Who speaks how often is known when all was looked at. */
static enum status count_speakers(struct transcript_state *t, struct err *e)
{
    enum status s = OK;
    t->episodes = map_new(t->own);
    while (!s || s == BAD_INPUT) {
        s = next_episode(t, e);
        if (s) continue;
        count(t, t->episode.show, STR(""));
        for (size_t i = 0; i < t->episode.speaker_count; i++)
            count(t, t->episode.show, t->episode.speaker[i].name);
    }
    t->next_file = 0;
    t->episode.speaker_count = t->episode.given = 0;
    return s == DONE ? OK : s;
}

/* ---- the importer ---- */

static int transcript_sniff(struct str head, const char *path)
{
    struct arena a = {0};
    (void)path;
    int sure = turns_sniff(text_head(&a, head));
    arena_free(&a);
    return sure;
}

static int transcript_gather(const struct bundle *b)
{
    size_t found = 0;
    for (size_t i = 0; b->whole && i < b->count && found < GATHERED_LOOKS; i++) {
        if (is_beside(b->file[i])) continue;
        struct arena a = {0};
        bool is_one = transcript_sniff(bundle_head(b, i, HEAD, &a), b->file[i]) >= 70;
        arena_free(&a);
        if (!is_one) return 0;
        found++;
    }
    return found > 1 ? 60 : 0;
}

static enum status transcript_open(struct reader *in, const struct importer_options *o,
                                   struct arena *a, void **ret_state, struct err *e)
{
    struct transcript_state *t = arena_new(a, struct transcript_state, 1);
    t->bundle = o->bundle;
    t->own = a;
    t->in = in;
    t->path = o->path;
    *ret_state = t;
    return t->bundle ? count_speakers(t, e) : OK;
}

/* The directory that a single file lies in names its show. */
static enum status only_episode(struct transcript_state *t, struct err *e)
{
    if (t->done) return DONE;
    t->done = true;
    struct arena own = {0};
    const char *full = path_full(&own, t->path);
    struct str show = strchr(t->path, '/') || full != t->path ? show_of("", full, &own) : STR("");
    enum status s = read_episode(&t->episode, t->in, str_of(path_base(t->path)), show, e);
    arena_free(&own);
    return s;
}

static enum status transcript_next(void *opaque, struct arena *a, struct record *ret, struct err *e)
{
    struct transcript_state *t = opaque;
    struct episode *ep = &t->episode;
    if (ep->given == ep->speaker_count) {
        enum status s = t->bundle ? next_episode(t, e) : only_episode(t, e);
        if (s) {
            ep->given = ep->speaker_count = 0;
            return s;
        }
        t->shown++;
        t->undated += ep->at_s == TIME_NONE;
    }
    give_doc(t, ep, a, ret);
    return OK;
}

static void transcript_close(void *opaque)
{
    struct transcript_state *t = opaque;
    arena_free(&t->episode.a);
}

static struct str transcript_remarks(void *opaque, struct arena *a)
{
    const struct transcript_state *t = opaque;
    if (!t->undated) return STR("");
    return str_printf(
        a,
        "%llu of %llu episodes say no date and make no evidence; begin their names with the "
        "day, as 2026-01-31-title.md",
        (unsigned long long)t->undated, (unsigned long long)t->shown);
}

extern const struct importer importer_transcript;

const struct importer importer_transcript = {
    .name = "transcript",
    .summary = "transcripts of episodes with the names of who speaks (Markdown, text, WebVTT, SRT)",
    .sniff = transcript_sniff,
    .gather = transcript_gather,
    .open = transcript_open,
    .next = transcript_next,
    .close = transcript_close,
    .remarks = transcript_remarks,
};
