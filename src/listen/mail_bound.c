/* mail_bound.c - listen: how much of this mail can be taken apart in bounded memory? */
#include "listen/mail_int.h"

#include <string.h>

/*
 * gmime makes objects of every header, parameter, address and part before anybody asks for them:
 * 300 to 1300 bytes each, while "--b" and a line end are four. What makes it do so is counted here
 * first: lines that look like part borders or headers, and the separators in headers. Text that
 * happens to look so counts too, far past what is kept of a text (TEXT_BYTES_MAX).
 */

enum { SHORT_BYTES = 1 << 16 }; /* cannot need more than some 20 MB, so it is not looked at */

/* Parameters stand behind semicolons, addresses behind commas. */
static size_t separators(struct str line)
{
    size_t count = 0;
    for (size_t i = 0; i < line.len; i++)
        count += line.p[i] == ';' || line.p[i] == ',';
    return count;
}

/* Bytes of text before the line with which its marks become too many. *ret_end is where an empty
 * line ends the headers that it starts with, or its end. */
static size_t bounded(struct str text, bool whole, size_t *ret_end)
{
    struct str rest = text;
    struct str line;
    size_t marks = 0;
    size_t bound = text.len;
    bool header = !whole;
    for (*ret_end = 0; str_cut(&rest, '\n', &line); *ret_end = text.len - rest.len) {
        if (!whole && !str_trim(line).len) return bound < *ret_end ? bound : *ret_end;
        if (bound < text.len) continue; /* only the end of the headers is looked for */
        bool folded = line.len && (line.p[0] == ' ' || line.p[0] == '\t');
        bool begins = mail_is_header(line);
        header = begins || (header && folded);
        marks += (size_t)str_starts(line, "--") + (size_t)begins;
        if (header) marks += separators(line);
        if (marks > MAIL_MARKS_MAX) bound = *ret_end;
        if (whole && bound < text.len) break;
    }
    return bound;
}

struct str mail_bounded(struct arena *a, struct str raw)
{
    if (raw.len <= SHORT_BYTES) return raw;
    size_t end = 0;
    size_t nowhere = 0;
    size_t headers = bounded(raw, false, &end);
    struct str body = str_skip(raw, end);
    body = str_head(body, bounded(body, true, &nowhere));
    if (headers == end) return str_head(raw, end + body.len);
    struct buf b = buf_new(a);
    buf_add(&b, str_head(raw, headers));
    buf_add(&b, body); /* from the empty line on */
    return buf_str(&b);
}
