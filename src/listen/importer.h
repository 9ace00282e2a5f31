/*
 * importer.h - listen: what does a source say, row by row?
 *
 * A source of evidence plugs in by one struct: one file, one line in importers.c, one sample with
 * its expected rows under tests/listen/NAME/, one entry in docs/sources.md. An importer only reads:
 * it knows nothing of the store. import.c sniffs, calls it, and keeps what it gives (keep.h).
 *
 * Cost   one record in memory at a time, bounded by RECORD_BYTES_MAX
 * Check  tests/unit/test_samples.c: tests/listen/NAME/; every prefix of each; tests/fuzz/
 */
#ifndef KITH_LISTEN_IMPORTER_H
#define KITH_LISTEN_IMPORTER_H

#include "base/activity.h"
#include "base/file.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* One account, as the source spells it. All texts are valid UTF-8 without NUL (utf8_mend). */
struct who {
    struct str channel; /* "email", "name", "github", … lower case; of outlets "list", "site", … */
    struct str handle; /* within the channel; "name": the name itself */
    struct str name;   /* as displayed; may be empty */
    struct str kind;   /* of an outlet: "list", "site", "feed", "event", "group"; empty: a person */
    struct str address; /* of a list: where one posts to, an e-mail address in lower case, kept as
                         * an e-mail account of the outlet; empty: not said */
};

/* Where somebody works or worked. */
struct affil_row {
    struct str org;           /* its name */
    struct str role;          /* empty: employee */
    int64_t since_s, until_s; /* 0: not said */
};

/* One row of a table of organisations: companies, accounts. All texts live in the arena. */
struct org_row {
    struct str name;
    struct str *aliases; /* what else it is called */
    size_t alias_count;
    struct str *domains; /* whoever writes from there is with it; lower case, without www. */
    size_t domain_count;
    struct str parent, country; /* what it is a part of, by name */
    struct str ref, parent_ref; /* its number within this source, and its parent's: not kept */
};

/* One row of a people table, a contact, or a profile. */
struct person_row {
    struct who who[16]; /* all accounts of this one person; [0] the strongest (e-mail first) */
    size_t who_count;
    struct str name, org, title, country, team, topics, categories, tags; /* lists: blank or ; */
    struct affil_row *affils; /* besides org, which is where they are now */
    size_t affil_count;
    /* Accounts and pages that the profile calls its own: joined once the other side says so too, or
     * where the source says it has checked (rel=me). A page is channel "url". */
    struct claim {
        struct who who;
        bool verified;
    } * claims;
    size_t claim_count;
    bool robot;       /* the source marks it as a bot, an app or a mailbox of many */
    double followers; /* < 0: not said */
    double weight;    /* < 0: not said */
    int seniority;    /* 0: not said */
    int capacity;     /* -1: not said */
    struct extra {    /* columns nobody knows, kept as they are */
        struct str header, value;
        struct extra *next;
    } * extra;
};

/* Somebody heeded somebody in a doc, or because of it, as the source itself says: a mention, an
 * accepted answer, a share, a reaction. What follows from outlets, parents, quotes and links needs
 * none. Who heeds themselves, and who is not here when the source is complete, is passed over. */
struct heed_row {
    enum verb_kind verb;
    struct who by;  /* handle empty: the doc's author */
    struct who to;  /* handle empty: the author of the doc `key` */
    struct str key; /* empty too: this doc's own author */
    int64_t at_s;   /* TIME_NONE: the doc's */
    int64_t room;   /* people in the room; 0: not said */
    bool against;   /* it says no */
};

/* Something somebody said or published. Replies and attendance are derived when it is kept. */
struct doc_row {
    struct str key;      /* message id or URL it goes by everywhere; empty: none */
    struct str kind;     /* "mail", "post", "entry", "talk", "meeting", "note" */
    struct who author;   /* handle empty: unknown */
    struct who *authors; /* who said it together with its author */
    size_t author_count;
    struct who *outlets; /* where it was said: lists, feeds, events */
    size_t outlet_count;
    struct str *addressed; /* e-mail addresses it was sent to, lower case: lists among them count
                            * as outlets once they are known as such */
    struct str *addressed_names; /* as displayed there, beside each; NULL: not said */
    size_t addressed_count;
    bool automatic;      /* sent by a machine: an automatic answer, one of many alike */
    struct str list_tag; /* "[Tag]" of a subject, without brackets; empty: none */
    int64_t at_s;        /* TIME_NONE: unknown; then it is kept but makes no evidence */
    struct str title, url, lang;
    struct str text;     /* what the author wrote: without quotes, signature, list footers */
    struct str *parents; /* keys of what it answers, nearest first */
    size_t parent_count;
    struct quoted {             /* "Jane Doe <jane@x.org> wrote:" */
        struct str name, email; /* one of them may be empty */
    } * quoted;
    size_t quoted_count;
    struct str *links; /* http and https URLs in its own text */
    size_t link_count;
    struct heed_row *heeds;
    size_t heed_count;
    double rating; /* votes for it less those against; only where rated */
    bool rated;
};

/* One row of an evidence table: `from` heeded `to`. */
struct evidence_row {
    int64_t at_s;
    enum verb_kind verb;
    struct who from, to;
    struct str url, title, text, topic, stage;
    struct str doc; /* key of the doc it was seen in, as in doc_row; empty: none */
    int sign;       /* -1, 0, 1 */
    int64_t room;   /* people in the room; 0: not said */
};

/* One feed of a list of feeds: an outlet that can be polled. It is evidence of nothing. */
struct feed_row {
    struct who outlet;    /* channel and kind "feed", its handle as the feed itself would say it */
    struct str url, page; /* where it is fetched from; whom it belongs to, may be empty */
};

/* A row that is as it should be and of no use here: a like, a place, the post of somebody who asked
 * not to be found. It is counted as dropped and its reason told, but never called bad. */
struct nothing_row {
    const char *why; /* "a like": a few words that live as long as the program */
};

/* One deal: who bought, who advised them. Buyers are people of the organisation; each heeds each
 * adviser once. All texts live in the arena. */
enum deal_outcome { DEAL_UNKNOWN, DEAL_OPEN, DEAL_WON, DEAL_LOST };
enum deal_role { ROLE_BUYER, ROLE_ADVISER, ROLE_OWNER };
struct deal_row {
    struct str ref;  /* its number in the system it comes from; empty: known by name and org */
    struct str name; /* empty: ref */
    struct str org;
    struct str stage; /* in their own word */
    enum deal_outcome outcome;
    bool amount_said;
    double amount;
    struct str currency;        /* "EUR"; may be empty */
    int64_t opened_s, closed_s; /* TIME_NONE: not said; a close may be planned, in the future */
    struct deal_party {
        struct who who;
        enum deal_role role;
    } * parties;
    size_t party_count;
    struct extra *extra; /* columns nobody knows: product, region, … */
};

/* One of ours, or all of us, and one person: what we claim, what they confirmed. */
struct relation_row {
    bool ours; /* all of us, "*"; teammate is empty then */
    struct who teammate, person;
    int strength, confirmed; /* 0 to 5 (base/strength.h); -1: not said */
    int wanted;              /* 0, 1; -1: not said */
    bool view_said;
    int view;                                   /* of us, -2 to 2 */
    struct str cause, wave;                     /* why; of an audit */
    int64_t since_s, said_at_s, confirmed_at_s; /* TIME_NONE: not said */
};

/* What passed between one of ours and a person, as it was logged elsewhere. */
struct activity_row {
    int64_t at_s;
    enum activity_kind kind;
    struct who teammate, person;
    enum activity_by by;
    bool against;
    struct str note, url; /* may be empty */
};

/* What came of somebody as others counted it: an inquiry, a shortlist, 40 sessions in a month. */
struct outcome_row {
    int64_t at_s;      /* of a month: its last second */
    struct who person; /* handle empty: of the organisation */
    struct str org;
    struct str kind, unit; /* folded, lower case; unit empty: not said */
    struct str objective;  /* which of the six it serves; empty: not said */
    double amount;
};

/* What one respondent of a survey said to one question. Texts live in the arena. */
enum question_kind {
    QUESTION_UNKNOWN,
    QUESTION_ONE,
    QUESTION_MANY,
    QUESTION_NUMBER,
    QUESTION_TEXT,
    QUESTION_NAMES,    /* whom they name, unprompted */
    QUESTION_PROMPTED, /* whom they pick from a list */
    QUESTION_READS     /* which outlets they read */
};
struct answer_row {
    struct str survey, wave; /* wave may be empty */
    struct who respondent;
    struct str question; /* its code or wording; empty: the respondent alone */
    struct str text;     /* its wording, where question is a code */
    struct str item;     /* option, or row of a grid; empty: none */
    struct str answer;
    enum question_kind kind;
    bool weighted;
    double weight;
    int64_t at_s;
    uint32_t place;    /* of its column, from 1; 0: not known */
    bool offered;      /* nobody's answer: that the wave asks this, and offers item */
    struct who *named; /* of the last three kinds */
    size_t named_count;
};

enum record_kind {
    RECORD_PERSON,
    RECORD_DOC,
    RECORD_EVIDENCE,
    RECORD_FEED,
    RECORD_NOTHING,
    RECORD_DEAL,
    RECORD_RELATION,
    RECORD_ANSWER,
    RECORD_ORG,
    RECORD_ACTIVITY,
    RECORD_OUTCOME
};

struct record {
    enum record_kind kind;
    uint64_t line;   /* of the source, from 1; 0: the whole of it */
    struct str file; /* of importers that gather: which file the line is of; empty: none */
    uint64_t merged; /* rows of the source that this record stands for, less one */
    bool part;       /* a further record of the row before: not counted as one of its own */
    union {
        struct person_row person;
        struct doc_row doc;
        struct evidence_row evidence;
        struct feed_row feed;
        struct nothing_row nothing;
        struct deal_row deal;
        struct relation_row relation;
        struct answer_row answer;
        struct org_row org;
        struct activity_row activity;
        struct outcome_row outcome;
    };
};

enum date_order { DATES_UNKNOWN, DATES_DMY, DATES_MDY };

struct bundle; /* bundle.h */

struct importer_options {
    const char *path;            /* of the file, for sniffing by name and for sentences */
    const struct bundle *bundle; /* of importers that gather: the files; else NULL */
    const char *url;             /* where it was fetched from, as a list of feeds has it; NULL: not
                                  * from the net */
    enum date_order dates;       /* --dates */
    const char *const *maps;     /* --map 'Their Header=column'; NULL-ended, or NULL */
    const char *event;           /* --event: a list of people who came to this; or NULL */
    int64_t event_at_s;          /* --at: when that was; TIME_NONE: its rows say it */
    const char *speakers;        /* --speakers: file of who spoke there; or NULL */
    const char *survey, *wave;   /* --survey, --wave: a table of answers is of these; or NULL */
};

struct importer {
    const char *name;    /* "csv"; kept with every source it read, so never reused */
    const char *summary; /* one line of `kith help import` */
    bool foreign;        /* reads many files of one record with what foreign.h finds */
    bool attendees;      /* its people may be who came to o->event */
    bool ledger;         /* its docs are mails that ours may have sent or got (--ledger) */
    /* How surely is this my format, 0 .. 100, from the first 4 KiB and the file's name? NULL: it
     * gathers. */
    int (*sniff)(struct str head, const char *path);
    /* How surely are the files of this directory (or archive) together one source of mine, 0 ..
     * 100? At 50 they are. NULL: it reads single files. An importer may do both: of a directory
     * o->bundle is set and in is NULL. */
    int (*gather)(const struct bundle *b);
    /* Of what gathers: text that differs when there is something new to read, in a. NULL: the bytes
     * of all files are hashed. */
    enum status (*edition)(const struct bundle *b, struct arena *a, struct str *ret, struct err *e);
    /* in is at its start. *ret_state lives in a; a failure's sentence has no path yet. */
    enum status (*open)(struct reader *in, const struct importer_options *o, struct arena *a,
                        void **ret_state, struct err *e);
    /* OK and one record, DONE, BAD_INPUT for one bad row ("LINE: what is wrong; how to mend": the
     * next call goes on behind it), or another failure, which ends the source. Texts of a doc or a
     * feed live in a (reset after some hundred rows); those of a person or an evidence may also be
     * borrowed until the next call. Runs on a thread of its own; files of one mail each on several.
     */
    enum status (*next)(void *state, struct arena *a, struct record *ret, struct err *e);
    void (*close)(void *state); /* NULL when there is nothing to close */
    /* Remarks for the user when all is read (unknown columns kept, encoding found), or NULL. */
    struct str (*remarks)(void *state, struct arena *a);
};

extern const struct importer
    *const importers[]; /* NULL-ended; most particular first; the only list */

#endif
