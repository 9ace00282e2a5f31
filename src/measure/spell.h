/*
 * spell.h - measure: is this a word of the language?
 *
 * hunspell brings a C++ library along, so what calls it is a module of its own, kith-spell.so
 * (base/module.h), loaded when a spelling is asked for. Where kith was built without it
 * (-Dhunspell=disabled), or no dictionary is there, spelling is not measured, and it is said why.
 *
 *   spell_hunspell.c  what the module gives; it shows this one symbol, kith_spell
 *   spell_load.c      spell_find of the program
 *   spell_none.c      spell_find of a program without hunspell, and of tests that need none
 *   spell_linked.c    spell_find of the tests that are linked with what the module holds
 *
 * Dictionaries are hunspell's: NAME.aff and NAME.dic in one directory.
 *
 * Check  tests/unit/test_spell.c, tests/module/run.sh
 */
#ifndef KITH_MEASURE_SPELL_H
#define KITH_MEASURE_SPELL_H

#include "base/module.h"

#include <stdbool.h>

#define SPELL_DIRECTORY "/usr/share/hunspell"

/* Raise it with every change of what stands here. */
enum { SPELL_VERSION = 1 };

struct speller;

struct spell {
    struct module_table module; /* stays first */
    /* The dictionary of NAME in directory; NULL: hunspell got no memory. Both files must be there:
     * hunspell takes a missing one for an empty one. */
    struct speller *(*open)(const char *aff, const char *dic);
    bool (*knows)(struct speller *s, const char *word); /* UTF-8 */
    void (*close)(struct speller *s);
};

extern const struct spell kith_spell;

/* IO_FAILED as leiden_find. */
MUST_CHECK enum status spell_find(const struct spell **ret, struct err *e);

#endif
