/* fuzz_json.c - tests: does any table of JSON objects break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_jsonl;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    rows_read(&importer_jsonl, "x.jsonl", (struct str){(const char *)bytes, size});
    return 0;
}
