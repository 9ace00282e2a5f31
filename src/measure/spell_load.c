/* spell_load.c - measure: the module that knows spellings, loaded on first need. */
#include "measure/spell.h"

enum status spell_find(const struct spell **ret, struct err *e)
{
    static const struct module_want want = {.file = "kith-spell.so",
                                            .symbol = "kith_spell",
                                            .version = SPELL_VERSION,
                                            .lost = "spelling cannot be looked at"};
    struct module_found found = {0};
    module_load(&want, &found); /* asked once a run; twice gives the same */
    if (!found.table) return err_set(e, IO_FAILED, "%s", found.e.text);
    *ret = (const struct spell *)(const void *)found.table;
    return OK;
}
