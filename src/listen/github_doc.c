/* github_doc.c - listen: what was said in this issue, comment, review, release or commit? */
#include "listen/chat.h"
#include "listen/doc_heed.h"
#include "listen/github_int.h"
#include "listen/post_text.h"
#include "listen/table_int.h"

#include "base/time.h"

#include <jansson.h>
#include <string.h>

enum { LOGIN_BYTES_MAX = 39, HASH_DIGITS = 40 };

/* ---- whom a text calls ---- */

static bool is_login(struct str s)
{
    if (!s.len || s.len > LOGIN_BYTES_MAX || s.p[0] == '-' || s.p[s.len - 1] == '-') return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_letter(s.p[i]) && !ascii_is_digit(s.p[i]) && s.p[i] != '-') return false;
    }
    return true;
}

/* A team (@owner/team) and a package (@owner/name) are no people. */
static void read_line_calls(struct str line, struct arena *a, struct doc_row *doc)
{
    struct str rest = line;
    struct str name;
    while (post_mention(&rest, &name)) {
        struct str login = str_head(name, str_find(name, '.'));
        bool team = rest.len && rest.p[0] == '/';
        if (!team && is_login(login)) doc_mention(doc, a, gh_who(login, a));
    }
}

/* Line by line of Markdown: not in quotes, and not in code, where an @ means other things. */
static void read_calls(struct str body, struct arena *a, struct doc_row *doc)
{
    struct str line;
    bool fenced = false;
    if (!body.len || !memchr(body.p, '@', body.len)) return;
    while (str_cut(&body, '\n', &line)) {
        struct str bare = str_trim(line);
        if (str_starts(bare, "```") || str_starts(bare, "~~~")) {
            fenced = !fenced;
            continue;
        }
        bool code = fenced || str_starts(line, "    ") || str_starts(line, "\t");
        if (code || str_starts(bare, ">")) continue;
        struct str piece;
        for (bool inside = false; str_cut(&bare, '`', &piece); inside = !inside) {
            if (!inside) read_line_calls(piece, a, doc);
        }
    }
}

static void read_body(const json_t *item, const char *key, struct arena *a, struct doc_row *doc)
{
    struct str body = gh_text(item, key, a);
    doc->text = utf8_head(chat_markdown(doc, body, a), TEXT_BYTES_MAX);
    read_calls(utf8_head(body, TEXT_BYTES_MAX), a, doc);
}

/* ---- keys ---- */

struct str gh_key(const struct gh_event *v, int64_t number, struct arena *a)
{
    struct str repo = str_lower(a, v->repo);
    return str_printf(a, "https://github.com/%.*s/issues/%lld", STR_ARG(repo), (long long)number);
}

static struct str part_key(const struct gh_event *v, const char *part, int64_t id, struct arena *a)
{
    struct str repo = str_lower(a, v->repo);
    return str_printf(a, "https://github.com/%.*s#%s%lld", STR_ARG(repo), part, (long long)id);
}

static struct str commit_key(const struct gh_event *v, struct str sha, struct arena *a)
{
    struct str repo = str_lower(a, v->repo);
    return str_printf(a, "https://github.com/%.*s/commit/%.*s", STR_ARG(repo), STR_ARG(sha));
}

/* ---- docs ---- */

static struct doc_row *begin(const struct gh_event *v, const char *kind, struct arena *a,
                             struct record *ret)
{
    *ret = (struct record){.kind = RECORD_DOC, .line = v->line};
    struct doc_row *doc = &ret->doc;
    doc->kind = str_of(kind);
    doc->at_s = v->at_s;
    if (v->repo.len) {
        struct str repo = str_copy(a, v->repo);
        doc->outlets = arena_new(a, struct who, 1);
        doc->outlets[doc->outlet_count++] = (struct who){
            .channel = STR("group"), .handle = repo, .name = repo, .kind = STR("group")};
    }
    return doc;
}

static void set_author(const json_t *item, const char *key, struct str otherwise, struct arena *a,
                       struct doc_row *doc)
{
    struct str login = gh_login(json_object_get(item, key), a);
    doc->author = gh_who(login.len ? login : otherwise, a);
}

static void set_time(const json_t *item, const char *key, struct doc_row *doc)
{
    int64_t at_s = gh_time(item, key);
    if (at_s != TIME_NONE) doc->at_s = at_s;
}

/* What GitHub itself calls merged, or the action of newer events. */
static void read_merge(const struct gh_event *v, const json_t *pull, struct arena *a,
                       struct doc_row *doc)
{
    struct str action = gh_text(v->payload, "action", a);
    bool merged = chat_true(pull, "merged") || json_is_string(json_object_get(pull, "merged_at"));
    bool now = str_is(action, "merged") || (str_is(action, "closed") && merged);
    struct str by = gh_login(json_object_get(pull, "merged_by"), a);
    int64_t at_s = gh_time(pull, "merged_at");
    if (!by.len && now) by = v->login;
    if (!by.len || !(merged || now)) return;
    doc_heed(doc, a,
             (struct heed_row){.verb = VERB_ACCEPTED,
                               .by = gh_who(by, a),
                               .at_s = at_s == TIME_NONE ? v->at_s : at_s});
}

static void read_asked(const struct gh_event *v, struct arena *a, struct doc_row *doc)
{
    struct str action = gh_text(v->payload, "action", a);
    struct str asked = gh_login(json_object_get(v->payload, "requested_reviewer"), a);
    if (!asked.len || !str_is(action, "review_requested")) return;
    doc_heed(doc, a,
             (struct heed_row){.verb = VERB_REVIEWED, .to = gh_who(asked, a), .at_s = v->at_s});
}

static void read_issue(const struct gh_event *v, const struct gh_thing *t, struct arena *a,
                       struct record *ret)
{
    bool pull = t->what == GH_PULL || json_is_object(json_object_get(t->item, "pull_request"));
    bool talk = json_object_get(v->payload, "discussion") == t->item;
    struct doc_row *doc = begin(v, pull ? "pull-request" : talk ? "discussion" : "issue", a, ret);
    struct str action = gh_text(v->payload, "action", a);
    bool opened = str_is(action, "opened") || str_is(action, "created");
    bool itself = str_is(v->type, "IssuesEvent") || str_is(v->type, "PullRequestEvent") ||
                  str_is(v->type, "DiscussionEvent");
    doc->key = gh_key(v, gh_about(v), a);
    doc->url = gh_text(t->item, "html_url", a);
    doc->title = gh_text(t->item, "title", a);
    set_author(t->item, "user", opened && itself ? v->login : STR(""), a, doc);
    set_time(t->item, "created_at", doc);
    read_body(t->item, "body", a, doc);
    if (t->what == GH_PULL) read_merge(v, t->item, a, doc);
    if (t->what == GH_PULL) read_asked(v, a, doc);
}

/* Who commented on a change was heeded by whoever put it before them. */
static void read_reviewer(const struct gh_event *v, const json_t *pull, struct arena *a,
                          struct doc_row *doc)
{
    struct str of = gh_login(json_object_get(pull, "user"), a);
    if (!of.len || str_eq(str_lower(a, of), str_lower(a, doc->author.handle))) return;
    doc_heed(doc, a,
             (struct heed_row){.verb = VERB_REVIEWED, .by = gh_who(of, a), .at_s = v->at_s});
}

static const char *part_of(enum gh_what what)
{
    return what == GH_REVIEW         ? "pullrequestreview-"
           : what == GH_DIFF_COMMENT ? "discussion_r"
           : what == GH_COMMENT      ? "issuecomment-"
                                     : "commitcomment-";
}

static void read_comment(const struct gh_event *v, const struct gh_thing *t, struct arena *a,
                         struct record *ret)
{
    struct doc_row *doc = begin(v, t->what == GH_REVIEW ? "review" : "comment", a, ret);
    const char *part = part_of(t->what);
    int64_t id = gh_number(t->item, "id");
    if (!id) id = gh_number(v->payload, "comment_id");
    if (id) doc->key = part_key(v, part, id, a);
    doc->url = gh_text(t->item, "html_url", a);
    set_author(t->item, "user", v->login, a, doc);
    set_time(t->item, t->what == GH_REVIEW ? "submitted_at" : "created_at", doc);
    read_body(t->item, "body", a, doc);
    int64_t above = gh_number(t->item, "in_reply_to_id");
    int64_t about = gh_about(v);
    if (above) chat_parent(doc, part_key(v, part, above, a), a);
    if (t->what == GH_COMMIT_COMMENT) {
        struct str sha = gh_text(t->item, "commit_id", a);
        if (!sha.len) sha = gh_text(v->payload, "commit", a);
        if (sha.len) chat_parent(doc, commit_key(v, sha, a), a);
    } else if (about) {
        chat_parent(doc, gh_key(v, about, a), a);
    }
    if (t->what == GH_REVIEW || t->what == GH_DIFF_COMMENT) read_reviewer(v, t->about, a, doc);
}

static void read_release(const struct gh_event *v, const struct gh_thing *t, struct arena *a,
                         struct record *ret)
{
    struct doc_row *doc = begin(v, "release", a, ret);
    doc->url = gh_text(t->item, "html_url", a);
    if (gh_number(t->item, "id")) doc->key = part_key(v, "release-", gh_number(t->item, "id"), a);
    doc->title = gh_text(t->item, "name", a);
    if (!doc->title.len) doc->title = gh_text(t->item, "tag_name", a);
    set_author(t->item, "author", v->login, a, doc);
    set_time(t->item, "published_at", doc);
    read_body(t->item, "body", a, doc);
}

/* ---- commits ---- */

/* Before 2015 a commit is a list: sha, address, message, name. */
static struct str commit_field(const json_t *commit, const char *key, size_t at, struct arena *a)
{
    const json_t *value = json_array_get(commit, at);
    if (!json_is_array(commit)) {
        const json_t *author = json_object_get(commit, "author");
        return gh_text(at == 1 || at == 3 ? author : commit, key, a);
    }
    if (!json_is_string(value)) return STR("");
    struct str s = {json_string_value(value), json_string_length(value)};
    return str_copy(a, str_trim(utf8_mend(a, s)));
}

/* Archives put hashes in the place of what stands before the @. */
static bool is_hashed(struct str address)
{
    if (str_find(address, '@') != HASH_DIGITS) return false;
    for (size_t i = 0; i < HASH_DIGITS; i++) {
        char c = ascii_lower(address.p[i]);
        if (!ascii_is_digit(c) && !(c >= 'a' && c <= 'f')) return false;
    }
    return true;
}

/* "jane@users.noreply.github.com", "123+jane@users.noreply.github.com": jane. */
static struct str login_of(struct str address)
{
    size_t at = str_find(address, '@');
    if (!str_is_nocase(str_skip(address, at), "@users.noreply.github.com")) return STR("");
    struct str login = str_head(address, at);
    size_t plus = str_find(login, '+');
    if (plus < login.len) login = str_skip(login, plus + 1);
    return login;
}

struct who gh_commit_author(const json_t *commit, struct arena *a)
{
    struct str address = commit_field(commit, "email", 1, a);
    struct str name = utf8_head(commit_field(commit, "name", 3, a), NAME_BYTES_MAX);
    struct str login = login_of(address);
    struct str email;
    if (login.len) {
        struct who who = gh_who(login, a);
        who.name = name;
        return who;
    }
    if (is_hashed(address)) {
        return (struct who){.channel = STR("email-hash"), .handle = address, .name = name};
    }
    if (email_read(address, a, &email)) {
        return (struct who){.channel = STR("email"), .handle = email, .name = name};
    }
    return (struct who){.handle = STR("")}; /* a name alone may be anybody's */
}

bool gh_is_own(const struct gh_event *v, const json_t *commit, struct arena *a)
{
    struct str name = str_lower(a, commit_field(commit, "name", 3, a));
    return name.len && str_eq(name, str_lower(a, v->login));
}

static void read_commit(const struct gh_event *v, const struct gh_thing *t, struct arena *a,
                        struct record *ret)
{
    struct doc_row *doc = begin(v, "commit", a, ret);
    struct str sha = commit_field(t->item, "sha", 0, a);
    struct str message = commit_field(t->item, "message", 2, a);
    doc->key = commit_key(v, sha, a);
    doc->url = str_printf(a, "https://github.com/%.*s/commit/%.*s", STR_ARG(v->repo), STR_ARG(sha));
    doc->author = gh_commit_author(t->item, a);
    doc->title = str_trim(str_head(message, str_find(message, '\n')));
    doc->text = utf8_head(message, TEXT_BYTES_MAX);
    chat_links_in(doc, doc->text, a);
}

void gh_doc(const struct gh_event *v, const struct gh_thing *t, struct arena *a, struct record *ret)
{
    switch (t->what) {
    case GH_ISSUE:
    case GH_PULL:
        read_issue(v, t, a, ret);
        break;
    case GH_RELEASE:
        read_release(v, t, a, ret);
        break;
    case GH_COMMIT:
        read_commit(v, t, a, ret);
        break;
    default:
        read_comment(v, t, a, ret);
    }
}
