/*
 * identity_int.h - listen: what do the files of identity share?
 *
 * identity_words.c knows names of the world, identity_form.c cuts entries into tokens, logins,
 * addresses; identity_block.c finds pairs worth a look; identity_compare.c says what agrees and
 * how rare that is; identity_learn.c weighs; identity.c joins; identity_terms.c tells the weights.
 */
#ifndef KITH_LISTEN_IDENTITY_INT_H
#define KITH_LISTEN_IDENTITY_INT_H

#include "base/map.h"
#include "listen/identity.h"

enum {
    NAMES_MAX = 4,
    TOKENS_MAX = 5,
    LOGINS_MAX = 8,
    PARTS_MAX = 3,
    MAILS_MAX = 4,
    ORGS_MAX = 3,
    BLOCK_MAX = 32,
    NO_WORD = 0
};

/* Texts by number from 1; number 0 is none. */
struct lexicon {
    struct map map;
    struct str *text;
    uint32_t *count; /* of different names that use it */
    size_t n, room;
};
uint32_t lexicon_add(struct lexicon *x, struct str text);

struct form_name {
    uint32_t key;               /* the tokens in order of their letters */
    uint32_t sound;             /* the same, by how they sound */
    uint32_t token[TOKENS_MAX]; /* as written, given name first */
    uint32_t heard[TOKENS_MAX]; /* each token by its sound */
    uint8_t count;
    bool full; /* two tokens or more, one of them longer than an initial */
    bool said; /* with a blank between; else it was cut out of one word (AnnBo, ann-bo), which may
                * be a login: such a name can agree, but excludes nobody */
};
struct form_login {
    uint32_t exact;           /* lower case */
    uint32_t skel;            /* letters alone */
    uint32_t part[PARTS_MAX]; /* tokens between . _ - + */
    uint8_t part_count;
    bool mail; /* local part of an address */
};
struct form_mail {
    uint32_t address, domain; /* domain 0: of a provider or nowhere */
    bool forge;               /* a forge's address of no reply: everybody has one beside others */
};
struct form {
    struct form_name name[NAMES_MAX];
    struct form_login login[LOGINS_MAX];
    struct form_mail mail[MAILS_MAX];
    uint32_t org[ORGS_MAX];
    uint8_t names, logins, mails, orgs;
    bool robot;
    bool reachable; /* has an address or a login beside its names */
    bool relayed;   /* "Jane Doe via some-list": the address is not hers */
};

struct forms {
    struct arena *a;
    const struct identity_entry *entry;
    struct form *form; /* [n] */
    size_t n;
    struct lexicon token, heard, login, address, domain, org, key;
    bool *many;           /* of an address: people of several names write under it */
    double *share;        /* of a token: how often the world knows it as a name; 0: unknown */
    uint8_t (*family)[2]; /* of a token, nick_families */
    size_t name_total;    /* different names */
    double initial[256], initials; /* of given names: how many start with this byte; all */
};

/* ---- identity_words.c ---- */
/* Number of the family of nicknames a given name is of, 0: none. A name may be in two. */
void nick_families(struct str given, uint8_t ret[2]);
/* How often a token is a name in the world at large, at least; 0 when nothing is known. */
double name_share(struct str token);
bool word_is_role(struct str local);  /* info, noreply, … */
bool word_is_plain(struct str login); /* me, mail, git: says nothing of its owner */
bool word_is_robot(struct str token);
bool word_is_body(struct str token);  /* foundation, inc, newsletter: ends names of no human */
bool word_is_title(struct str token); /* dr, mr, jr */
bool domain_is_provider(struct str domain); /* gmail.com, users.noreply.github.com */

/* ---- identity_form.c ---- */
void forms_make(const struct identity_entry entry[], size_t n, struct arena *a, struct forms *ret);
/* Latin letters for Cyrillic, Greek and Nordic ones; name_key first. */
struct str name_latin(struct arena *a, struct str name);

/* ---- identity_block.c ---- */
struct pair_key {
    uint32_t a, b;
};
/* Pairs that share a key, each once, by a and b. */
void pairs_find(const struct forms *f, uint32_t fresh_from, struct arena *a, struct pair_key **ret,
                size_t *ret_count);

/* ---- identity_compare.c ---- */
enum name_level {
    NAME_MISSING,
    NAME_SAME,
    NAME_SOUND,
    NAME_NICK,
    NAME_INITIAL,
    NAME_NEAR,
    NAME_SURNAME,
    NAME_PART,
    NAME_DIFFERS,
    NAME_LEVELS
};
enum login_level {
    LOGIN_MISSING,
    LOGIN_SAME,
    LOGIN_FULL,
    LOGIN_INITIAL,
    LOGIN_PREFIX,
    LOGIN_PART,
    LOGIN_DIFFERS,
    LOGIN_LEVELS
};
enum mail_level { MAIL_MISSING, MAIL_SAME, MAIL_DIFFERS, MAIL_LEVELS };
enum work_level { WORK_MISSING, WORK_DOMAIN, WORK_ORG, WORK_DIFFERS, WORK_LEVELS };
enum { FEATURES = 5, LEVELS_MAX = NAME_LEVELS };

struct compared {
    uint32_t a, b;
    float rare[FEATURES - 1]; /* -log2 u of name, login, mail, work */
    uint8_t level[FEATURES];  /* name, login, mail, work, and the login where a name is missing */
};
void pair_compare(const struct forms *f, uint32_t a, uint32_t b, struct compared *ret);
/* How two names agree: NAME_SAME .. NAME_DIFFERS. */
int names_level(const struct forms *f, const struct form_name *x, const struct form_name *y);
/* Do the names exclude each other? */
bool names_contradict(const struct forms *f, uint32_t a, uint32_t b);
uint32_t compared_why(const struct compared *c);

/* ---- identity_many.c ---- */
/* Addresses and entries that stand for many: at least three full names that exclude each other. */
void forms_find_many(struct forms *f);

/* ---- identity_learn.c ---- */
struct weights {
    double m[FEATURES][LEVELS_MAX]; /* log2 */
    double prior;                   /* log2 odds */
};
/* named: share of the entries that have a full name. */
struct weights weights_learn(const struct compared c[], size_t n, size_t entries, double named);
double weights_bits(const struct weights *w, const struct compared *c);
/* The same, term by term. */
struct identity_terms weights_terms(const struct weights *w, const struct compared *c);

#endif
