/* fuzz_html.c - tests: does any markup break its reader? */
#include "listen/html.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void take_link(void *state, struct str href, bool quoted)
{
    size_t *links = state;
    (void)quoted;
    if (!utf8_valid(href) || (href.len && memchr(href.p, '\0', href.len))) abort();
    ++*links;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena a = {0};
    size_t links = 0;
    struct html_options o = {.quote = size % 2 ? "> " : "",
                             .paragraphs = size % 2,
                             .most = 1 << 16,
                             .link = take_link,
                             .state = &links};
    struct str text = html_text(&a, (struct str){(const char *)bytes, size}, &o);
    if (!utf8_valid(text) || (text.len && memchr(text.p, '\0', text.len))) abort();
    if (text.len > 8 * size + 8 || links > size / 4) abort();
    arena_free(&a);
    return 0;
}
