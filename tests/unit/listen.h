/*
 * listen.h - tests: a store, small files, and what an import made of them
 */
#ifndef KITH_TESTS_LISTEN_H
#define KITH_TESTS_LISTEN_H

#include "base/file.h"
#include "base/time.h"
#include "listen/source.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct desk {
    struct arena a;
    char dir[32]; /* removed at the end */
    const char *db;
    struct store *st;
    sqlite3 *look; /* a second connection that only counts */
};

static inline const char *desk_path(struct desk *d, const char *name)
{
    return path_join(&d->a, d->dir, name).p;
}

static inline const char *desk_file(struct desk *d, const char *name, const char *text)
{
    struct err e = {0};
    const char *path = desk_path(d, name);
    assert_ok(file_write(path, str_of(text), &e), e);
    return path;
}

static inline void desk_open(struct desk *d)
{
    struct err e = {0};
    *d = (struct desk){.dir = "/tmp/kith-test-XXXXXX"};
    assert_non_null(mkdtemp(d->dir));
    d->db = desk_path(d, "kith.db");
    assert_ok(store_open(d->db, STORE_CREATE, &d->st, &e), e);
    assert_int_equal(sqlite3_open(d->db, &d->look), SQLITE_OK);
}

static inline void desk_close(struct desk *d)
{
    struct err e = {0};
    assert_ok(store_check(d->st, &e), e);
    (void)sqlite3_close(d->look);
    store_close(d->st);
    char command[64];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", d->dir);
    assert_int_equal(system(command), 0);
    arena_free(&d->a);
}

/* A file of statements, as src/store/sql holds it. */
static inline struct str desk_statements(struct desk *d, const char *name)
{
    struct err e = {0};
    struct reader *r = NULL;
    struct str sql;
    struct str dir = path_join(&d->a, getenv("TESTS_DIR"), "../src/store/sql");
    assert_ok(reader_open(path_join(&d->a, dir.p, name).p, &d->a, &r, &e), e);
    assert_ok(reader_rest(r, 1 << 20, &d->a, &sql, &e), e);
    reader_close(r);
    return sql;
}

/* First column of the first row as text; "" for NULL, "-" for no row. */
static inline struct str desk_ask(struct desk *d, const char *sql)
{
    sqlite3_stmt *q = NULL;
    if (sqlite3_prepare_v2(d->look, sql, -1, &q, NULL) != SQLITE_OK) {
        print_error("%s: %s\n", sql, sqlite3_errmsg(d->look));
        fail();
    }
    struct buf b = buf_new(&d->a);
    int rows = 0;
    while (sqlite3_step(q) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(q, 0);
        if (rows++) buf_addc(&b, '\n');
        if (text) buf_adds(&b, text);
    }
    (void)sqlite3_finalize(q);
    return rows ? buf_str(&b) : STR("-");
}

/* Every row of every table that an import writes, as one text: equal texts, equal stores. The wall
 * clock (source.read_at) is left out. */
static inline struct str desk_dump(struct desk *d)
{
    static const char *const sql[] = {
        "SELECT "
        "id||'|'||kind||'|'||locator||'|'||hash||'|'||rows_read||'|'||kept||'|'||merged||'|'||"
        "dropped||'|'||coalesce(why,'') FROM source ORDER BY id",
        "SELECT id||'|'||type||'|'||coalesce(kind,'')||'|'||name||'|'||name_key||'|'||"
        "coalesce(weight,'')||'|'||coalesce(country,'') FROM node ORDER BY id",
        "SELECT id||'|'||node||'|'||channel||'|'||handle_key||'|'||handle FROM account ORDER BY id",
        "SELECT node||'|'||name_key||'|'||name FROM alias ORDER BY node, name_key",
        "SELECT id||'|'||person||'|'||org||'|'||role FROM affil ORDER BY id",
        "SELECT id||'|'||node||'|'||key||'|'||value FROM tag ORDER BY id",
        "SELECT id||'|'||coalesce(outlet,'')||'|'||coalesce(author,'')||'|'||coalesce(at,'')||'|'||"
        "doc_key||'|'||coalesce(parent,'')||'|'||root||'|'||place FROM doc ORDER BY id",
        "SELECT id||'|'||at||'|'||verb||'|'||from_account||'|'||to_account||'|'||coalesce(doc,'')||"
        "'|'||coalesce(topic,'')||'|'||source||'|'||place||'|'||hex(ext_key) FROM evidence ORDER "
        "BY id",
        "SELECT term||'|'||doc||'|'||cnt FROM doc_vocab ORDER BY term",
        "SELECT id||'|'||text FROM topic ORDER BY id",
        "SELECT node||'|'||name||'|'||value FROM metric ORDER BY id",
    };
    struct buf b = buf_new(&d->a);
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
        buf_add(&b, desk_ask(d, sql[i]));
        buf_adds(&b, "\n--\n");
    }
    return buf_str(&b);
}

/* "from verb to" of all evidence, in the order of their ids. */
static inline struct str desk_evidence(struct desk *d)
{
    return desk_ask(
        d,
        "SELECT f.handle_key||' '||CASE verb WHEN 7 THEN 'cited' WHEN 9 THEN 'attended' "
        "WHEN 14 THEN 'replied' WHEN 15 THEN 'mentioned' ELSE verb END||' '||t.handle_key "
        "FROM evidence e JOIN account f ON f.id = from_account JOIN account t ON t.id = to_account "
        "ORDER BY e.id");
}

static inline struct import_account *desk_import(struct desk *d, const char *path,
                                                 struct import_options o)
{
    struct err e = {0};
    struct import_report report = {0};
    assert_ok(import_path(d->st, path, &o, &d->a, &report, &e), e);
    return report.first;
}

/* ---- an importer of lines: "doc key=a; by=jane@x.org; name=Jane Doe; at=2002-01-01; …" ---- */

static inline void line_doc(struct doc_row *doc, struct str key, struct str value, struct arena *a)
{
    struct str part;
    if (str_is(key, "key")) doc->key = value;
    if (str_is(key, "by"))
        doc->author = (struct who){STR("email"), value, doc->author.name, STR(""), STR("")};
    if (str_is(key, "name")) doc->author.name = value;
    if (str_is(key, "tag")) doc->list_tag = value;
    if (str_is(key, "url")) doc->url = value;
    if (str_is(key, "text")) doc->text = value;
    if (str_is(key, "at")) assert_true(time_parse_iso(value, &doc->at_s));
    if (str_is(key, "in") || str_is(key, "feed")) {
        doc->outlets = arena_new(a, struct who, 8);
        bool list = str_is(key, "in");
        while (str_cut(&value, ',', &part)) {
            doc->outlets[doc->outlet_count++] =
                (struct who){.channel = list ? STR("list") : STR("feed"),
                             .handle = part,
                             .kind = list ? STR("list") : STR("feed")};
        }
    }
    if (str_is(key, "to")) {
        doc->addressed = arena_new(a, struct str, 8);
        while (str_cut(&value, ',', &part))
            doc->addressed[doc->addressed_count++] = part;
    }
    if (str_is(key, "re")) {
        doc->parents = arena_new(a, struct str, 8);
        while (str_cut(&value, ',', &part))
            doc->parents[doc->parent_count++] = part;
    }
    if (str_is(key, "link")) {
        doc->links = arena_new(a, struct str, 8);
        while (str_cut(&value, ',', &part))
            doc->links[doc->link_count++] = part;
    }
    if (str_is(key, "heeds")) { /* "accepted key", "thanked by@x.org>to@x.org" */
        doc->heeds = arena_new(a, struct heed_row, 8);
        while (str_cut(&value, ',', &part)) {
            struct heed_row *h = &doc->heeds[doc->heed_count++];
            struct str rest = str_skip(part, str_find(part, ' ') + 1);
            size_t arrow = str_find(rest, '>');
            *h = (struct heed_row){.verb = verb_of(str_head(part, str_find(part, ' '))),
                                   .at_s = TIME_NONE};
            if (arrow == rest.len) {
                h->key = rest;
                continue;
            }
            h->by = (struct who){.channel = STR("email"), .handle = str_head(rest, arrow)};
            h->to = (struct who){.channel = STR("email"), .handle = str_skip(rest, arrow + 1)};
        }
    }
    if (str_is(key, "quote")) {
        doc->quoted = arena_new(a, struct quoted, 8);
        while (str_cut(&value, ',', &part)) {
            bool email = str_find(part, '@') < part.len;
            doc->quoted[doc->quoted_count++] =
                (struct quoted){.name = email ? STR("") : part, .email = email ? part : STR("")};
        }
    }
}

/* "github/jane", "github/jane!" when the source has checked */
static inline void line_claim(struct person_row *p, struct str value, struct arena *a)
{
    if (!p->claims) p->claims = arena_new(a, struct claim, 8);
    struct claim *c = &p->claims[p->claim_count++];
    c->verified = value.p[value.len - 1] == '!';
    if (c->verified) value.len--;
    size_t at = str_find(value, '/');
    c->who = (struct who){.channel = str_head(value, at), .handle = str_skip(value, at + 1)};
}

/* "Acme,since,until", dates may be empty */
static inline void line_affil(struct person_row *p, struct str value, struct arena *a)
{
    struct str org;
    struct str since = STR("");
    if (!p->affils) p->affils = arena_new(a, struct affil_row, 8);
    struct affil_row *f = &p->affils[p->affil_count++];
    (void)str_cut(&value, ',', &org);
    (void)str_cut(&value, ',', &since);
    f->org = org;
    if (since.len) assert_true(time_parse_iso(since, &f->since_s));
    if (value.len) assert_true(time_parse_iso(value, &f->until_s));
}

static inline void line_person(struct person_row *p, struct str key, struct str value,
                               struct arena *a)
{
    if (str_is(key, "claim")) line_claim(p, value, a);
    if (str_is(key, "was")) line_affil(p, value, a);
    if (str_is(key, "robot")) p->robot = true;
    if (str_is(key, "url"))
        p->who[p->who_count++] = (struct who){.channel = STR("url"), .handle = value};
    if (str_is(key, "name")) p->name = value;
    if (str_is(key, "org")) p->org = value;
    if (str_is(key, "country")) p->country = value;
    if (str_is(key, "tags")) p->tags = value;
    if (str_is(key, "email"))
        p->who[p->who_count++] = (struct who){.channel = STR("email"), .handle = value};
    if (str_is(key, "github"))
        p->who[p->who_count++] = (struct who){.channel = STR("github"), .handle = value};
    if (str_is(key, "followers")) assert_true(str_to_double(value, &p->followers));
    if (str_is(key, "weight")) assert_true(str_to_double(value, &p->weight));
}

static inline struct who line_who(struct str text)
{
    bool email = str_find(text, '@') < text.len;
    return (struct who){.channel = email ? STR("email") : STR("name"), .handle = text};
}

static inline void line_evidence(struct evidence_row *v, struct str key, struct str value)
{
    if (str_is(key, "from")) v->from = line_who(value);
    if (str_is(key, "to")) v->to = line_who(value);
    if (str_is(key, "verb")) v->verb = verb_of(value);
    if (str_is(key, "text")) v->text = value;
    if (str_is(key, "url")) v->url = value;
    if (str_is(key, "topic")) v->topic = value;
    if (str_is(key, "at")) assert_true(time_parse_iso(value, &v->at_s));
}

static inline enum status lines_open(struct reader *in, const struct importer_options *o,
                                     struct arena *a, void **ret, struct err *e)
{
    (void)o;
    (void)e;
    struct reader **state = arena_new(a, struct reader *, 1);
    *state = in;
    *ret = state;
    return OK;
}

static inline enum status lines_next(void *state, struct arena *a, struct record *ret,
                                     struct err *e)
{
    struct reader *in = *(struct reader **)state;
    struct str line;
    struct str field;
    enum status s = reader_line(in, &line, e);
    if (s) return s;
    line = str_copy(a, line);
    *ret = (struct record){.line = reader_line_number(in)};
    if (str_starts(line, "doc "))
        ret->kind = RECORD_DOC;
    else if (str_starts(line, "person "))
        ret->kind = RECORD_PERSON;
    else if (str_starts(line, "evidence "))
        ret->kind = RECORD_EVIDENCE;
    else if (str_starts(line, "nothing "))
        ret->kind = RECORD_NOTHING;
    else
        return err_set(e, BAD_INPUT, "%d: '%.*s', want doc", (int)ret->line, STR_ARG(line));
    if (ret->kind == RECORD_DOC) ret->doc.at_s = TIME_NONE;
    if (ret->kind == RECORD_EVIDENCE)
        ret->evidence = (struct evidence_row){.at_s = TIME_NONE, .sign = 1};
    if (ret->kind == RECORD_PERSON)
        ret->person = (struct person_row){.followers = -1, .weight = -1, .capacity = -1};
    if (ret->kind == RECORD_NOTHING) {
        ret->nothing.why = strstr(line.p, "like") ? "a like" : "a place";
        return OK;
    }
    line = str_skip(line, str_find(line, ' '));
    while (str_cut(&line, ';', &field)) {
        size_t equals = str_find(field, '=');
        struct str key = str_trim(str_head(field, equals));
        struct str value = str_trim(str_skip(field, equals < field.len ? equals + 1 : equals));
        if (ret->kind == RECORD_DOC)
            line_doc(&ret->doc, key, value, a);
        else if (ret->kind == RECORD_PERSON)
            line_person(&ret->person, key, value, a);
        else
            line_evidence(&ret->evidence, key, value);
    }
    return OK;
}

static const struct importer importer_lines = {
    .name = "lines", .open = lines_open, .next = lines_next};

/* Imports one text under this name; the status is the caller's to judge. */
static inline enum status desk_try(struct desk *d, const char *name, const char *text,
                                   struct import_options o, struct import_account *ret,
                                   struct err *e)
{
    struct source source = {.importer = &importer_lines, .path = desk_file(d, name, text)};
    source.shown = source.path;
    source.locator = str_of(source.path);
    assert_ok(file_hash(source.path, &d->a, &source.hash, e), *e);
    return source_import(d->st, &source, &o, &d->a, ret, e);
}

static inline struct import_account desk_lines(struct desk *d, const char *name, const char *text)
{
    struct err e = {0};
    struct import_account account;
    assert_ok(desk_try(d, name, text, (struct import_options){0}, &account, &e), e);
    return account;
}

#endif
