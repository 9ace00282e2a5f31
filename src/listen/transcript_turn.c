/* transcript_turn.c - listen: who says what in this line of a transcript? */
#include "listen/transcript_int.h"

#include <string.h>
#include <strings.h>

enum { NAME_LONG = 48, NAME_WORDS = 5, NAMES_MAX = 32 };

/* "1:02", "00:01:02.500": how many bytes; 0: none. */
static size_t clock_at(struct str s)
{
    size_t n = 0;
    size_t colons = 0;
    while (n < s.len &&
           (ascii_is_digit(s.p[n]) || s.p[n] == ':' || s.p[n] == '.' || s.p[n] == ',')) {
        colons += s.p[n] == ':';
        n++;
    }
    while (n && (s.p[n - 1] == ',' || s.p[n - 1] == '.' || s.p[n - 1] == ':'))
        n--;
    return colons && colons <= 3 && n >= 4 && ascii_is_digit(s.p[0]) ? n : 0;
}

/* The same, maybe in brackets or behind a backslash as Markdown writes them. */
static size_t time_at(struct str s)
{
    size_t skip = s.len && s.p[0] == '\\';
    if (skip == s.len) return 0;
    char open = s.p[skip];
    if (open != '[' && open != '(') return skip ? 0 : clock_at(s);
    size_t n = clock_at(str_skip(s, skip + 1));
    if (!n) return 0;
    n += skip + 1;
    if (n < s.len && s.p[n] == '\\') n++;
    return n < s.len && (s.p[n] == ']' || s.p[n] == ')') ? n + 1 : 0;
}

/* Takes a time off the end of a name: "JANE DOE (00:12)", "Jane Doe  0:12". */
static bool cut_time(struct str *name)
{
    for (size_t i = 1; i < name->len; i++) {
        if (name->p[i - 1] != ' ') continue;
        struct str tail = str_skip(*name, i);
        if (time_at(tail) != tail.len) continue;
        *name = str_trim(str_head(*name, i));
        return true;
    }
    return false;
}

static bool is_name(struct str s)
{
    size_t words = 1;
    if (!s.len || s.len > NAME_LONG) return false;
    unsigned char first = (unsigned char)s.p[0];
    if (!(first >= 'A' && first <= 'Z') && first < 0x80) return false;
    for (size_t i = 0; i < s.len; i++) {
        words += s.p[i] == ' ';
        if (strchr("<>{}[]|/\\=@#*_\"!?;:`", s.p[i])) return false;
    }
    return words <= NAME_WORDS && !str_starts(s, "From ");
}

static enum turn_form bold(struct str line, struct str *name, struct str *text)
{
    struct str rest = str_skip(line, 2);
    const char *end = rest.len ? memmem(rest.p, rest.len, "**", 2) : NULL;
    if (!end) return TURN_NONE;
    *name = str_trim(str_head(rest, (size_t)(end - rest.p)));
    *text = str_skip(rest, (size_t)(end - rest.p) + 2);
    bool colon = name->len && name->p[name->len - 1] == ':';
    if (colon) name->len--;
    size_t time = time_at(str_trim(*text));
    if (!colon && time) *text = str_skip(str_trim(*text), time);
    if (!colon && str_starts(*text, ":")) {
        colon = true;
        *text = str_skip(*text, 1);
    }
    *text = str_trim(*text);
    *name = str_trim(*name);
    bool timed = cut_time(name);
    return (colon || time || timed) && is_name(*name) ? TURN_BOLD : TURN_NONE;
}

static enum turn_form voice(struct str line, struct str *name, struct str *text)
{
    size_t end = str_find(line, '>');
    *text = str_trim(str_skip(line, end + 1));
    if (str_ends_nocase(*text, "</v>")) text->len -= 4;
    *name = str_head(line, end);
    *name = str_trim(str_skip(*name, str_find(*name, ' '))); /* "<v.loud Jane" */
    return end < line.len && is_name(*name) ? TURN_VOICE : TURN_NONE;
}

enum turn_form turn_of(struct str line, struct str *ret_name, struct str *ret_text)
{
    line = str_trim(line);
    bool timed = false;
    size_t n = time_at(line);
    if (n) line = str_trim(str_skip(line, n));
    timed = n > 0;
    if (str_starts(line, "**")) return bold(line, ret_name, ret_text);
    if (str_starts(line, "<v ") || str_starts(line, "<v.")) return voice(line, ret_name, ret_text);
    if (str_starts(line, ">> ")) line = str_skip(line, 3); /* of captions: a new speaker */
    if (str_starts(line, "- ")) line = str_skip(line, 2);
    *ret_name = line; /* alone on its line, with a time */
    *ret_text = STR("");
    if (line.len <= NAME_LONG + 16 && cut_time(ret_name) && is_name(*ret_name)) return TURN_TIMED;
    struct str head = str_head(line, NAME_LONG + 20);
    const char *colon = head.len ? memmem(head.p, head.len, ": ", 2) : NULL;
    size_t at = colon ? (size_t)(colon - head.p) : line.len;
    if (!colon && line.len && line.len < NAME_LONG && line.p[line.len - 1] == ':')
        at = line.len - 1;
    if (at == line.len) return TURN_NONE;
    *ret_name = str_trim(str_head(line, at));
    *ret_text = str_trim(str_skip(line, at + 1));
    timed |= cut_time(ret_name);
    if (!is_name(*ret_name)) return TURN_NONE;
    return timed ? TURN_TIMED : TURN_PLAIN;
}

struct str turn_untimed(struct str text)
{
    return str_trim(str_skip(text, time_at(text)));
}

bool turn_is_cue(struct str line)
{
    line = str_trim(line);
    if (line.len && memmem(line.p, line.len, " --> ", 5)) return true;
    if (str_starts(line, "WEBVTT") || str_starts(line, "NOTE ") || str_is(line, "NOTE"))
        return true;
    size_t n = 0;
    while (n < line.len && ascii_is_digit(line.p[n]))
        n++;
    return n && n == line.len && n < 8;
}

bool turn_is_nobody(struct str name)
{
    static const char *const words[] = {
        "break",     "jingle",    "intro",       "outro",       "music",       "sponsor",
        "ad",        "ads",       "clip",        "audience",    "unknown",     "narrator",
        "announcer", "speaker",   "host",        "hosts",       "guest",       "all",
        "both",      "everyone",  "interviewer", "interviewee", "man",         "woman",
        "voice",     "voiceover", "trailer",     "automated",   "together",    "participant",
        "moderator", "note",      "notes",       "example",     "warning",     "subject",
        "date",      "title",     "tip",         "summary",     "description", "author",
        "links",     "update",    "question",    "answer",      "http",        "https",
        "todo",      "fixme",     "important",   "usage",       "version",     "license",
        "to"};
    size_t letters = 0;
    for (size_t i = 0; i < name.len; i++)
        letters += ascii_is_letter(name.p[i]) || (unsigned char)name.p[i] >= 0x80;
    if (letters < 2) return true;
    struct str word;
    while (name.p && str_cut(&name, ' ', &word)) {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (str_is_nocase(word, words[i])) return true;
        }
    }
    return false;
}

struct tally {
    struct str seen[NAMES_MAX];
    size_t names, lines, turns, changes;
    size_t full; /* turns of a name of more than one word */
    size_t form[TURN_VOICE + 1];
    struct str last;
};

static void tally_line(struct tally *t, struct str line)
{
    struct str name;
    struct str text;
    t->lines++;
    enum turn_form form = turn_of(line, &name, &text);
    if (form == TURN_NONE || turn_is_nobody(name)) return;
    t->form[form]++;
    t->turns++;
    t->full += str_find(name, ' ') < name.len;
    t->changes += !str_eq(name, t->last);
    t->last = name;
    for (size_t i = 0; i < t->names; i++) {
        if (str_eq(t->seen[i], name)) return;
    }
    if (t->names < NAMES_MAX) t->seen[t->names++] = name;
}

int turns_sniff(struct str head)
{
    struct tally t = {.last = STR("")};
    struct str line;
    size_t cues = 0;
    bool captions = str_starts(str_trim(head), "WEBVTT");
    while (str_cut(&head, '\n', &line)) {
        if (turn_is_cue(line)) {
            cues++;
        } else if (str_trim(line).len) {
            tally_line(&t, line);
        }
    }
    if (t.form[TURN_VOICE] || (captions && t.turns)) return 91;
    if (cues >= 4 && t.turns >= 2) return 70; /* SRT */
    /* "**Status:** done" stands in many papers, once */
    bool people = t.changes > t.names || t.full == t.turns;
    if (people && t.form[TURN_BOLD] >= 2 && 3 * t.form[TURN_BOLD] >= t.lines) return 80;
    if (t.form[TURN_TIMED] >= 3 && 4 * t.form[TURN_TIMED] >= t.lines) return 70;
    bool back = t.names >= 2 && t.turns >= 4 && t.turns >= 2 * t.names && t.changes >= 3;
    return back && 3 * t.turns >= t.lines ? 45 : 0;
}
