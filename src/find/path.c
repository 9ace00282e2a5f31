/* path.c - find: on which ways does the buyers' attention come to one person? */
#include "find/path.h"

/* A path from its end: `node` attends to what `behind` starts with. */
struct step {
    double strength;
    uint32_t node;
    uint32_t behind; /* step; UINT32_MAX: node is the person */
    uint32_t length; /* nodes */
};

struct search {
    const struct ties *ties;
    const size_t *first;    /* [node_count + 1] rows of `from`, by whom they attend to */
    const uint32_t *from;   /* [ties] ascending in a row */
    const double *strength; /* [ties] share of the attention of `from` */
    struct step *step;      /* [step_count] as found */
    uint32_t step_count;
    uint32_t *heap; /* [heap_count] steps, the strongest on top */
    size_t heap_count;
};

static void search_turn(struct search *s, struct arena *a)
{
    const struct ties *t = s->ties;
    size_t n = t->node_count;
    size_t *first = arena_new(a, size_t, n + 2);
    for (size_t i = 0; i < t->first[n]; i++)
        first[t->to[i] + 2]++;
    for (size_t v = 0; v < n; v++)
        first[v + 2] += first[v + 1];
    uint32_t *from = arena_new(a, uint32_t, t->first[n]);
    double *strength = arena_new(a, double, t->first[n]);
    for (size_t u = 0; u < n; u++) {
        for (size_t i = t->first[u]; i < t->first[u + 1]; i++) {
            size_t at = first[t->to[i] + 1]++;
            from[at] = (uint32_t)u;
            strength[at] = t->strength[i] / t->row[u];
        }
    }
    s->first = first;
    s->from = from;
    s->strength = strength;
}

/* Of equally strong ones the shorter, then the one found first. */
static bool goes_first(const struct search *s, uint32_t l, uint32_t r)
{
    const struct step *left = &s->step[l];
    const struct step *right = &s->step[r];
    if (left->strength != right->strength) return left->strength > right->strength;
    if (left->length != right->length) return left->length < right->length;
    return l < r;
}

static void search_push(struct search *s, struct step step)
{
    if (s->step_count == PATH_STATES_MAX) return;
    uint32_t number = s->step_count++;
    s->step[number] = step;
    size_t i = s->heap_count++;
    while (i > 0 && goes_first(s, number, s->heap[(i - 1) / 2])) {
        s->heap[i] = s->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    s->heap[i] = number;
}

static uint32_t search_pop(struct search *s)
{
    uint32_t top = s->heap[0];
    uint32_t last = s->heap[--s->heap_count];
    size_t i = 0;
    for (size_t child = 1; child < s->heap_count; child = 2 * i + 1) {
        if (child + 1 < s->heap_count && goes_first(s, s->heap[child + 1], s->heap[child])) {
            child++;
        }
        if (!goes_first(s, s->heap[child], last)) break;
        s->heap[i] = s->heap[child];
        i = child;
    }
    if (s->heap_count > 0) s->heap[i] = last;
    return top;
}

static bool is_on_path(const struct search *s, uint32_t number, uint32_t node)
{
    for (; number != UINT32_MAX; number = s->step[number].behind) {
        if (s->step[number].node == node) return true;
    }
    return false;
}

static void search_widen(struct search *s, uint32_t number)
{
    struct step end = s->step[number];
    for (size_t i = s->first[end.node]; i < s->first[end.node + 1]; i++) {
        if (is_on_path(s, number, s->from[i])) continue;
        search_push(s, (struct step){.strength = end.strength * s->strength[i],
                                     .node = s->from[i],
                                     .behind = number,
                                     .length = end.length + 1});
    }
}

static struct why_path path_of(const struct search *s, uint32_t number)
{
    struct why_path p = {.strength = s->step[number].strength};
    for (; number != UINT32_MAX; number = s->step[number].behind) {
        p.node[p.count++] = s->step[number].node;
    }
    return p;
}

void paths_find(const struct ties *t, const bool *sampled, uint32_t person, struct arena *a,
                struct why_path **ret, size_t *ret_count)
{
    struct why_path *path = arena_new(a, struct why_path, PATHS_MAX);
    size_t count = 0;
    struct arena scratch = {0};
    struct search s = {.ties = t};
    search_turn(&s, &scratch);
    s.step = arena_new(&scratch, struct step, PATH_STATES_MAX);
    s.heap = arena_new(&scratch, uint32_t, PATH_STATES_MAX);
    search_push(&s, (struct step){1.0, person, UINT32_MAX, 1});
    while (s.heap_count > 0 && count < PATHS_MAX) {
        uint32_t number = search_pop(&s);
        if (sampled[s.step[number].node] && s.step[number].length >= 3) {
            path[count++] = path_of(&s, number);
        }
        if (s.step[number].length < PATH_NODES_MAX) search_widen(&s, number);
    }
    arena_free(&scratch);
    *ret = path;
    *ret_count = count;
}
