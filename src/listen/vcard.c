/* vcard.c - listen: who is on this contact's card? */
#include "listen/content_line.h"
#include "listen/feed_int.h"
#include "listen/table_int.h"

#include <string.h>

/*
 * Versions 2.1, 3.0 and 4.0, as phones and address books write them. What would say more of a
 * person than kith needs (telephone, street, birthday, photo, note, family) is not even taken out.
 */

enum { WHO_MAX = 16, LIST_BYTES_MAX = 4096, AFFILS_MAX = 8, CLAIMS_MAX = 16, URL_BYTES_MAX = 2048 };

struct card {
    struct arena *a;
    struct person_row *row;
    uint64_t line; /* of its BEGIN */
    struct str formatted, given, family, nick;
    struct str role;
    struct str work_country, any_country;
    struct buf tags;
    struct who mail[WHO_MAX], handle[WHO_MAX];
    size_t mails, handles;
    bool preferred; /* mail[0] is the one they prefer */
    int kind_no_person;
};

struct vcard_state {
    struct content_lines lines;
    uint64_t next_begin; /* a BEGIN that came before the END of the card ahead; 0: none */
    uint64_t people, no_people, bad_mails;
    bool told; /* that there are only cards of organisations */
};

/* ---- fields ---- */

static struct str line_of(struct card *c, struct str s)
{
    return utf8_head(feed_line(c->a, s), NAME_BYTES_MAX);
}

static void set_once_line(struct card *c, struct str *field, struct str value)
{
    if (!field->len) *field = line_of(c, content_text(c->a, value));
}

static void read_name(struct card *c, struct str value)
{
    struct str rest = value;
    struct str part = STR("");
    if (c->given.len || c->family.len) return;
    if (content_cut(c->a, &rest, ';', &part)) c->family = line_of(c, part);
    if (content_cut(c->a, &rest, ';', &part)) c->given = line_of(c, part);
}

static void add_extra(struct card *c, struct str header, struct str value)
{
    if (!value.len) return;
    struct extra *x = arena_new(c->a, struct extra, 1);
    *x = (struct extra){.header = header, .value = value};
    struct extra **at = &c->row->extra;
    while (*at)
        at = &(*at)->next;
    *at = x;
}

static bool has_org(const struct person_row *row, struct str org)
{
    bool has = str_eq(row->org, org);
    for (size_t i = 0; i < row->affil_count; i++)
        has = has || str_eq(row->affils[i].org, org);
    return has;
}

/* The first is where they are now; what stands behind its semicolons are units of it. */
static void read_org(struct card *c, struct str value)
{
    struct person_row *row = c->row;
    struct str rest = value;
    struct str part = STR("");
    struct buf unit = buf_new(c->a);
    if (!content_cut(c->a, &rest, ';', &part) || !line_of(c, part).len) return;
    struct str org = line_of(c, part);
    if (!row->org.len) {
        row->org = org;
        while (content_cut(c->a, &rest, ';', &part)) {
            if (unit.len && part.len) buf_adds(&unit, "; ");
            buf_add(&unit, line_of(c, part));
        }
        add_extra(c, STR("unit"), utf8_head(buf_str(&unit), NAME_BYTES_MAX));
    } else if (row->affil_count < AFFILS_MAX && !has_org(row, org)) {
        if (!row->affils) row->affils = arena_new(c->a, struct affil_row, AFFILS_MAX);
        row->affils[row->affil_count++] = (struct affil_row){.org = org};
    }
}

static void read_mail(struct vcard_state *st, struct card *c, const struct content_line *l)
{
    struct str text = content_text(c->a, l->value);
    struct str email = STR("");
    struct feed_author named = feed_author_read(c->a, text);
    if (named.email.len) text = named.email;
    if (!text.len) return;
    if (!email_read(text, c->a, &email)) {
        st->bad_mails++;
        return;
    }
    email = str_copy(c->a, email);
    struct who who = {.channel = STR("email"), .handle = email};
    bool preferred = content_has_type(l, "PREF") || str_is(content_param(l, "PREF"), "1");
    if (c->mails == WHO_MAX) return;
    if (preferred && !c->preferred) { /* the first of those */
        memmove(c->mail + 1, c->mail, c->mails * sizeof *c->mail);
        c->mail[0] = who;
        c->mails++;
        c->preferred = true;
    } else {
        c->mail[c->mails++] = who;
    }
}

static void read_address(struct card *c, const struct content_line *l)
{
    struct str rest = l->value;
    struct str part = STR("");
    int n = 0;
    while (n < 7 && content_cut(c->a, &rest, ';', &part))
        n++;
    if (n < 7 || !part.len) return;
    bool work = content_has_type(l, "WORK");
    struct str *to = work ? &c->work_country : &c->any_country;
    if (!to->len) *to = line_of(c, part);
}

/* Groups that address books make by themselves say nothing of who is in them. */
static bool is_own_group(struct str tag)
{
    static const char *const groups[] = {"mycontacts",   "my contacts", "starred",
                                         "all contacts", "unfiled",     NULL};
    while (tag.len && (tag.p[0] == '*' || tag.p[0] == ' '))
        tag = str_skip(tag, 1);
    return str_among_nocase(tag, groups) || !tag.len;
}

static void add_tags(struct card *c, struct str value)
{
    struct str rest = value;
    struct str part = STR("");
    while (content_cut(c->a, &rest, ',', &part)) {
        struct str all = part; /* Thunderbird escapes the commas between them */
        while (str_cut(&all, ',', &part)) {
            part = line_of(c, part);
            if (is_own_group(part) || str_find(part, ';') < part.len) continue;
            if (c->tags.len + part.len + 2 > LIST_BYTES_MAX) continue;
            buf_addf(&c->tags, "%.*s;", STR_ARG(part));
        }
    }
}

/* ---- handles ---- */

static void add_handle(struct card *c, const char *channel, struct str handle)
{
    handle = str_trim(handle);
    if (handle.len && handle.p[0] == '@') handle = str_skip(handle, 1);
    if (!handle.len || handle.len > NAME_BYTES_MAX || c->handles == WHO_MAX) return;
    for (size_t i = 0; i < handle.len; i++) {
        if ((unsigned char)handle.p[i] <= ' ') return;
    }
    c->handle[c->handles++] = (struct who){.channel = str_of(channel), .handle = handle};
}

static const struct {
    const char *said, *channel; /* of X-SAID, of IMPP's scheme or service, of a profile's type */
} networks[] = {{"twitter", "twitter"},
                {"x", "twitter"},
                {"github", "github"},
                {"linkedin", "linkedin"},
                {"mastodon", "fediverse"},
                {"bluesky", "bluesky"},
                {"facebook", "facebook"},
                {"instagram", "instagram"},
                {"gitlab", "gitlab"},
                {"skype", "skype"},
                {"skype-username", "skype"},
                {"xmpp", "xmpp"},
                {"jabber", "xmpp"},
                {"gtalk", "xmpp"},
                {"google talk", "xmpp"},
                {"googletalk", "xmpp"},
                {"aim", "aim"},
                {"icq", "icq"},
                {"yahoo", "yahoo"},
                {"ymsgr", "yahoo"},
                {"msn", "msn"},
                {"msnim", "msn"},
                {"qq", "qq"},
                {"matrix", "matrix"},
                {"telegram", "telegram"},
                {"irc", "irc"},
                {"threema", "threema"}};

static const char *network_of(struct str said)
{
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) {
        if (str_is_nocase(said, networks[i].said)) return networks[i].channel;
    }
    return NULL;
}

/* "https://hachyderm.io/@jane" */
static bool fediverse_read(struct card *c, struct str url, struct str *ret)
{
    struct str rest = url;
    if (str_starts_nocase(rest, "https://")) rest = str_skip(rest, 8);
    size_t at = str_find(rest, '/');
    struct str path = str_skip(rest, at);
    if (rest.len == url.len || !str_starts(path, "/@") || path.len < 3) return false;
    struct str user = str_skip(path, 2);
    if (user.p[user.len - 1] == '/') user.len--;
    if (str_find(user, '/') < user.len || str_find(user, '@') < user.len) return false;
    *ret = str_printf(c->a, "%.*s@%.*s", STR_ARG(user), STR_ARG(str_head(rest, at)));
    return true;
}

static void add_page(struct card *c, struct str url)
{
    struct person_row *row = c->row;
    struct who page = {.channel = STR("url"), .handle = url};
    for (size_t i = 0; i < row->claim_count; i++) {
        if (str_eq(row->claims[i].who.handle, url)) return;
    }
    if (row->claim_count == CLAIMS_MAX || url.len > URL_BYTES_MAX) return;
    if (!row->claims) row->claims = arena_new(c->a, struct claim, CLAIMS_MAX);
    row->claims[row->claim_count++] = (struct claim){.who = page};
}

static void read_url(struct card *c, struct str value)
{
    struct str url = content_text(c->a, value);
    struct str handle = STR("");
    struct who profile;
    if (str_find(url, ':') == url.len && str_find(url, '.') < url.len)
        url = str_printf(c->a, "http://%.*s", STR_ARG(url)); /* "www.company.example" */
    url = feed_url(c->a, url, STR(""));
    if (!url.len) return;
    if (profile_read(url, &profile)) {
        add_handle(c, str_c(c->a, profile.channel), profile.handle);
    } else if (fediverse_read(c, url, &handle)) {
        add_handle(c, "fediverse", handle);
    } else {
        add_page(c, url);
    }
}

/* "xmpp:jane@x.org", or a handle alone with the service as a parameter. */
static void read_impp(struct card *c, const struct content_line *l)
{
    struct str value = content_text(c->a, l->value);
    struct str service = content_param(l, "X-SERVICE-TYPE");
    size_t colon = str_find(value, ':');
    const char *channel = network_of(service);
    if (!channel && colon < value.len) channel = network_of(str_head(value, colon));
    if (colon < value.len) value = str_skip(value, colon + 1);
    value = str_head(value, str_find(value, '?'));
    if (channel) add_handle(c, channel, value);
}

static void read_profile(struct card *c, const struct content_line *l)
{
    struct str user = content_param(l, "X-USER");
    const char *channel = NULL;
    for (size_t i = 0; i < l->param_count && !channel; i++) {
        if (str_is_nocase(l->param[i].name, "TYPE") || !l->param[i].name.len ||
            str_is_nocase(l->param[i].name, "SERVICE-TYPE"))
            channel = network_of(l->param[i].value);
    }
    if (!user.len) user = content_param(l, "USERNAME");
    if (channel && user.len && str_find(user, '/') == user.len) {
        add_handle(c, channel, user);
    } else {
        read_url(c, l->value);
    }
}

/* X-SKYPE, X-TWITTER, X-MS-IMADDRESS … */
static void read_extension(struct card *c, const struct content_line *l)
{
    const char *channel = network_of(str_skip(l->name, 2));
    if (channel) add_handle(c, channel, content_text(c->a, l->value));
}

/* ---- a card ---- */

static bool is_no_person(struct str kind)
{
    return str_is_nocase(kind, "group") || str_is_nocase(kind, "org") ||
           str_is_nocase(kind, "organization") || str_is_nocase(kind, "location") ||
           str_is_nocase(kind, "application") || str_is_nocase(kind, "device");
}

static void read_texts(struct vcard_state *st, struct card *c, const struct content_line *l)
{
    struct str name = l->name;
    if (str_is_nocase(name, "FN")) {
        set_once_line(c, &c->formatted, l->value);
    } else if (str_is_nocase(name, "N")) {
        read_name(c, l->value);
    } else if (str_is_nocase(name, "NICKNAME")) {
        set_once_line(c, &c->nick, l->value);
    } else if (str_is_nocase(name, "ORG")) {
        read_org(c, l->value);
    } else if (str_is_nocase(name, "TITLE")) {
        set_once_line(c, &c->row->title, l->value);
    } else if (str_is_nocase(name, "ROLE")) {
        set_once_line(c, &c->role, l->value);
    } else if (str_is_nocase(name, "EMAIL")) {
        read_mail(st, c, l);
    } else if (str_is_nocase(name, "ADR")) {
        read_address(c, l);
    } else if (str_is_nocase(name, "CATEGORIES")) {
        add_tags(c, l->value);
    }
}

static void read_property(struct vcard_state *st, struct card *c, const struct content_line *l)
{
    struct str name = l->name;
    if (str_is_nocase(name, "URL")) {
        read_url(c, l->value);
    } else if (str_is_nocase(name, "IMPP")) {
        read_impp(c, l);
    } else if (str_is_nocase(name, "X-SOCIALPROFILE") || str_is_nocase(name, "SOCIALPROFILE")) {
        read_profile(c, l);
    } else if (str_is_nocase(name, "KIND") || str_is_nocase(name, "X-ADDRESSBOOKSERVER-KIND")) {
        c->kind_no_person |= is_no_person(str_trim(l->value));
    } else if (str_is_nocase(name, "X-ABSHOWAS")) {
        c->kind_no_person |= str_is_nocase(str_trim(l->value), "COMPANY");
    } else if (str_starts_nocase(name, "X-")) {
        read_extension(c, l);
    } else {
        read_texts(st, c, l);
    }
}

/* What the card is called; of "Doe, Jane" the order of its parts is mended. */
static struct str name_of(struct card *c)
{
    struct str fn = c->formatted;
    struct str both = str_printf(c->a, "%.*s %.*s", STR_ARG(c->given), STR_ARG(c->family));
    struct str turned = str_printf(c->a, "%.*s, %.*s", STR_ARG(c->family), STR_ARG(c->given));
    both = str_trim(both);
    bool address = str_find(fn, '@') < fn.len;
    if (both.len && (!fn.len || address || str_eq(fn, turned))) return both;
    if (fn.len && !address) return fn;
    return c->nick;
}

static void settle(struct card *c)
{
    struct person_row *row = c->row;
    row->name = name_of(c);
    for (size_t i = 0; i < c->mails + c->handles && row->who_count < WHO_MAX; i++) {
        struct who who = i < c->mails ? c->mail[i] : c->handle[i - c->mails];
        who.name = row->name;
        bool known = false;
        for (size_t j = 0; j < row->who_count; j++) {
            known = known || (str_eq(row->who[j].channel, who.channel) &&
                              str_is_nocase(row->who[j].handle, str_c(c->a, who.handle)));
        }
        if (!known) row->who[row->who_count++] = who;
    }
    if (!row->title.len) {
        row->title = c->role;
    } else {
        add_extra(c, STR("role"), c->role);
    }
    if (!str_eq(c->nick, row->name)) add_extra(c, STR("nickname"), c->nick);
    row->country = c->work_country.len ? c->work_country : c->any_country;
    row->tags = buf_str(&c->tags);
}

/* ---- the importer ---- */

/* Lines up to the END that belongs to the card. Cards within it (an agent's) are somebody else's.
 */
static enum status read_card(struct vcard_state *st, struct card *c, struct arena *scratch,
                             bool *ret_whole, struct err *e)
{
    struct content_line l;
    int depth = 1;
    bool agent = false;
    enum status s = OK;
    *ret_whole = false;
    while (!s && depth) {
        s = content_lines_next(&st->lines, scratch, &l, e);
        if (s) break;
        bool begins = content_is(&l, "BEGIN", "VCARD");
        if (begins && !agent && depth == 1) {
            st->next_begin = l.line;
            return OK;
        }
        depth += begins - content_is(&l, "END", "VCARD");
        agent = str_is_nocase(l.name, "AGENT") && !str_trim(l.value).len;
        if (depth == 1 && !begins) read_property(st, c, &l);
    }
    *ret_whole = !s;
    return s == DONE ? OK : s;
}

static enum status find_begin(struct vcard_state *st, struct arena *a, uint64_t *ret, struct err *e)
{
    struct content_line l;
    if (st->next_begin) {
        *ret = st->next_begin;
        st->next_begin = 0;
        return OK;
    }
    for (;;) {
        enum status s = content_lines_next(&st->lines, a, &l, e);
        if (s) return s;
        *ret = l.line;
        if (content_is(&l, "BEGIN", "VCARD")) return OK;
    }
}

/* OK: ret holds somebody. NOT_FOUND: an organisation, a group, a place. */
static enum status one_card(struct vcard_state *st, struct arena *a, struct record *ret,
                            struct err *e)
{
    struct card c = {.a = a, .row = &ret->person, .tags = buf_new(a)};
    bool whole = false;
    enum status s = find_begin(st, a, &c.line, e);
    if (s) return s;
    *ret = (struct record){.kind = RECORD_PERSON, .line = c.line};
    ret->person.followers = ret->person.weight = -1;
    ret->person.capacity = -1;
    s = read_card(st, &c, a, &whole, e);
    if (s) return s;
    if (!whole) {
        return err_set(e, BAD_INPUT, "%llu: a card without END:VCARD; export it again",
                       (unsigned long long)c.line);
    }
    settle(&c);
    struct person_row *row = &ret->person;
    bool nobody = !row->name.len && !row->who_count;
    /* Apple: a company is a card whose name is its organisation's and which has no other. */
    bool company = !c.given.len && !c.family.len && row->org.len && str_eq(row->name, row->org);
    if (c.kind_no_person || (row->org.len && nobody) || company) return NOT_FOUND;
    if (nobody) {
        return err_set(e, BAD_INPUT,
                       "%llu: a card without a name, an e-mail address or a handle; left out, give "
                       "it an FN",
                       (unsigned long long)c.line);
    }
    if (!row->who_count) {
        row->who[0] = (struct who){.channel = STR("name"), .handle = row->name, .name = row->name};
        row->who_count = 1;
    }
    return OK;
}

static enum status vcard_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct vcard_state *st = state;
    for (;;) {
        enum status s = one_card(st, a, ret, e);
        st->people += s == OK || s == BAD_INPUT;
        st->no_people += s == NOT_FOUND;
        if (s == NOT_FOUND) continue;
        if (s != DONE || st->people || !st->no_people || st->told) return s;
        st->told = true;
        return err_set(e, BAD_INPUT,
                       "1: %llu card%s of organisations, groups or places, and no person; want "
                       "cards of people",
                       (unsigned long long)st->no_people, st->no_people == 1 ? "" : "s");
    }
}

static int vcard_sniff(struct str head, const char *path)
{
    (void)path;
    return content_begins(head, "BEGIN:VCARD") ? 95 : 0;
}

static enum status vcard_open(struct reader *in, const struct importer_options *o, struct arena *a,
                              void **ret_state, struct err *e)
{
    struct vcard_state *st = arena_new(a, struct vcard_state, 1);
    struct str head = STR("");
    (void)o;
    *ret_state = st;
    enum status s = reader_head(in, 512, &head, e);
    if (s) return s;
    if (!content_begins(head, "BEGIN:VCARD"))
        return err_set(e, BAD_INPUT, "no vCard; want BEGIN:VCARD in its first line");
    return content_lines_open(in, a, &st->lines, e);
}

static struct str vcard_remarks(void *state, struct arena *a)
{
    const struct vcard_state *st = state;
    struct buf b = buf_new(a);
    const char *encoding = text_in_encoding(&st->lines.text);
    if (encoding) buf_addf(&b, "read as %s", encoding);
    if (st->no_people) {
        buf_addf(&b, "%s%llu card%s of organisations, groups or places passed over",
                 b.len ? "; " : "", (unsigned long long)st->no_people,
                 st->no_people == 1 ? "" : "s");
    }
    if (st->bad_mails) {
        buf_addf(&b, "%s%llu e-mail address%s that cannot be read left out", b.len ? "; " : "",
                 (unsigned long long)st->bad_mails, st->bad_mails == 1 ? "" : "es");
    }
    return buf_str(&b);
}

extern const struct importer importer_vcard;

const struct importer importer_vcard = {
    .name = "vcard",
    .summary = "contacts: vCard 2.1, 3.0 and 4.0",
    .sniff = vcard_sniff,
    .open = vcard_open,
    .next = vcard_next,
    .remarks = vcard_remarks,
};
