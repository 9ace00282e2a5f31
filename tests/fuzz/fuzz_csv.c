/* fuzz_csv.c - tests: does any table of cells break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_csv;
extern const struct importer importer_tsv;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = {(const char *)bytes, size};
    rows_read(&importer_csv, "x.csv", text);
    rows_read(&importer_tsv, "x.csv", text);
    return 0;
}
