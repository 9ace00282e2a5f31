/* fuzz_schedule.c - tests: does any conference schedule break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_schedule;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    rows_read(&importer_schedule, "x.xml", (struct str){(const char *)bytes, size});
    return 0;
}
