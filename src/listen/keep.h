/*
 * keep.h - listen: what becomes of one record in the store?
 *
 * A record becomes rows: people with their accounts, docs with their words, evidence. What needs
 * the whole source (which doc answers which, what is a list's address, whom a link cites) waits in
 * memory, a few hundred bytes a doc, and is written by keep_finish (thread.c, outlet.c, heed.c).
 * All of it runs inside the caller's transaction.
 *
 * What a doc by author a says (the verbs of base/evidence.h):
 *  - attended   a heeds every list or group it was sent to; other outlets (feed, site, event)
 *                have a as author instead
 *  - replied    the author of the nearest of its parents that is here, else of whom it quotes
 *  - mentioned  further people it quotes by name
 *  - cited      the site of each link, and the author of the doc it points to when that doc is in
 *                the store at the end of this source
 *  - heeds      what its source says besides (heed_row), by it or by others
 *
 * Of a deal each buyer is advised by each adviser, in a room of that many advisers, when it was
 * closed, else when it was opened.
 * Further authors have a row each in the thread of their doc. Who speaks at an event belongs to it
 * in the role of speaker.
 *
 * Nobody heeds themselves; what has no time makes no evidence.
 *
 * Cost   a few rows and index look-ups a record; what waits in memory is some hundred bytes a doc
 * Check  tests/unit/test_import.c, tests/unit/test_thread.c
 */
#ifndef KITH_LISTEN_KEEP_H
#define KITH_LISTEN_KEEP_H

#include "listen/lapse.h"
#include "listen/person.h"

/* A heed_row whose accounts are known. */
struct waiting_heed {
    enum verb_kind verb;
    int64_t by, to; /* accounts; 0: the doc's author; the author of the doc `key` */
    struct str key; /* empty: of this doc */
    int64_t at_s, room;
    bool against;
};

/* What of a doc is still needed when its source is complete. All lives in keep.a. */
struct waiting_doc {
    int64_t id;     /* of its row */
    int64_t author; /* account, 0: unknown */
    int64_t at_s;
    int64_t outlet;        /* node of the first of its outlets, 0: none */
    int64_t parent, root;  /* root is never 0 */
    int64_t parent_author; /* account, 0: unknown */
    bool stale;            /* its row does not say the four above yet */
    struct str key;
    struct str place;
    bool merged; /* was here before: only its outlets can be news */
    struct str *parents;
    size_t parent_count;
    int64_t *outlets; /* accounts of the lists, feeds, … it names, then of those found out */
    size_t outlet_count;
    struct str *addressed;
    size_t addressed_count;
    struct str tag; /* of its list, lower case */
    struct quoted *quoted;
    size_t quoted_count;
    struct str *links;
    size_t link_count;
    struct waiting_heed *heeds;
    size_t heed_count;
    struct str host; /* of its own URL: links there are no citations */
};

struct keep {
    struct store *st;
    struct stmts stmts;
    struct arena *a;      /* of the source */
    struct arena scratch; /* of the record */
    struct persons persons;
    struct lapses lapses; /* rows that are not taken again */
    const char *tag;      /* put on every person row, or NULL */
    int64_t source;
    int64_t now_s;
    int64_t doc_last; /* highest id given */
    bool ledger;      /* mails become contacts of the log, and nothing else */
    const char *idle; /* why the last record is of no use; NULL: it is, or was bad */
    bool erased;      /* the last record was of somebody erased, and nothing of it was kept */
    bool docs_before; /* the store had docs when this source began */
    struct waiting_doc *docs;
    size_t doc_count, doc_room;
    struct map doc_keys; /* doc_key -> index into docs */
    struct map texts;    /* interned: text -> index into text */
    struct str *text;
    size_t text_count, text_room;
    struct map list_addresses; /* found out in this source: address -> list's account or 0 */
    struct map topics;         /* text -> id */
    uint64_t new_docs, new_evidence;
    uint64_t dates_unlikely; /* before 1970 or in the future: taken as unknown */
    uint64_t people_apart;   /* person rows whose accounts belong to several people */
    struct idmap deals;      /* those this source speaks of: id -> index into deal */
    int64_t *deal;
    size_t deal_count, deal_room;
    struct waiting_org *orgs; /* keep_org.c */
    size_t org_count, org_room;
    struct map org_refs, org_domains; /* of this source: number -> node, domain -> node */
    uint64_t org_aliases_taken;       /* by another organisation */
    uint64_t org_domains_of_all;      /* providers of mail */
    uint64_t org_domains_other;       /* whose another organisation has */
    uint64_t org_parents_other, org_parents_missing, org_loops;
    struct map surveys;        /* surveys and questions by key -> id */
    uint64_t answers_kindless; /* of questions whose kind nobody says: evidence of nothing */
    uint64_t answers_undated;  /* that name somebody, at no known time: no evidence */
    struct str our_domains;    /* apart by line feeds; p NULL: not looked up yet */
    struct idmap ours;         /* node -> 1 one of ours, 0 not */
    struct map outcomes;       /* of this source: key of a row -> how many alike so far */
    uint64_t new_activities;
    uint64_t mails_mass;    /* to more than MAIL_OUTSIDE_MAX who are not ours */
    uint64_t deals_undated; /* with buyers and advisers, but no time: no evidence */
};

struct keep_options {
    int64_t source; /* its row */
    int64_t now_s;  /* dates later than two days from now are taken as unknown */
    const char *tag;
    bool ledger;
};

/* a lives until keep_close. */
MUST_CHECK enum status keep_open(struct store *st, const struct keep_options *o, struct arena *a,
                                 struct keep *ret, struct err *e);
struct keep_row {
    const struct record *record;
    struct str place;
    struct str words; /* of a doc's title and text */
};
/* OK with *ret_new telling whether it said anything new; BAD_INPUT with a sentence without place
 * when the record cannot be kept; nothing was written then. */
MUST_CHECK enum status keep_record(struct keep *k, const struct keep_row *row, bool *ret_new,
                                   struct err *e);
/* Was the row that would be known by this key here for as long as it may be? Then it is of no use.
 */
MUST_CHECK enum status keep_lapsed(struct keep *k, const char *what, struct str key, bool *ret,
                                   struct err *e);
/* When all records were given. */
MUST_CHECK enum status keep_finish(struct keep *k, struct err *e);
void keep_close(struct keep *k);

/* ---- between the files of keep ---- */

/* keep_person.c, keep_doc.c, keep_evidence.c, keep_feed.c: one record each. */
MUST_CHECK enum status keep_person(struct keep *k, const struct person_row *row, struct err *e);
MUST_CHECK enum status keep_doc(struct keep *k, const struct keep_row *row, bool *ret_new,
                                struct err *e);
MUST_CHECK enum status keep_evidence(struct keep *k, const struct evidence_row *row,
                                     struct str place, bool *ret_new, struct err *e);

MUST_CHECK enum status keep_feed(struct keep *k, const struct feed_row *row, bool *ret_new,
                                 struct err *e);

MUST_CHECK enum status keep_deal(struct keep *k, const struct deal_row *row, struct str place,
                                 bool *ret_new, struct err *e);
MUST_CHECK enum status keep_relation(struct keep *k, const struct relation_row *row,
                                     struct str place, bool *ret_new, struct err *e);
MUST_CHECK enum status keep_activity(struct keep *k, const struct activity_row *row,
                                     struct str place, bool *ret_new, struct err *e);
/* keep_activity.c: the account of a person; BAD_INPUT where w names none. */
MUST_CHECK enum status person_side(struct keep *k, const struct who *w, const char *which,
                                   struct account *ret, struct err *e);
MUST_CHECK enum status keep_outcome(struct keep *k, const struct outcome_row *row, struct str place,
                                    bool *ret_new, struct err *e);
/* keep_mail.c: a mail between one of ours and others, as contacts of the log. */
MUST_CHECK enum status keep_mail(struct keep *k, const struct doc_row *row, struct str place,
                                 bool *ret_new, struct err *e);
/* keep_activity.c: is this person one of ours? */
MUST_CHECK enum status ours_is(struct keep *k, int64_t node, bool *ret, struct err *e);
MUST_CHECK enum status keep_answer(struct keep *k, const struct answer_row *row, struct str place,
                                   bool *ret_new, struct err *e);
MUST_CHECK enum status keep_org(struct keep *k, const struct org_row *row, bool *ret_new,
                                struct err *e);
/* Parents and domains of this source's organisations. */
MUST_CHECK enum status orgs_finish(struct keep *k, struct err *e);
/* keep_person.c: "de" is "DE". */
struct str keep_country_code(struct keep *k, struct str country);
/* What the deals of this source are evidence of: it needs all their people. */
MUST_CHECK enum status deals_finish(struct keep *k, struct err *e);

struct evidence_fields {
    int64_t at_s;
    enum verb_kind verb;
    const struct account *from, *to;
    int64_t doc;        /* 0: none */
    bool doc_named;     /* by its key: a URL that is the doc's own is not the evidence's, too */
    struct str doc_key; /* tells two rows apart that else are equal; may be empty */
    int64_t topic;
    int sign;
    int64_t room;
    struct str stage, url;
    int64_t source;
    struct str place;
    int64_t survey; /* 0: no answer */
};
/* Unless the same is there already (ext_key). *ret_new may be NULL. */
MUST_CHECK enum status evidence_write(struct keep *k, const struct evidence_fields *f,
                                      bool *ret_new, struct err *e);

/* The key under which evidence_write knows it. */
void evidence_key(struct keep *k, const struct evidence_fields *f, unsigned char ret[16]);

/* One copy of each text in k->a. */
struct str keep_text(struct keep *k, struct str s);
/* TIME_NONE for a broken clock: before 1970, or later than two days from now. */
int64_t keep_time(struct keep *k, int64_t at_s);
/* A doc's row and words; *ret_new false when its key is here already. id and root are filled in. */
struct doc_fields {
    int64_t id; /* out */
    int64_t outlet, author, at_s, parent, root;
    struct str kind, key, title, url, parent_key, lang, text, words, place;
    double rating;
    bool rated;
};
MUST_CHECK enum status doc_write(struct keep *k, struct doc_fields *d, bool *ret_new,
                                 struct err *e);
struct known_doc {
    int64_t id; /* 0: not here */
    int64_t author, at_s, root, outlet;
};
MUST_CHECK enum status doc_find(struct keep *k, struct str key, struct known_doc *ret,
                                struct err *e);

/* outlet.c: is this address a mailing list's own? known: by the store, this source, or this doc. */
MUST_CHECK enum status address_is_list(struct keep *k, struct str address,
                                       const struct doc_row *row, bool *ret, struct err *e);
/* Which outlets each waiting doc belongs to: addresses of lists, [Tags]. */
MUST_CHECK enum status outlets_finish(struct keep *k, struct err *e);
/* thread.c: parents, roots, replies to docs that waited. */
MUST_CHECK enum status threads_finish(struct keep *k, struct err *e);
/* thread_hash.c: parents named by the hash of a mail that is here get its key. */
MUST_CHECK enum status parents_by_hash(struct keep *k, struct err *e);
/* Does any doc of the store wait for a mail it knows by hash alone? */
MUST_CHECK enum status hashes_awaited(struct keep *k, bool *ret, struct err *e);
/* The key under which such a doc waits for this one, in k->scratch. */
struct str hash_awaited(struct keep *k, struct str key);
/* heed.c: the evidence of each waiting doc. */
MUST_CHECK enum status heeds_finish(struct keep *k, struct err *e);

#endif
