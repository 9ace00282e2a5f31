/* activity.c - base: in which ways do ours and somebody meet? */
#include "base/activity.h"

#include "base/near.h"

const char *const activity_forms[] = {
    [FORM_NEITHER] = "", [FORM_FORMAL] = "formal", [FORM_SOCIAL] = "social"};
const char *const activity_bys[BY_COUNT] = {[BY_US] = "us", [BY_THEM] = "them", [BY_BOTH] = "both"};

const struct activity_info activity_infos[ACTIVITY_COUNT] = {
    [ACTIVITY_BRIEFING] = {"briefing", "we briefed them", FORM_FORMAL, true, BY_US},
    [ACTIVITY_EMBARGO] = {"embargo", "news before its time, under embargo", FORM_FORMAL, true,
                          BY_US},
    [ACTIVITY_WIRE] = {"wire", "news that came to them over a wire", FORM_FORMAL, true, BY_US},
    [ACTIVITY_CALL] = {"call", "a call, with or without pictures", FORM_FORMAL, true, BY_BOTH},
    [ACTIVITY_MEETING] = {"meeting", "a meeting", FORM_FORMAL, true, BY_BOTH},
    [ACTIVITY_MAIL] = {"mail", "a mail or letter", FORM_FORMAL, true, BY_US},
    [ACTIVITY_MESSAGE] = {"message", "a direct message", FORM_SOCIAL, true, BY_US},
    [ACTIVITY_REPLY] = {"reply", "an answer to what the other published", FORM_SOCIAL, true, BY_US},
    [ACTIVITY_SHARE] = {"share", "what the other said was passed on", FORM_SOCIAL, true, BY_US},
    [ACTIVITY_TALK] = {"talk", "a talk, at a stand, a stage or a table", FORM_SOCIAL, true,
                       BY_BOTH},
    [ACTIVITY_GIFT] = {"gift", "a gift, a sample, an invitation", FORM_NEITHER, true, BY_US},
    [ACTIVITY_NOTE] = {"note", "something to remember; no contact", FORM_NEITHER, false, BY_US},
};

enum activity_kind activity_of(struct str name)
{
    for (int k = 1; k < ACTIVITY_COUNT; k++) {
        if (str_is_nocase(name, activity_infos[k].name)) return (enum activity_kind)k;
    }
    return ACTIVITY_NONE;
}

const char *activity_names(struct arena *a)
{
    struct buf b = buf_new(a);
    for (int k = 1; k < ACTIVITY_COUNT; k++) {
        buf_addf(&b, "%s%s", k == 1 ? "" : ", ", activity_infos[k].name);
    }
    return buf_str(&b).p;
}

const char *activity_near(struct str name)
{
    const char *names[ACTIVITY_COUNT] = {NULL};
    for (int k = 1; k < ACTIVITY_COUNT; k++)
        names[k - 1] = activity_infos[k].name;
    return near_word(name, names);
}

bool activity_by_of(struct str name, enum activity_by *ret)
{
    for (int b = 0; b < BY_COUNT; b++) {
        if (!str_is_nocase(name, activity_bys[b])) continue;
        *ret = (enum activity_by)b;
        return true;
    }
    return false;
}

enum activity_form verb_form(enum verb_kind verb)
{
    static const enum activity_form forms[VERB_COUNT] = {
        [VERB_ADVISED] = FORM_FORMAL,  [VERB_MET] = FORM_FORMAL,
        [VERB_BOOKED] = FORM_FORMAL,   [VERB_REVIEWED] = FORM_FORMAL,
        [VERB_ASKED] = FORM_SOCIAL,    [VERB_CITED] = FORM_SOCIAL,
        [VERB_ACCEPTED] = FORM_SOCIAL, [VERB_ATTENDED] = FORM_SOCIAL,
        [VERB_SHARED] = FORM_SOCIAL,   [VERB_THANKED] = FORM_SOCIAL,
        [VERB_REPLIED] = FORM_SOCIAL,  [VERB_INTRODUCED] = FORM_SOCIAL,
        [VERB_MENTIONED] = FORM_SOCIAL};
    return forms[verb];
}

bool verb_is_contact(enum verb_kind verb)
{
    return verb_form(verb) != FORM_NEITHER;
}
