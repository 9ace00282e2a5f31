/* git_trailer.c - listen: whom does the message of a commit name, and what for? */
#include "listen/git_int.h"

#include <string.h>

/*
 * Projects write what they like. Those read mean the same wherever they are met; a line counts
 * wherever it stands in the message, at the start of a line.
 */
static const struct {
    const char *key;
    enum git_trail trail;
} trails[] = {
    {"Reviewed-by", TRAIL_REVIEWED},
    {"Acked-by", TRAIL_REVIEWED},
    {"Tested-by", TRAIL_REVIEWED},
    {"Approved-by", TRAIL_REVIEWED},
    {"Reviewed-and-tested-by", TRAIL_REVIEWED},
    {"Tested-and-reviewed-by", TRAIL_REVIEWED},
    {"Acked-and-tested-by", TRAIL_REVIEWED},
    {"Reported-by", TRAIL_THANKED},
    {"Reported-and-tested-by", TRAIL_THANKED},
    {"Suggested-by", TRAIL_THANKED},
    {"Requested-by", TRAIL_THANKED},
    {"Proposed-by", TRAIL_THANKED},
    {"Helped-by", TRAIL_THANKED},
    {"Mentored-by", TRAIL_THANKED},
    {"Inspired-by", TRAIL_THANKED},
    {"Improved-by", TRAIL_THANKED},
    {"Noticed-by", TRAIL_THANKED},
    {"Spotted-by", TRAIL_THANKED},
    {"Pointed-out-by", TRAIL_THANKED},
    {"Diagnosed-by", TRAIL_THANKED},
    {"Debugged-by", TRAIL_THANKED},
    {"Analyzed-by", TRAIL_THANKED},
    {"Bisected-by", TRAIL_THANKED},
    {"Based-on-patch-by", TRAIL_THANKED},
    {"Based-on-a-patch-by", TRAIL_THANKED},
    {"Original-patch-by", TRAIL_THANKED},
    {"Thanks-to", TRAIL_THANKED},
    {"Thanks", TRAIL_THANKED},
    {"Co-authored-by", TRAIL_WITH},
    {"Co-developed-by", TRAIL_WITH},
    {"Cc", TRAIL_OTHER},
    {"Link", TRAIL_OTHER},
    {"Closes", TRAIL_OTHER},
    {"Bug", TRAIL_OTHER},
    {"Issue", TRAIL_OTHER},
};

enum { KEY_BYTES_MAX = 48, ID_DIGITS_MIN = 7, ID_DIGITS_MAX = 64 };

static bool is_hex(char c)
{
    return ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

/* The id that s begins with; empty when it begins with none. */
static struct str id_at(struct str s)
{
    size_t n = 0;
    while (n < s.len && n <= ID_DIGITS_MAX && is_hex(s.p[n]))
        n++;
    bool ends = n == s.len || (!ascii_is_letter(s.p[n]) && !ascii_is_digit(s.p[n]));
    return ends && n >= ID_DIGITS_MIN && n <= ID_DIGITS_MAX ? str_head(s, n) : STR("");
}

/* A key of letters, digits and hyphens before a colon and a blank. */
static bool key_of(struct str line, struct str *ret_key, struct str *ret_value)
{
    size_t n = 0;
    bool hyphen = false;
    while (n < line.len && n < KEY_BYTES_MAX &&
           (ascii_is_letter(line.p[n]) || ascii_is_digit(line.p[n]) || line.p[n] == '-')) {
        hyphen |= line.p[n++] == '-';
    }
    if (!n || n + 1 >= line.len || line.p[n] != ':') return false;
    if (line.p[n + 1] != ' ' && line.p[n + 1] != '\t' && !hyphen) return false;
    *ret_key = str_head(line, n);
    *ret_value = str_trim(str_skip(line, n + 1));
    return ret_value->len > 0;
}

enum git_trail git_trail_of(struct str line, struct str *ret)
{
    static const char reverts[] = "This reverts commit ";
    struct str key;
    *ret = STR("");
    if (str_starts(line, reverts)) {
        *ret = id_at(str_skip(line, sizeof reverts - 1));
        return ret->len ? TRAIL_REVERTS : TRAIL_NONE;
    }
    if (!key_of(line, &key, ret)) return TRAIL_NONE;
    if (str_is_nocase(key, "Fixes")) {
        struct str value = *ret;
        if (str_starts_nocase(value, "commit ")) value = str_skip(value, 7);
        *ret = id_at(value);
        return ret->len ? TRAIL_FIXES : TRAIL_OTHER; /* the number of an issue */
    }
    for (size_t i = 0; i < sizeof trails / sizeof *trails; i++) {
        if (str_is_nocase(key, trails[i].key)) return trails[i].trail;
    }
    /* "Signed-off-by: …", "Change-Id: …", but not "Re-read: it works" in a sentence of its own */
    bool capital = key.p[0] >= 'A' && key.p[0] <= 'Z';
    bool by = str_ends_nocase(key, "-by") || str_ends_nocase(key, "-id");
    return capital && by ? TRAIL_OTHER : TRAIL_NONE;
}

bool git_signer_read(struct str text, struct git_signer *ret)
{
    size_t open = str_find(text, '<');
    if (open < text.len) {
        struct str rest = str_skip(text, open + 1);
        size_t close = str_find(rest, '>');
        if (close == rest.len) return false;
        ret->name = str_trim(str_head(text, open));
        ret->email = str_trim(str_head(rest, close));
        return ret->email.len > 0;
    }
    struct str word = str_head(text, str_find(text, ' '));
    if (str_find(word, '@') == word.len || word.p[0] == '@') return false;
    *ret = (struct git_signer){.name = STR(""), .email = word};
    return true;
}

bool git_takes_proposal(struct str message)
{
    if (str_starts(message, "Merge pull request #")) return true;
    /* GitLab names the request at the end, Bitbucket in brackets */
    if (str_find_nocase(message, "\nSee merge request ") < message.len) return true;
    if (str_starts(message, "Merged in ")) {
        return str_find_nocase(message, "(pull request #") < message.len;
    }
    struct str title = str_head(message, str_find(message, '\n'));
    return str_starts(title, "Merge tag '") && str_find_nocase(title, "' of ") < title.len;
}
