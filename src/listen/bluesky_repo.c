/* bluesky_repo.c - listen: which records does this repository hold, and at which addresses? */
#include "listen/bluesky_int.h"

#include "base/limits.h"
#include "listen/dag_cbor.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

/* ---- kinds of blocks, by their first bytes ---- */

/* {"e": […], "l": …} */
static bool is_node(struct str data)
{
    return data.len > 3 && data.p[0] == '\xA2' && memcmp(data.p + 1, "\x61\x65", 2) == 0;
}

/* {"did": …, "rev": …, …}: keys in order of their length */
static bool is_commit(struct str data)
{
    return data.len > 5 && (unsigned char)data.p[0] >> 4 == 0xA &&
           memcmp(data.p + 1,
                  "\x63"
                  "did",
                  4) == 0;
}

/* ---- looked through first ---- */

static bool bytes_of(const json_t *value, char *ret, size_t room, size_t *ret_len)
{
    struct str text = js_text(value, "$bytes");
    return sodium_base642bin((unsigned char *)ret, room, text.p ? text.p : "", text.len, NULL,
                             ret_len, NULL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0;
}

static void note_key(struct bluesky_repo *r, struct arena *a, const json_t *entry, struct str key)
{
    struct str cid = js_text(json_object_get(entry, "v"), "$link");
    bool fresh = false;
    if (!cid.len || r->path_count >= REPO_RECORDS_MAX) return;
    (void)map_put(&r->keys, cid, (int64_t)r->path_count, &fresh);
    if (!fresh) return;
    if (r->path_count == r->path_room) {
        size_t wider = r->path_room ? r->path_room * 2 : 256;
        r->path = arena_grow(a, r->path, r->path_room * sizeof key, wider * sizeof key);
        r->path_room = wider;
    }
    r->path[r->path_count++] = utf8_mend(a, str_copy(a, key));
}

/* Keys of a node share their beginnings: "p" bytes of the one before. */
static void note_node(struct bluesky_repo *r, struct arena *a, const json_t *node)
{
    enum { KEY_MAX = 1024 };
    char key[KEY_MAX];
    size_t len = 0;
    const json_t *entries = json_object_get(node, "e");
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *entry = json_array_get(entries, i);
        int64_t prefix = js_int(entry, "p", -1);
        size_t more = 0;
        if (prefix < 0 || (size_t)prefix > len) return;
        if (!bytes_of(json_object_get(entry, "k"), key + prefix, KEY_MAX - (size_t)prefix, &more)) {
            return;
        }
        len = (size_t)prefix + more;
        note_key(r, a, entry, (struct str){key, len});
    }
}

static void note_block(struct bluesky_repo *r, struct arena *a, struct arena *scratch,
                       const struct car_block *block)
{
    static const char asks[] = "!no-unauthenticated";
    bool node = is_node(block->data);
    bool commit = is_commit(block->data);
    bool profile = !node && memmem(block->data.p, block->data.len, asks, sizeof asks - 1);
    json_t *value = NULL;
    struct err e;
    if (!node && !commit && !profile) return;
    if (dag_cbor_read(block->data, scratch, &value, &e)) return; /* told when its turn comes */
    if (node) note_node(r, a, value);
    if (commit && !r->did.len) r->did = str_copy(a, bluesky_did(js_text(value, "did")));
    if (str_is(js_text(value, "$type"), "app.bsky.actor.profile")) {
        r->hidden = r->hidden || bluesky_asks_out(value);
    }
    json_decref(value);
}

enum status repo_open(struct reader *in, struct arena *a, struct bluesky_repo *ret, struct err *e)
{
    struct arena own = {0};
    struct arena scratch = {0};
    struct reader *again = NULL;
    struct car car;
    struct car_block block;
    *ret = (struct bluesky_repo){.keys = map_new(a)};
    enum status s = reader_again(in, &own, &again, e);
    if (!s) s = car_open(again, &car, e);
    bool opened = !s;
    while (opened && (!s || s == BAD_INPUT)) {
        s = car_next(&car, &block, e);
        if (!s) note_block(ret, a, &scratch, &block);
        arena_reset(&scratch, (struct arena_mark){0});
    }
    reader_close(again);
    arena_free(&scratch);
    arena_free(&own);
    if (s != DONE) return s;
    return car_open(in, &ret->car, e);
}

/* ---- records ---- */

enum status repo_next(struct bluesky_repo *r, struct arena *a, json_t **ret, struct str *ret_uri,
                      struct err *e)
{
    struct car_block block;
    enum status s = OK;
    do {
        s = car_next(&r->car, &block, e);
    } while (!s && (is_node(block.data) || is_commit(block.data) || block.cid.p[1] == '\x55'));
    if (s) return s;
    s = dag_cbor_read(block.data, a, ret, e);
    if (s) return err_in(e, s, "%llu", (unsigned long long)r->car.block);
    const int64_t *at = map_get(&r->keys, dag_cid_text(block.cid, a));
    *ret_uri = STR("");
    if (at && r->did.len) {
        *ret_uri = str_printf(a, "at://%.*s/%.*s", STR_ARG(r->did), STR_ARG(r->path[*at]));
    }
    return OK;
}
