/*
 * records_json.h - tests: what does an importer make of a source, as JSON lines for want.ndjson?
 *
 * First the importer, then one object a record with what is said (nothing else), {"bad": sentence}
 * for a row that was refused, {"failed": sentence} for the end of a source, {"remarks": …} last.
 */
#ifndef KITH_TESTS_RECORDS_JSON_H
#define KITH_TESTS_RECORDS_JSON_H

#include "base/table.h"
#include "base/time.h"
#include "listen/importer.h"

static inline void j_key(struct buf *b, const char *name)
{
    char last = '{';
    if (b->len) last = b->p[b->len - 1];
    if (last != '{') buf_adds(b, ", ");
    buf_addf(b, "\"%s\": ", name);
}

static inline void j_text(struct buf *b, const char *name, struct str s)
{
    if (!s.len) return;
    j_key(b, name);
    json_text(b, s);
}

static inline void j_number(struct buf *b, const char *name, double x)
{
    j_key(b, name);
    json_double(b, x);
}

static inline void j_who(struct buf *b, const char *name, struct who w)
{
    if (!w.handle.len) return;
    if (name) j_key(b, name);
    buf_addc(b, '{');
    j_text(b, "channel", w.channel);
    j_text(b, "handle", w.handle);
    j_text(b, "name", w.name);
    j_text(b, "kind", w.kind);
    j_text(b, "address", w.address);
    buf_addc(b, '}');
}

static inline void j_whos(struct buf *b, const char *name, const struct who *w, size_t count)
{
    if (!count) return;
    j_key(b, name);
    for (size_t i = 0; i < count; i++) {
        buf_adds(b, i ? ", " : "[");
        j_who(b, NULL, w[i]);
    }
    buf_addc(b, ']');
}

static inline void j_texts(struct buf *b, const char *name, const struct str *s, size_t count)
{
    if (!count) return;
    j_key(b, name);
    for (size_t i = 0; i < count; i++) {
        buf_adds(b, i ? ", " : "[");
        json_text(b, s[i]);
    }
    buf_addc(b, ']');
}

static inline void j_heeds(struct buf *b, const struct doc_row *d, struct arena *a)
{
    for (size_t i = 0; i < d->heed_count; i++) {
        const struct heed_row *h = &d->heeds[i];
        if (!i) {
            j_key(b, "heeds");
            buf_addc(b, '[');
        }
        buf_adds(b, i ? ", {" : "{");
        j_text(b, "verb", str_of(verb_infos[h->verb].name));
        j_who(b, "by", h->by);
        j_who(b, "to", h->to);
        j_text(b, "key", h->key);
        j_text(b, "at", time_iso(a, h->at_s));
        if (h->room) j_number(b, "room", (double)h->room);
        if (h->against) j_number(b, "against", 1);
        buf_adds(b, i + 1 == d->heed_count ? "}]" : "}");
    }
}

static inline void j_doc(struct buf *b, const struct doc_row *d, struct arena *a)
{
    j_text(b, "doc", d->kind);
    j_text(b, "key", d->key);
    j_text(b, "at", time_iso(a, d->at_s));
    j_who(b, "author", d->author);
    j_whos(b, "authors", d->authors, d->author_count);
    j_whos(b, "outlets", d->outlets, d->outlet_count);
    j_texts(b, "addressed", d->addressed, d->addressed_count);
    j_text(b, "list_tag", d->list_tag);
    j_text(b, "title", d->title);
    j_text(b, "url", d->url);
    j_text(b, "lang", d->lang);
    j_text(b, "text", d->text);
    j_texts(b, "parents", d->parents, d->parent_count);
    for (size_t i = 0; i < d->quoted_count; i++) {
        if (!i) {
            j_key(b, "quoted");
            buf_addc(b, '[');
        }
        buf_adds(b, i ? ", {" : "{");
        j_text(b, "name", d->quoted[i].name);
        j_text(b, "email", d->quoted[i].email);
        buf_adds(b, i + 1 == d->quoted_count ? "}]" : "}");
    }
    j_texts(b, "links", d->links, d->link_count);
    j_heeds(b, d, a);
    if (d->rated) j_number(b, "rating", d->rating);
}

static inline void j_affils(struct buf *b, const struct person_row *p, struct arena *a)
{
    for (size_t i = 0; i < p->affil_count; i++) {
        const struct affil_row *f = &p->affils[i];
        if (!i) {
            j_key(b, "affils");
            buf_addc(b, '[');
        }
        buf_adds(b, i ? ", {" : "{");
        j_text(b, "org", f->org);
        j_text(b, "role", f->role);
        if (f->since_s) j_text(b, "since", time_iso(a, f->since_s));
        if (f->until_s) j_text(b, "until", time_iso(a, f->until_s));
        buf_adds(b, i + 1 == p->affil_count ? "}]" : "}");
    }
}

static inline void j_claims(struct buf *b, const struct person_row *p)
{
    for (size_t i = 0; i < p->claim_count; i++) {
        if (!i) {
            j_key(b, "claims");
            buf_addc(b, '[');
        }
        buf_adds(b, i ? ", {" : "{");
        j_who(b, "who", p->claims[i].who);
        if (p->claims[i].verified) j_number(b, "verified", 1);
        buf_adds(b, i + 1 == p->claim_count ? "}]" : "}");
    }
}

static inline void j_person(struct buf *b, const struct person_row *p, struct arena *a)
{
    j_whos(b, "person", p->who, p->who_count);
    j_text(b, "name", p->name);
    j_text(b, "org", p->org);
    j_text(b, "title", p->title);
    j_text(b, "country", p->country);
    j_text(b, "team", p->team);
    j_text(b, "topics", p->topics);
    j_text(b, "categories", p->categories);
    j_text(b, "tags", p->tags);
    if (p->followers >= 0) j_number(b, "followers", p->followers);
    if (p->weight >= 0) j_number(b, "weight", p->weight);
    if (p->seniority) j_number(b, "seniority", p->seniority);
    if (p->capacity >= 0) j_number(b, "capacity", p->capacity);
    j_affils(b, p, a);
    j_claims(b, p);
    if (p->robot) j_number(b, "robot", 1);
    for (const struct extra *x = p->extra; x; x = x->next) {
        j_text(b, x->header.len ? str_printf(b->a, "extra %.*s", STR_ARG(x->header)).p : "extra",
               x->value);
    }
}

static inline void j_evidence(struct buf *b, const struct evidence_row *v, struct arena *a)
{
    j_text(b, "evidence", str_of(verb_infos[v->verb].name));
    j_text(b, "at", time_iso(a, v->at_s));
    j_who(b, "from", v->from);
    j_who(b, "to", v->to);
    j_text(b, "url", v->url);
    j_text(b, "text", v->text);
    j_text(b, "topic", v->topic);
    j_text(b, "stage", v->stage);
    j_text(b, "title", v->title);
    j_text(b, "doc", v->doc);
    j_number(b, "sign", v->sign);
    if (v->room) j_number(b, "room", (double)v->room);
}

static inline void j_deal(struct buf *b, const struct deal_row *d, struct arena *a)
{
    static const char *const outcomes[] = {"", "open", "won", "lost"};
    static const char *const roles[] = {"buyer", "adviser", "owner"};
    j_text(b, "ref", d->ref);
    j_text(b, "deal", d->name);
    j_text(b, "org", d->org);
    j_text(b, "stage", d->stage);
    j_text(b, "outcome", str_of(outcomes[d->outcome]));
    if (d->amount_said) j_number(b, "amount", d->amount);
    j_text(b, "currency", d->currency);
    j_text(b, "opened", time_iso(a, d->opened_s));
    j_text(b, "closed", time_iso(a, d->closed_s));
    for (size_t i = 0; i < d->party_count; i++)
        j_who(b, roles[d->parties[i].role], d->parties[i].who);
}

static inline void j_relation(struct buf *b, const struct relation_row *r, struct arena *a)
{
    if (r->ours) j_text(b, "teammate", STR("*"));
    if (!r->ours) j_who(b, "teammate", r->teammate);
    j_who(b, "person", r->person);
    if (r->strength >= 0) j_number(b, "strength", r->strength);
    if (r->confirmed >= 0) j_number(b, "confirmed", r->confirmed);
    if (r->wanted >= 0) j_number(b, "wanted", r->wanted);
    if (r->view_said) j_number(b, "view", r->view);
    j_text(b, "cause", r->cause);
    j_text(b, "wave", r->wave);
    j_text(b, "since", time_iso(a, r->since_s));
    j_text(b, "said_at", time_iso(a, r->said_at_s));
    j_text(b, "confirmed_at", time_iso(a, r->confirmed_at_s));
}

static inline void j_activity(struct buf *b, const struct activity_row *r, struct arena *a)
{
    j_text(b, "type", str_of(activity_infos[r->kind].name));
    j_who(b, "teammate", r->teammate);
    j_who(b, "person", r->person);
    j_text(b, "by", str_of(activity_bys[r->by]));
    if (r->against) j_number(b, "against", 1);
    j_text(b, "note", r->note);
    j_text(b, "url", r->url);
    j_text(b, "at", time_iso(a, r->at_s));
}

static inline void j_outcome(struct buf *b, const struct outcome_row *r, struct arena *a)
{
    j_text(b, "outcome", r->kind);
    j_number(b, "amount", r->amount);
    j_text(b, "unit", r->unit);
    j_text(b, "objective", r->objective);
    if (r->person.handle.len) j_who(b, "person", r->person);
    j_text(b, "org", r->org);
    j_text(b, "at", time_iso(a, r->at_s));
}

static inline void j_answer(struct buf *b, const struct answer_row *r, struct arena *a)
{
    static const char *const kinds[] = {"",     "one",   "many",     "number",
                                        "text", "names", "prompted", "reads"};
    j_text(b, "survey", r->survey);
    j_text(b, "wave", r->wave);
    j_who(b, "respondent", r->respondent);
    j_text(b, "at", time_iso(a, r->at_s));
    if (r->weighted) j_number(b, "weight", r->weight);
    j_text(b, "question", r->question);
    j_text(b, "text", r->text);
    j_text(b, "item", r->item);
    j_text(b, "answer", r->answer);
    j_text(b, "kind", str_of(kinds[r->kind]));
    for (size_t i = 0; i < r->named_count; i++)
        j_who(b, "named", r->named[i]);
}

static inline void j_org(struct buf *b, const struct org_row *o)
{
    j_text(b, "organisation", o->name);
    for (size_t i = 0; i < o->alias_count; i++)
        j_text(b, "alias", o->aliases[i]);
    for (size_t i = 0; i < o->domain_count; i++)
        j_text(b, "domain", o->domains[i]);
    j_text(b, "parent", o->parent);
    j_text(b, "country", o->country);
    j_text(b, "ref", o->ref);
    j_text(b, "parent_ref", o->parent_ref);
}

static inline void j_line(struct buf *b, const char *name, struct str s)
{
    buf_addc(b, '{');
    j_text(b, name, s);
    buf_adds(b, "}\n");
}

static inline void j_record(struct buf *b, const struct record *r, struct arena *a)
{
    buf_addf(b, "{\"line\": %llu", (unsigned long long)r->line);
    if (r->merged) j_number(b, "merged", (double)r->merged);
    if (r->part) j_number(b, "part", 1);
    if (r->kind == RECORD_DOC) j_doc(b, &r->doc, a);
    if (r->kind == RECORD_PERSON) j_person(b, &r->person, a);
    if (r->kind == RECORD_EVIDENCE) j_evidence(b, &r->evidence, a);
    if (r->kind == RECORD_NOTHING) j_text(b, "nothing", str_of(r->nothing.why));
    if (r->kind == RECORD_FEED) {
        j_who(b, "feed", r->feed.outlet);
        j_text(b, "url", r->feed.url);
        j_text(b, "page", r->feed.page);
    }
    if (r->kind == RECORD_DEAL) j_deal(b, &r->deal, a);
    if (r->kind == RECORD_ANSWER) j_answer(b, &r->answer, a);
    if (r->kind == RECORD_RELATION) j_relation(b, &r->relation, a);
    if (r->kind == RECORD_ORG) j_org(b, &r->org);
    if (r->kind == RECORD_ACTIVITY) j_activity(b, &r->activity, a);
    if (r->kind == RECORD_OUTCOME) j_outcome(b, &r->outcome, a);
    buf_adds(b, "}\n");
}

/* All that im says about the source; rows live in an arena of their own, as import.c does it. */
static inline struct str json_records(const struct importer *im, struct reader *in,
                                      const struct importer_options *o, struct arena *a)
{
    struct err e = {{0}};
    struct arena row = {0};
    void *st = NULL;
    struct buf b = buf_new(a);
    j_line(&b, "importer", str_of(im->name));
    enum status s = im->open(in, o, a, &st, &e);
    while (!s) {
        struct record r;
        memset(&r, 0, sizeof r);
        s = im->next(st, &row, &r, &e);
        bool offered = r.kind == RECORD_ANSWER && r.answer.offered; /* tests/cli/survey */
        if (s == OK && !offered) j_record(&b, &r, &row);
        if (s == BAD_INPUT) {
            j_line(&b, "bad", str_of(e.text));
            s = OK;
        }
        arena_reset(&row, (struct arena_mark){0});
    }
    if (s != DONE) j_line(&b, "failed", str_of(e.text));
    if (s == DONE && im->remarks) j_line(&b, "remarks", im->remarks(st, a));
    if (st && im->close) im->close(st);
    arena_free(&row);
    return buf_str(&b);
}

#endif
