/* form_int.h - serve: what the files of forms share; form.h has the rest. */
#ifndef KITH_SERVE_FORM_INT_H
#define KITH_SERVE_FORM_INT_H

#include "serve/form.h"

struct filling { /* a form, as it is being written */
    const struct page *p;
    const struct http_pairs *given; /* what was given before; NULL: nothing */
    bool ask;                       /* it only asks: nothing is wanted */
};

void form_hidden(struct buf *b, const char *name, struct str value);
/* With its label, and what was given before. */
void form_field(const struct filling *f, const struct field *field, struct buf *b);
/* False: the table has no such column. */
bool form_column(const struct table *t, const char *name, size_t *ret);

#endif
