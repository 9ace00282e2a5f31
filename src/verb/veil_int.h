/* veil_int.h - verb: what the files of veil.h share. */
#ifndef KITH_VERB_VEIL_INT_H
#define KITH_VERB_VEIL_INT_H

#include "base/map.h"
#include "verb/veil.h"

struct buyer {
    int64_t id;
    struct str kind, country; /* empty: not known */
};

enum needle_kind {
    NEEDLE_ANYWHERE,
    NEEDLE_ALONE, /* a name of one word */
    NEEDLE_BEHIND /* a handle of letters or figures alone: behind @, : or / */
};

struct needle {
    const struct str *word; /* [words] folded */
    size_t words;
    enum needle_kind kind;
    size_t buyer;
    size_t next; /* with the same first word, + 1; 0: none */
};

struct veil {
    struct arena *a; /* while it is made */
    struct str secret;
    struct buyer *buyer; /* [count] by id */
    size_t count;
    struct needle *needle;
    size_t needles;
    struct map first;   /* first word -> needle + 1 */
    struct str *market; /* [markets] all there are */
    size_t markets;
    struct programme_at {
        struct str name, market;
    } * programme; /* [programmes] */
    size_t programmes;
};

#define NO_BUYER SIZE_MAX

/* "p12" */
size_t veil_id(const struct veil *v, struct str text);
/* "buyer 482, bank, DE"; market empty: of no market. */
struct str veil_label(const struct veil *v, struct arena *a, size_t buyer, struct str market,
                      bool numbered);

struct telling { /* in which answer? */
    const struct veil *v;
    struct arena *a;
    struct str market;
    bool numbered;
    bool *named; /* [count] who was found; NULL: not asked, and nothing is changed then */
};
/* All who are named in it stand by their label; text itself where nobody is. With `named` the text
 * stays as it is. */
struct str telling_text(const struct telling *t, struct str text);
bool market_hidden(const struct veil *v, const struct sight *s, struct str text);

void needle_add(struct veil *v, struct str text, enum needle_kind one_word, size_t buyer);

#endif
