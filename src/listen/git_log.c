/* git_log.c - listen: which commits does this output of `git log` tell of? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/git_int.h"
#include "listen/text_lines.h"

#include <string.h>

/*
 * The forms medium (what `git log` prints unasked), full, fuller and raw, with or without names of
 * branches, statistics, patches and notes behind the message. A commit ends where the next begins:
 * a line "commit ID" at the very start, which no patch and no message has, for theirs are indented.
 */

enum place { BEFORE, HEADERS, MESSAGE, BEHIND };

struct log_state {
    struct git_book book;
    struct text_lines lines;
    struct arena held; /* of the commit that is being read */
    struct git_commit commit;
    struct buf message;
    enum place place;
    bool too_long, ended, commit_waits;
    char next_id[64]; /* of the commit that begins at the line last read */
    size_t next_id_len;
    uint64_t next_line;
    uint64_t wrong_dates;
};

/* "commit 0a1b…", maybe with names behind it. */
static bool begins_commit(struct str line, struct str *ret_id)
{
    if (!str_starts(line, "commit ")) return false;
    struct str rest = str_skip(line, 7);
    if (rest.len && strchr("<>-=", rest.p[0]))
        rest = str_skip(rest, 1); /* --left-right, --boundary */
    size_t n = 0;
    while (n < rest.len && n < 64 &&
           (ascii_is_digit(rest.p[n]) || (rest.p[n] >= 'a' && rest.p[n] <= 'f')))
        n++;
    struct str behind = str_skip(rest, n);
    *ret_id = str_head(rest, n);
    return n >= 7 && (!behind.len || behind.p[0] == ' ');
}

/* "key" with its colon, or of the raw form without. */
static bool is_key(struct str line, const char *key, struct str *ret_value)
{
    if (!str_starts(line, key)) return false;
    *ret_value = str_trim(str_skip(line, strlen(key)));
    return true;
}

static struct git_signer signer_of(struct str value, struct arena *a)
{
    const char *open = value.len ? memrchr(value.p, '<', value.len) : NULL;
    if (!open) return (struct git_signer){str_copy(a, value), STR("")};
    struct str email = str_skip(value, (size_t)(open - value.p) + 1);
    email = str_head(email, str_find(email, '>'));
    struct str name = str_trim(str_head(value, (size_t)(open - value.p)));
    return (struct git_signer){str_copy(a, name), str_copy(a, email)};
}

/* "1112911993 -0700" of the raw form, or a date as --date= writes it. */
static int64_t date_of(struct log_state *g, struct str value)
{
    int64_t at_s = TIME_NONE;
    struct str seconds = str_head(value, str_find(value, ' '));
    struct str zone = str_trim(str_skip(value, seconds.len));
    bool raw = !zone.len || ((zone.p[0] == '+' || zone.p[0] == '-') && zone.len == 5);
    if (raw && str_to_i64(seconds, &at_s) && at_s > 9999) return at_s;
    at_s = TIME_NONE;
    if (!time_parse(value, &at_s)) g->wrong_dates++;
    return at_s;
}

/* Of the raw form the time stands behind the address. */
static void raw_signer(struct log_state *g, struct str value, struct git_signer *who, int64_t *at_s)
{
    *who = signer_of(value, &g->held);
    const char *close = value.len ? memrchr(value.p, '>', value.len) : NULL;
    if (close) *at_s = date_of(g, str_trim(str_skip(value, (size_t)(close - value.p) + 1)));
}

static void header(struct log_state *g, struct str line)
{
    struct git_commit *c = &g->commit;
    struct str value;
    if (is_key(line, "Author:", &value)) {
        c->author = signer_of(value, &g->held);
    } else if (is_key(line, "Commit:", &value)) {
        c->committer = signer_of(value, &g->held);
    } else if (is_key(line, "Date:", &value) || is_key(line, "AuthorDate:", &value)) {
        c->at_s = date_of(g, value);
    } else if (is_key(line, "CommitDate:", &value)) {
        c->committed_s = date_of(g, value);
    } else if (is_key(line, "author ", &value)) {
        raw_signer(g, value, &c->author, &c->at_s);
    } else if (is_key(line, "committer ", &value)) {
        raw_signer(g, value, &c->committer, &c->committed_s);
    } else if (is_key(line, "Merge:", &value)) {
        struct str first;
        struct str second;
        bool two = str_cut(&value, ' ', &first) && str_cut(&value, ' ', &second) && !value.p;
        c->merged = two ? str_copy(&g->held, second) : STR("");
    }
}

static void text_line(struct log_state *g, struct str line)
{
    if (g->message.len + line.len > RECORD_BYTES_MAX) {
        g->too_long = true;
        return;
    }
    buf_add(&g->message, line);
    buf_addc(&g->message, '\n');
}

static void line_of_commit(struct log_state *g, struct str line)
{
    if (g->place == HEADERS) {
        if (!line.len) {
            g->place = MESSAGE;
        } else {
            header(g, line);
        }
    } else if (g->place == MESSAGE) {
        if (!line.len) {
            if (g->message.len) text_line(g, line);
        } else if (str_starts(line, "    ")) {
            text_line(g, str_skip(line, 4));
        } else {
            g->place = BEHIND;
        }
    }
}

static void begin(struct log_state *g)
{
    arena_reset(&g->held, (struct arena_mark){0});
    g->commit = (struct git_commit){.at_s = TIME_NONE, .committed_s = TIME_NONE};
    g->commit.id = str_copy(&g->held, (struct str){g->next_id, g->next_id_len});
    g->commit.author = g->commit.committer = (struct git_signer){STR(""), STR("")};
    g->commit.merged = STR("");
    g->commit.line = g->next_line;
    g->message = buf_new(&g->held);
    g->too_long = false;
    g->place = HEADERS;
    g->commit_waits = false;
}

/* Reads on to the next commit line: OK with one whole commit, or DONE. */
static enum status read_commit(struct log_state *g, struct err *e)
{
    struct str line;
    struct str id;
    if (g->commit_waits) begin(g);
    for (;;) {
        enum status s = g->ended ? DONE : text_lines_next(&g->lines, &line, e);
        if (s == TOO_MUCH) {
            g->too_long |= g->place == MESSAGE;
            continue;
        }
        if (s == DONE) {
            bool open = g->place != BEFORE && !g->ended;
            g->ended = true;
            return open ? OK : DONE;
        }
        if (s) return s;
        if (begins_commit(line, &id)) {
            bool open = g->place != BEFORE;
            g->next_line = g->lines.line;
            g->commit_waits = true;
            memcpy(g->next_id, id.p, id.len);
            g->next_id_len = id.len;
            if (open) return OK;
            begin(g);
            continue;
        }
        line_of_commit(g, line);
    }
}

static enum status log_next(void *opaque, struct arena *a, struct record *ret, struct err *e)
{
    struct log_state *g = opaque;
    if (git_say_with(&g->book, a, ret)) return OK;
    enum status s = read_commit(g, e);
    if (s == DONE) return git_say_later(&g->book, a, ret) ? OK : DONE;
    if (s) return s;
    unsigned long long line = g->commit.line;
    if (g->too_long) {
        return err_set(e, BAD_INPUT, "%llu: a commit longer than %d bytes; shorten its message",
                       line, RECORD_BYTES_MAX);
    }
    if (!g->commit.author.name.len && !g->commit.author.email.len) {
        return err_set(e, BAD_INPUT,
                       "%llu: a commit without an author; print it anew with 'git log "
                       "--format=fuller'",
                       line);
    }
    g->commit.message = buf_str(&g->message);
    git_say(&g->book, &g->commit, a, ret);
    return OK;
}

/* ---- is it one? ---- */

static int log_sniff(struct str head, const char *path)
{
    static const char *const next[] = {"Author:", "Merge:", "tree ", "AuthorDate:", "gpg: "};
    struct arena a = {0};
    struct str text = text_head(&a, head);
    struct str line;
    struct str id;
    int sure = 0;
    (void)path;
    while (text.len && (text.p[0] == '\n' || text.p[0] == '\r'))
        text = str_skip(text, 1);
    bool begins = str_cut(&text, '\n', &line) && begins_commit(str_trim(line), &id);
    if (begins && str_cut(&text, '\n', &line)) {
        for (size_t i = 0; i < sizeof next / sizeof *next; i++) {
            if (str_starts(line, next[i])) sure = 92;
        }
    }
    arena_free(&a);
    return sure;
}

/* "linux.log" -> "linux"; a name that says nothing but what it is names no project. */
static struct str project_of(const char *path, struct arena *a)
{
    static const char *const nothing[] = {"log", "git", "git-log", "gitlog", "git_log", "in", "-"};
    struct str name = utf8_mend(a, str_of(path_base(path)));
    const char *dot = name.len ? memrchr(name.p, '.', name.len) : NULL;
    if (dot && dot > name.p) name = str_head(name, (size_t)(dot - name.p));
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        if (str_is_nocase(name, nothing[i])) return STR("");
    }
    return str_copy(a, name);
}

static enum status log_open(struct reader *in, const struct importer_options *o, struct arena *a,
                            void **ret_state, struct err *e)
{
    struct log_state *g = arena_new(a, struct log_state, 1);
    g->book.a = a;
    g->book.repo = project_of(o->path, a);
    *ret_state = g;
    return text_lines_open(in, a, &g->lines, e);
}

static void log_close(void *opaque)
{
    struct log_state *g = opaque;
    text_lines_close(&g->lines);
    git_book_close(&g->book);
    arena_free(&g->held);
}

static struct str log_remarks(void *opaque, struct arena *a)
{
    const struct log_state *g = opaque;
    struct buf b = buf_new(a);
    buf_add(&b, text_lines_remarks(&g->lines, a));
    if (g->wrong_dates) {
        buf_addf(&b, "%s%llu dates that cannot be read; print it anew with 'git log --date=iso'",
                 b.len ? "; " : "", (unsigned long long)g->wrong_dates);
    }
    return buf_str(&b);
}

extern const struct importer importer_git_log;

const struct importer importer_git_log = {
    .name = "git-log",
    .summary = "what `git log` printed (medium, full, fuller, raw)",
    .sniff = log_sniff,
    .open = log_open,
    .next = log_next,
    .close = log_close,
    .remarks = log_remarks,
};
