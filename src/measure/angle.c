/* angle.c - measure: from which angle does somebody already write? */
#include "measure/angle.h"

#include <math.h>
#include <string.h>

enum { YEAR_FIRST = 1900, YEAR_LAST = 2099, UNIT_LETTERS = 3 };

/* ---- words ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool cut_word(struct str *rest, struct str *ret)
{
    while (rest->len && is_blank(rest->p[0]))
        *rest = str_skip(*rest, 1);
    size_t n = 0;
    while (n < rest->len && !is_blank(rest->p[n]))
        n++;
    *ret = str_head(*rest, n);
    *rest = str_skip(*rest, n);
    return n > 0;
}

static struct str bare(struct str word)
{
    while (word.len && strchr("([\"'*~$+-", word.p[0]))
        word = str_skip(word, 1);
    while (word.len && strchr(".,;:!?)]\"'*", word.p[word.len - 1]))
        word.len--;
    return word;
}

static bool is_year(struct str word, int64_t *ret)
{
    return word.len == 4 && str_to_i64(word, ret) && *ret >= YEAR_FIRST && *ret <= YEAR_LAST;
}

/* Digits, thousands, one fraction, and in *ret_unit what stands behind them. */
static bool cut_number(struct str word, bool *ret_fraction, size_t *ret_digits,
                       struct str *ret_unit)
{
    size_t i = 0;
    size_t points = 0;
    *ret_digits = 0;
    for (; i < word.len; i++) {
        bool mark = word.p[i] == '.' || word.p[i] == ',';
        if (!mark && !ascii_is_digit(word.p[i])) break;
        points += word.p[i] == '.';
        *ret_digits += !mark;
    }
    *ret_fraction = points == 1;
    *ret_unit = str_skip(word, i);
    return *ret_digits > 0 && ascii_is_digit(word.p[0]) && points < 2;
}

static bool is_ordinal(struct str unit)
{
    static const char *const ends[] = {"st", "nd", "rd", "th", NULL};
    return str_among_nocase(unit, ends);
}

static bool is_unit(struct str unit)
{
    if (str_is(unit, "%")) return true;
    for (size_t i = 0; i < unit.len; i++) {
        if (!ascii_is_letter(unit.p[i])) return false;
    }
    return unit.len && unit.len <= UNIT_LETTERS && !is_ordinal(unit);
}

/* "release 12", and behind a name what has a point: "Python 2.4" */
static bool is_version(struct str before, bool fraction)
{
    static const char *const words[] = {"version", "release", "v", "line", "rev", "revision", NULL};
    bool name = before.len && before.p[0] >= 'A' && before.p[0] <= 'Z' &&
                ascii_is_letter(before.p[before.len - 1]);
    return (fraction && name) || str_among_nocase(before, words);
}

static bool is_figure(struct str word, struct str before)
{
    struct str unit;
    bool fraction = false;
    size_t digits = 0;
    int64_t year = 0;
    if (!cut_number(word, &fraction, &digits, &unit) || is_year(word, &year)) return false;
    if (unit.len) return is_unit(unit);
    return (fraction || digits > 1) && !is_version(before, fraction);
}

/* ---- lines ---- */

static bool is_code(struct str line)
{
    struct str s = str_trim(line);
    if (str_starts(s, ">>>") || str_starts(s, "File \"") || str_starts(s, "$ ")) return true;
    for (size_t i = 0; i < s.len; i++) {
        if (strchr("={};\\", s.p[i])) return true;
        if (s.p[i] == '(' && i && (ascii_is_letter(s.p[i - 1]) || s.p[i - 1] == '_')) return true;
    }
    return false;
}

/* "On Tue, 2 Mar 2004 at 10:15, Ann wrote:" */
static bool introduces_quote(struct str line)
{
    struct str s = str_trim(line);
    return str_ends_nocase(s, "wrote:") || str_ends_nocase(s, "schrieb:") ||
           str_ends_nocase(s, "writes:");
}

static unsigned figures_in(struct str line)
{
    struct str word;
    struct str before = STR_NONE;
    unsigned count = 0;
    while (cut_word(&line, &word)) {
        bool address = str_find_nocase(word, "://") < word.len || str_find(word, '@') < word.len;
        count += !address && is_figure(bare(word), before);
        before = word;
    }
    return count;
}

static bool ends_cell(struct str line, size_t i)
{
    if (line.p[i] == '\t' || line.p[i] == '|') return true;
    return line.p[i] == ' ' && i + 1 < line.len && line.p[i + 1] == ' ';
}

static bool is_row(struct str line)
{
    size_t cells = 0;
    size_t numbers = 0;
    line = str_trim(line);
    for (size_t i = 0, from = 0; i <= line.len; i++) {
        if (i < line.len && !ends_cell(line, i)) continue;
        struct str cell = bare(str_trim(str_head(str_skip(line, from), i - from)));
        struct str unit;
        bool fraction = false;
        size_t digits = 0;
        from = i + 1;
        if (!cell.len) continue;
        cells++;
        numbers += cut_number(cell, &fraction, &digits, &unit) && (!unit.len || is_unit(unit));
    }
    return cells >= 3 && 2 * numbers >= cells;
}

static bool is_data_file(struct str word)
{
    static const char *const ends[] = {".csv", ".tsv",     ".xls",    ".xlsx",
                                       ".ods", ".parquet", ".csv.gz", NULL};
    word = bare(word);
    size_t scheme = str_find_nocase(word, "://");
    if (scheme == word.len) return false;
    struct str path = str_head(word, str_find(word, '#'));
    path = str_head(path, str_find(path, '?'));
    for (size_t i = 0; ends[i]; i++) {
        if (str_ends_nocase(path, ends[i])) return true;
    }
    return str_find_nocase(path, "/spreadsheets/") < path.len ||
           str_find_nocase(path, "/dataset") < path.len;
}

/* ---- what will be ---- */

static bool looks_ahead(struct str word)
{
    static const char *const words[] = {
        "will",    "won't",    "shall",   "going",    "expect",    "expects",  "expected",
        "predict", "predicts", "by",      "forecast", "forecasts", "until",    "wird",
        "werden",  "bis",      "erwarte", "erwartet", "erwarten",  "prognose", NULL};
    return str_among_nocase(word, words) || str_ends_nocase(word, "'ll");
}

static unsigned later_in(struct str text, int year)
{
    struct str word;
    unsigned count = 0;
    unsigned years = 0;
    bool ahead = false;
    while (year && cut_word(&text, &word)) {
        int64_t named = 0;
        years += is_year(bare(word), &named) && named > year && named <= year + LATER_YEARS;
        ahead = ahead || looks_ahead(bare(word));
        char last = word.p[word.len - 1];
        bool paragraph = str_starts(text, "\n\n") || str_starts(text, "\r\n\r\n") || !text.len;
        if (last != '.' && last != '!' && last != '?' && !paragraph) continue;
        count += ahead ? years : 0;
        years = 0;
        ahead = false;
    }
    return count + (ahead ? years : 0);
}

struct angle_text angle_read(struct str text, int year)
{
    struct angle_text x = {.later = later_in(text, year)};
    unsigned rows = 0;
    struct str rest = text.len ? text : STR_NONE;
    struct str line;
    while (str_cut(&rest, '\n', &line)) {
        rows = is_row(line) ? rows + 1 : 0;
        x.tables += rows == TABLE_ROWS;
        struct str words = line;
        struct str word;
        while (cut_word(&words, &word))
            x.files += is_data_file(word);
        if (is_code(line) || introduces_quote(line)) continue;
        x.figures += figures_in(line);
    }
    return x;
}

/* ---- where they stand ---- */

/* Beyond the band is whose whole interval is. */
static enum angle_stand stand_of(struct voice_value x, const struct voice_norm *band, bool lower)
{
    double lo = isfinite(x.lo) ? x.lo : x.value;
    double hi = isfinite(x.hi) ? x.hi : x.value;
    if (!x.enough || !isfinite(band->lo)) return ANGLE_UNKNOWN;
    if (lo > band->hi) return lower ? ANGLE_BELOW : ANGLE_ABOVE;
    if (hi < band->lo) return lower ? ANGLE_ABOVE : ANGLE_BELOW;
    return ANGLE_WITHIN;
}

struct angle angle_find(const struct voices *v, const struct voice *one, enum quality angle)
{
    struct angle x = {VOICE_MEASURE_COUNT, {NAN, NAN, NAN, 0, false}, ANGLE_UNKNOWN};
    for (int pass = 0; pass < 2; pass++) { /* what stands for it by rule, then the others */
        for (int i = 0; i < VOICE_MEASURE_COUNT; i++) {
            enum voice_measure m = (enum voice_measure)i;
            if (!measure_is_of(m, angle) || measure_infos[i].first != (pass == 0)) continue;
            if (x.by == VOICE_MEASURE_COUNT) x.by = m;
            if (!one || v->norm[m].dropped || !one->of[m].measured) continue;
            struct voice_value value = voice_measure(v, one, m, VOICE_ALL);
            if (!value.enough) continue;
            return (struct angle){m, value, stand_of(value, &v->norm[m], measure_is_lower(m))};
        }
    }
    return x;
}
