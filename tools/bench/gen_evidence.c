/* gen_evidence.c - tools: what would the tables of a large market look like? */
#include "base/rng.h"
#include "base/str.h"
#include "base/time.h"

#include <errno.h>
#include <math.h>
#include <sys/stat.h>

/*
 * gen_evidence ROWS PEOPLE DIRECTORY [SEED]
 *
 * Writes evidence.csv and people.csv: made people with made names in one forum, one in twenty
 * tagged buyer; dates over two years; 20 topics. A few speak and are heeded much, most hardly ever
 * (the rank of who acts goes with the square of a uniform number, of who is heeded with its fourth
 * power). Same arguments, same bytes.
 */
static const char *const starts[] = {"Al",  "Bre", "Cor", "Dan", "El",  "Fen", "Gal", "Hal",  "Il",
                                     "Jor", "Kal", "Lin", "Mar", "Nor", "Or",  "Pel", "Quin", "Ros",
                                     "Sel", "Tor", "Ul",  "Ver", "Wil", "Yor", "Zan"};
static const char *const ends[] = {"ada",  "ben", "cia", "dor", "eli", "fa",  "gis",
                                   "hild", "iva", "jan", "kas", "lia", "mir", "na",
                                   "os",   "pia", "rik", "sa",  "tin", "ula", "vid"};
static const char *const topics[] = {
    "storage",    "backup",   "kernel",   "network",   "compiler",    "printing",     "mail",
    "search",     "database", "security", "packaging", "graphics",    "testing",      "licensing",
    "scheduling", "billing",  "logging",  "routing",   "translation", "documentation"};
static const char *const verbs[] = {"replied",   "replied",   "replied", "replied",
                                    "mentioned", "mentioned", "cited",   "shared",
                                    "thanked",   "asked",     "named",   "attended"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Person number i is always the same: name and handle are functions of the number. */
static void write_handle(FILE *out, uint64_t person)
{
    (void)fprintf(out, "forum:%s%s%llu", starts[person % COUNT(starts)],
                  ends[person / COUNT(starts) % COUNT(ends)], (unsigned long long)person);
}

/* No two have one name: who is called alike may be taken for one. */
static void write_name(FILE *out, uint64_t person)
{
    uint64_t family = person / (COUNT(starts) * COUNT(ends));
    (void)fprintf(out, "%s%s %s%s", starts[person % COUNT(starts)],
                  ends[person / COUNT(starts) % COUNT(ends)], starts[family % COUNT(starts)],
                  ends[family / COUNT(starts) % COUNT(ends)]);
    for (family /= COUNT(starts) * COUNT(ends); family; family /= COUNT(ends))
        (void)fputs(ends[family % COUNT(ends)], out);
}

static void write_people(FILE *out, uint64_t people, struct rng *r)
{
    (void)fprintf(out, "name,handles,org,country,tags\n");
    static const char *const countries[] = {"DE", "FR", "US", "IN", "BR", "JP"};
    for (uint64_t i = 0; i < people; i++) {
        write_name(out, i);
        (void)fputc(',', out);
        write_handle(out, i);
        (void)fprintf(out, ",%s Works,%s,%s\n", starts[rng_below(r, COUNT(starts))],
                      countries[rng_below(r, COUNT(countries))],
                      rng_below(r, 20) == 0 ? "buyer" : "");
    }
}

static uint64_t person_by_rank(struct rng *r, uint64_t people, double power)
{
    uint64_t rank = (uint64_t)(pow(rng_unit(r), power) * (double)people);
    return rank < people ? rank : people - 1;
}

static void write_evidence(FILE *out, uint64_t rows, uint64_t people, struct rng *r)
{
    (void)fprintf(out, "at,verb,from,to,topic\n");
    int64_t since_s = time_from_civil((struct civil){.year = 2024, .month = 1, .day = 1});
    for (uint64_t i = 0; i < rows; i++) {
        struct civil c = time_to_civil(since_s + (int64_t)rng_below(r, 730ull * DAY_S));
        (void)fprintf(out, "%04d-%02d-%02dT%02d:%02d:%02dZ,%s,", c.year, c.month, c.day, c.hour,
                      c.minute, c.second, verbs[rng_below(r, COUNT(verbs))]);
        /* Who speaks most is not who is heeded most: ranks run from opposite ends. */
        uint64_t from = people - 1 - person_by_rank(r, people, 2.0);
        uint64_t to = person_by_rank(r, people, 4.0);
        if (to == from) to = (to + 1) % people;
        write_handle(out, from);
        (void)fputc(',', out);
        write_handle(out, to);
        (void)fprintf(out, ",%s\n", topics[rng_below(r, COUNT(topics))]);
    }
}

static FILE *create(struct arena *a, const char *directory, const char *name)
{
    const char *path = str_c(a, str_printf(a, "%s/%s", directory, name));
    FILE *out = fopen(path, "w");
    if (out) return out;
    perror(path);
    exit(1);
}

static void finish(FILE *out)
{
    if (ferror(out) || fclose(out) != 0) {
        perror("gen_evidence");
        exit(1);
    }
}

int main(int argc, char **argv)
{
    int64_t rows = 0;
    int64_t people = 0;
    int64_t seed = 1;
    if (argc < 4 || argc > 5 || !str_to_i64(str_of(argv[1]), &rows) || rows < 1 ||
        !str_to_i64(str_of(argv[2]), &people) || people < 2 ||
        (argc == 5 && !str_to_i64(str_of(argv[4]), &seed))) {
        (void)fprintf(stderr, "usage: gen_evidence ROWS PEOPLE DIRECTORY [SEED]\n");
        return 2;
    }
    struct arena a = {0};
    if (mkdir(argv[3], 0777) != 0 && errno != EEXIST) {
        perror(argv[3]);
        return 1;
    }
    struct rng r = rng_stream((uint64_t)seed, 1);
    FILE *out = create(&a, argv[3], "people.csv");
    write_people(out, (uint64_t)people, &r);
    finish(out);
    r = rng_stream((uint64_t)seed, 2);
    out = create(&a, argv[3], "evidence.csv");
    write_evidence(out, (uint64_t)rows, (uint64_t)people, &r);
    finish(out);
    arena_free(&a);
    return 0;
}
