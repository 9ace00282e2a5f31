/*
 * html.h - listen: what does markup say, tag by tag, and as which lines is it read?
 *
 * libxml2's push parser with handlers of ours: no tree, no network, no entities of others. Markup
 * may be broken in any way; the parser mends it.
 *
 * Cost   O(length of the markup)
 * Check  tests/unit/test_mail.c, tests/unit/test_feed.c; tests/fuzz/fuzz_mail.c, fuzz_feed.c
 */
#ifndef KITH_LISTEN_HTML_H
#define KITH_LISTEN_HTML_H

#include "base/str.h"

#include <libxml/parser.h>

/* Called in the order of the markup, names in lower case, text in UTF-8 and in parts of any size.
 */
struct html_handlers {
    startElementSAXFunc start;
    endElementSAXFunc end;
    charactersSAXFunc text;
};

/* Any bytes will do; state is handed to the handlers. */
void html_read(struct arena *a, struct str html, const struct html_handlers *handlers, void *state);

/* NULL-ended list. */
bool html_is_one_of(const char *name, const char *const *names);
/* Does the element begin and end a line, as p and li do? */
bool html_is_block(const char *name);

/* Text as it is shown: runs of blanks are one, lines are broken where blocks are. */
struct html_lines {
    struct buf text;
    bool gap;   /* a blank is due before the next word */
    bool fresh; /* at the start of a line */
};

struct html_lines html_lines_new(struct arena *a);
void html_lines_break(struct html_lines *l);
/* Every line begun here begins with prefix; stops once the text is `most` bytes long. */
void html_lines_add(struct html_lines *l, struct str text, const char *prefix, size_t most);

#endif
