/*
 * agree.h - connect: how far do two sides agree that they know each other?
 *
 * One 2x2: what we claim against what the other side confirms. Nobody who was silent is in it;
 * what they could have said makes the bounds.
 *
 *   confirmed     a/(a+b): of what we claim, the share the other side confirms. Wilson 1927
 *   sensitivity   a/(a+c): of what they have with us, the share we know of. Wilson
 *   over          (b-c)/n: by how much we believe more than they, as a share. Where b+c >= 10 the
 *                 large-sample interval of a paired difference,
 *                 D -+ z sqrt(b + c - (b-c)^2/n)/n (Fleiss, Levin, Paik 2003, 13.1), which has no
 *                 width where all agree; below that the score interval (Tango 1998,
 *                 doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B), which has
 *   p             McNemar, exact: both tails of the binomial of b+c trials at 1/2
 *   kappa         (po-pe)/(1-pe) (Cohen 1960, doi:10.1177/001316446002000104)
 *                 its interval is Wilson's of po with pe held: in 24 made tables of 10 to 200
 *                 people 95 % held the truth in .92 to 1.00, the large-sample one (Fleiss, Cohen,
 *                 Everitt 1969) in .31 to .95
 *   adjusted      2po-1, kappa with both answers equally common (Byrt, Bishop, Carlin 1993); so is
 *                 its interval of po's
 *   bounds        confirmed and over with all the silent taken as no, and as yes
 *
 * Units   shares 0 to 1, over, kappa and adjusted -1 to 1; NAN where nothing was counted
 * Level   AGREE_LEVEL, two-sided
 * Cost    O(b + c) for p, else constant
 * Check   tests/unit/test_agree.c against R; tests/laws/law_agree.c
 */
#ifndef KITH_CONNECT_AGREE_H
#define KITH_CONNECT_AGREE_H

#include <stdint.h>

#define AGREE_LEVEL 0.95

struct agree {
    uint64_t both, ours, theirs, none; /* a; b: we alone; c: they alone; d */
    uint64_t silent_ours;              /* claimed, and no answer */
    uint64_t silent_none;              /* not claimed, and no answer */
};

struct figure {
    double value, lo, hi;
};

struct agreement {
    uint64_t n; /* a + b + c + d */
    struct figure confirmed, sensitivity, over;
    struct figure kappa, adjusted;
    double p;
    double confirmed_if_no, confirmed_if_yes; /* had all the silent said so */
    double over_if_yes, over_if_no;
};

struct agreement agree_find(const struct agree *x);
/* now - before of two independent figures, by their own intervals (MOVER: Newcombe 1998,
 * doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method 10; Zou, Donner
 * 2008).
 */
struct figure agree_change(struct figure now, struct figure before);

#endif
