/* fuzz_activitystreams.c - tests: does any document of ActivityStreams break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_activitystreams;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    rows_read(&importer_activitystreams, "x.json", (struct str){(const char *)bytes, size});
    return 0;
}
