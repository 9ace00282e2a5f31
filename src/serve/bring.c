/* bring.c - serve: how does a table look that anybody can bring? */
#include "serve/bring.h"

#include <string.h>

enum { COLUMNS_MOST = 12 };

static const struct bring {
    const char *name, *says, *wants, *may;
    const char *head; /* names of its columns, apart by bars */
    const char *rows[4];
} brings[] = {
    {"people",
     "who is here: buyers, colleagues, people you know",
     "name, email or handles",
     "org, title, country, category, tags, followers, weight, team, seniority 1 to 5, capacity, "
     "topics",
     "name|email|handles|org|title|country|tags",
     {"Amara Osei|amara.osei@northbank.example||Northbank|Head of Platform|GB|buyer",
      "Marta Sobol||forum:msobol github:msobol|Sobol Advice|Consultant|PL|",
      "Ana Teller|ana@us.example||Us|Sales|DE|teammate", NULL}},
    {"evidence",
     "who heeded whom, and when: one row each time",
     "at, verb, from, to",
     "url, text, topic, sign -1 0 1, room size, stage",
     "at|verb|from|to|text|sign",
     {"2026-01-12|named|amara.osei@northbank.example|forum:msobol|Who helped us choose a runtime "
      "policy: Marta Sobol|1",
      "2026-01-15|replied|forum:qleroy|forum:msobol|Agreed, and it scales|1",
      "2026-02-02|cited|forum:anka|forum:msobol|Her notes on runtime policies|1", NULL}},
    {"deals",
     "what was bought, and who advised the buyers",
     "deal, org, stage",
     "amount, currency, opened, closed, buyers, advisers",
     "deal|org|amount|currency|stage|opened|closed|buyers|advisers",
     {"Platform 2026|Northbank|48000|EUR|won|2025-11-03|2026-02-20|amara.osei@northbank.example|"
      "forum:msobol",
      "Runtime audit|Fjordline|9500|EUR|lost|2025-10-01|2026-01-09|bjarne.dahl@fjordline.example|",
      NULL}},
    {"relationships",
     "who of ours knows whom, as both sides say",
     "teammate (or *), person",
     "strength 0 to 5, since, confirmed 0 to 5, wanted yes or no, view -2 to 2, cause, "
     "confirmed_at",
     "teammate|person|strength|since|confirmed|wanted",
     {"ana@us.example|forum:msobol|3|2025-04-01|2|yes",
      "ana@us.example|amara.osei@northbank.example|1|2026-01-20||", NULL}},
    {"answers",
     "what people answered when they were asked",
     "survey, respondent, question, answer",
     "wave, kind (names, prompted, reads, …), weight, at",
     "survey|wave|respondent|question|kind|answer|at",
     {"Advisers|2026-01|amara.osei@northbank.example|Whose advice do you follow?|names|Marta "
      "Sobol|2026-01-18",
      "Advisers|2026-01|bjarne.dahl@fjordline.example|Whose advice do you follow?|names|Marta "
      "Sobol|2026-01-19",
      NULL}},
};
enum { BRINGS = sizeof brings / sizeof *brings };

static const struct column list_columns[] = {
    {"table", "table", NULL, CELL_TEXT, 0, false},
    {"says", "says", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"wants", "must have", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"may", "may have", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
};

struct table *bring_list(struct arena *a)
{
    struct table *t =
        table_new(a, "tables", list_columns, sizeof list_columns / sizeof *list_columns);
    table_lead(t, "Five tables can be brought as CSV, TSV or JSON Lines; each name opens an "
                  "example.");
    for (size_t i = 0; i < BRINGS; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(str_of(brings[i].name));
        row[1] = cell_text(str_of(brings[i].says));
        row[2] = cell_text(str_of(brings[i].wants));
        row[3] = cell_text(str_of(brings[i].may));
    }
    table_note(t,
               "Names of columns are compared without case, blanks and punctuation; those of "
               "common systems are known, and others are said when the table is looked through.");
    table_note(t, "A person is an e-mail address, channel:handle, or a name; an outlet is "
                  "outlet:NAME or an address of the web.");
    return t;
}

static size_t cut_columns(const struct bring *b, struct arena *a, struct column *ret)
{
    struct str rest = str_of(b->head);
    struct str name;
    size_t n = 0;
    while (n < COLUMNS_MOST && str_cut(&rest, '|', &name)) {
        const char *text = str_c(a, name);
        ret[n++] = (struct column){.name = text, .title = text, .kind = CELL_TEXT};
    }
    return n;
}

struct table *bring_example(struct str name, struct arena *a)
{
    const struct bring *b = brings;
    while (b < brings + BRINGS && !str_is(name, b->name))
        b++;
    if (b == brings + BRINGS) return NULL;
    struct column *columns = arena_new(a, struct column, COLUMNS_MOST);
    size_t n = cut_columns(b, a, columns);
    struct table *t = table_new(a, b->name, columns, n);
    table_lead(t, "An example, with people who are made up: it can be taken as CSV, and brought "
                  "back with your rows in it.");
    for (const char *const *line = b->rows; *line; line++) {
        struct cell *row = table_row(t);
        struct str rest = str_of(*line);
        struct str cell;
        for (size_t c = 0; c < n && str_cut(&rest, '|', &cell); c++)
            if (cell.len) row[c] = cell_text(cell);
    }
    return t;
}
