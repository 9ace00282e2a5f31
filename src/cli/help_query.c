/* help_query.c - cli: how does one name people? Made from the query language's own lists. */
#include "cli/cli.h"
#include "find/people.h"

enum { TERM_COLUMN = 24 };

static void put_term(struct buf *b, struct str term, const char *meaning)
{
    buf_addf(b, "  %.*s", STR_ARG(term));
    for (size_t w = term.len + 2; w < TERM_COLUMN; w++)
        buf_addc(b, ' ');
    buf_addf(b, "%s\n", meaning);
}

void help_query(struct buf *b)
{
    buf_adds(b,
             "People queries name people by what is known of them. They stand behind --audience,\n"
             "--exclude, --only and --include, and behind kith people, tag and find.\n\nTerms\n");
    put_term(b, STR("jane, \"Jane Doe\""), "who is called so; a handle, an address or an id (p12)");
    for (const struct people_key_info *k = people_keys; k->name; k++) {
        put_term(b, str_printf(b->a, "%s:VALUE", k->name), k->meaning);
    }
    put_term(b, STR("us"), "our own staff");
    put_term(b, STR("everyone"), "everybody");
    buf_adds(b, "\nBehaviours, compared with = < <= > >=\n");
    for (const struct behaviour_info *i = behaviour_infos; i->name; i++) {
        put_term(b, str_of(i->name), i->meaning);
    }
    buf_adds(
        b, "\nA value with blanks stands in quotes, a date as 2026-01-31. Terms are joined by and, "
           "or,\n"
           "not and parentheses; side by side means and.\n"
           "\n"
           "Examples\n"
           "  kith people 'category:analyst and not tag:buyer'\n"
           "  kith people 'outlet:\"Platform Forum\" answers>=20'\n"
           "  kith tag 'org:\"Acme\" or org:\"Globex\"' buyer\n"
           "\n"
           "Topics (--topic of kith market add) are full-text queries over what was said: words,\n"
           "\"phrases\", AND, OR, NOT, parentheses, and prefix*.\n");
}
