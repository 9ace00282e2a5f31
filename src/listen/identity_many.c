/* identity_many.c - listen: which accounts and addresses are used by several people? */
#include "listen/identity_int.h"

#include <stdlib.h>

enum { NAMES_APART = 3 };

/* Adds the names of x to those that exclude each other; how many are there now? */
static size_t names_apart(const struct forms *f, const struct form *x,
                          const struct form_name *apart[NAMES_APART], size_t n)
{
    for (size_t i = 0; i < x->names && n < NAMES_APART; i++) {
        bool other = x->name[i].full && x->name[i].said;
        for (size_t k = 0; k < n && other; k++) {
            int level = names_level(f, &x->name[i], apart[k]);
            other = level == NAME_DIFFERS || level == NAME_PART;
        }
        if (other) apart[n++] = &x->name[i];
    }
    return n;
}

struct mail_use {
    uint32_t address, entry;
};

static int mail_use_cmp(const void *x, const void *y)
{
    const struct mail_use *a = x;
    const struct mail_use *b = y;
    if (a->address != b->address) return a->address < b->address ? -1 : 1;
    return a->entry == b->entry ? 0 : a->entry < b->entry ? -1 : 1;
}

void forms_find_many(struct forms *f)
{
    struct arena work = {0};
    struct mail_use *use = arena_new(&work, struct mail_use, f->n * (size_t)MAILS_MAX);
    size_t n = 0;
    f->many = arena_new(f->a, bool, f->address.n + 1);
    for (uint32_t i = 0; i < f->n; i++) {
        struct form *x = &f->form[i];
        const struct form_name *apart[NAMES_APART];
        bool many = x->names >= NAMES_APART && names_apart(f, x, apart, 0) == NAMES_APART;
        x->robot = x->robot || many;
        for (size_t m = 0; m < x->mails; m++) {
            if (f->address.count[x->mail[m].address] < NAMES_APART) continue;
            use[n++] = (struct mail_use){x->mail[m].address, i};
        }
    }
    if (n) qsort(use, n, sizeof *use, mail_use_cmp);
    for (size_t i = 0, end; i < n; i = end) {
        const struct form_name *apart[NAMES_APART];
        size_t count = 0;
        for (end = i; end < n && use[end].address == use[i].address; end++)
            count = names_apart(f, &f->form[use[end].entry], apart, count);
        f->many[use[i].address] = count == NAMES_APART;
    }
    arena_free(&work);
}
