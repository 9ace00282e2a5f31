/* evidence.c - base: in which ways does one person heed another? */
#include "base/evidence.h"

const struct verb_info verb_infos[VERB_COUNT] = {
    [VERB_NAMED] = {"named", "named them, unprompted, as somebody to rely on", 1.0, true},
    [VERB_ADVISED] = {"advised", "was advised by them on a deal", 1.0, true},
    [VERB_ASKED] = {"asked", "asked them for advice", 0.8, true},
    [VERB_MET] = {"met", "met them", 0.8, true},
    [VERB_BOOKED] = {"booked", "paid for their time or report", 0.6, true},
    [VERB_PROMPTED] = {"prompted", "picked them from a list", 0.5, true},
    [VERB_CITED] = {"cited", "cited, quoted or linked them", 0.5, false},
    [VERB_ACCEPTED] = {"accepted", "accepted their answer", 0.5, false},
    [VERB_ATTENDED] = {"attended", "attended their talk, or wrote to a list", 0.4, true},
    [VERB_REVIEWED] = {"reviewed", "put work before them for review", 0.4, false},
    [VERB_SHARED] = {"shared", "passed on what they said", 0.4, false},
    [VERB_THANKED] = {"thanked", "thanked them", 0.4, false},
    [VERB_INTRODUCED] = {"introduced", "was introduced to them, or introduced them", 0.4, true},
    [VERB_REPLIED] = {"replied", "answered them", 0.3, false},
    [VERB_MENTIONED] = {"mentioned", "mentioned them", 0.2, false},
    [VERB_READS] = {"reads", "reads, hears or watches the outlet", 0.2, false},
    [VERB_FOLLOWED] = {"followed", "follows them", 0.05, false},
    [VERB_CLAIMED] = {"claimed", "is claimed by them; counts nothing until confirmed", 0.0, true},
};

enum verb_kind verb_of(struct str name)
{
    for (int v = 1; v < VERB_COUNT; v++) {
        if (str_is_nocase(name, verb_infos[v].name)) return (enum verb_kind)v;
    }
    return VERB_NONE;
}

const char *verb_names(struct arena *a)
{
    struct buf b = buf_new(a);
    for (int v = 1; v < VERB_COUNT; v++) {
        buf_addf(&b, "%s%s", v == 1 ? "" : ", ", verb_infos[v].name);
    }
    return buf_str(&b).p;
}
