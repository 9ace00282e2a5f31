/* card.c - verb: how is one person, organisation or outlet shown? */
#include "verb/card.h"

#include "base/file.h"
#include "find/people.h"
#include "store/query.h"

/* NULL stays NULL: unknown, not empty. */
static struct str kept(struct arena *a, const struct query *q, int column)
{
    return query_is_null(q, column) ? STR_NONE : str_copy(a, query_str(q, column));
}

static char type_letter(struct str type)
{
    if (!type.len || str_is(type, "person")) return 'p';
    return str_is(type, "outlet") ? 'o' : 'g';
}

enum status card_load(struct store *st, int64_t node, struct arena *a, struct card *ret,
                      struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_node_card, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    s = query_next(q, e);
    if (s == DONE) s = err_set(e, NOT_FOUND, "nobody has the number %lld", (long long)node);
    if (s == OK) {
        *ret = (struct card){
            .id = node_public_id(a, node, type_letter(query_str(q, 0))),
            .name = kept(a, q, 1),
            .title = kept(a, q, 2),
            .country = kept(a, q, 3),
            .staff = query_i64(q, 4) != 0,
            .orgs = kept(a, q, 5),
            .categories = kept(a, q, 6),
            .tags = kept(a, q, 7),
            .accounts = kept(a, q, 8),
        };
    }
    query_close(q);
    return s;
}

struct str place_shown(struct arena *a, struct str source, struct str place)
{
    if (!source.len) return place.len ? place : STR_NONE;
    const char *base = path_base(str_c(a, source));
    if (!place.len) return str_of(base);
    return str_printf(a, "%s:%.*s", base, STR_ARG(place));
}
