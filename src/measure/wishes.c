/* wishes.c - measure: what is asked of us, by whom, and whose is it to answer? */
#include "measure/wishes.h"

#include "measure/wording.h"
#include "store/query.h"

#include <math.h>
#include <stdlib.h>

const char *const wish_kinds[] = {"wish", "complaint"};
const char *const wish_tos[] = {"product", "sales", "marketing", "service"};

static const char *const sales[] = {"price",        "prices",  "pricing",  "priced",    "expensive",
                                    "cheaper",      "licence", "license",  "licensing", "contract",
                                    "quote",        "invoice", "discount", "renewal",   "reseller",
                                    "subscription", "preis",   "preise",   "teuer",     "lizenz",
                                    "vertrag",      "angebot", "rechnung", "rabatt",    NULL};
static const char *const marketing[] = {
    "website", "webinar", "newsletter", "brochure", "advertising", "campaign", "blog",
    "slides",  "keynote", "booth",      "logo",     "messaging",   "webseite", "broschüre",
    "werbung", "messe",   "kampagne",   "prospekt", NULL};
static const char *const service[] = {
    "support", "ticket",   "tickets",   "helpdesk",  "hotline",  "waiting",     "unanswered",
    "reply",   "response", "callback",  "repair",    "delivery", "maintenance", "kundendienst",
    "wartung", "antwort",  "lieferung", "reparatur", "warte",    "service",     NULL};

static size_t count_among(struct str words, const char *const list[])
{
    struct str word;
    size_t n = 0;
    while (words.len && str_cut(&words, ' ', &word))
        n += str_among(word, list);
    return n;
}

enum wish_kind wish_sort(struct talk_rules *rules, const struct talk_start *said,
                         struct arena *scratch, enum wish_to *ret_to)
{
    enum talk kind = talk_sort(rules, said, scratch).kind;
    struct arena_mark mark = arena_mark(scratch);
    struct str text = str_printf(scratch, "%.*s\n%.*s", STR_ARG(said->title),
                                 STR_ARG(utf8_head(said->text, 4096)));
    struct str words = wording_words(scratch, text);
    const char *const *lists[] = {
        [WISH_SALES] = sales, [WISH_MARKETING] = marketing, [WISH_SERVICE] = service};
    size_t most = 0;
    *ret_to = WISH_PRODUCT;
    for (int k = WISH_SALES; k <= WISH_SERVICE; k++) {
        size_t n = count_among(words, lists[k]);
        if (n <= most) continue;
        most = n;
        *ret_to = (enum wish_to)k;
    }
    arena_reset(scratch, mark);
    if (kind == TALK_IDEAS) return WISH_WISH;
    return kind == TALK_SUPPORT ? WISH_COMPLAINT : WISH_KIND_COUNT;
}

struct asked_doc { /* a doc that names us */
    uint32_t doc, window;
    uint32_t of; /* wish; UINT32_MAX: neither */
};

static enum status read_asked(struct store *st, const struct mentions *m, struct asked_doc *doc,
                              size_t n, struct arena *a, struct err *e)
{
    struct query *q = NULL;
    struct talk_rules rules = talk_rules_new(a);
    enum status s = query_open(st, SQL_ideas_text, &q, e);
    for (size_t i = 0; !s && i < n; i++) {
        const struct mention *d = &m->doc[doc[i].doc];
        enum wish_to to;
        query_again(q);
        query_bind_i64(q, 1, d->id);
        s = query_next(q, e);
        if (s) break;
        struct str title = d->id == d->thread ? query_str(q, 0) : STR("");
        struct talk_start said = {title, query_str(q, 1), 0, 0, false};
        enum wish_kind kind = wish_sort(&rules, &said, a, &to);
        doc[i].of = kind == WISH_KIND_COUNT ? UINT32_MAX : (uint32_t)(kind * WISH_TO_COUNT + to);
    }
    query_close(q);
    return s;
}

static int number_cmp(const void *left, const void *right)
{
    const uint32_t *l = left;
    const uint32_t *r = right;
    return (*l > *r) - (*l < *r);
}

/* sum n^2 / sum n over runs of equal numbers, 0 alone; *ret_runs known ones. */
static double runs_deff(uint32_t *key, size_t n, size_t *ret_runs)
{
    double squares = 0;
    *ret_runs = 0;
    if (n > 1) qsort(key, n, sizeof *key, number_cmp);
    for (size_t i = 0, end = 0; i < n; i = end) {
        while (end < n && (end == i || (key[i] && key[end] == key[i])))
            end++;
        squares += (double)(end - i) * (double)(end - i);
        *ret_runs += key[i] != 0;
    }
    return n ? squares / (double)n : 1.0;
}

static void measure_wish(const struct mentions *m, const struct asked_doc *doc, size_t n,
                         uint32_t which, struct arena *a, struct wish *ret)
{
    uint32_t *thread = arena_new(a, uint32_t, n);
    uint32_t *author = arena_new(a, uint32_t, n);
    uint32_t *late = arena_new(a, uint32_t, n);
    size_t on = 0;
    size_t people = 0;
    size_t late_on = 0;
    ret->doc = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        const struct mention *d = &m->doc[doc[i].doc];
        ret->n[doc[i].window]++;
        if (doc[i].of != which) continue;
        ret->on[doc[i].window]++;
        thread[on] = d->thread;
        author[on++] = d->author;
        if (doc[i].window != IDEAS_LATE) continue;
        late[late_on++] = d->author;
        bool newer = ret->doc == UINT32_MAX || d->at_s > m->doc[ret->doc].at_s;
        if (newer) ret->doc = doc[i].doc;
    }
    ret->deff = fmax(runs_deff(thread, on, &people), runs_deff(author, on, &people));
    (void)runs_deff(late, late_on, &ret->people);
    struct share part[2];
    for (int k = 0; k < 2; k++) {
        double value = ret->n[k] ? (double)ret->on[k] / (double)ret->n[k] : NAN;
        part[k] = (struct share){value, ret->n[k], ret->deff, 0};
        ret->share[k] = share_interval(&part[k]);
    }
    ret->rise = share_change(&part[0], &part[1]);
    bool both = ret->n[0] && ret->n[1] && on;
    double late_part = (double)ret->n[1] / (double)(ret->n[0] + ret->n[1]);
    ret->p =
        both ? ideas_p((double)ret->on[1] / ret->deff, (double)ret->on[0] / ret->deff, late_part)
             : NAN;
}

enum status wishes_find(struct store *st, const struct mentions *m, uint64_t us,
                        const struct ideas *x, struct arena *a, struct wish *ret, struct err *e)
{
    enum { COUNT = WISH_KIND_COUNT * WISH_TO_COUNT };
    struct asked_doc *doc = arena_new(a, struct asked_doc, m->count);
    double p[COUNT];
    double holm[COUNT];
    size_t n = 0;
    for (uint32_t i = 0; i < m->count; i++) {
        const struct mention *d = &m->doc[i];
        bool in = d->at_s >= x->start_s[IDEAS_BEFORE] && d->at_s < x->start_s[IDEAS_NEXT];
        if (!(d->on & us) || !in) continue;
        uint32_t window = d->at_s >= x->start_s[IDEAS_LATE] ? IDEAS_LATE : IDEAS_BEFORE;
        doc[n++] = (struct asked_doc){i, window, UINT32_MAX};
    }
    enum status s = read_asked(st, m, doc, n, a, e);
    if (s) return s;
    for (uint32_t k = 0; k < COUNT; k++) {
        ret[k] = (struct wish){.kind = (enum wish_kind)(k / WISH_TO_COUNT),
                               .to = (enum wish_to)(k % WISH_TO_COUNT)};
        measure_wish(m, doc, n, k, a, &ret[k]);
        p[k] = ret[k].p;
    }
    share_holm(p, COUNT, holm, a);
    for (size_t k = 0; k < COUNT; k++)
        ret[k].p = holm[k];
    return OK;
}
