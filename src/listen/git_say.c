/* git_say.c - listen: what does one commit become? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/doc_heed.h"
#include "listen/git_int.h"
#include "listen/handle.h"

#include <stdlib.h>
#include <string.h>

enum {
    ID_BYTES = 20,
    ID_DIGITS = 2 * ID_BYTES
}; /* of an id, enough to know it by, also of the longer ones */

struct git_seen {
    unsigned char id[ID_BYTES];
    uint32_t who;
};

/* The author of this commit heeds the one of another, which may come later in the source. */
struct git_later {
    unsigned char id[ID_BYTES];
    size_t digits;
    uint32_t who;
    enum verb_kind verb;
    int sign;
    int64_t at_s;
    struct str doc;
    uint64_t line;
};

/* ---- who ---- */

/* "123+jane@users.noreply.github.com": that account of the forge. */
static bool forge_account(struct str email, struct arena *a, struct who *ret)
{
    static const char *const forges[] = {"github", "gitlab"};
    size_t at = str_find(email, '@');
    for (size_t i = 0; i < sizeof forges / sizeof *forges; i++) {
        char host[48] = "users.noreply.";
        (void)strncat(host, forges[i], 16);
        (void)strncat(host, ".com", 5);
        if (!str_is_nocase(str_skip(email, at + 1), host)) continue;
        struct str login = str_head(email, at);
        size_t digits = 0;
        while (digits < login.len && ascii_is_digit(login.p[digits]))
            digits++;
        bool numbered = digits && digits < login.len && strchr("+-", login.p[digits]);
        if (numbered) login = str_skip(login, digits + 1);
        ret->channel = str_of(forges[i]);
        /* The text of the commit is given up before its record is. */
        ret->handle = str_copy(a, login);
        return login.len > 0;
    }
    return false;
}

struct who git_who(const struct git_book *book, struct git_signer signer, struct arena *a)
{
    if (book->map) signer = mailmap_signer(book->map, signer, a);
    struct str email = str_trim(signer.email);
    struct who who = {.channel = STR("email"), .name = name_clean(a, signer.name)};
    if (str_is_nocase(email, "noreply@github.com")) return who; /* what is done on its pages */
    if (forge_account(email, a, &who)) return who;
    size_t at = str_find(email, '@');
    if (at && at + 1 < email.len) {
        who.handle = str_lower(a, email);
        return who;
    }
    /* histories that were brought over from older systems have logins only */
    struct str login = email.len ? email : who.name;
    if (!book->repo.len) {
        who.channel = STR("name");
        who.handle = who.name;
    } else if (login.len) {
        who.channel = STR("git");
        who.handle = str_printf(a, "%.*s/%.*s", STR_ARG(book->repo), STR_ARG(login));
    }
    return who;
}

static struct who who_copy(struct arena *a, struct who w)
{
    return (struct who){.channel = str_copy(a, w.channel),
                        .handle = str_copy(a, w.handle),
                        .name = str_copy(a, w.name)};
}

static uint32_t signer_index(struct git_book *book, struct who who, struct arena *scratch)
{
    if (!book->signers.a) book->signers = map_new(book->a);
    struct str key = str_printf(scratch, "%.*s:%.*s", STR_ARG(who.channel), STR_ARG(who.handle));
    bool is_new = false;
    int64_t *at = map_put(&book->signers, key, (int64_t)book->who_count, &is_new);
    uint32_t index = (uint32_t)*at;
    if (!is_new) return index;
    if (book->who_count == book->who_room) {
        size_t wider = book->who_room ? 2 * book->who_room : 64;
        book->who = arena_grow(book->a, book->who, book->who_room * sizeof *book->who,
                               wider * sizeof *book->who);
        book->who_room = wider;
    }
    book->who[book->who_count++] = who_copy(book->a, who);
    return index;
}

static bool same_person(struct arena *a, struct who x, struct who y)
{
    if (who_eq(&x, &y)) return true;
    struct str name = name_key(a, x.name);
    return name.len && str_eq(name, name_key(a, y.name));
}

/* ---- commits by their ids ---- */

static unsigned digit(char c)
{
    return ascii_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(ascii_lower(c) - 'a' + 10) & 15;
}

/* The first 40 digits; those that are not there are 0. How many there are. */
static size_t id_read(struct str text, unsigned char ret[ID_BYTES])
{
    size_t n = text.len < ID_DIGITS ? text.len : (size_t)ID_DIGITS;
    memset(ret, 0, ID_BYTES);
    for (size_t i = 0; i < n; i++)
        ret[i / 2] |= (unsigned char)(digit(text.p[i]) << (i % 2 ? 0 : 4));
    return n;
}

static void remember(struct git_book *book, const struct git_commit *commit, uint32_t who)
{
    if (book->seen_count == GIT_COMMITS_MAX) return;
    if (book->seen_count == book->seen_room) {
        size_t wider = book->seen_room ? 2 * book->seen_room : 1024;
        book->seen = arena_grow(book->a, book->seen, book->seen_room * sizeof *book->seen,
                                wider * sizeof *book->seen);
        book->seen_room = wider;
    }
    struct git_seen *seen = &book->seen[book->seen_count++];
    (void)id_read(commit->id, seen->id);
    seen->who = who;
}

static void later_add(struct git_book *book, struct str id, struct git_later later)
{
    if (book->later_count == GIT_COMMITS_MAX || later.at_s == TIME_NONE) return;
    if (book->later_count == book->later_room) {
        size_t wider = book->later_room ? 2 * book->later_room : 64;
        book->later = arena_grow(book->a, book->later, book->later_room * sizeof *book->later,
                                 wider * sizeof *book->later);
        book->later_room = wider;
    }
    later.digits = id_read(id, later.id);
    later.doc = str_copy(book->a, later.doc);
    book->later[book->later_count++] = later;
}

static int by_id(const void *x, const void *y)
{
    return memcmp(((const struct git_seen *)x)->id, ((const struct git_seen *)y)->id, ID_BYTES);
}

static bool begins_so(const struct git_seen *seen, const struct git_later *later)
{
    size_t whole = later->digits / 2;
    if (memcmp(seen->id, later->id, whole) != 0) return false;
    return later->digits % 2 == 0 || (seen->id[whole] & 0xF0) == later->id[whole];
}

/* The only commit that begins so; NULL when there is none or several. */
static const struct git_seen *commit_named(const struct git_book *book,
                                           const struct git_later *later)
{
    size_t from = 0;
    size_t to = book->seen_count;
    while (from < to) { /* the first that is not before it */
        size_t middle = from + (to - from) / 2;
        if (memcmp(book->seen[middle].id, later->id, ID_BYTES) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    if (from == book->seen_count || !begins_so(&book->seen[from], later)) return NULL;
    bool other = from + 1 < book->seen_count && begins_so(&book->seen[from + 1], later) &&
                 by_id(&book->seen[from], &book->seen[from + 1]) != 0;
    return other ? NULL : &book->seen[from];
}

bool git_say_later(struct git_book *book, struct arena *a, struct record *ret)
{
    if (!book->sorted && book->seen_count) {
        qsort(book->seen, book->seen_count, sizeof *book->seen, by_id);
    }
    book->sorted = true;
    while (book->later_done < book->later_count) {
        const struct git_later *later = &book->later[book->later_done++];
        const struct git_seen *seen = commit_named(book, later);
        if (!seen || !book->who[seen->who].handle.len || !book->who[later->who].handle.len)
            continue;
        if (same_person(a, book->who[seen->who], book->who[later->who])) continue;
        *ret = (struct record){.kind = RECORD_EVIDENCE, .line = later->line, .part = true};
        ret->evidence = (struct evidence_row){.at_s = later->at_s,
                                              .verb = later->verb,
                                              .from = book->who[later->who],
                                              .to = book->who[seen->who],
                                              .doc = later->doc,
                                              .sign = later->sign};
        return true;
    }
    return false;
}

/* ---- one commit ---- */

struct saying {
    struct git_book *book;
    const struct git_commit *commit;
    struct arena *a;
    struct doc_row *doc;
    struct buf text;
    uint32_t author;
};

static void heed_add(struct saying *s, enum verb_kind verb, struct who by, struct who to,
                     int64_t at_s)
{
    doc_heed_add(s->doc, s->a, (struct heed_row){.verb = verb, .by = by, .to = to, .at_s = at_s});
}

static void heed_signer(struct saying *s, enum verb_kind verb, struct str value)
{
    struct git_signer signer;
    if (!git_signer_read(value, &signer)) return;
    struct who to = git_who(s->book, signer, s->a);
    if (!to.handle.len || same_person(s->a, to, s->doc->author)) return;
    for (size_t i = 0; i < s->doc->heed_count; i++) {
        const struct heed_row *h = &s->doc->heeds[i];
        if (h->verb == verb && same_person(s->a, h->to, to)) return;
    }
    heed_add(s, verb, (struct who){0}, to, TIME_NONE);
}

static void author_with(struct saying *s, struct str value)
{
    struct git_signer signer;
    struct git_book *book = s->book;
    if (book->waiting_count == QUOTED_PER_DOC_MAX || !git_signer_read(value, &signer)) return;
    struct who who = git_who(book, signer, s->a);
    if (!who.handle.len || same_person(s->a, who, s->doc->author)) return;
    for (size_t i = 0; i < book->waiting_count; i++) {
        if (same_person(s->a, who, book->waiting[i])) return;
    }
    if (!book->waiting) book->waiting = arena_new(&book->held, struct who, QUOTED_PER_DOC_MAX);
    book->waiting[book->waiting_count++] = who_copy(&book->held, who);
}

static void names_commit(struct saying *s, struct str id, enum verb_kind verb, int sign)
{
    later_add(s->book, id,
              (struct git_later){.who = s->author,
                                 .verb = verb,
                                 .sign = sign,
                                 .at_s = s->commit->at_s,
                                 .doc = s->doc->key,
                                 .line = s->commit->line});
}

static void line_of_message(struct saying *s, struct str line)
{
    struct str value;
    switch (git_trail_of(line, &value)) {
    case TRAIL_NONE:
        if (s->text.len < TEXT_BYTES_MAX) {
            buf_add(&s->text, line);
            buf_addc(&s->text, '\n');
        }
        return;
    case TRAIL_REVIEWED:
        heed_signer(s, VERB_REVIEWED, value);
        return;
    case TRAIL_THANKED:
        heed_signer(s, VERB_THANKED, value);
        return;
    case TRAIL_WITH:
        author_with(s, value);
        return;
    case TRAIL_FIXES:
        names_commit(s, value, VERB_CITED, 1);
        return;
    case TRAIL_REVERTS:
        names_commit(s, value, VERB_CITED, -1);
        return;
    case TRAIL_OTHER:
        return;
    }
}

/* The title is the first paragraph on one line, as git has it. */
static void read_message(struct saying *s)
{
    struct str rest = s->commit->message;
    struct str line;
    struct buf title = buf_new(s->a);
    while (rest.len && (rest.p[0] == '\n' || rest.p[0] == ' '))
        rest = str_skip(rest, 1);
    while (rest.len && str_cut(&rest, '\n', &line) && str_trim(line).len) {
        struct str value;
        if (title.len && git_trail_of(line, &value) != TRAIL_NONE) { /* no line between them */
            line_of_message(s, line);
            break;
        }
        if (title.len) buf_addc(&title, ' ');
        buf_add(&title, str_trim(line));
    }
    s->doc->title = buf_str(&title);
    while (rest.len && str_cut(&rest, '\n', &line))
        line_of_message(s, line);
    s->doc->text = str_trim(buf_str(&s->text));
    links_add(s->a, s->doc->text, s->doc);
}

static struct who *outlet_of(const struct git_book *book, struct arena *a)
{
    struct who *outlet = arena_new(a, struct who, 1);
    const char *slash = memrchr(book->repo.p, '/', book->repo.len);
    size_t name = slash ? (size_t)(slash - book->repo.p) + 1 : 0;
    *outlet = (struct who){.channel = STR("git"),
                           .handle = book->repo,
                           .name = str_skip(book->repo, name),
                           .kind = STR("group")};
    return outlet;
}

static void say_who_took_it(struct saying *s)
{
    const struct git_commit *c = s->commit;
    struct who committer = git_who(s->book, c->committer, s->a);
    bool other = committer.handle.len && s->doc->author.handle.len &&
                 !same_person(s->a, committer, s->doc->author);
    if (other) heed_add(s, VERB_ACCEPTED, committer, (struct who){0}, c->committed_s);
    if (c->merged.len && git_takes_proposal(c->message)) {
        names_commit(s, c->merged, VERB_ACCEPTED, 1);
    }
}

/* Further authors are told of by docs of their own, which say only that they are its authors. */
static void keep_for_others(struct saying *s)
{
    struct git_book *book = s->book;
    struct arena *held = &book->held;
    book->line = s->commit->line;
    book->with = (struct doc_row){.key = str_copy(held, s->doc->key),
                                  .kind = STR("commit"),
                                  .title = str_copy(held, s->doc->title),
                                  .at_s = s->doc->at_s};
}

void git_say(struct git_book *book, const struct git_commit *commit, struct arena *a,
             struct record *ret)
{
    *ret = (struct record){.kind = RECORD_DOC, .line = commit->line};
    struct saying s = {
        .book = book, .commit = commit, .a = a, .doc = &ret->doc, .text = buf_new(a)};
    struct doc_row *doc = s.doc;
    arena_reset(&book->held, (struct arena_mark){0});
    book->waiting = NULL;
    book->waiting_count = book->waiting_done = 0;
    book->undated += commit->at_s == TIME_NONE;
    doc->kind = STR("commit");
    doc->key = str_printf(a, "git:%.*s", STR_ARG(commit->id));
    doc->at_s = commit->at_s;
    doc->author = git_who(book, commit->author, a);
    if (book->repo.len) {
        doc->outlets = outlet_of(book, a);
        doc->outlet_count = 1;
    }
    if (book->web.len) {
        doc->url = str_printf(a, "%.*s%.*s", STR_ARG(book->web), STR_ARG(commit->id));
    }
    s.author = signer_index(book, doc->author, a);
    remember(book, commit, s.author);
    read_message(&s);
    say_who_took_it(&s);
    if (book->waiting_count) keep_for_others(&s);
}

bool git_say_with(struct git_book *book, struct arena *a, struct record *ret)
{
    if (book->waiting_done == book->waiting_count) return false;
    const struct doc_row *with = &book->with;
    size_t i = book->waiting_done++;
    *ret = (struct record){.kind = RECORD_DOC, .line = book->line, .part = true};
    ret->doc = (struct doc_row){.kind = with->kind, .at_s = with->at_s};
    ret->doc.key = str_printf(a, "%.*s+%zu", STR_ARG(with->key), i + 1);
    ret->doc.title = str_copy(a, with->title);
    ret->doc.author = who_copy(a, book->waiting[i]);
    if (book->repo.len) {
        ret->doc.outlets = outlet_of(book, a);
        ret->doc.outlet_count = 1;
    }
    return true;
}

void git_book_close(struct git_book *book)
{
    arena_free(&book->held);
}
