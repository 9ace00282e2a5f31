/* graph_part.c - find: which arcs go to this range of rows? */
#include "find/graph_part.h"

enum {
    RANGE_ARCS_LOG = 16, /* aimed at: 256 KiB of 4 bytes each */
    SLAB_LEAST = 1 << 18,
    BLOCK_NONE = PART_BLOCK - 1 /* as an address: full, of no block */
};

/* ---- blocks ---- */
static struct part_block *block_take(struct parter *p)
{
    while (p->slab_at < p->slabs && p->slab_used + PART_BLOCK > p->slab[p->slab_at].bytes) {
        p->slab_at++;
        p->slab_used = 0;
    }
    if (p->slab_at == p->slabs) {
        size_t bytes = (size_t)SLAB_LEAST << p->slabs;
        p->slab[p->slabs] = pages_take(bytes + PART_BLOCK); /* for the alignment */
        pages_huge(p->slab[p->slabs].p, bytes);
        p->slabs++;
        p->slab_used = 0;
    }
    char *slab = p->slab[p->slab_at].p;
    if (!p->slab_used) p->slab_used = (size_t)(-(uintptr_t)slab % PART_BLOCK);
    struct part_block *block = (void *)(slab + p->slab_used);
    p->slab_used += PART_BLOCK;
    return block;
}

/* The block an arc was last written to. */
static struct part_block *block_last(char *next)
{
    return (uintptr_t)next < PART_BLOCK ? NULL : (void *)(next - (uintptr_t)next % PART_BLOCK);
}

char *part_block_add(struct parter *p, size_t range)
{
    struct part_block *block = block_take(p);
    struct part_block *before = block_last(p->next[range]);
    block->next = NULL;
    if (before) {
        before->next = block;
        before->bytes = (uint64_t)(p->next[range] - before->arc);
    } else {
        p->first[range] = block;
    }
    p->next[range] = block->arc;
    return block->arc;
}

/* ---- more rows than were thought ---- */
/* The arcs of range `from` behind those of `to`. */
static void range_append(struct parter *p, size_t to, size_t from)
{
    struct part_block *last = block_last(p->next[to]);
    if (!p->first[from]) return;
    if (last) {
        last->bytes = (uint64_t)(p->next[to] - last->arc);
        last->next = p->first[from];
    } else {
        p->first[to] = p->first[from];
    }
    p->next[to] = p->next[from];
    p->first[from] = NULL;
    p->next[from] = (char *)(uintptr_t)BLOCK_NONE;
}

static void ranges_halve(struct parter *p)
{
    p->shift++;
    for (size_t r = 1; r < PART_RANGES; r++)
        range_append(p, r / 2, r);
}

static void limit_set(struct parter *p, unsigned limit_log)
{
    if (p->count) {
        struct pages more = pages_take(sizeof *p->count << limit_log);
        pages_huge(more.p, more.bytes);
        memcpy(more.p, p->count, sizeof *p->count << p->limit_log);
        pages_give(&p->count_pages);
        p->count_pages = more;
        p->count = more.p;
    }
    p->limit_log = limit_log;
}

bool part_widen(struct parter *p, uint64_t end)
{
    if (end >> 32) return false;
    unsigned limit_log = log2_up(end + 1);
    if (limit_log > p->limit_log_most) return false;
    if (limit_log > p->limit_log) limit_set(p, limit_log);
    while ((((uint64_t)1 << p->limit_log) - 1) >> p->shift >= PART_RANGES)
        ranges_halve(p);
    return true;
}

/* ---- writers ---- */
static void parter_begin(struct parter *p, const struct part_guess *guess)
{
    unsigned ranges_log = 0;
    while (ranges_log < PART_RANGES_LOG && guess->arcs >> ranges_log > 1U << RANGE_ARCS_LOG)
        ranges_log++;
    p->limit_log = guess->limit_log;
    p->limit_log_most = guess->limit_log_most;
    p->shift = p->limit_log > ranges_log ? p->limit_log - ranges_log : 0;
    p->form = (struct part_form){8, 32, guess->weights};
    if (!guess->roomy) {
        p->limit_log_most = p->limit_log;
        unsigned bits = p->limit_log + p->shift;
        p->form.arc_bytes = bits ? (bits + 7) / 8 : 1;
        p->form.row_bits = p->shift;
    }
    for (size_t r = 0; r < PART_RANGES; r++) {
        p->first[r] = NULL;
        p->next[r] = (char *)(uintptr_t)BLOCK_NONE;
    }
    p->slab_at = 0;
    p->slab_used = 0;
}

static void count_begin(struct parter *p, struct parter *before)
{
    if (before) {
        p->count = before->count;
        p->count_pages = before->count_pages;
        p->limit_log = before->limit_log;
        before->count = NULL;
        before->count_pages = (struct pages){NULL, 0};
        while ((((uint64_t)1 << p->limit_log) - 1) >> p->shift >= PART_RANGES)
            ranges_halve(p);
    } else {
        p->count_pages = pages_take(sizeof *p->count << p->limit_log);
        pages_huge(p->count_pages.p, p->count_pages.bytes);
        p->count = p->count_pages.p;
    }
}

void parters_add(struct parters *ps, unsigned writers, const struct part_guess *guess,
                 struct arena *a)
{
    size_t count = ps->count + writers;
    struct parter **of = arena_new(a, struct parter *, count);
    if (ps->count) memcpy(of, ps->of, ps->count * sizeof(struct parter *));
    for (size_t i = ps->count; i < count; i++) {
        of[i] = arena_new(a, struct parter, 1);
        parter_begin(of[i], guess);
        if (guess->counts) count_begin(of[i], i >= writers ? of[i - writers] : NULL);
    }
    ps->of = of;
    ps->count = count;
    ps->writers = writers;
}

void parters_reuse(struct parters *ps, const struct part_guess *guess)
{
    for (size_t i = 0; i < ps->count; i++) {
        pages_give(&ps->of[i]->count_pages);
        ps->of[i]->count = NULL;
        parter_begin(ps->of[i], guess);
    }
    ps->count_of_other = NULL;
}

void parters_free(struct parters *ps)
{
    for (size_t i = 0; i < ps->count; i++) {
        struct parter *p = ps->of[i];
        pages_give(&p->count_pages);
        for (int k = 0; k < p->slabs; k++)
            pages_give(&p->slab[k]);
        p->slabs = 0;
    }
    ps->count = 0;
}

void parters_agree(struct parters *ps)
{
    unsigned shift = 0;
    unsigned limit_log = 0;
    for (size_t i = 0; i < ps->count; i++) {
        if (ps->of[i]->shift > shift) shift = ps->of[i]->shift;
        if (ps->of[i]->limit_log > limit_log) limit_log = ps->of[i]->limit_log;
    }
    for (size_t i = 0; i < ps->count; i++) {
        while (ps->of[i]->shift < shift)
            ranges_halve(ps->of[i]);
    }
    struct parter *all = ps->of[ps->count - ps->writers];
    if (all->limit_log < limit_log) limit_set(all, limit_log);
    ps->count_of_other = all->count;
    for (size_t i = ps->count - ps->writers + 1; i < ps->count && all->count; i++) {
        const struct parter *p = ps->of[i];
        for (uint64_t v = 0; v < (uint64_t)1 << p->limit_log; v++)
            all->count[v] += p->count[v];
        pages_give(&ps->of[i]->count_pages);
        ps->of[i]->count = NULL;
    }
}

/* ---- reading back ---- */
bool part_walk(const struct parters *ps, size_t range, struct part_walk *w)
{
    if (w->block) w->block = w->block->next;
    if (!w->block && w->arcs) w->parter++;
    while (!w->block && w->parter < ps->count) {
        w->block = ps->of[w->parter]->first[range];
        if (!w->block) w->parter++;
    }
    if (!w->block) return false;
    const struct parter *p = ps->of[w->parter];
    uint64_t bytes = w->block->next ? w->block->bytes : (uint64_t)(p->next[range] - w->block->arc);
    w->arcs = w->block->arc;
    w->count = (size_t)(bytes / (p->form.arc_bytes + (p->form.weights ? sizeof(float) : 0)));
    return true;
}
