/* git_map.c - listen: which addresses of a history are one person, as its .mailmap says? */
#include "base/limits.h"
#include "listen/doc_heed.h"
#include "listen/git_int.h"
#include "listen/text_lines.h"

#include <string.h>

/*
 * Four forms of a line (gitmailmap(5)); names and addresses are compared without case:
 *
 *   Proper Name <commit@address>
 *   <proper@address> <commit@address>
 *   Proper Name <proper@address> <commit@address>
 *   Proper Name <proper@address> Commit Name <commit@address>
 *
 * An address that belongs to several people by the names that stand with it (root@localhost) is an
 * account of none of them: whoever signs with it is told apart by name (mailmap_signer).
 */

enum { SHARED = -1 };

struct entry {
    struct git_signer proper, commit;
    uint64_t line;
    size_t next; /* of the same person, 0: none, else index + 1 */
};

struct mapped { /* a person */
    struct str name, email;
    size_t first, last; /* entries, index + 1 */
    uint64_t line;
};

struct mailmap {
    struct arena *a;
    struct entry *entry;
    size_t entry_count, entry_room;
    struct mapped *person;
    size_t person_count, person_room;
    uint64_t *bad; /* lines that are none of the forms */
    size_t bad_count, bad_room, bad_told;
    struct map people;      /* proper address -> index into person */
    struct map owners;      /* commit address -> index into person, or SHARED */
    struct map named;       /* "address\x1fname" -> index into person */
    size_t person_next, at; /* of mailmap_next: entry, index + 1; 0: the next person */
};

/* "Name <address>" from the start of *rest; the name may be missing. */
static bool take_signer(struct str *rest, struct git_signer *ret)
{
    size_t open = str_find(*rest, '<');
    if (open == rest->len) return false;
    struct str behind = str_skip(*rest, open + 1);
    size_t close = str_find(behind, '>');
    if (close == behind.len) return false;
    ret->name = str_trim(str_head(*rest, open));
    ret->email = str_trim(str_head(behind, close));
    *rest = str_skip(behind, close + 1);
    return ret->email.len > 0;
}

static bool entry_read(struct str line, struct entry *ret)
{
    struct git_signer one = {STR(""), STR("")};
    struct git_signer two = {STR(""), STR("")};
    if (!take_signer(&line, &one)) return false;
    if (take_signer(&line, &two)) {
        ret->proper = one;
        ret->commit = two;
        return true;
    }
    ret->proper = one;
    ret->commit = (struct git_signer){STR(""), one.email};
    return one.name.len > 0;
}

static void *room_for(struct arena *a, void *array, size_t count, size_t *room, size_t size)
{
    if (count < *room) return array;
    size_t wider = *room ? 2 * *room : 64;
    array = arena_grow(a, array, *room * size, wider * size);
    *room = wider;
    return array;
}

static size_t person_of(struct mailmap *m, const struct entry *entry)
{
    bool is_new = false;
    struct str key = str_lower(m->a, entry->proper.email);
    int64_t *at = map_put(&m->people, key, (int64_t)m->person_count, &is_new);
    size_t i = (size_t)*at;
    if (is_new) {
        m->person = room_for(m->a, m->person, m->person_count, &m->person_room, sizeof *m->person);
        m->person[m->person_count++] =
            (struct mapped){.name = STR(""), .email = entry->proper.email, .line = entry->line};
    }
    if (entry->proper.name.len) m->person[i].name = entry->proper.name; /* the last holds */
    return i;
}

static struct str named_key(struct arena *a, struct git_signer signer)
{
    struct str key =
        str_printf(a, "%.*s\x1f%.*s", STR_ARG(signer.email), STR_ARG(str_trim(signer.name)));
    return str_lower(a, key);
}

static void add_entry(struct mailmap *m, struct entry entry)
{
    m->entry = room_for(m->a, m->entry, m->entry_count, &m->entry_room, sizeof *m->entry);
    size_t who = person_of(m, &entry);
    m->entry[m->entry_count++] = entry;
    struct mapped *person = &m->person[who];
    if (person->last) m->entry[person->last - 1].next = m->entry_count;
    if (!person->first) person->first = m->entry_count;
    person->last = m->entry_count;
    struct str address = str_lower(m->a, entry.commit.email);
    int64_t *owner = map_put(&m->owners, address, (int64_t)who, NULL);
    if (*owner != (int64_t)who) *owner = SHARED;
    if (entry.commit.name.len) {
        *map_put(&m->named, named_key(m->a, entry.commit), 0, NULL) = (int64_t)who;
    }
}

struct mailmap *mailmap_read(struct str text, struct arena *a)
{
    struct mailmap *m = arena_new(a, struct mailmap, 1);
    *m = (struct mailmap){.a = a, .people = map_new(a), .owners = map_new(a), .named = map_new(a)};
    struct str line;
    for (uint64_t number = 1; str_cut(&text, '\n', &line); number++) {
        struct entry entry = {.line = number};
        line = str_trim(line);
        if (!line.len || line.p[0] == '#') continue;
        if (entry_read(utf8_mend(a, line), &entry)) {
            add_entry(m, entry);
        } else {
            m->bad = room_for(a, m->bad, m->bad_count, &m->bad_room, sizeof *m->bad);
            m->bad[m->bad_count++] = number;
        }
    }
    return m;
}

struct git_signer mailmap_signer(const struct mailmap *m, struct git_signer signer, struct arena *a)
{
    const int64_t *owner = map_get(&m->owners, str_lower(a, signer.email));
    if (!owner || *owner != SHARED) return signer;
    const int64_t *who = map_get(&m->named, named_key(a, signer));
    if (!who) return signer;
    const struct mapped *person = &m->person[*who];
    return (struct git_signer){person->name.len ? person->name : signer.name, person->email};
}

/* ---- records ---- */

static void add_account(struct person_row *row, struct str email, struct arena *a)
{
    static const struct git_book none;
    struct git_signer signer = {row->name, email};
    struct who who = git_who(&none, signer, a);
    if (!who.handle.len) return;
    for (size_t i = 0; i < row->who_count; i++) {
        if (who_eq(&row->who[i], &who)) return;
    }
    row->who[row->who_count++] = who;
}

/* As many of a person's accounts as one row holds. */
static bool give_person(struct mailmap *m, struct arena *a, struct record *ret)
{
    const struct mapped *person = &m->person[m->person_next];
    bool first = m->at == 0;
    size_t at = first ? person->first : m->at;
    *ret = (struct record){.kind = RECORD_PERSON, .line = person->line, .part = !first};
    struct person_row *row = &ret->person;
    row->name = person->name;
    row->followers = row->weight = row->capacity = -1;
    const int64_t *owner = map_get(&m->owners, str_lower(a, person->email));
    if (!owner || *owner != SHARED) add_account(row, person->email, a);
    while (at && row->who_count < sizeof row->who / sizeof *row->who) {
        const struct entry *entry = &m->entry[at - 1];
        owner = map_get(&m->owners, str_lower(a, entry->commit.email));
        if (owner && *owner != SHARED) add_account(row, entry->commit.email, a);
        at = entry->next;
    }
    m->at = at;
    if (!at) m->person_next++;
    return row->who_count > 0;
}

enum status mailmap_next(struct mailmap *m, struct arena *a, struct record *ret, struct err *e)
{
    if (m->bad_told < m->bad_count) {
        return err_set(e, BAD_INPUT,
                       "%llu: no line of a .mailmap, want 'Proper Name <proper@address> "
                       "<address in commits>'",
                       (unsigned long long)m->bad[m->bad_told++]);
    }
    while (m->person_next < m->person_count) {
        if (give_person(m, a, ret)) return OK;
    }
    return DONE;
}

/* ---- the importer of such a file ---- */

struct mailmap_state {
    struct mailmap *map;
};

static enum status map_open(struct reader *in, const struct importer_options *o, struct arena *a,
                            void **ret_state, struct err *e)
{
    (void)o;
    struct text_lines lines;
    struct buf text = buf_new(a);
    struct str line;
    enum status s = text_lines_open(in, a, &lines, e);
    bool opened = !s;
    while (!s && text.len <= MAILMAP_BYTES_MAX) {
        s = text_lines_next(&lines, &line, e);
        if (s == OK) buf_add(&text, line);
        if (s == TOO_MUCH) s = OK; /* an empty line stands for it */
        if (s == OK) buf_addc(&text, '\n');
    }
    if (opened) text_lines_close(&lines);
    if (s && s != DONE) return s;
    if (text.len > MAILMAP_BYTES_MAX) {
        return err_set(e, BAD_INPUT, "a .mailmap longer than %d bytes; split it",
                       MAILMAP_BYTES_MAX);
    }
    struct mailmap_state *state = arena_new(a, struct mailmap_state, 1);
    state->map = mailmap_read(buf_str(&text), a);
    *ret_state = state;
    return OK;
}

static enum status map_next(void *opaque, struct arena *a, struct record *ret, struct err *e)
{
    const struct mailmap_state *state = opaque;
    return mailmap_next(state->map, a, ret, e);
}

static int map_sniff(struct str head, const char *path)
{
    struct arena a = {0};
    struct str text = text_head(&a, head);
    struct str line;
    size_t good = 0;
    size_t pairs = 0;
    size_t bad = 0;
    while (str_cut(&text, '\n', &line)) {
        struct entry entry;
        line = str_trim(line);
        if (!line.len || line.p[0] == '#') continue;
        bool cut = !text.p && head.len >= 4096;
        struct str behind = str_skip(line, str_find(line, '>') + 1);
        bool is_entry = !cut && entry_read(line, &entry) && line.p[line.len - 1] == '>';
        good += is_entry;
        pairs += is_entry && str_find(behind, '<') < behind.len;
        bad += !is_entry && !cut;
    }
    arena_free(&a);
    bool named = str_ends_nocase(str_of(path), "mailmap");
    if (named && good && good > bad) return 95;
    return !bad && good > 1 && 2 * pairs >= good ? 60 : 0;
}

extern const struct importer importer_mailmap;

const struct importer importer_mailmap = {
    .name = "mailmap",
    .summary = "which addresses of a project are one person (.mailmap of git)",
    .sniff = map_sniff,
    .open = map_open,
    .next = map_next,
};
