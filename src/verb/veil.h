/*
 * veil.h - verb: what of an answer is not for everybody?
 *
 * Who lacks the right `buyers` sees a member of an audience as "buyer 482, bank, DE": never the
 * name, another spelling of it, an id, an account, an address, a link, nor what others wrote of
 * them with any of these in it. Who is in a team with markets of its own sees no other market
 * (users.h). Both are done here, to the finished table of any verb: no verb can forget it.
 *
 *   buyers   whoever an audience of a market names (but `everyone`), or who is tagged buyer; ours
 *            are not
 *   number   the same in every answer of one market, as long as they are here, another one in
 *            another market: the node's id, put in another order of the ids of as many figures by a
 *            secret of the store (four rounds of a Feistel network over keyed BLAKE2b, again until
 *            it falls into the range). Left out where the answer is about one organisation: it
 *            would tell where they work
 *   kind     of the firm: a tag `segment`, or a column segment, industry or sector of an import
 *   rows     that name a buyer lose what else tells who it is (organisation, title, accounts,
 *            links); lists one can ask for a name (people, search) lose the row
 *   a page   about a buyer is not there
 *
 * Names are found in text by their folded words side by side, in both orders; a name of one word
 * only where it stands alone or between commas; a handle of letters or figures alone only behind
 * @, : or /. So a first name in a quoted letter is not found.
 *
 * Cost   veil_load: a people query a market and three look-ups a buyer; veil_table: O(bytes shown)
 * Check  tests/unit/test_veil.c; tests/serve/rights.mjs asks every address
 */
#ifndef KITH_VERB_VEIL_H
#define KITH_VERB_VEIL_H

#include "base/table.h"
#include "store/store.h"

struct veil; /* the buyers and the markets, as of one state of the store */

struct sight {                /* what somebody may see */
    bool buyers;              /* their names */
    bool some_markets;        /* only those below */
    const struct str *market; /* [market_count] */
    size_t market_count;
};

/* Sees all there is, in every market. */
bool sight_whole(const struct sight *s);
bool sight_market(const struct sight *s, struct str market);
const struct sight *sight_copy(struct arena *a, const struct sight *s); /* NULL: of nobody */

MUST_CHECK enum status veil_load(struct store *st, struct arena *a, const struct veil **ret,
                                 struct err *e);
/* Lives in the arena of veil_load; so do the names in it. */
size_t veil_buyers(const struct veil *v);
/* A secret that numbers of buyers hang on; inside a transaction that writes. */
MUST_CHECK enum status veil_secret(struct store *st, struct arena *a, struct err *e);

/* Veils the table and its further ones, where they stand. NOT_FOUND: it is about somebody or about
 * a market that may not be seen. */
MUST_CHECK enum status veil_table(const struct veil *v, const struct sight *s, struct table *t,
                                  struct err *e);
/* The same of a text that stands alone: a sentence why not, a page. */
struct str veil_text(const struct veil *v, const struct sight *s, struct arena *a, struct str text);
/* How many buyers a table names to who may see it. */
size_t veil_named(const struct veil *v, const struct table *t);

struct request;
/* Of a market, or a programme of one, that may not be seen nothing can be asked or done. NOT_FOUND;
 * BAD_INPUT: a new market of who sees some alone. */
MUST_CHECK enum status veil_request(const struct veil *v, const struct sight *s,
                                    const struct request *r, struct err *e);

/* ---- in the verb room alone ---- */
/* Runs the verb of a request as its asker may see it (request.sight). */
MUST_CHECK enum status request_run(struct request *r, struct table **ret, struct err *e);

#endif
