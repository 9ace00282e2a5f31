/* readable.c - tools: what does kith count in these texts? For tools/bench/voice.py. */
#include "measure/readable.h"
#include "base/file.h"
#include "base/limits.h"

#include <stdio.h>
#include <string.h>

/* readable en|de FILE...: a line of figures each, as GNU style prints them */
int main(int argc, char **argv)
{
    enum tongue tongue = argc > 1 && strcmp(argv[1], "de") == 0 ? TONGUE_GERMAN : TONGUE_ENGLISH;
    for (int i = 2; i < argc; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct reader *r = NULL;
        struct str text = STR_NONE;
        enum status s = reader_open(argv[i], &a, &r, &e);
        if (!s) s = reader_rest(r, SOURCE_BYTES_MAX, &a, &text, &e);
        reader_close(r);
        if (s) {
            (void)fprintf(stderr, "readable: %s\n", e.text);
            return 1;
        }
        struct readable x = {0};
        readable_add(text, tongue, &a, &x);
        struct grades g = readable_grades(&x, tongue);
        printf("%llu %llu %llu %.4f %.4f %.4f %.4f %.4f %.4f %.4f %s\n",
               (unsigned long long)x.characters, (unsigned long long)x.words,
               (unsigned long long)x.sentences, g.kincaid, g.ari, g.coleman_liau, g.flesch, g.fog,
               g.lix, g.smog, argv[i]);
        arena_free(&a);
    }
    return 0;
}
