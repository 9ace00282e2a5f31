/* lang_tag.c - listen: is this the tag of a language? */
#include "listen/lang_tag.h"

static const char two_letters[] =
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv "
    "kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr "
    "nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq "
    "sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi "
    "yo za zh zu ";

struct subtag {
    struct str text;
    bool letters, digits; /* of nothing else */
};

static bool subtag_cut(struct str *rest, struct subtag *ret)
{
    *ret = (struct subtag){.letters = true, .digits = true};
    if (!rest->p || !str_cut(rest, '-', &ret->text)) return false;
    for (size_t i = 0; i < ret->text.len; i++) {
        bool letter = ascii_is_letter(ret->text.p[i]);
        bool digit = ascii_is_digit(ret->text.p[i]);
        ret->letters = ret->letters && letter;
        ret->digits = ret->digits && digit;
        if (!letter && !digit) ret->text.len = 0;
    }
    return true;
}

static bool is_language(const struct subtag *t)
{
    if (!t->letters || t->text.len < 2 || t->text.len > 8) return false;
    if (t->text.len > 2) return true;
    for (size_t i = 0; i + 2 < sizeof two_letters; i += 3) {
        if (ascii_lower(t->text.p[0]) == two_letters[i] &&
            ascii_lower(t->text.p[1]) == two_letters[i + 1]) {
            return true;
        }
    }
    return false;
}

static bool is_variant(const struct subtag *t)
{
    size_t n = t->text.len;
    return (n >= 5 && n <= 8) || (n == 4 && ascii_is_digit(t->text.p[0]));
}

/* Subtags of 1 to 8 letters and digits, of which there must be one. */
static bool all_private(struct str rest, struct subtag *t)
{
    size_t count = 0;
    while (subtag_cut(&rest, t)) {
        if (!t->text.len || t->text.len > 8) return false;
        count++;
    }
    return count > 0;
}

/* From the first singleton on: "u-co-phonebk-x-own". */
static bool extensions_valid(struct str rest, struct subtag t)
{
    bool more = true;
    while (more) {
        if (t.text.len != 1) return false;
        if (ascii_lower(t.text.p[0]) == 'x') return all_private(rest, &t);
        size_t count = 0;
        while ((more = subtag_cut(&rest, &t)) && t.text.len >= 2 && t.text.len <= 8)
            count++;
        if (!count) return false;
    }
    return true;
}

bool lang_tag_valid(struct str tag)
{
    struct str rest = tag;
    struct subtag t;
    if (!tag.len || !subtag_cut(&rest, &t)) return false;
    if (t.text.len == 1) { /* "x-own", and "i-klingon" of old */
        char c = ascii_lower(t.text.p[0]);
        return (c == 'x' || c == 'i') && all_private(rest, &t);
    }
    if (!is_language(&t)) return false;
    bool extended = t.text.len <= 3;
    bool more = subtag_cut(&rest, &t);
    for (int i = 0; i < 3 && more && extended && t.letters && t.text.len == 3; i++)
        more = subtag_cut(&rest, &t);
    if (more && t.letters && t.text.len == 4) more = subtag_cut(&rest, &t); /* script */
    bool region = more && ((t.letters && t.text.len == 2) || (t.digits && t.text.len == 3));
    if (region) more = subtag_cut(&rest, &t);
    while (more && is_variant(&t))
        more = subtag_cut(&rest, &t);
    return !more || extensions_valid(rest, t);
}
