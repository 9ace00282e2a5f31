/* identity_block.c - listen: which pairs of entries are worth a look? */
#include "listen/identity_int.h"

#include <stdlib.h>
#include <string.h>

enum { KEYS_MAX = 96, RARE_MAX = 12, JOINED_BYTES = 96 };

/* Who has a key; rare: it is used only when few have it. */
struct holder {
    uint64_t key;
    uint32_t entry;
    bool rare;
};

struct holders {
    struct holder *list;
    size_t n, room;
    struct arena *a;
};

static void hold(struct holders *h, uint64_t key, uint32_t entry, bool rare)
{
    if (h->n == h->room) {
        size_t wider = h->room ? h->room * 2 : 4096;
        h->list = arena_grow(h->a, h->list, h->room * sizeof *h->list, wider * sizeof *h->list);
        h->room = wider;
    }
    h->list[h->n++] = (struct holder){key, entry, rare};
}

static uint64_t key_of(char kind, uint64_t x)
{
    return hash_u64(x * 64 + (uint64_t)kind);
}

static void hold_text(struct holders *h, char kind, const char *p, size_t n, uint32_t entry)
{
    if (n < 3) return;
    hold(h, key_of(kind, hash_bytes((struct str){p, n})), entry, false);
}

/* Two texts in a row, each cut to so many bytes. */
static void hold_joined(struct holders *h, struct str x, size_t x_most, struct str y, size_t y_most,
                        uint32_t entry)
{
    char room[JOINED_BYTES];
    x = str_head(x, x_most);
    y = str_head(y, y_most);
    if (x.len + y.len > sizeof room) return;
    memcpy(room, x.p, x.len);
    memcpy(room + x.len, y.p, y.len);
    hold_text(h, 'l', room, x.len + y.len, entry);
}

enum { WHOLE = 64, PREFIX = 6 };

/* The logins people make of a name of two tokens. */
static void hold_made(struct holders *h, struct str given, struct str sur, uint32_t entry)
{
    hold_joined(h, given, WHOLE, sur, WHOLE, entry);
    hold_joined(h, sur, WHOLE, given, WHOLE, entry);
    hold_joined(h, given, 1, sur, WHOLE, entry);
    hold_joined(h, sur, WHOLE, given, 1, entry);
    hold_joined(h, given, WHOLE, sur, 1, entry);
    if (sur.len >= PREFIX) {
        char room[PREFIX];
        room[0] = given.p[0];
        memcpy(room + 1, sur.p, PREFIX - 1);
        hold_text(h, 'p', room, PREFIX, entry);
    }
}

static void hold_name(struct holders *h, const struct forms *f, const struct form_name *n,
                      uint32_t entry)
{
    hold(h, key_of('n', n->key), entry, false);
    hold(h, key_of('s', n->sound), entry, false);
    char initials[TOKENS_MAX];
    for (size_t i = 0; i < n->count; i++) {
        struct str t = f->token.text[n->token[i]];
        initials[i] = t.p[0];
        if (t.len >= 3) hold(h, key_of('t', n->token[i]), entry, true);
    }
    if (!n->full) return;
    if (n->count > 2) hold_text(h, 'l', initials, n->count, entry);
    uint32_t given = n->token[0];
    uint32_t sur = n->token[n->count - 1];
    hold_made(h, f->token.text[given], f->token.text[sur], entry);
    if (n->count > 2) hold_made(h, f->token.text[given], f->token.text[n->token[1]], entry);
    uint32_t heard = n->heard[n->count - 1];
    hold(h, key_of('i', heard * 256ULL + (unsigned char)f->token.text[given].p[0]), entry, false);
    for (int k = 0; k < 2; k++) {
        if (!f->family[given][k]) continue;
        hold(h, key_of('c', heard * 256ULL + f->family[given][k]), entry, false);
    }
}

static void hold_login(struct holders *h, const struct forms *f, const struct form_login *x,
                       uint32_t entry)
{
    struct str skel = f->login.text[x->skel];
    hold(h, key_of('x', x->exact), entry, false);
    hold_text(h, 'l', skel.p, skel.len, entry);
    if (skel.len >= PREFIX) hold_text(h, 'p', skel.p, PREFIX, entry);
    for (size_t i = 0; i < x->part_count; i++) {
        if (f->token.text[x->part[i]].len >= 3) hold(h, key_of('t', x->part[i]), entry, true);
    }
}

static void hold_entry(struct holders *h, const struct forms *f, uint32_t entry)
{
    const struct form *x = &f->form[entry];
    for (size_t i = 0; i < x->names; i++)
        hold_name(h, f, &x->name[i], entry);
    for (size_t i = 0; i < x->logins; i++)
        hold_login(h, f, &x->login[i], entry);
    for (size_t i = 0; i < x->mails; i++) {
        hold(h, key_of('e', x->mail[i].address), entry, false);
        if (x->mail[i].domain) hold(h, key_of('d', x->mail[i].domain), entry, true);
    }
    for (size_t i = 0; i < x->orgs; i++)
        hold(h, key_of('o', x->org[i]), entry, true);
}

static int holder_cmp(const void *x, const void *y)
{
    const struct holder *a = x;
    const struct holder *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->entry == b->entry ? 0 : a->entry < b->entry ? -1 : 1;
}

static int u64_cmp(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x;
    uint64_t b = *(const uint64_t *)y;
    return a == b ? 0 : a < b ? -1 : 1;
}

struct found {
    uint64_t *list;
    size_t n, room;
    struct arena *a;
};

static void find_in_block(struct found *p, const struct holder *h, size_t n, uint32_t fresh_from)
{
    for (size_t j = 1; j < n; j++) {
        if (h[j].entry < fresh_from) continue;
        for (size_t i = 0; i < j; i++) {
            if (h[i].entry == h[j].entry) continue;
            if (p->n == p->room) {
                size_t wider = p->room ? p->room * 2 : 4096;
                p->list =
                    arena_grow(p->a, p->list, p->room * sizeof *p->list, wider * sizeof *p->list);
                p->room = wider;
            }
            p->list[p->n++] = (uint64_t)h[i].entry << 32 | h[j].entry;
        }
    }
}

void pairs_find(const struct forms *f, uint32_t fresh_from, struct arena *a, struct pair_key **ret,
                size_t *ret_count)
{
    struct arena work = {0};
    struct holders h = {.a = &work};
    struct found p = {.a = &work};
    for (size_t i = 0; i < f->n; i++) {
        if (!f->form[i].robot) hold_entry(&h, f, (uint32_t)i);
    }
    if (h.n) qsort(h.list, h.n, sizeof *h.list, holder_cmp);
    for (size_t i = 0, end; i < h.n; i = end) {
        end = i + 1;
        while (end < h.n && h.list[end].key == h.list[i].key)
            end++;
        if (end - i <= (h.list[i].rare ? RARE_MAX : BLOCK_MAX)) {
            find_in_block(&p, h.list + i, end - i, fresh_from);
        }
    }
    if (p.n) qsort(p.list, p.n, sizeof *p.list, u64_cmp);
    *ret = arena_new(a, struct pair_key, p.n);
    size_t n = 0;
    for (size_t i = 0; i < p.n; i++) {
        if (i && p.list[i] == p.list[i - 1]) continue;
        (*ret)[n++] = (struct pair_key){(uint32_t)(p.list[i] >> 32), (uint32_t)p.list[i]};
    }
    *ret_count = n;
    arena_free(&work);
}
