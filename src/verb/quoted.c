/* quoted.c - verb: how are a few words of somebody shown? */
#include "verb/quoted.h"

#include "base/limits.h"
#include "store/query.h"

enum { READ_CHARACTERS = 4 * QUOTE_CHARACTERS_MAX }; /* quoted lines are left out of them */

/* Length of the character that starts here; text is valid UTF-8. */
static size_t character(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* Controls of C1, marks without width, and those that turn the direction of writing. */
static bool steers(const unsigned char *p, size_t len)
{
    if (len == 2) return p[0] == 0xc2 && p[1] < 0xa0;
    if (len != 3) return false;
    bool general = p[0] == 0xe2 && (p[1] == 0x80 || p[1] == 0x81);
    bool mark = general && p[1] == 0x80 && p[2] >= 0x8b && p[2] <= 0x8f;
    bool line = general && p[1] == 0x80 && p[2] >= 0xa8 && p[2] <= 0xae;
    bool inner = general && p[1] == 0x81 && p[2] >= 0xa0 && p[2] <= 0xaf;
    return mark || line || inner || (p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf);
}

struct str quote_of(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);
    struct str line;
    size_t count = 0;
    text = utf8_mend(a, text);
    while (text.len && str_cut(&text, '\n', &line)) {
        line = str_trim(line);
        if (line.len && line.p[0] == '>') continue;
        bool blank = b.len > 0;
        for (size_t i = 0; i < line.len;) {
            size_t len = character((unsigned char)line.p[i]);
            const unsigned char *p = (const unsigned char *)line.p + i;
            i += len;
            if (*p <= ' ' || *p == 0x7f || steers(p, len)) {
                blank |= b.len > 0 && *p <= ' ';
                continue;
            }
            if (count + blank >= QUOTE_CHARACTERS_MAX) {
                buf_adds(&b, "…");
                return buf_str(&b);
            }
            if (blank) buf_addc(&b, ' ');
            buf_add(&b, (struct str){(const char *)p, len});
            count += 1 + blank;
            blank = false;
        }
    }
    return buf_str(&b);
}

enum status quoted_load(struct request *r, int64_t doc, struct quoted *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_doc_shown, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, doc);
    query_bind_i64(q, 2, READ_CHARACTERS);
    s = query_next(q, e);
    if (s == DONE) s = err_set(e, NOT_FOUND, "there is no doc %lld here", (long long)doc);
    if (!s) {
        struct str title = quote_of(r->a, query_str(q, 0));
        struct str quote = quote_of(r->a, query_str(q, 1));
        *ret = (struct quoted){
            .at_s = query_time(q, 5),
            .title = title.len ? title : STR_NONE,
            .quote = quote.len ? quote : STR_NONE,
            .url = query_is_null(q, 2) ? STR_NONE : str_copy(r->a, query_str(q, 2)),
            .source = query_is_null(q, 3) ? STR_NONE : str_copy(r->a, query_str(q, 3)),
            .place = query_is_null(q, 4) ? STR_NONE : str_copy(r->a, query_str(q, 4)),
        };
    }
    query_close(q);
    return s;
}
