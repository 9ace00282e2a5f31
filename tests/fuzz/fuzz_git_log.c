/* fuzz_git_log.c - tests: does any output of git log break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_git_log;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_git_log, "x.log", (struct str){(const char *)bytes, size});
    return 0;
}
