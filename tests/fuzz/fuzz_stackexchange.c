/* fuzz_stackexchange.c - tests: does any dump break its reader? Its five tables stand one behind
 * the other, apart by the byte 0x1E; the last is also read by itself. */
#include "bundles.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_stackexchange;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const names[] = {"Comments.xml", "PostLinks.xml", "Posts.xml", "Users.xml",
                                        "Votes.xml"};
    enum { NAMES = sizeof names / sizeof *names };
    struct str text = {(const char *)bytes, size};
    struct str last = STR("");
    struct str rest = text;
    bundle_read(&importer_stackexchange, names, NAMES, text, size + 16);
    for (int i = 0; i < NAMES; i++) {
        if (!str_cut(&rest, '\x1e', &last)) last = STR("");
    }
    posts_read(&importer_stackexchange, "x/Posts.xml", last.p ? last : STR(""));
    return 0;
}
