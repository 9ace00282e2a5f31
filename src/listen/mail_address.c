/* mail_address.c - listen: which address and which name does a mail header mean? */
#include "listen/mail_int.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_alnum(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

/* ---- one e-mail address ---- */

static bool is_local_part(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!is_alnum(s.p[i]) && !strchr("!#$%&'*+-/=?^_`{|}~.", s.p[i])) return false;
    }
    return s.len > 0;
}

static bool is_host(struct str s)
{
    if (!s.len || !is_alnum(s.p[0]) || !is_alnum(s.p[s.len - 1])) return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '.' && s.p[i] != '_') return false;
        if (s.p[i] == '.' && s.p[i + 1] == '.') return false;
    }
    return true;
}

static bool is_email(struct str s)
{
    size_t at = str_find(s, '@');
    return s.len <= NAME_BYTES_MAX && at < s.len && is_local_part(str_head(s, at)) &&
           is_host(str_skip(s, at + 1));
}

/* "at", "AT", "(at)", "[at]", "<at>", also for "dot" */
static bool is_spelt(struct str word, const char *spelt)
{
    if (word.len == strlen(spelt) + 2 && strchr("([<{", word.p[0])) {
        word = str_head(str_skip(word, 1), word.len - 2);
    }
    return str_is_nocase(word, spelt);
}

/* "(a)", as HyperKitty writes it; a bare "a" is a word of its own. */
static bool is_at(struct str word)
{
    return is_spelt(word, "at") || str_is(word, "@") || (word.len == 3 && is_spelt(word, "a"));
}

/* "jane(a)x(dot)org" -> "jane (a) x (dot) org" */
static struct str spelt_apart(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < text.len; i++) {
        if (strchr("([{", text.p[i])) buf_addc(&b, ' ');
        buf_addc(&b, text.p[i]);
        if (strchr(")]}", text.p[i])) buf_addc(&b, ' ');
    }
    return buf_str(&b);
}

/* Words "jane", "at", "example", "dot", "org" -> jane@example.org; only if nothing else is there:
 * a name and a host are never more than that. */
static struct str email_of_words(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);
    struct str rest = text;
    struct str word;
    bool joint = true; /* the last word asks for another: at, dot, @ */
    bool at = false;
    while (str_cut(&rest, ' ', &word)) {
        if (!word.len) continue;
        if (b.len && !at && is_at(word)) {
            at = joint = true;
            buf_addc(&b, '@');
        } else if (b.len && (is_spelt(word, "dot") || str_is(word, "."))) {
            joint = true;
            buf_addc(&b, '.');
        } else if (joint) {
            buf_add(&b, word);
            joint = false;
        } else {
            return STR("");
        }
    }
    struct str email = buf_str(&b);
    bool dotted = str_find(str_skip(email, str_find(email, '@')), '.') <
                  email.len - str_find(email, '@'); /* "look at me" is none */
    return at && dotted ? email : STR("");
}

struct str mail_email(struct arena *a, struct str text)
{
    text = str_trim(text);
    if (str_starts_nocase(text, "mailto:")) text = str_skip(text, 7);
    while (text.len && strchr("<['\"", text.p[0]))
        text = str_trim(str_skip(text, 1));
    while (text.len && strchr(">]'\".,;:", text.p[text.len - 1])) {
        text = str_trim(str_head(text, text.len - 1));
    }
    if (text.len > NAME_BYTES_MAX) return STR("");
    if (is_email(text)) return utf8_mend(a, str_lower(a, text));
    bool blank = false;
    for (size_t i = 0; i < text.len; i++)
        blank = blank || is_blank(text.p[i]) || strchr("([{", text.p[i]);
    if (!blank) return STR("");
    struct str email = email_of_words(a, spelt_apart(a, mail_header_text(a, text)));
    return is_email(email) ? utf8_mend(a, str_lower(a, email)) : STR("");
}

struct str mail_local_part(struct str email)
{
    return str_head(email, str_find(email, '@'));
}

/* ---- a name ---- */

static struct str without_quotes(struct str s)
{
    for (;;) {
        s = str_trim(s);
        if (!s.len) return s;
        char first = s.p[0];
        char last = s.p[s.len - 1];
        bool pair =
            s.len > 1 && ((first == '\'' && last == '\'') || (first == '`' && last == '\''));
        if (pair || first == '"') {
            s = str_skip(s, 1);
        } else if (last != '"') {
            return s;
        }
        if (s.len && (pair || last == '"')) s = str_head(s, s.len - 1);
    }
}

/* No letter in it says nothing. */
static bool has_letter(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (is_alnum(s.p[i]) && !(s.p[i] >= '0' && s.p[i] <= '9')) return true;
    }
    return false;
}

struct str mail_name(struct arena *a, struct str raw)
{
    struct str name = without_quotes(mail_header_text(a, str_head(raw, 4L * NAME_BYTES_MAX)));
    name = utf8_mend(a, utf8_head(name, NAME_BYTES_MAX));
    if (!has_letter(name) || mail_email(a, name).len) return STR("");
    return name;
}

/* ---- a header value ---- */

struct piece {          /* of one address, while it is read */
    struct buf phrase;  /* outside angles and comments, quotes resolved */
    struct buf comment; /* the last one */
    struct str angle;   /* between < and > */
    bool has_angle;
};

/* From the quote at s.p[0] to behind the closing one. */
static size_t take_quoted(struct str s, struct buf *b)
{
    size_t i = 1;
    for (; i < s.len && s.p[i] != '"'; i++) {
        if (s.p[i] == '\\' && i + 1 < s.len) i++;
        buf_addc(b, s.p[i]);
    }
    return i < s.len ? i + 1 : i;
}

/* From the ( at s.p[0] to behind its ); comments nest. An open one ends with the header. */
static size_t take_comment(struct str s, struct buf *b)
{
    int depth = 0;
    size_t i = 0;
    for (; i < s.len; i++) {
        if (s.p[i] == '\\' && i + 1 < s.len) {
            buf_addc(b, s.p[++i]);
            continue;
        }
        depth += s.p[i] == '(';
        depth -= s.p[i] == ')';
        if (depth == 0) return i + 1;
        if (i > 0) buf_addc(b, s.p[i]);
    }
    return i;
}

static bool is_bare_word(struct str s)
{
    s = str_trim(s);
    return s.len > 0 && str_find(s, ' ') == s.len && str_find(s, '@') == s.len;
}

/* "(at)" and "(dot)" are words of an address that hides from robots, and "(a)" behind one word. */
static size_t take_comment_or_word(struct str s, struct piece *p)
{
    struct buf inside = buf_new(p->comment.a);
    size_t n = take_comment(s, &inside);
    struct str text = str_trim(buf_str(&inside));
    if (!p->has_angle && (str_is_nocase(text, "at") || str_is_nocase(text, "dot"))) {
        buf_addf(&p->phrase, " %.*s ", STR_ARG(text));
    } else if (!p->has_angle && str_is_nocase(text, "a") && is_bare_word(buf_str(&p->phrase))) {
        buf_adds(&p->phrase, " (a) ");
    } else if (text.len) {
        p->comment = inside;
    }
    return n;
}

/* Reads up to the comma that ends the address; gives the bytes used. */
static size_t take_piece(struct str s, struct piece *p)
{
    size_t i = 0;
    while (i < s.len) {
        char c = s.p[i];
        if (c == '"') {
            i += take_quoted(str_skip(s, i), &p->phrase);
        } else if (c == '(') {
            i += take_comment_or_word(str_skip(s, i), p);
        } else if (c == '<' || str_starts_nocase(str_skip(s, i), "[mailto:")) {
            struct str rest = str_skip(s, i + 1);
            size_t end = str_find(rest, c == '<' ? '>' : ']');
            p->angle = str_head(rest, end);
            p->has_angle = true;
            i += 1 + end + (end < rest.len);
        } else if (c == ',' || c == ';') {
            return i + 1;
        } else if (c == ':' && !p->has_angle &&
                   str_find(buf_str(&p->phrase), '@') == p->phrase.len) {
            p->phrase = buf_new(p->phrase.a); /* that was the name of a group, or "mailto" */
            i++;
        } else {
            if (c != ')') buf_addc(&p->phrase, c); /* one that nothing opened */
            i++;
        }
    }
    return i;
}

/* "Jane Doe jane@example.org": the last word is the address when nothing marks it. */
static struct mail_address of_loose_words(struct arena *a, struct str phrase)
{
    struct mail_address ret = {STR(""), STR("")};
    size_t last = phrase.len;
    while (last > 0 && !is_blank(phrase.p[last - 1]))
        last--;
    ret.email = mail_email(a, str_skip(phrase, last));
    ret.name = mail_name(a, ret.email.len ? str_head(phrase, last) : phrase);
    return ret;
}

static struct mail_address address_of(struct arena *a, const struct piece *p)
{
    struct str phrase = str_trim(buf_str(&p->phrase));
    struct str comment = str_trim(buf_str(&p->comment));
    struct mail_address ret = {STR(""), STR("")};
    if (p->has_angle) {
        ret.email = mail_email(a, p->angle);
        if (!ret.email.len) ret.email = mail_email(a, phrase); /* "jane@x.org <>" */
        ret.name = mail_name(a, phrase.len ? phrase : comment);
    } else {
        ret.email = mail_email(a, phrase);
        ret.name = ret.email.len ? mail_name(a, comment) : STR("");
        if (!ret.email.len) ret = of_loose_words(a, phrase);
        if (!ret.name.len) ret.name = mail_name(a, comment);
    }
    return ret;
}

bool mail_address_next(struct arena *a, struct str *rest, struct mail_address *ret)
{
    while (rest->len) {
        struct piece p = {.phrase = buf_new(a), .comment = buf_new(a)};
        size_t n = take_piece(*rest, &p);
        *rest = str_skip(*rest, n);
        *ret = address_of(a, &p);
        if (ret->email.len || ret->name.len) return true;
    }
    return false;
}
