/* fuzz_dag_cbor.c - tests: does any block break its decoder? */
#include "listen/dag_cbor.h"

#include <jansson.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena a = {0};
    struct err e;
    json_t *value = NULL;
    enum status s = dag_cbor_read((struct str){(const char *)bytes, size}, &a, &value, &e);
    if (!s) json_decref(value);
    arena_free(&a);
    return 0;
}
