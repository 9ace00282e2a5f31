/* fuzz_vcard.c - tests: does any contact break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_vcard;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    rows_read(&importer_vcard, "x.vcf", (struct str){(const char *)bytes, size});
    return 0;
}
