/* spell_hunspell.c - measure: is this a word of the language, as hunspell knows it? */
#include "measure/spell.h"

#include <hunspell.h>
#include <string.h>

static struct speller *spell_open(const char *aff, const char *dic)
{
    return (struct speller *)Hunspell_create(aff, dic);
}

/* A dictionary in an older encoding is asked for ASCII words alone: it is not told of others. */
static bool spell_knows(struct speller *s, const char *word)
{
    bool ascii = true;
    for (const char *p = word; *p; p++)
        ascii = ascii && (unsigned char)*p < 0x80;
    if (!ascii && strcmp(Hunspell_get_dic_encoding((Hunhandle *)s), "UTF-8") != 0) return true;
    return Hunspell_spell((Hunhandle *)s, word) != 0;
}

static void spell_close(struct speller *s)
{
    if (s) Hunspell_destroy((Hunhandle *)s);
}

__attribute__((visibility("default"))) const struct spell kith_spell = {
    .module = {.version = SPELL_VERSION, .kith = KITH_VERSION},
    .open = spell_open,
    .knows = spell_knows,
    .close = spell_close,
};
