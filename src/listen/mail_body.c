/* mail_body.c - listen: which lines of a mail did its author write? */
#include "listen/mail_int.h"

#include <string.h>

enum line_kind { LINE_OWN, LINE_BLANK, LINE_QUOTE, LINE_DROP };

struct line {
    struct str text;  /* without the blanks around it */
    struct str whole; /* without blanks at its end */
    enum line_kind kind;
};

struct body {
    struct arena *a;
    struct doc_row *doc;
    struct line *lines;
    size_t count;
    size_t bars; /* lines that start with a bar */
};

enum { QUOTE_NAME_MAX = 12, RULE_MIN = 20, FOOTER_LINES = 8, LOOSE_SIGNATURE_LINES = 12 };

/* ---- lines ---- */

static struct str rtrim(struct str s)
{
    while (s.len && (unsigned char)s.p[s.len - 1] <= ' ')
        s.len--;
    return s;
}

static void split(struct body *b, struct str text)
{
    size_t count = 1;
    for (struct str rest = text; (rest = str_skip(rest, str_find(rest, '\n') + 1)).len;)
        count++;
    b->lines = arena_new(b->a, struct line, count + 1);
    struct str part;
    while (b->count < count && str_cut(&text, '\n', &part)) {
        struct line *line = &b->lines[b->count++];
        line->whole = rtrim(part);
        line->text = str_trim(line->whole);
        line->kind = line->text.len ? LINE_OWN : LINE_BLANK;
    }
}

/* The next line from i on that is not blank, or count. */
static size_t next_filled(const struct body *b, size_t i)
{
    while (i < b->count && b->lines[i].kind == LINE_BLANK)
        i++;
    return i;
}

static void drop(struct body *b, size_t from, size_t to)
{
    for (size_t i = from; i < to && i < b->count; i++)
        b->lines[i].kind = LINE_DROP;
}

/* ---- quotes ---- */

/* "JD> " before a quote: gives the length of the mark with its >, or 0. */
static size_t named_mark(struct str s)
{
    size_t n = 0;
    while (n < s.len && n < QUOTE_NAME_MAX && ascii_is_letter(s.p[n]))
        n++;
    return n > 0 && n < s.len && s.p[n] == '>' ? n + 1 : 0;
}

/* A bar quotes, unless it draws a table. */
static bool is_bar(struct str s)
{
    return s.len && s.p[0] == '|' && (s.len == 1 || s.p[1] == ' ' || s.p[1] == '>') &&
           (s.len == 1 || s.p[s.len - 1] != '|');
}

static bool same_mark(const struct line *line, struct str mark)
{
    return line->text.len >= mark.len && memcmp(line->text.p, mark.p, mark.len) == 0;
}

/* Two lines in a row: one alone may be anything ("SQL> …"). */
static bool has_company(const struct body *b, size_t i, struct str mark)
{
    return (i > 0 && same_mark(&b->lines[i - 1], mark)) ||
           (i + 1 < b->count && same_mark(&b->lines[i + 1], mark));
}

static bool is_quote(const struct body *b, size_t i)
{
    struct str s = b->lines[i].text;
    if (s.p[0] == '>') {
        /* an mbox writes ">From " for a line that starts with "From " */
        return !str_starts(b->lines[i].whole, ">From ") || has_company(b, i, STR(">"));
    }
    if (is_bar(s)) return b->bars > 1;
    size_t mark = named_mark(s);
    return mark && has_company(b, i, str_head(s, mark));
}

static void mark_quotes(struct body *b)
{
    for (size_t i = 0; i < b->count; i++)
        b->bars += is_bar(b->lines[i].text);
    for (size_t i = 0; i < b->count; i++) {
        if (b->lines[i].kind == LINE_OWN && is_quote(b, i)) b->lines[i].kind = LINE_QUOTE;
    }
}

/* Line i stands right behind whom it quotes: there one marked line is enough. */
static bool is_quote_of_named(struct body *b, size_t i)
{
    if (i >= b->count) return false;
    struct line *line = &b->lines[i];
    if (line->kind == LINE_OWN && (is_bar(line->text) || named_mark(line->text))) {
        line->kind = LINE_QUOTE;
    }
    return line->kind == LINE_QUOTE;
}

static void add_quoted(struct body *b, struct quoted q)
{
    struct doc_row *doc = b->doc;
    if (doc->quoted_count == QUOTED_PER_DOC_MAX) return;
    for (size_t i = 0; i < doc->quoted_count; i++) {
        if (str_eq(doc->quoted[i].name, q.name) && str_eq(doc->quoted[i].email, q.email)) return;
    }
    if (!doc->quoted) doc->quoted = arena_new(b->a, struct quoted, QUOTED_PER_DOC_MAX);
    doc->quoted[doc->quoted_count++] = q;
}

/* ---- attributions ---- */

static struct str joined(struct body *b, size_t first, size_t last)
{
    struct buf text = buf_new(b->a);
    for (size_t i = first; i <= last; i++) {
        if (i > first) buf_addc(&text, ' ');
        buf_add(&text, b->lines[i].text);
    }
    return buf_str(&text);
}

/* The lines up to `last` that make one attribution: from the one that opens it, else only the
 * last, else the last two. */
static bool attribution_at(struct body *b, size_t last, bool before_quote, size_t *ret_first)
{
    if (named_mark(b->lines[last].text)) return false;
    size_t lowest = last;
    while (lowest > 0 && last - lowest < 2 && b->lines[lowest - 1].kind == LINE_OWN)
        lowest--;
    size_t first = last;
    while (first > lowest && !mail_opens_attribution(b->lines[first].text))
        first--;
    struct quoted q;
    bool opened = mail_opens_attribution(b->lines[first].text);
    bool found = opened && mail_attribution(b->a, joined(b, first, last), before_quote, &q);
    if (!found) {
        first = last;
        found = mail_attribution(b->a, b->lines[last].text, before_quote, &q);
    }
    if (!found && last > lowest) {
        first = last - 1;
        found = mail_attribution(b->a, joined(b, first, last), before_quote, &q);
    }
    if (!found) return false;
    add_quoted(b, q);
    drop(b, first, last + 1);
    *ret_first = first;
    return true;
}

/* ">>>>> "JD" == Jane Doe <jane@x.org> writes:" stands among the quotes. */
static void read_supercite(struct body *b, size_t i)
{
    struct str s = b->lines[i].text;
    if (!str_starts(s, ">>>>> ") || str_find_nocase(s, "==") == s.len) return;
    struct quoted q;
    if (mail_attribution(b->a, str_skip(s, 6), true, &q)) add_quoted(b, q);
}

static void read_attributions(struct body *b)
{
    size_t blanks = 0;
    size_t last = b->count; /* the last filled line that is no quote */
    size_t first = 0;
    bool after_quote = false;
    for (size_t i = 0; i < b->count; i++) {
        struct line *line = &b->lines[i];
        if (line->kind == LINE_BLANK) {
            blanks++;
            continue;
        }
        if (line->kind == LINE_QUOTE) {
            if (!after_quote && last < i && blanks <= 1 && b->lines[last].kind == LINE_OWN) {
                (void)attribution_at(b, last, true, &first);
            }
            if (!after_quote) read_supercite(b, i);
        }
        after_quote = line->kind == LINE_QUOTE;
        last = i;
        blanks = 0;
    }
}

/* "On Thu, 22 Aug 2002, Jane wrote:" behind own words, and no mark on anything that follows: all
 * that follows is quoted. */
static void cut_unmarked_quote(struct body *b)
{
    size_t quotes_end = b->count;
    while (quotes_end > 0 && b->lines[quotes_end - 1].kind != LINE_QUOTE)
        quotes_end--;
    size_t first_own = b->count;
    for (size_t i = 0; i < b->count; i++) {
        struct str s = b->lines[i].text;
        size_t first = 0;
        if (b->lines[i].kind != LINE_OWN) continue;
        bool found = s.len > 12 && s.p[s.len - 1] == ':' && attribution_at(b, i, false, &first);
        if (found && first_own < first && quotes_end <= i) {
            drop(b, i, b->count);
            return;
        }
        if (!found && first_own > i) first_own = i;
        if (found && first_own >= first) first_own = b->count;
    }
}

/* ---- blocks that quote a whole mail ---- */

/* "-----Original Message-----" in its languages: rules around words. */
static bool is_original_rule(struct str s)
{
    static const char *const words[] = {"original message",
                                        "forwarded message",
                                        "forwarded by",
                                        "ursprüngliche nachricht",
                                        "urspruengliche nachricht",
                                        "message d'origine",
                                        "mensaje original",
                                        "messaggio originale",
                                        "begin forwarded",
                                        "oorspronkelijk bericht",
                                        "original mail",
                                        "reply message",
                                        "weitergeleitete nachricht",
                                        NULL};
    if (s.len < 12 || s.len > 100 || s.p[0] != '-' || s.p[1] != '-') return false;
    for (size_t i = 0; words[i]; i++) {
        if (str_find_nocase(s, words[i]) < s.len) return true;
    }
    return false;
}

enum block_header { BLOCK_NONE, BLOCK_FROM, BLOCK_OTHER };

static enum block_header block_header(struct str s, struct str *ret_value)
{
    static const char *const from[] = {"from", "von", "de", "da", "van", "från", "fra", NULL};
    static const char *const other[] = {
        "to",        "cc",         "date",   "sent",       "subject",   "message-id",
        "reply-to",  "newsgroups", "an",     "gesendet",   "datum",     "betreff",
        "envoyé",    "à",          "objet",  "importance", "posted at", "conversation",
        "posted to", "bcc",        "sender", NULL};
    while (s.len && (s.p[0] == '*' || s.p[0] == '>'))
        s = str_trim(str_skip(s, 1));
    size_t colon = str_find(str_head(s, 16), ':');
    if (colon == 0 || colon >= s.len || colon == 16) return BLOCK_NONE;
    struct str name = str_trim(str_head(s, colon));
    while (name.len && name.p[name.len - 1] == '*')
        name.len--;
    *ret_value = str_trim(str_skip(s, colon + 1));
    for (size_t i = 0; from[i]; i++) {
        if (str_is_nocase(name, from[i])) return BLOCK_FROM;
    }
    for (size_t i = 0; other[i]; i++) {
        if (str_is_nocase(name, other[i])) return BLOCK_OTHER;
    }
    return BLOCK_NONE;
}

/* "list-admin@x.org [mailto:…] On Behalf Of Jane" and perhaps "Doe" on the next line. */
static struct str on_behalf_of(struct body *b, size_t at, struct str value)
{
    static const char words[] = "On Behalf Of";
    size_t pos = str_find_nocase(value, words);
    if (pos == value.len) return STR("");
    struct buf name = buf_new(b->a);
    buf_add(&name, str_trim(str_skip(value, pos + sizeof words - 1)));
    struct str next = at + 1 < b->count ? b->lines[at + 1].text : STR("");
    struct str ignored;
    if (next.len && next.len < 40 && block_header(next, &ignored) == BLOCK_NONE) {
        buf_addf(&name, " %.*s", STR_ARG(next));
    }
    return mail_name(b->a, buf_str(&name));
}

static bool read_block_from(struct body *b, size_t at, struct str value, struct quoted *ret)
{
    struct mail_address who = {STR(""), on_behalf_of(b, at, value)};
    if (!who.name.len && !mail_address_next(b->a, &value, &who)) return false;
    *ret = (struct quoted){who.name, who.email};
    return true;
}

/* The headers of a quoted mail from line i on: at least `need` of them, From: among them.
 * Gives the line behind them, or i; *ret says whom. */
static size_t block_end(struct body *b, size_t i, size_t need, struct quoted *ret)
{
    size_t headers = 0;
    size_t at = i;
    size_t from_at = b->count;
    bool from = false;
    for (; at < b->count && b->lines[at].text.len && headers < FOOTER_LINES; at++) {
        struct str value = STR("");
        enum block_header kind = block_header(b->lines[at].text, &value);
        bool folded = headers && (b->lines[at].whole.p != b->lines[at].text.p || at == from_at + 1);
        if (kind == BLOCK_NONE && !folded) break;
        headers += kind != BLOCK_NONE;
        if (kind != BLOCK_FROM || from) continue;
        from = read_block_from(b, at, value, ret);
        from_at = at;
    }
    return from && headers >= need ? at : i;
}

/* A block from line i on: a rule and perhaps headers, or at least three headers. What follows is
 * the quoted mail, unless it is marked, or no own word stands before it: then the answer follows.
 */
static void read_block(struct body *b, size_t i, bool rule, bool own)
{
    size_t first = rule ? next_filled(b, i + 1) : i;
    struct quoted q;
    size_t end = block_end(b, first, rule ? 1 : 3, &q);
    if (end > first) {
        add_quoted(b, q);
    } else if (!rule) {
        return;
    } else {
        end = i + 1;
    }
    bool forward = rule && str_find_nocase(b->lines[i].text, "forward") < b->lines[i].text.len;
    bool answered = !forward && !own;
    bool marked = is_quote_of_named(b, next_filled(b, end));
    drop(b, i, marked || answered ? end : b->count);
}

static void read_blocks(struct body *b)
{
    bool own = false;
    for (size_t i = 0; i < b->count; i++) {
        struct str s = b->lines[i].text;
        struct str value;
        if (b->lines[i].kind != LINE_OWN) continue;
        if (s.p[0] == '-' && is_original_rule(s)) {
            read_block(b, i, true, own);
        } else if (block_header(s, &value) != BLOCK_NONE) {
            read_block(b, i, false, own);
        }
        own = own || b->lines[i].kind == LINE_OWN;
    }
}

/* ---- signatures and footers ---- */

/* How many bytes of a drawn line? */
static size_t rule_bytes(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += strchr("-_=~*#+>", s.p[i]) != NULL;
    return n;
}

static bool is_footer_word(struct str s)
{
    static const char *const words[] = {
        "mailing list",   "unsubscribe",  "listinfo",      "sponsored by",
        "groups sponsor", "mailing-list", "list archives", NULL};
    for (size_t i = 0; words[i]; i++) {
        if (str_find_nocase(s, words[i]) < s.len) return true;
    }
    return false;
}

/* A drawn line, and behind it what list servers add. */
static bool is_footer(const struct body *b, size_t i)
{
    struct str s = b->lines[i].text;
    if (s.len < RULE_MIN || !strchr("-_=~*#+", s.p[0])) return false;
    size_t drawn = rule_bytes(s);
    if (drawn < RULE_MIN || (drawn < s.len && !is_footer_word(s))) return false;
    size_t end = i + FOOTER_LINES < b->count ? i + FOOTER_LINES : b->count;
    for (size_t at = i; at < end; at++) {
        if (b->lines[at].kind != LINE_QUOTE && is_footer_word(b->lines[at].text)) return true;
    }
    return false;
}

/* Archives put this where an attachment was. */
static bool is_scrubbed(struct str s)
{
    return str_starts(s, "-------------- next part --------------");
}

/* "-- " by the book; "--" only when little follows. */
static bool is_signature(const struct body *b, size_t i, struct str raw)
{
    if (str_is(raw, "-- ") || str_is(raw, "-- \r")) return true;
    if (!str_is(b->lines[i].whole, "--")) return false;
    size_t own = 0;
    for (size_t at = i + 1; at < b->count && own <= LOOSE_SIGNATURE_LINES; at++) {
        own += b->lines[at].kind == LINE_OWN;
    }
    return own <= LOOSE_SIGNATURE_LINES;
}

/* The line as it came: rtrim only moved its end, so the bytes behind are still there. */
static struct str raw_line(const struct body *b, size_t i, struct str text)
{
    struct str line = b->lines[i].whole;
    size_t from = (size_t)(line.p - text.p);
    return str_head(str_skip(text, from), str_find(str_skip(text, from), '\n'));
}

static void cut_ends(struct body *b, struct str text)
{
    for (size_t i = 0; i < b->count; i++) {
        struct str s = b->lines[i].text;
        if (b->lines[i].kind != LINE_OWN) continue;
        if (str_starts(s, "-----BEGIN PGP SIGNED")) {
            size_t end = i;
            while (end < b->count && b->lines[end].kind != LINE_BLANK)
                end++;
            drop(b, i, end);
        } else if (!strchr("-_=~*#+", s.p[0])) {
            continue;
        } else if (is_scrubbed(s) || is_footer(b, i) || str_starts(s, "-----BEGIN PGP SIGNATURE") ||
                   is_signature(b, i, raw_line(b, i, text))) {
            drop(b, i, b->count);
            return;
        }
    }
}

/* ---- what is left ---- */

static struct str own_text(struct body *b)
{
    struct buf text = buf_new(b->a);
    bool gap = false;
    for (size_t i = 0; i < b->count && text.len < TEXT_BYTES_MAX; i++) {
        struct line *line = &b->lines[i];
        if (line->kind != LINE_OWN) {
            gap = true;
            continue;
        }
        if (text.len) buf_adds(&text, gap ? "\n\n" : "\n");
        bool escaped = str_starts(line->whole, ">From ");
        buf_add(&text, text.len || escaped ? str_skip(line->whole, escaped) : line->text);
        gap = false;
    }
    return utf8_head(buf_str(&text), TEXT_BYTES_MAX);
}

void mail_body(struct arena *a, struct str text, struct doc_row *doc)
{
    struct body b = {.a = a, .doc = doc};
    split(&b, text);
    mark_quotes(&b);
    read_blocks(&b);
    read_attributions(&b);
    cut_ends(&b, text);
    cut_unmarked_quote(&b);
    doc->text = utf8_mend(a, own_text(&b));
    links_add(a, doc->text, doc);
}
