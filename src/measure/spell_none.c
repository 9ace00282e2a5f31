/* spell_none.c - measure: without hunspell no spelling is looked at. */
#include "measure/spell.h"

enum status spell_find(const struct spell **ret, struct err *e)
{
    (void)ret;
    return err_set(e, IO_FAILED,
                   "spelling cannot be looked at, this kith was built without hunspell; install "
                   "libhunspell-dev and build it anew with -Dhunspell=enabled");
}
