/* steps.c - serve: how far is this audit, and which step may come next? */
#include "serve/steps.h"

#include <string.h>

enum { WAIT_MS = 500, STEPS = 4 };

struct step {
    struct str says;     /* behind its name; empty: nothing */
    const char *missing; /* NULL: its turn has come */
};

static int64_t fact_i64(const struct table *t, const char *name)
{
    for (const struct fact *f = t->facts; f; f = f->next) {
        if (strcmp(f->name, name) == 0 && f->value.kind == CELL_INT) return f->value.i;
    }
    return 0;
}

/* Rows are waves, the newest first: wave, frozen_at, claims, asked, answered, digest. */
static void read_steps(const struct table *t, struct arena *a, struct step ret[STEPS])
{
    const struct cell *newest = t->row_count ? t->cells : NULL;
    int64_t claims = fact_i64(t, "claimed_now");
    if (claims) {
        ret[0].says = str_printf(a, "%lld by %lld of ours", (long long)claims,
                                 (long long)fact_i64(t, "claimants"));
    }
    ret[2].missing = newest ? NULL : "first freeze what ours say";
    ret[3].missing = newest && newest[4].i ? NULL : "first somebody has to answer";
    if (!newest) return;
    ret[1].says = str_printf(a, "%.*s, hash %.*s…", STR_ARG(newest[1].text),
                             STR_ARG(str_head(newest[5].text, 8)));
    ret[2].says =
        str_printf(a, "%lld, answered %lld", (long long)newest[3].i, (long long)newest[4].i);
}

static void put_step(const struct page *p, const struct route *r, const struct step *s,
                     struct buf *b)
{
    bool here = p->at->route == r;
    buf_addf(b, "<li%s>", here ? " class=\"here\"" : "");
    if (s->missing && !here) {
        buf_adds(b, "<span class=\"later\"><b>");
    } else {
        buf_adds(b, "<a href=\"");
        html_escape(b, route_address(p->a, r->pattern, &p->at->part, ""));
        buf_addf(b, "\"%s><b>", here ? " aria-current=\"step\"" : "");
    }
    html_escape(b, str_of(r->step));
    buf_adds(b, "</b> <small>");
    html_escape(b, s->missing ? str_of(s->missing) : s->says);
    buf_addf(b, "</small>%s</li>\n", s->missing && !here ? "</span>" : "</a>");
}

bool steps_html(const struct page *p, struct buf *b)
{
    const char *const *steps = p->at ? p->at->route->steps : NULL;
    if (!steps || !p->answers) return false;
    struct step state[STEPS] = {
        {.says = {"", 0}}, {.says = {"", 0}}, {.says = {"", 0}}, {.says = {"", 0}}};
    const char *words[] = {"claim", str_c(p->a, http_pair_of(&p->at->part, "market")), "--waves",
                           NULL};
    struct answer_ask ask = {p->sight, p->user, WAIT_MS, p->asked_ms};
    const struct answer *x = answers_get(p->answers, words, &ask);
    if (!x) return false;
    bool known = !x->status && x->table;
    if (known) {
        read_steps(x->table, p->a, state);
        buf_adds(b, "<nav class=\"audit-steps\" aria-label=\"Steps of the audit\"><ol>\n");
        for (size_t i = 0; i < STEPS && steps[i]; i++)
            put_step(p, route_of(HTTP_GET, steps[i]), &state[i], b);
        buf_adds(b, "</ol></nav>\n");
    }
    answers_done(p->answers, x);
    return known;
}
