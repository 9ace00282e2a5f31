/*
 * records.h - tests: what does an importer make of a text, as lines one can read?
 *
 * One line a record: "LINE evidence at verb from > to …", "LINE person …", "LINE doc …", "LINE feed
 * …"; a bad row is "! sentence"; a failure that ends the source "!! sentence"; remarks are "# …".
 * Only what is said is shown.
 */
#ifndef KITH_TESTS_RECORDS_H
#define KITH_TESTS_RECORDS_H

#include "base/time.h"
#include "listen/importer.h"

static inline void show(struct buf *b, const char *name, struct str s)
{
    if (s.len) buf_addf(b, " %s=%.*s", name, STR_ARG(s));
}

static inline void show_who(struct buf *b, struct who w)
{
    buf_addf(b, "%.*s:%.*s", STR_ARG(w.channel), STR_ARG(w.handle));
    if (w.name.len) buf_addf(b, "(%.*s)", STR_ARG(w.name));
    if (w.kind.len) buf_addf(b, "[%.*s]", STR_ARG(w.kind));
}

static inline void show_evidence(struct buf *b, const struct evidence_row *v, struct arena *a)
{
    buf_addf(b, "evidence %.*s %s ", STR_ARG(time_iso(a, v->at_s)), verb_infos[v->verb].name);
    show_who(b, v->from);
    buf_adds(b, " > ");
    show_who(b, v->to);
    show(b, "url", v->url);
    show(b, "title", v->title);
    show(b, "text", v->text);
    show(b, "doc", v->doc);
    show(b, "topic", v->topic);
    show(b, "stage", v->stage);
    if (v->sign != 1) buf_addf(b, " sign=%d", v->sign);
    if (v->room) buf_addf(b, " room=%lld", (long long)v->room);
}

static inline void show_person(struct buf *b, const struct person_row *p)
{
    buf_adds(b, "person");
    for (size_t i = 0; i < p->who_count; i++) {
        buf_addc(b, ' ');
        show_who(b, p->who[i]);
    }
    show(b, "name", p->name);
    show(b, "org", p->org);
    show(b, "title", p->title);
    show(b, "country", p->country);
    show(b, "team", p->team);
    show(b, "topics", p->topics);
    show(b, "categories", p->categories);
    show(b, "tags", p->tags);
    if (p->followers >= 0) buf_addf(b, " followers=%g", p->followers);
    if (p->weight >= 0) buf_addf(b, " weight=%g", p->weight);
    if (p->seniority) buf_addf(b, " seniority=%d", p->seniority);
    if (p->capacity >= 0) buf_addf(b, " capacity=%d", p->capacity);
    for (const struct extra *x = p->extra; x; x = x->next) {
        buf_addf(b, " extra:%.*s=%.*s", STR_ARG(x->header), STR_ARG(x->value));
    }
}

static inline void show_doc(struct buf *b, const struct doc_row *d, struct arena *a)
{
    buf_addf(b, "doc %.*s %.*s", STR_ARG(d->kind), STR_ARG(time_iso(a, d->at_s)));
    show(b, "key", d->key);
    if (d->author.handle.len) {
        buf_adds(b, " author=");
        show_who(b, d->author);
    }
    for (size_t i = 0; i < d->author_count; i++) {
        buf_adds(b, " and=");
        show_who(b, d->authors[i]);
    }
    for (size_t i = 0; i < d->outlet_count; i++) {
        buf_adds(b, " outlet=");
        show_who(b, d->outlets[i]);
    }
    show(b, "title", d->title);
    show(b, "url", d->url);
    show(b, "lang", d->lang);
    show(b, "text", d->text);
    for (size_t i = 0; i < d->link_count; i++)
        show(b, "link", d->links[i]);
}

static inline void show_feed(struct buf *b, const struct feed_row *f)
{
    buf_adds(b, "feed ");
    show_who(b, f->outlet);
    show(b, "url", f->url);
    show(b, "page", f->page);
}

static inline void show_deal(struct buf *b, const struct deal_row *d, struct arena *a)
{
    static const char *const outcomes[] = {"", " open", " won", " lost"};
    static const char *const roles[] = {"buyer", "adviser", "owner"};
    buf_adds(b, "deal");
    show(b, "ref", d->ref);
    show(b, "name", d->name);
    show(b, "org", d->org);
    show(b, "stage", d->stage);
    buf_adds(b, outcomes[d->outcome]);
    if (d->amount_said) buf_addf(b, " amount=%.15g", d->amount);
    show(b, "currency", d->currency);
    show(b, "opened", time_iso(a, d->opened_s));
    show(b, "closed", time_iso(a, d->closed_s));
    for (size_t i = 0; i < d->party_count; i++) {
        buf_addf(b, " %s=", roles[d->parties[i].role]);
        show_who(b, d->parties[i].who);
    }
    for (const struct extra *x = d->extra; x; x = x->next)
        buf_addf(b, " extra:%.*s=%.*s", STR_ARG(x->header), STR_ARG(x->value));
}

static inline void show_relation(struct buf *b, const struct relation_row *r, struct arena *a)
{
    buf_adds(b, "relation ");
    show_who(b, r->ours ? (struct who){.channel = STR("*")} : r->teammate);
    buf_adds(b, " > ");
    show_who(b, r->person);
    if (r->strength >= 0) buf_addf(b, " strength=%d", r->strength);
    if (r->confirmed >= 0) buf_addf(b, " confirmed=%d", r->confirmed);
    if (r->wanted >= 0) buf_addf(b, " wanted=%d", r->wanted);
    if (r->view_said) buf_addf(b, " view=%d", r->view);
    show(b, "cause", r->cause);
    show(b, "wave", r->wave);
    show(b, "since", time_iso(a, r->since_s));
    show(b, "said", time_iso(a, r->said_at_s));
    show(b, "confirmed_at", time_iso(a, r->confirmed_at_s));
}

static inline void show_activity(struct buf *b, const struct activity_row *r, struct arena *a)
{
    buf_addf(b, "activity %s ", activity_infos[r->kind].name);
    show_who(b, r->teammate);
    buf_adds(b, " > ");
    show_who(b, r->person);
    buf_addf(b, " by=%s%s", activity_bys[r->by], r->against ? " against" : "");
    show(b, "note", r->note);
    show(b, "url", r->url);
    show(b, "at", time_iso(a, r->at_s));
}

static inline void show_outcome(struct buf *b, const struct outcome_row *r, struct arena *a)
{
    buf_addf(b, "outcome %.*s %g", STR_ARG(r->kind), r->amount);
    show(b, "unit", r->unit);
    buf_adds(b, " of ");
    if (r->person.handle.len) show_who(b, r->person);
    show(b, "org", r->org);
    show(b, "objective", r->objective);
    show(b, "at", time_iso(a, r->at_s));
}

static inline void show_org(struct buf *b, const struct org_row *o)
{
    buf_addf(b, "org %.*s", STR_ARG(o->name));
    for (size_t i = 0; i < o->alias_count; i++)
        show(b, "alias", o->aliases[i]);
    for (size_t i = 0; i < o->domain_count; i++)
        show(b, "domain", o->domains[i]);
    show(b, "parent", o->parent);
    show(b, "country", o->country);
    show(b, "ref", o->ref);
    show(b, "parent_ref", o->parent_ref);
}

static inline void show_answer(struct buf *b, const struct answer_row *r, struct arena *a)
{
    static const char *const kinds[] = {"",     "one",   "many",     "number",
                                        "text", "names", "prompted", "reads"};
    buf_addf(b, "answer %.*s", STR_ARG(r->survey));
    if (r->wave.len) buf_addf(b, "/%.*s", STR_ARG(r->wave));
    buf_addc(b, ' ');
    show_who(b, r->respondent);
    show(b, "at", time_iso(a, r->at_s));
    if (r->weighted) buf_addf(b, " weight=%g", r->weight);
    show(b, "question", r->question);
    show(b, "text", r->text);
    show(b, "item", r->item);
    show(b, "answer", r->answer);
    if (r->kind) buf_addf(b, " kind=%s", kinds[r->kind]);
    for (size_t i = 0; i < r->named_count; i++) {
        buf_adds(b, " > ");
        show_who(b, r->named[i]);
    }
}

static inline struct str records_of(const struct importer *im, struct str text,
                                    const struct importer_options *o, struct arena *a)
{
    struct err e;
    void *st = NULL;
    struct buf b = buf_new(a);
    struct reader *in = reader_of(text, a);
    enum status s = im->open(in, o, a, &st, &e);
    while (!s) {
        static struct record r; /* large */
        memset(&r, 0, sizeof r);
        s = im->next(st, a, &r, &e);
        if (s == BAD_INPUT) {
            buf_addf(&b, "! %s\n", e.text);
            s = OK;
            continue;
        }
        if (s) break;
        if (r.kind == RECORD_ANSWER && r.answer.offered) continue; /* tests/cli/survey shows them */
        buf_addf(&b, "%llu ", (unsigned long long)r.line);
        if (r.kind == RECORD_EVIDENCE) show_evidence(&b, &r.evidence, a);
        if (r.kind == RECORD_PERSON) show_person(&b, &r.person);
        if (r.kind == RECORD_DOC) show_doc(&b, &r.doc, a);
        if (r.kind == RECORD_FEED) show_feed(&b, &r.feed);
        if (r.kind == RECORD_NOTHING) buf_addf(&b, "nothing: %s", r.nothing.why);
        if (r.kind == RECORD_DEAL) show_deal(&b, &r.deal, a);
        if (r.kind == RECORD_ANSWER) show_answer(&b, &r.answer, a);
        if (r.kind == RECORD_RELATION) show_relation(&b, &r.relation, a);
        if (r.kind == RECORD_ORG) show_org(&b, &r.org);
        if (r.kind == RECORD_ACTIVITY) show_activity(&b, &r.activity, a);
        if (r.kind == RECORD_OUTCOME) show_outcome(&b, &r.outcome, a);
        buf_addc(&b, '\n');
    }
    if (s != DONE) buf_addf(&b, "!! %s\n", e.text);
    if (s == DONE && im->remarks) {
        struct str remarks = im->remarks(st, a);
        if (remarks.len) buf_addf(&b, "# %.*s\n", STR_ARG(remarks));
    }
    if (st && im->close) im->close(st);
    return buf_str(&b);
}

/* How sure an importer is of what begins so. */
struct sniffed {
    const char *head;
    int sure;
};

static inline void assert_sniffed(const struct importer *importer, const char *path,
                                  const struct sniffed *row, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int sure = importer->sniff(str_of(row[i].head), path);
        if (sure != row[i].sure) print_error("%s\n", row[i].head);
        assert_int_equal(sure, row[i].sure);
    }
}

#endif
