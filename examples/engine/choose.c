/*
 * choose.c - examples: whom to choose on a list of arcs, with nothing but kith.h
 *
 *   cc choose.c $(pkg-config --cflags --libs kith) -o choose
 *   ./choose arcs.txt 10
 *
 * Says the same as kith graph choose arcs.txt -k 10; kith graph spread; kith graph rank.
 */
#include <kith.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static struct kith_error error;

static int failed(void)
{
    (void)fprintf(stderr, "choose: %s\n", error.text);
    return 1;
}

static int choose(const struct kith_graph *g, uint32_t k, struct kith_chosen **ret)
{
    struct kith_choose_options o;
    kith_choose_options_init(&o);
    o.k = k;
    if (kith_choose(g, &o, ret, &error)) return failed();
    printf("seeds");
    for (size_t i = 0; i < (*ret)->count; i++)
        printf(" %" PRIu64, (*ret)->id[i]);
    printf("\nspread %.6f\nguarantee %.6f\n", (*ret)->spread, (*ret)->guarantee);
    return 0;
}

/* The chosen beside the first of them alone. */
static int simulate(const struct kith_graph *g, const struct kith_chosen *chosen)
{
    struct kith_list sets[2] = {{chosen->id, NULL, chosen->count}, {chosen->id, NULL, 1}};
    struct kith_spreads *spreads = NULL;
    if (kith_spread(g, sets, 2, NULL, &spreads, &error)) return failed();
    printf("moved %.6f, by the first alone %.6f\n", spreads->mean[0], spreads->mean[1]);
    kith_spreads_free(spreads);
    return 0;
}

static int rank(const struct kith_graph *g)
{
    struct kith_ranks *ranks = NULL;
    uint64_t first[3];
    if (kith_rank(g, NULL, &ranks, &error)) return failed();
    size_t count = kith_ranks_first(ranks, 0, 3, first);
    printf("rank");
    for (size_t i = 0; i < count; i++)
        printf(" %" PRIu64 " %.6f", first[i], ranks->figure[0][kith_graph_node(g, first[i])]);
    printf("\n");
    kith_ranks_free(ranks);
    return 0;
}

int main(int argc, char **argv)
{
    struct kith_graph *g = NULL;
    struct kith_chosen *chosen = NULL;
    if (argc != 3) {
        (void)fprintf(stderr, "choose: want a list of arcs and how many to choose\n");
        return 2;
    }
    if (kith_graph_open(argv[1], NULL, &g, &error)) return failed();
    int bad = choose(g, (uint32_t)strtoul(argv[2], NULL, 10), &chosen);
    if (!bad) bad = simulate(g, chosen) || rank(g);
    kith_chosen_free(chosen);
    kith_graph_close(g);
    return bad;
}
