/* fuzz_page.c - tests: does any page of HTML break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_page;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_page, "x.html", (struct str){(const char *)bytes, size});
    return 0;
}
