/* spell_linked.c - measure: tests of spelling are linked with what the module holds. */
#include "measure/spell.h"

enum status spell_find(const struct spell **ret, struct err *e)
{
    (void)e;
    *ret = &kith_spell;
    return OK;
}
