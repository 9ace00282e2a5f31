/* identity_form.c - listen: which tokens, logins and addresses does an entry consist of? */
#include "listen/handle.h"
#include "listen/identity_int.h"

#include <string.h>

enum { TOKEN_BYTES = 40, LOGIN_BYTES = 80 };

uint32_t lexicon_add(struct lexicon *x, struct str text)
{
    bool is_new = false;
    int64_t *at = map_put(&x->map, text, (int64_t)x->n + 1, &is_new);
    if (!is_new) return (uint32_t)*at;
    if (x->n + 2 > x->room) {
        size_t wider = x->room ? x->room * 2 : 256;
        struct arena *a = x->map.a;
        x->text = arena_grow(a, x->text, x->room * sizeof *x->text, wider * sizeof *x->text);
        x->count = arena_grow(a, x->count, x->room * sizeof *x->count, wider * sizeof *x->count);
        x->room = wider;
    }
    x->n++;
    x->text[x->n] = str_copy(x->map.a, text);
    return (uint32_t)x->n;
}

/* ---- letters ---- */

static const char *const cyrillic[] = {
    "a", "b", "v",  "g", "d", "e", "zh", "z",  "i",  "i",    "k",  "l", "m", "n", "o",  "p",
    "r", "s", "t",  "u", "f", "h", "ts", "ch", "sh", "shch", "",   "y", "",  "e", "yu", "ya",
    "e", "e", "dj", "g", "e", "z", "i",  "i",  "j",  "lj",   "nj", "c", "k", "i", "u",  "dz"};
static const char *const greek[] = {"a", "v", "g", "d", "e",  "z",  "i", "th", "i",
                                    "k", "l", "m", "n", "x",  "o",  "p", "r",  "s",
                                    "s", "t", "y", "f", "ch", "ps", "o"};

static const char *letter_latin(uint32_t code)
{
    if (code >= 0x430 && code <= 0x45F) return cyrillic[code - 0x430];
    if (code >= 0x3B1 && code <= 0x3C9) return greek[code - 0x3B1];
    switch (code) {
    case 0xE6:
        return "ae";
    case 0xF8:
        return "o";
    case 0xF0: /* eth */
    case 0x111:
        return "d";
    case 0xFE:
        return "th";
    case 0xDF:
        return "ss";
    case 0x142:
        return "l";
    case 0x153:
        return "oe";
    case 0x131:
        return "i";
    case 0x127:
        return "h";
    case 0x491:
        return "g";
    default:
        return NULL;
    }
}

static uint32_t decode(struct str s, size_t *ret_len)
{
    unsigned char c = (unsigned char)s.p[0];
    size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (n > s.len) n = s.len;
    uint32_t code = n == 1 ? c : c & (0xFFU >> (n + 1));
    for (size_t i = 1; i < n; i++)
        code = (code << 6) | ((unsigned char)s.p[i] & 0x3FU);
    *ret_len = n;
    return code;
}

struct str name_latin(struct arena *a, struct str name)
{
    struct str s = name_key(a, name);
    struct buf b = buf_new(a);
    while (s.len) {
        size_t n = 1;
        const char *latin = letter_latin(decode(s, &n));
        if (latin) {
            buf_adds(&b, latin);
        } else {
            buf_add(&b, str_head(s, n));
        }
        s = str_skip(s, n);
    }
    return buf_str(&b);
}

/* Spellings that one ear cannot tell apart: Guenter and Günter, Sergey and Sergei, Szakáts and
 * Szakats. Double letters are one, figures are not. */
static char letter_heard(char c)
{
    if (c == 'y' || c == 'j') return 'i';
    if (c == 'w') return 'v';
    return c;
}

static size_t token_heard(struct str t, char to[TOKEN_BYTES])
{
    size_t n = 0;
    for (size_t i = 0; i < t.len && n + 1 < TOKEN_BYTES; i++) {
        char c = t.p[i];
        char next = '\0';
        if (i + 1 < t.len) next = t.p[i + 1];
        bool silent = (c == 'c' && next == 'k') || (c == 'h' && i);
        if (c == 'p' && next == 'h') c = 'f'; /* its h is silent */
        if (next == 'e' && (c == 'a' || c == 'o' || c == 'u')) i++;
        c = letter_heard(c);
        if (silent || (n && to[n - 1] == c && !ascii_is_digit(c))) continue;
        to[n++] = c;
    }
    return n;
}

/* ---- names ---- */

/* "Jane Doe via some-list" and "Jane Doe (Acme)" are Jane Doe; "Doe, Jane" too. */
static struct str name_bare(struct arena *a, struct str name)
{
    static const char *const tails[] = {" via ", " on ", " (", " [", " <", " at ", NULL};
    for (size_t i = 0; tails[i]; i++) {
        size_t at = str_find_nocase(name, tails[i]);
        if (at && at < name.len) name = str_head(name, at);
    }
    size_t comma = str_find(name, ',');
    if (comma && comma < name.len) {
        struct str rest = str_trim(str_skip(name, comma + 1));
        if (rest.len && str_find(rest, ',') == rest.len) {
            return str_printf(a, "%.*s %.*s", STR_ARG(rest), STR_ARG(str_head(name, comma)));
        }
    }
    return name;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* One word of several, "AbhayGoyal": a blank where a small letter meets a capital. */
static struct str camel_apart(struct arena *a, struct str word)
{
    if (str_find(word, ' ') < word.len) return word;
    struct buf b = buf_new(a);
    for (size_t i = 0; i < word.len; i++) {
        bool small = i > 2 && word.p[i - 1] >= 'a' && word.p[i - 1] <= 'z';
        if (small && is_upper(word.p[i]) && i + 2 < word.len) buf_addc(&b, ' ');
        buf_addc(&b, word.p[i]);
    }
    return buf_str(&b);
}

static void sort_u32(uint32_t *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        for (size_t j = i; j && v[j - 1] > v[j]; j--) {
            uint32_t t = v[j];
            v[j] = v[j - 1];
            v[j - 1] = t;
        }
    }
}

static uint32_t set_key(struct forms *f, char kind, const uint32_t *token, size_t n)
{
    uint32_t sorted[TOKENS_MAX];
    memcpy(sorted, token, n * sizeof *token);
    sort_u32(sorted, n);
    char text[64];
    int len = snprintf(text, sizeof text, "%c", kind);
    for (size_t i = 0; i < n && len > 0; i++)
        len += snprintf(text + len, sizeof text - (size_t)len, " %u", sorted[i]);
    return lexicon_add(&f->key, (struct str){text, (size_t)len});
}

static void add_name(struct forms *f, struct form *to, struct str latin, bool said)
{
    struct form_name n = {.said = said};
    bool longer = false;
    for (struct str rest = latin, part; n.count < TOKENS_MAX && str_cut(&rest, ' ', &part);) {
        part = utf8_head(part, TOKEN_BYTES - 1);
        if (!part.len || word_is_title(part)) continue;
        char heard[TOKEN_BYTES];
        n.token[n.count] = lexicon_add(&f->token, part);
        n.heard[n.count++] = lexicon_add(&f->heard, (struct str){heard, token_heard(part, heard)});
        longer = longer || part.len > 2;
    }
    if (!n.count) return;
    n.full = n.count > 1 && longer;
    n.key = set_key(f, 't', n.token, n.count);
    n.sound = set_key(f, 'h', n.heard, n.count);
    for (size_t i = 0; i < to->names; i++) {
        if (to->name[i].key != n.key) continue;
        to->name[i].said = to->name[i].said || said;
        return;
    }
    if (to->names < NAMES_MAX) to->name[to->names++] = n;
}

/* ---- logins ---- */

static void add_login(struct forms *f, struct form *to, struct str login, bool mail)
{
    struct str s = str_lower(f->a, login);
    size_t plus = str_find(s, '+');
    if (mail && plus && plus < s.len) s = str_head(s, plus);
    char skel[TOKEN_BYTES];
    size_t n = 0;
    struct form_login x = {.mail = mail};
    size_t start = 0;
    for (size_t i = 0; i <= s.len; i++) {
        bool letter = i < s.len && (ascii_is_letter(s.p[i]) || (unsigned char)s.p[i] >= 0x80);
        if (letter && n < TOKEN_BYTES - 1) skel[n++] = s.p[i];
        if (letter) continue;
        if (i > start && x.part_count < PARTS_MAX) {
            x.part[x.part_count++] = lexicon_add(
                &f->token, utf8_head((struct str){s.p + start, i - start}, TOKEN_BYTES - 1));
        }
        start = i + 1;
    }
    bool plain = word_is_plain(s) || word_is_role(s) || n < 2;
    if (!plain) {
        x.exact = lexicon_add(&f->login, utf8_head(s, LOGIN_BYTES));
        x.skel = lexicon_add(&f->login, (struct str){skel, n});
        bool known = false;
        for (size_t i = 0; i < to->logins; i++)
            known = known || to->login[i].exact == x.exact;
        if (!known && to->logins < LOGINS_MAX) to->login[to->logins++] = x;
    }
}

/* ---- addresses ---- */

bool address_is_role(struct str address)
{
    struct str local = str_head(address, str_find(address, '@'));
    struct str domain = str_skip(address, local.len);
    return word_is_role(local) || str_starts(domain, "@lists.") || str_starts(domain, "@list.");
}

bool address_is_made_up(struct str address)
{
    return str_starts(str_skip(address, str_find(address, '@') + 1), "example.");
}

bool address_is_nowhere(struct str address)
{
    size_t at = str_find(address, '@');
    struct str domain = str_skip(address, at + 1);
    if (at >= address.len || str_find(domain, '.') == domain.len) return true;
    static const char *const ends[] = {".local", ".localdomain", ".lan",      ".localhost",
                                       "(none)", ".invalid",     ".internal", NULL};
    for (size_t i = 0; ends[i]; i++) {
        if (str_ends_nocase(domain, ends[i])) return true;
    }
    return str_starts(domain, "localhost") || address_is_made_up(address);
}

bool name_is_robot(struct str name)
{
    if (str_ends_nocase(name, "[bot]") || str_ends_nocase(name, "-bot") ||
        str_ends_nocase(name, " bot")) {
        return true;
    }
    char low[TOKEN_BYTES];
    if (name.len >= TOKEN_BYTES) return false;
    for (size_t i = 0; i < name.len; i++)
        low[i] = ascii_lower(name.p[i]);
    return word_is_robot((struct str){low, name.len});
}

bool name_is_body(struct str name)
{
    char low[TOKEN_BYTES];
    size_t start = name.len;
    while (start && name.p[start - 1] != ' ')
        start--;
    struct str last = str_skip(name, start);
    if (last.len && last.p[last.len - 1] == '.') last.len--; /* "Acme Inc." */
    if (!start || !last.len || last.len >= TOKEN_BYTES) return false;
    for (size_t i = 0; i < last.len; i++)
        low[i] = ascii_lower(last.p[i]);
    return word_is_body((struct str){low, last.len});
}

/* The login inside a forge's address of no reply: "123+jane@users.noreply.github.com". */
static struct str forge_login(struct str local)
{
    size_t plus = str_find(local, '+');
    return plus < local.len ? str_skip(local, plus + 1) : local;
}

static bool is_number(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit(s.p[i])) return false;
    }
    return s.len >= 4;
}

static void add_mail(struct forms *f, struct form *to, struct str handle)
{
    struct str s = email_key(f->a, handle);
    size_t at = str_find(s, '@');
    size_t spelled = at < s.len ? s.len : str_find_nocase(s, "_at_");
    if (spelled < s.len) {
        s = str_printf(f->a, "%.*s@%.*s", STR_ARG(str_head(s, spelled)),
                       STR_ARG(str_skip(s, spelled + 4)));
        at = spelled;
    }
    if (!at || at >= s.len) return;
    struct str local = str_head(s, at);
    struct str domain = str_skip(s, at + 1);
    bool forge = str_find_nocase(domain, "noreply") < domain.len;
    if (forge) local = forge_login(local);
    add_login(f, to, local, true);
    if (address_is_nowhere(s) || (!forge && address_is_role(s)) || to->mails == MAILS_MAX) return;
    struct form_mail m = {0};
    m.forge = forge;
    struct str number = str_head(s, str_find(s, '+'));
    if (forge && is_number(number)) { /* a login changes, its number never does */
        local = str_printf(f->a, "#%.*s", STR_ARG(number));
        domain = STR("github.com");
    }
    if (str_is(domain, "googlemail.com")) domain = STR("gmail.com");
    size_t plus = str_find(local, '+');
    if (plus) local = str_head(local, plus);
    struct buf b = buf_new(f->a);
    for (size_t i = 0; i < local.len; i++) {
        if (local.p[i] != '.' || !str_is(domain, "gmail.com")) buf_addc(&b, local.p[i]);
    }
    buf_addf(&b, "@%.*s", STR_ARG(domain));
    m.address = lexicon_add(&f->address, buf_str(&b));
    if (!domain_is_provider(domain)) m.domain = lexicon_add(&f->domain, domain);
    to->mail[to->mails++] = m;
}

/* ---- entries ---- */

static void add_names(struct forms *f, struct form *to, const struct identity_entry *e)
{
    for (size_t i = 0; i < e->name_count && i < 2 * (size_t)NAMES_MAX; i++) {
        struct str name = name_clean(f->a, e->name[i]);
        if (str_starts(name, "did:")) continue; /* shown by it, for want of a name */
        to->robot = to->robot || name_is_robot(name);
        size_t at = str_find(name, '@');
        if (at && at < name.len && str_find(name, ' ') == name.len) {
            add_mail(f, to, name);
            continue;
        }
        to->relayed = e->name_count == 1 && str_find_nocase(name, " via ") < name.len;
        name = str_trim(name_bare(f->a, name));
        bool single = str_find(name, ' ') == name.len;
        if (single) add_login(f, to, name_latin(f->a, name), false);
        add_name(f, to, name_latin(f->a, camel_apart(f->a, name)), !single);
    }
}

/* What a human chose to be called by: not a number of a schedule, a path, a name on a list. */
static struct str handle_login(struct str handle)
{
    if (str_starts(handle, "did:")) return STR(""); /* of a machine: they all begin alike */
    size_t at = str_find(handle, '@');              /* jane@social.example */
    if (at) handle = str_head(handle, at);
    if (str_ends_nocase(handle, ".bsky.social")) handle.len -= 12;
    size_t letters = 0;
    size_t digits = 0;
    for (size_t i = 0; i < handle.len; i++) {
        if (handle.p[i] == '/') return STR("");
        digits += ascii_is_digit(handle.p[i]);
        letters += !ascii_is_digit(handle.p[i]);
    }
    return letters > digits ? handle : STR("");
}

static void make_form(struct forms *f, size_t at)
{
    const struct identity_entry *e = &f->entry[at];
    struct form *to = &f->form[at];
    add_names(f, to, e);
    for (size_t i = 0; i < e->handle_count && i < 2 * (size_t)LOGINS_MAX && !to->relayed; i++) {
        struct str channel = e->handle[i].channel;
        if (str_is(channel, "email")) {
            add_mail(f, to, e->handle[i].handle);
            to->reachable = true;
        } else if (!str_is(channel, "name")) {
            size_t before = to->logins;
            add_login(f, to, handle_login(e->handle[i].handle), false);
            to->reachable = to->reachable || to->logins > before;
            to->robot = to->robot || name_is_robot(e->handle[i].handle);
        }
    }
    for (size_t i = 0; i < e->org_count && i < ORGS_MAX; i++) {
        struct str key = name_latin(f->a, e->org[i]);
        if (key.len) to->org[to->orgs++] = lexicon_add(&f->org, key);
    }
}

/* ---- how many names use a token, a login, a domain ---- */

struct use {
    uint32_t word, name;
};

static int use_cmp(const void *x, const void *y)
{
    const struct use *a = x;
    const struct use *b = y;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    return a->name == b->name ? 0 : a->name < b->name ? -1 : 1;
}

static void count_uses(struct lexicon *x, struct use *u, size_t n)
{
    qsort(u, n, sizeof *u, use_cmp);
    for (size_t i = 0; i < n; i++) {
        bool same = i && u[i].word == u[i - 1].word && u[i].name == u[i - 1].name;
        if (u[i].word && !same) x->count[u[i].word]++;
    }
}

enum use_kind { USE_TOKEN, USE_LOGIN, USE_ADDRESS, USE_DOMAIN, USE_ORG };

static size_t uses_of(const struct form *x, enum use_kind kind, uint32_t name, struct use *u)
{
    size_t n = 0;
    for (size_t i = 0; kind == USE_TOKEN && i < x->names; i++) {
        for (size_t t = 0; t < x->name[i].count; t++)
            u[n++] = (struct use){x->name[i].token[t], x->name[i].key};
    }
    for (size_t i = 0; kind == USE_LOGIN && i < x->logins; i++) {
        u[n++] = (struct use){x->login[i].exact, name};
        if (x->login[i].skel != x->login[i].exact) u[n++] = (struct use){x->login[i].skel, name};
    }
    for (size_t i = 0; i < x->mails; i++) {
        if (kind == USE_ADDRESS) u[n++] = (struct use){x->mail[i].address, name};
        if (kind == USE_DOMAIN) u[n++] = (struct use){x->mail[i].domain, name};
    }
    for (size_t i = 0; kind == USE_ORG && i < x->orgs; i++)
        u[n++] = (struct use){x->org[i], name};
    return n;
}

static void count_all(struct forms *f)
{
    struct lexicon *of[] = {&f->token, &f->login, &f->address, &f->domain, &f->org};
    struct arena a = {0};
    for (int kind = USE_TOKEN; kind <= USE_ORG; kind++) {
        struct arena_mark mark = arena_mark(&a);
        struct use *u = arena_new(&a, struct use, f->n * ((size_t)NAMES_MAX * TOKENS_MAX));
        size_t n = 0;
        for (size_t i = 0; i < f->n; i++) {
            const struct form *x = &f->form[i];
            uint32_t name = x->names ? x->name[0].key : (uint32_t)i | 0x80000000U;
            n += uses_of(x, (enum use_kind)kind, name, u + n);
        }
        count_uses(of[kind], u, n);
        arena_reset(&a, mark);
    }
    arena_free(&a);
}

void forms_make(const struct identity_entry entry[], size_t n, struct arena *a, struct forms *ret)
{
    *ret = (struct forms){.a = a, .entry = entry, .n = n};
    enum { LEXICONS = 7 };
    struct lexicon *of[LEXICONS] = {&ret->token,  &ret->heard, &ret->login, &ret->address,
                                    &ret->domain, &ret->org,   &ret->key};
    for (size_t i = 0; i < LEXICONS; i++)
        of[i]->map = map_new(a);
    ret->form = arena_new(a, struct form, n);
    for (size_t i = 0; i < n; i++)
        make_form(ret, i);
    count_all(ret);
    ret->share = arena_new(a, double, ret->token.n + 1);
    ret->family = arena_alloc(a, (ret->token.n + 1) * sizeof *ret->family);
    for (size_t t = 1; t <= ret->token.n; t++) {
        ret->share[t] = name_share(ret->token.text[t]);
        nick_families(ret->token.text[t], ret->family[t]);
    }
    for (size_t i = 0; i < n; i++) {
        const struct form_name *name = &ret->form[i].name[0];
        if (!ret->form[i].names || !name->full) continue;
        ret->initial[(unsigned char)ret->token.text[name->token[0]].p[0]]++;
        ret->initials++;
    }
    for (size_t k = 1; k <= ret->key.n; k++)
        ret->name_total += ret->key.text[k].p[0] == 't';
    forms_find_many(ret);
}
