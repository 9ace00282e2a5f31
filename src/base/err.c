/* err.c - base: did it work, and if not, what does the user read? */
#include "base/err.h"

#undef err_set /* the analyzer's form, in err.h */
#undef err_in

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A terminal must not act on what a foreign file contains. */
static void make_harmless(char *text)
{
    for (char *c = text; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
    }
}

/* vsnprintf may have cut inside a UTF-8 sequence; drop the torn tail. */
static void drop_torn_tail(char *text, size_t size)
{
    size_t len = strlen(text);
    if (len + 1 < size) return;
    while (len > 0 && ((unsigned char)text[len - 1] & 0xC0) == 0x80)
        len--;
    if (len > 0 && (unsigned char)text[len - 1] >= 0xC0) len--;
    text[len] = '\0';
}

enum status err_set(struct err *e, enum status s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(e->text, sizeof e->text, format, args);
    va_end(args);
    drop_torn_tail(e->text, sizeof e->text);
    make_harmless(e->text);
    return s;
}

enum status err_in(struct err *e, enum status s, const char *format, ...)
{
    char place[sizeof e->text];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(place, sizeof place, format, args);
    va_end(args);
    char whole[2 * sizeof e->text + 4];
    (void)snprintf(whole, sizeof whole, "%s: %s", place, e->text);
    return err_set(e, s, "%s", whole);
}
