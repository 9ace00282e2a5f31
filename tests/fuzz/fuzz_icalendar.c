/* fuzz_icalendar.c - tests: does any calendar break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_icalendar;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = {(const char *)bytes, size};
    /* an event has 11 bytes at least */
    file_read_most(&importer_icalendar, "x.ics", text,
                   (size / 11 + 1) * (OCCURRENCES_MAX + GUESTS_PER_EVENT_MAX + 2));
    return 0;
}
