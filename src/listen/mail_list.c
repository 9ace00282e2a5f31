/* mail_list.c - listen: which mailing lists did a mail go through? */
#include "listen/mail_int.h"

#include <string.h>

/* The bytes between the last < and the next >; *ret_before is the phrase in front. */
static bool in_angles(struct str s, struct str *ret, struct str *ret_before)
{
    const char *open = s.len ? memrchr(s.p, '<', s.len) : NULL;
    if (!open) return false;
    struct str rest = str_skip(s, (size_t)(open - s.p) + 1);
    *ret = str_trim(str_head(rest, str_find(rest, '>')));
    *ret_before = str_head(s, (size_t)(open - s.p));
    return true;
}

static bool is_list_id(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (c <= ' ' || strchr("<>,;\"()", c)) return false;
    }
    return s.len > 0 && s.len <= NAME_BYTES_MAX;
}

/* The first label of an id is the list: "ilug" of ilug.example.org. */
static bool is_id_of(struct str id, struct str address)
{
    struct str label = str_head(id, str_find(id, '.'));
    struct str local = mail_local_part(address);
    return label.len && (str_eq(label, local) || str_eq(id, address));
}

static bool is_same(const struct mail_list *list, struct str id, struct str address)
{
    if (id.len && list->id.len) return str_eq(list->id, id);
    if (id.len) return is_id_of(id, list->address);
    if (list->address.len) {
        return str_eq(mail_local_part(list->address), mail_local_part(address));
    }
    return is_id_of(list->id, address);
}

static void keep(struct mail_lists *lists, struct mail_list found, bool sole)
{
    for (size_t i = 0; i < lists->count; i++) {
        struct mail_list *list = &lists->list[i];
        bool lone = sole && lists->count == 1 && !list->address.len;
        if (!lone && !is_same(list, found.id, found.address)) continue;
        if (!list->address.len) list->address = found.address;
        return;
    }
    if (lists->count < LISTS_PER_DOC_MAX) lists->list[lists->count++] = found;
}

static void add_id(struct mail_lists *lists, struct str value, struct arena *a)
{
    struct str id = str_trim(value);
    struct str before = STR("");
    if (!in_angles(value, &id, &before) && str_find(id, '.') == id.len) return;
    id = utf8_mend(a, str_lower(a, id));
    if (!is_list_id(id)) return;
    struct mail_list list = {.id = id, .name = mail_name(a, before), .address = STR("")};
    if (str_find(id, '@') < id.len) list.address = id;
    keep(lists, list, false);
}

static void add_address(struct mail_lists *lists, struct str text, bool sole, struct arena *a)
{
    struct str email = mail_email(a, text);
    if (!email.len) return;
    keep(lists, (struct mail_list){STR(""), STR(""), email, false}, sole);
}

/* "<mailto:list@example.org?subject=x>, <https://…>"; "NO" when nobody may post. */
static void add_post(struct mail_lists *lists, struct str value, struct arena *a)
{
    size_t at = str_find_nocase(value, "mailto:");
    if (at == value.len) return;
    struct str rest = str_skip(value, at + 7);
    size_t end = 0;
    while (end < rest.len && !strchr(">?, \t", rest.p[end]))
        end++;
    add_address(lists, str_head(rest, end), true, a);
}

static bool strip_end(struct str *local, const char *end)
{
    if (local->len <= strlen(end) || !str_ends_nocase(*local, end)) return false;
    local->len -= strlen(end);
    return true;
}

/* "exmh-admin@x.org" is the machine behind exmh@x.org; false when it is no machine's name. */
static bool list_of_robot(struct str email, struct arena *a, struct str *ret)
{
    static const char *const ends[] = {"-admin", "-bounces", "-request", "-owner",
                                       "-help",  "-return",  "-errors"};
    struct str local = mail_local_part(email);
    struct str host = str_skip(email, local.len);
    size_t plus = str_find(local, '+'); /* list-bounces+jane=y.org@x.org */
    if (plus < local.len) local = str_head(local, plus);
    bool found = false;
    if (str_starts_nocase(local, "owner-") && local.len > 6) {
        local = str_skip(local, 6);
        found = true;
    }
    for (size_t i = 0; !found && i < sizeof ends / sizeof *ends; i++) {
        found = strip_end(&local, ends[i]);
    }
    if (found) *ret = str_printf(a, "%.*s%.*s", STR_ARG(local), STR_ARG(host));
    return found;
}

static void add_robot(struct mail_lists *lists, struct str value, struct arena *a)
{
    struct mail_address from;
    struct str address = STR("");
    if (mail_address_next(a, &value, &from) && list_of_robot(from.email, a, &address)) {
        add_address(lists, address, false, a);
    }
}

/* "list x@y; contact x-owner@y" (Yahoo), "contact x-help@y; run by ezmlm". */
static void add_mailing(struct mail_lists *lists, struct str value, struct arena *a)
{
    value = str_trim(value);
    struct str part = str_head(value, str_find(value, ';'));
    if (str_starts_nocase(part, "list ")) {
        add_address(lists, str_skip(part, 5), false, a);
    } else if (str_starts_nocase(part, "contact ")) {
        add_robot(lists, str_skip(part, 8), a);
    }
}

void mail_list_add(struct mail_lists *lists, enum list_header kind, struct str value,
                   struct arena *a)
{
    struct mail_address first = {STR(""), STR("")};
    switch (kind) {
    case LIST_ID:
        add_id(lists, value, a);
        break;
    case LIST_BEEN_THERE:
        add_address(lists, value, true, a);
        break;
    case LIST_POST:
        add_post(lists, value, a);
        break;
    case LIST_X_MAILING:
        if (mail_address_next(a, &value, &first)) add_address(lists, first.email, false, a);
        break;
    case LIST_MAILING:
        add_mailing(lists, value, a);
        break;
    case LIST_DELIVERED:
        value = str_trim(value);
        if (str_starts_nocase(value, "mailing list ")) {
            add_address(lists, str_skip(value, 13), false, a);
        }
        break;
    case LIST_SENDER:
        if (lists->count) break;
        add_robot(lists, value, a);
        lists->list[0].guessed = lists->count > 0;
        break;
    case LIST_HEADERS:
        break;
    }
}

/* ---- tags of subjects ---- */

/* "Re:", "RE[2]:", "Fwd:", "AW:" … one of them; false when there is none. */
static bool skip_prefix(struct str *s)
{
    static const char *const words[] = {"re",   "fwd",     "fw",  "aw",  "wg", "sv", "vs",
                                        "antw", "antwort", "ref", "rif", "tr", "odp"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!str_starts_nocase(*s, words[i])) continue;
        struct str rest = str_skip(*s, strlen(words[i]));
        if (rest.len && (rest.p[0] == '[' || rest.p[0] == '^' || rest.p[0] == '(')) {
            size_t end = 1;
            while (end < rest.len && rest.p[end] >= '0' && rest.p[end] <= '9')
                end++;
            if (end > 1 && end < rest.len && strchr("])", rest.p[end])) end++;
            rest = str_skip(rest, end);
        }
        if (!rest.len || rest.p[0] != ':') continue;
        *s = str_trim(str_skip(rest, 1));
        return true;
    }
    return false;
}

/* What people write in brackets about the mail, not about the list. */
static bool is_remark(struct str tag)
{
    static const char *const words[] = {
        "patch",   "patches", "ann",      "announce", "announcement", "rfc",        "bug",
        "bugs",    "was",     "ot",       "offtopic", "off-topic",    "solved",     "fixed",
        "spam",    "urgent",  "resend",   "question", "re",           "fwd",        "adv",
        "test",    "request", "security", "vote",     "result",       "proposal",   "discuss",
        "release", "long",    "draft",    "reminder", "external",     "no_subject", NULL};
    return str_among_nocase(tag, words) || str_starts_nocase(tag, "patch");
}

struct str mail_list_tag(struct str subject)
{
    subject = str_trim(subject);
    while (skip_prefix(&subject))
        continue;
    if (!subject.len || subject.p[0] != '[') return STR("");
    struct str tag = str_skip(subject, 1);
    size_t end = str_find(tag, ']');
    if (end == tag.len || end < 2 || end > 64) return STR("");
    tag = str_head(tag, end);
    for (size_t i = 0; i < tag.len; i++) {
        char c = tag.p[i];
        bool letter = ascii_is_letter(c) || (unsigned char)c >= 0x80;
        bool other = ascii_is_digit(c) || strchr("-_.&+", c);
        if (!letter && (i == 0 || !other)) return STR("");
    }
    return is_remark(tag) ? STR("") : tag;
}
