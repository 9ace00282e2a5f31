/* fuzz_json_walk.c - tests: does any text break the walk to its lists? */
#include "listen/json_walk.h"
#include "records.h"

#include <jansson.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const keys[] = {"messages", "list", NULL};
    static struct json_walk w;
    struct arena a = {0};
    struct arena row = {0};
    struct err e;
    json_t *object = NULL;
    size_t key = 0;
    uint64_t line = 0;
    uint64_t rows = 0;
    struct str text = {(const char *)bytes, size};
    enum status s = json_walk_open(reader_of(text, &a), keys, &a, &w, &e);
    while (!s && !(s = json_walk_next(&w, &key, &e))) {
        must(key < 2 && rows++ <= size + 1);
        json_decref(json_walk_around(&w, &row));
        enum status in = OK;
        for (int n = 0; n < 3 && (!in || in == BAD_INPUT); n++) { /* some are left unread */
            in = json_rows_next(&w.rows, &row, &object, &line, &e);
            if (!in) json_decref(object);
        }
        arena_reset(&row, (struct arena_mark){0});
    }
    arena_free(&row);
    arena_free(&a);
    return 0;
}
