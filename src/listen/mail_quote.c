/* mail_quote.c - listen: whom does the line before a quote name? */
#include "listen/mail_int.h"

#include <string.h>

enum { TAIL_BYTES_MAX = 100, LEAD_BYTES_MAX = 400, NAME_WORDS_MAX = 6, WORDS_MAX = 64 };

static bool is_letter(char c)
{
    return ascii_is_letter(c) || (unsigned char)c >= 0x80;
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (ascii_is_digit(s.p[i])) return true;
    }
    return false;
}

static bool is_word_of(struct str word, const char *const *words)
{
    for (; *words; words++) {
        if (str_is_nocase(word, *words)) return true;
    }
    return false;
}

/* ---- the verb ---- */

/* *ret_lead is what stands before the verb, *ret_tail what stands behind it. */
static bool cut_at_verb(struct str text, struct str *ret_lead, struct str *ret_tail)
{
    static const char *const verbs[] = {
        "wrote",     "writes",   "said",       "says",     "schrieb", "schreef",
        "a écrit",   "escribió", "ha scritto", "escreveu", "skrev",   "napisał",
        "kirjoitti", "spake",    "mentioned",  "opined",   "uttered", NULL};
    for (size_t i = 0; verbs[i]; i++) {
        size_t at = str_find_nocase(text, verbs[i]);
        size_t end = at + strlen(verbs[i]);
        if (at == text.len || (at > 0 && is_letter(text.p[at - 1]))) continue;
        if (end < text.len && is_letter(text.p[end])) continue;
        *ret_lead = str_trim(str_head(text, at));
        *ret_tail = str_trim(str_skip(text, end));
        return true;
    }
    return false;
}

/* ---- the address ---- */

/* Finds an address in text; *ret_before and *ret_after are what stands around it. */
static struct str find_email(struct arena *a, struct str text, struct str *ret_before,
                             struct str *ret_after)
{
    static const char opens[] = "<([";
    static const char closes[] = ">)]";
    for (size_t i = text.len; i-- > 0;) { /* marked by brackets; the last one counts */
        const char *kind = strchr(opens, text.p[i]);
        if (!kind || !*kind) continue;
        struct str rest = str_skip(text, i + 1);
        size_t end = str_find(rest, closes[kind - opens]);
        struct str email = mail_email(a, str_head(rest, end));
        if (!email.len) continue;
        *ret_before = str_trim(str_head(text, i));
        *ret_after = str_trim(str_skip(rest, end + 1));
        return email;
    }
    size_t at = str_find(text, '@');
    if (at == text.len) return STR("");
    size_t begin = at;
    size_t end = at;
    while (begin > 0 && text.p[begin - 1] != ' ' && text.p[begin - 1] != ',')
        begin--;
    while (end < text.len && text.p[end] != ' ')
        end++;
    *ret_before = str_trim(str_head(text, begin));
    *ret_after = str_trim(str_skip(text, end));
    return mail_email(a, (struct str){text.p + begin, end - begin});
}

/* ---- the name ---- */

static bool is_weekday(struct str word)
{
    static const char *const names[] = {"mon",      "tue",    "wed",      "thu",     "fri",
                                        "sat",      "sun",    "monday",   "tuesday", "wednesday",
                                        "thursday", "friday", "saturday", "sunday",  NULL};
    return is_word_of(word, names);
}

static bool is_month(struct str word)
{
    static const char *const names[] = {
        "jan",  "feb",    "mar",       "apr",     "may",      "jun",      "jul",   "aug",   "sep",
        "sept", "oct",    "nov",       "dec",     "january",  "february", "march", "april", "june",
        "july", "august", "september", "october", "november", "december", NULL};
    return is_word_of(word, names);
}

static bool is_opener(struct str word)
{
    static const char *const names[] = {
        "on",  "at",  "in",      "am",        "le",      "el",      "il",   "op",
        "den", "em",  "quoting", "according", "thus",    "to",      "hi",   "hello",
        "and", "as",  "then",    "when",      "message", "article", "the",  "*",
        "--",  "---", "-",       "around",    "circa",   "from",    "dnia", NULL};
    return is_word_of(word, names);
}

/* Nobody's name. */
static bool is_pronoun(struct str word)
{
    static const char *const names[] = {
        "you",      "i",          "he",       "she",   "they",   "we",    "it",
        "who",      "someone",    "somebody", "one",   "people", "that",  "this",
        "what",     "which",      "have",     "has",   "had",    "also",  "just",
        "recently", "previously", "already",  "never", "ever",   "once",  "me",
        "not",      "originally", "been",     "was",   "is",     "are",   "can",
        "could",    "would",      "should",   "were",  "be",     "there", NULL};
    return is_word_of(word, names);
}

static bool ends_with_comma(struct str word)
{
    return word.len && strchr(",;:", word.p[word.len - 1]);
}

/* May word i, read from the right, not be part of a name any more? */
static bool stops_name(const struct str *words, size_t i, size_t taken)
{
    struct str word = words[i];
    bool after_digit = i > 0 && has_digit(words[i - 1]);
    bool lone = taken == 0;
    if (word.p[0] == '(' && after_digit) return true; /* "-0500 (EST)" */
    if (ends_with_comma(word) && !lone) {
        bool last_first = i == 0 && taken <= 2 && !is_opener(str_head(word, word.len - 1)) &&
                          is_letter(word.p[0]) && word.p[word.len - 1] == ',' &&
                          !is_weekday(str_head(word, word.len - 1));
        return !last_first; /* "Doe, Jane" */
    }
    if (!is_letter(word.p[0]) && !strchr("\"'(`", word.p[0])) return true;
    struct str bare = word;
    while (bare.len && strchr(",;:.)", bare.p[bare.len - 1]))
        bare.len--;
    if (is_month(bare) && (after_digit || i == 0 || is_opener(words[i - 1]))) return true;
    if (is_weekday(bare) && (i == 0 || is_opener(words[i - 1]))) return true;
    if (i == 0 && is_opener(bare)) return true;
    if (str_is_nocase(bare, "at") || str_is_nocase(bare, "um") || str_is_nocase(bare, "à"))
        return true;
    static const char *const zones[] = {"am",  "pm",   "gmt", "utc", "est", "edt",
                                        "cst", "cdt",  "mst", "mdt", "pst", "pdt",
                                        "cet", "cest", "bst", "uhr", NULL};
    return after_digit && is_word_of(bare, zones);
}

/* The name at the end of `area`, behind a date and such; empty when there is none. */
static struct str name_at_end(struct arena *a, struct str area)
{
    area = str_trim(area);
    while (area.len && strchr(",:-*=", area.p[area.len - 1])) {
        area = str_trim(str_head(area, area.len - 1));
    }
    if (area.len > 2 && area.p[area.len - 1] == '"') { /* On …, "Jane Doe" */
        const char *open = memrchr(area.p, '"', area.len - 1);
        if (open) return mail_name(a, str_skip(area, (size_t)(open - area.p) + 1));
    }
    struct str words[WORDS_MAX];
    size_t count = 0;
    struct str rest = area;
    struct str word;
    while (str_cut(&rest, ' ', &word)) {
        if (!word.len) continue;
        if (count == WORDS_MAX) return STR("");
        words[count++] = word;
    }
    size_t first = count;
    while (first > 0 && !stops_name(words, first - 1, count - first))
        first--;
    if (first == count || count - first > NAME_WORDS_MAX) return STR("");
    struct str last = words[count - 1];
    if (is_pronoun(last) || is_pronoun(words[first])) return STR("");
    return mail_name(a, (struct str){words[first].p, (size_t)(last.p + last.len - words[first].p)});
}

static struct quoted who_in(struct arena *a, struct str area)
{
    struct quoted q = {STR(""), STR("")};
    struct str before = area;
    struct str after = STR("");
    size_t same = str_find_nocase(area, "==");
    if (same < area.len) before = area = str_trim(str_skip(area, same + 2)); /* "JD" == Jane Doe */
    q.email = find_email(a, area, &before, &after);
    if (!q.email.len) before = area;
    if (q.email.len && after.len > 2 && after.p[0] == '(') { /* jane@x.org (Jane Doe) */
        q.name = mail_name(a, str_head(str_skip(after, 1), str_find(after, ')') - 1));
    }
    if (!q.name.len && after.len) { /* In article <1@x.org>, Jane Doe wrote */
        q.name = name_at_end(a, after);
        if (q.name.len) q.email = STR("");
    }
    if (!q.name.len) q.name = name_at_end(a, before);
    return q;
}

bool mail_opens_attribution(struct str line)
{
    static const char *const opens[] = {"On ", "At ",  "In ", "Le ",  "Am ",   "El ", "Il ",
                                        "Op ", "Den ", "Em ", "--- ", "Dnia ", NULL};
    bool digit = false;
    for (size_t i = 0; i < line.len && !digit; i++)
        digit = ascii_is_digit(line.p[i]);
    for (size_t i = 0; digit && opens[i]; i++) {
        if (str_starts(line, opens[i])) return true;
    }
    return false;
}

/* "Quoting Jane Doe <jane@x.org>:", "* Jane Doe <jane@x.org> [2002-08-22]:" */
static bool names_without_verb(struct arena *a, struct str text, struct quoted *ret)
{
    if (text.p[text.len - 1] != ':') return false;
    *ret = who_in(a, str_head(text, text.len - 1));
    bool said = str_starts_nocase(text, "quoting ") || str_starts_nocase(text, "according to ");
    return ret->email.len || (said && ret->name.len);
}

bool mail_attribution(struct arena *a, struct str text, bool before_quote, struct quoted *ret)
{
    text = str_trim(text);
    if (text.len < 4 || text.len > LEAD_BYTES_MAX + TAIL_BYTES_MAX) return false;
    struct str lead;
    struct str tail;
    if (!cut_at_verb(text, &lead, &tail)) return before_quote && names_without_verb(a, text, ret);
    bool colon = text.p[text.len - 1] == ':' || (tail.len && tail.p[tail.len - 1] == ':');
    if (tail.len > TAIL_BYTES_MAX || (!colon && (!before_quote || tail.len))) return false;
    struct quoted q = who_in(a, lead);
    if (!q.name.len && !q.email.len && tail.len > 1) { /* "Am 1.1.2006 schrieb Jane Doe:" */
        q = who_in(a, str_head(tail, str_find(tail, ':')));
    }
    if (!q.name.len && !q.email.len) return false;
    if (!before_quote && !mail_opens_attribution(text)) return false;
    *ret = q;
    return true;
}
