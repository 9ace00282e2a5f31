/* github.c - listen: what do the events of GitHub say? */
#include "listen/chat.h"
#include "listen/github_int.h"
#include "listen/table_int.h"

#include "base/time.h"

#include <jansson.h>
#include <string.h>

/* ---- members of objects ---- */

struct str gh_text(const json_t *object, const char *key, struct arena *a)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) return STR("");
    struct str s = {json_string_value(value), json_string_length(value)};
    return str_copy(a, str_trim(utf8_mend(a, s)));
}

/* ISO dates; before 2015 also "2012/03/10 22:55:16 -0800". */
int64_t gh_time(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    int64_t at_s = TIME_NONE;
    char text[40];
    if (!json_is_string(value) || json_string_length(value) >= sizeof text) return TIME_NONE;
    size_t len = json_string_length(value);
    memcpy(text, json_string_value(value), len);
    if (len > 8 && text[4] == '/' && text[7] == '/') text[4] = text[7] = '-';
    struct str s = {text, len};
    return time_parse(s, &at_s) ? at_s : TIME_NONE;
}

int64_t gh_number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : 0;
}

struct str gh_login(const json_t *user, struct arena *a)
{
    if (json_is_object(user)) return gh_text(user, "login", a);
    if (!json_is_string(user)) return STR("");
    struct str s = {json_string_value(user), json_string_length(user)};
    return str_copy(a, utf8_mend(a, s));
}

struct who gh_who(struct str login, struct arena *a)
{
    if (!login.len) return (struct who){.handle = STR("")};
    return (struct who){.channel = STR("github"),
                        .handle = str_copy(a, utf8_head(login, NAME_BYTES_MAX))};
}

/* "…/issues/12#issuecomment-3", "…/pull/12", "…/discussions/12": 12. */
static int64_t number_in(struct str url)
{
    static const char *const before[] = {"/issues/", "/pull/", "/pulls/", "/discussions/"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        size_t at = str_find_nocase(url, before[i]);
        if (at == url.len) continue;
        struct str number = str_skip(url, at + strlen(before[i]));
        size_t n = 0;
        int64_t found = 0;
        while (n < number.len && ascii_is_digit(number.p[n]))
            n++;
        if (str_to_i64(str_head(number, n), &found)) return found;
    }
    return 0;
}

static int64_t number_in_member(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) return 0;
    struct str s = {json_string_value(value), json_string_length(value)};
    return number_in(s);
}

int64_t gh_about(const struct gh_event *v)
{
    static const char *const items[] = {"issue", "pull_request", "discussion"};
    int64_t number = 0;
    for (size_t i = 0; i < 3 && !number; i++)
        number = gh_number(json_object_get(v->payload, items[i]), "number");
    const json_t *comment = json_object_get(v->payload, "comment");
    if (!number) number = gh_number(v->payload, "number");
    if (!number) number = number_in_member(comment, "pull_request_url");
    if (!number) number = number_in_member(comment, "html_url");
    if (!number) number = number_in_member(v->root, "url");
    return number;
}

/* ---- which things does an event hold? ---- */

static bool is_new(struct github *g, struct str key)
{
    bool fresh = !map_get(&g->seen, key);
    if (fresh && g->seen.count < DUMP_ROWS_MAX) (void)map_put(&g->seen, key, 1, NULL);
    return fresh;
}

static void add(struct github *g, struct gh_thing thing)
{
    if (g->count == g->room) {
        size_t wider = g->room ? g->room * 2 : 16;
        g->thing = arena_grow(g->a, g->thing, g->room * sizeof *g->thing, wider * sizeof *g->thing);
        g->room = wider;
    }
    g->thing[g->count++] = thing;
}

/* What is answered, once a source, so that its author is known. */
static void add_answered(struct github *g, const json_t *item)
{
    const struct gh_event *v = &g->event;
    int64_t number = gh_about(v);
    if (!json_is_object(item) || !number || !is_new(g, gh_key(v, number, &g->own))) return;
    bool pull = item == json_object_get(v->payload, "pull_request");
    add(g, (struct gh_thing){.what = pull ? GH_PULL : GH_ISSUE, .item = item});
}

static void add_robot(struct github *g, const json_t *user)
{
    struct str login = gh_login(user, &g->own);
    bool robot = str_ends_nocase(login, "[bot]") || str_is(gh_text(user, "type", &g->own), "Bot");
    if (!robot || !is_new(g, str_printf(&g->own, "robot %.*s", STR_ARG(login)))) return;
    add(g, (struct gh_thing){.what = GH_ROBOT, .login = login});
}

/* Profiles and bots: the actor's, and those of whoever wrote what the event is about. */
static void add_people(struct github *g)
{
    static const char *const items[] = {"issue",  "pull_request", "comment",
                                        "review", "release",      "discussion"};
    const struct gh_event *v = &g->event;
    const json_t *profile = json_object_get(v->root, "actor_attributes");
    add_robot(g, json_object_get(v->root, "actor"));
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        const json_t *item = json_object_get(v->payload, items[i]);
        add_robot(g, json_object_get(item, "user"));
        add_robot(g, json_object_get(item, "author"));
    }
    if (!json_is_object(profile)) return;
    if (str_is(gh_text(profile, "type", &g->own), "Organization")) return;
    if (is_new(g, str_printf(&g->own, "profile %.*s", STR_ARG(v->login)))) {
        add(g, (struct gh_thing){.what = GH_PROFILE, .item = profile});
    }
}

static void add_commits(struct github *g)
{
    const struct gh_event *v = &g->event;
    const json_t *commits = json_object_get(v->payload, "commits");
    if (!json_is_array(commits)) commits = json_object_get(v->payload, "shas");
    for (size_t i = 0; i < json_array_size(commits); i++) {
        const json_t *commit = json_array_get(commits, i);
        if (!json_is_object(commit) && !json_is_array(commit)) continue;
        if (json_is_false(json_object_get(commit, "distinct"))) continue; /* pushed before */
        add(g, (struct gh_thing){.what = GH_COMMIT, .item = commit});
        struct who author = gh_commit_author(commit, &g->own);
        if (!str_is(author.channel, "email") || !gh_is_own(v, commit, &g->own)) continue;
        struct str key =
            str_printf(&g->own, "address %.*s %.*s", STR_ARG(v->login), STR_ARG(author.handle));
        if (is_new(g, key)) add(g, (struct gh_thing){.what = GH_ADDRESS, .item = commit});
    }
    if (!g->count) add(g, (struct gh_thing){.what = GH_NOTHING, .why = "a push of nothing new"});
}

static void add_item(struct github *g, enum gh_what what, const char *key, const char *about)
{
    const json_t *payload = g->event.payload;
    const json_t *item = json_object_get(payload, key);
    add(g, (struct gh_thing){.what = what, .item = item, .about = json_object_get(payload, about)});
    if (what == GH_PULL) (void)is_new(g, gh_key(&g->event, gh_about(&g->event), &g->own));
    if (about[0]) add_answered(g, json_object_get(payload, about));
}

/* An issue by itself; before 2015 there is only its number, which says who opened it. */
static void add_issue(struct github *g, const char *key)
{
    const json_t *item = json_object_get(g->event.payload, key);
    bool opened = str_is(gh_text(g->event.payload, "action", &g->own), "opened");
    if (!json_is_object(item) && !(opened && gh_about(&g->event))) {
        add(g, (struct gh_thing){.what = GH_NOTHING, .why = "an issue that is not told"});
        return;
    }
    add(g, (struct gh_thing){.what = GH_ISSUE, .item = item});
    (void)is_new(g, gh_key(&g->event, gh_about(&g->event), &g->own));
}

static const struct {
    const char *type;
    enum gh_what what;
    const char *item, *about; /* members of the payload */
    const char *why;
} kinds[] = {
    {"WatchEvent", GH_STARRED, "", "", NULL},
    {"ForkEvent", GH_STARRED, "", "", NULL},
    {"FollowEvent", GH_FOLLOWED, "target", "", NULL},
    {"IssuesEvent", GH_ISSUE, "issue", "", NULL},
    {"DiscussionEvent", GH_ISSUE, "discussion", "", NULL},
    {"IssueCommentEvent", GH_COMMENT, "comment", "issue", NULL},
    {"DiscussionCommentEvent", GH_COMMENT, "comment", "discussion", NULL},
    {"PullRequestEvent", GH_PULL, "pull_request", "", NULL},
    {"PullRequestReviewEvent", GH_REVIEW, "review", "pull_request", NULL},
    {"PullRequestReviewCommentEvent", GH_DIFF_COMMENT, "comment", "pull_request", NULL},
    {"CommitCommentEvent", GH_COMMIT_COMMENT, "comment", "", NULL},
    {"ReleaseEvent", GH_RELEASE, "release", "", NULL},
    {"PushEvent", GH_COMMIT, "", "", NULL},
    {"CreateEvent", GH_NOTHING, "", "", "a branch, tag or repository made"},
    {"DeleteEvent", GH_NOTHING, "", "", "a branch or tag deleted"},
    {"GollumEvent", GH_NOTHING, "", "", "a wiki page edited"},
    {"MemberEvent", GH_NOTHING, "", "", "a member of a repository added"},
    {"PublicEvent", GH_NOTHING, "", "", "a repository made public"},
};

static void add_things(struct github *g)
{
    enum { KINDS = sizeof kinds / sizeof *kinds };
    size_t i = 0;
    while (i < KINDS && !str_is(g->event.type, kinds[i].type))
        i++;
    enum gh_what what = i < KINDS ? kinds[i].what : GH_NOTHING;
    if (what == GH_ISSUE) {
        add_issue(g, kinds[i].item);
    } else if (what == GH_COMMIT) {
        add_commits(g);
    } else if (what == GH_NOTHING) {
        const char *why = i < KINDS ? kinds[i].why : "an event of another kind";
        add(g, (struct gh_thing){.why = why});
    } else {
        add_item(g, what, kinds[i].item, kinds[i].about);
    }
    add_people(g);
}

/* ---- events ---- */

/* "repo": {"name"}; before 2015 "repository": {"owner", "name"}. */
static struct str repo_of(const json_t *root, struct arena *a)
{
    struct str name = gh_text(json_object_get(root, "repo"), "name", a);
    const json_t *old = json_object_get(root, "repository");
    if (name.len && !str_is(name, "/")) return utf8_head(name, NAME_BYTES_MAX);
    struct str owner = gh_login(json_object_get(old, "owner"), a);
    name = gh_text(old, "name", a);
    if (!owner.len || !name.len) return STR("");
    return utf8_head(str_printf(a, "%.*s/%.*s", STR_ARG(owner), STR_ARG(name)), NAME_BYTES_MAX);
}

static void drop_event(struct github *g)
{
    json_decref(g->event.root);
    g->event.root = NULL;
    g->count = g->next = 0;
    arena_reset(&g->own, (struct arena_mark){0});
}

static enum status next_event(struct github *g, struct err *e)
{
    struct gh_event *v = &g->event;
    drop_event(g);
    enum status s = json_rows_next(&g->rows, &g->own, &v->root, &v->line, e);
    if (s) return s;
    v->payload = json_object_get(v->root, "payload");
    v->type = gh_text(v->root, "type", &g->own);
    v->login = gh_login(json_object_get(v->root, "actor"), &g->own);
    v->repo = repo_of(v->root, &g->own);
    v->at_s = gh_time(v->root, "created_at");
    if (!v->type.len || v->at_s == TIME_NONE || !json_is_object(v->payload)) {
        drop_event(g);
        return err_set(e, BAD_INPUT,
                       "%llu: no event: type, payload or created_at is missing; want events as "
                       "gharchive.org and GitHub's API give them",
                       (unsigned long long)v->line);
    }
    if (v->login.len) {
        add_things(g);
    } else {
        add(g, (struct gh_thing){.why = "an event of nobody"});
    }
    return OK;
}

/* ---- records that are no docs ---- */

/* What a star is about stands in the repository's name and, before 2015, in its description. */
static void make_starred(const struct gh_event *v, struct arena *a, struct record *ret)
{
    struct str repo = str_copy(a, v->repo);
    struct str about = gh_text(json_object_get(v->root, "repository"), "description", a);
    struct str topic = str_printf(a, "%.*s %.*s", STR_ARG(repo), STR_ARG(about));
    *ret = (struct record){.kind = RECORD_EVIDENCE, .line = v->line};
    ret->evidence = (struct evidence_row){
        .at_s = v->at_s,
        .verb = VERB_FOLLOWED,
        .from = gh_who(v->login, a),
        .to = {.channel = STR("group"), .handle = repo, .name = repo, .kind = STR("group")},
        .topic = utf8_head(str_trim(topic), NAME_BYTES_MAX),
        .sign = 1};
}

static void make_followed(const struct gh_event *v, struct str whom, struct arena *a,
                          struct record *ret)
{
    *ret = (struct record){.kind = RECORD_EVIDENCE, .line = v->line};
    ret->evidence = (struct evidence_row){.at_s = v->at_s,
                                          .verb = VERB_FOLLOWED,
                                          .from = gh_who(v->login, a),
                                          .to = gh_who(whom, a),
                                          .sign = 1};
}

static void make_profile(const struct gh_event *v, const json_t *profile, struct arena *a,
                         struct record *ret)
{
    struct str email;
    chat_person(ret, v->line);
    struct person_row *p = &ret->person;
    p->name = utf8_head(gh_text(profile, "name", a), NAME_BYTES_MAX);
    p->org = utf8_head(gh_text(profile, "company", a), NAME_BYTES_MAX);
    struct who login = gh_who(v->login, a);
    login.name = p->name;
    if (email_read(gh_text(profile, "email", a), a, &email)) {
        chat_person_who(ret,
                        (struct who){.channel = STR("email"), .handle = email, .name = p->name});
    }
    chat_person_who(ret, login);
    struct str page = gh_text(profile, "blog", a);
    bool http = str_starts_nocase(page, "http://") || str_starts_nocase(page, "https://");
    if (!http || page.len < 11 || page.len > NAME_BYTES_MAX) return;
    p->claims = arena_new(a, struct claim, 1);
    struct who *claimed = &p->claims[p->claim_count++].who;
    if (!profile_read(page, claimed)) {
        *claimed = (struct who){.channel = STR("url"), .handle = page};
    }
}

static void make_address(const struct gh_event *v, const json_t *commit, struct arena *a,
                         struct record *ret)
{
    struct who email = gh_commit_author(commit, a);
    email.name = STR("");
    chat_person(ret, v->line);
    chat_person_who(ret, email);
    chat_person_who(ret, gh_who(v->login, a));
}

static void make(const struct gh_event *v, const struct gh_thing *t, struct arena *a,
                 struct record *ret)
{
    struct str whom;
    switch (t->what) {
    case GH_STARRED:
        if (v->repo.len) make_starred(v, a, ret);
        return;
    case GH_FOLLOWED:
        whom = gh_login(t->item, a);
        if (whom.len) make_followed(v, whom, a, ret);
        return;
    case GH_PROFILE:
        make_profile(v, t->item, a, ret);
        return;
    case GH_ADDRESS:
        make_address(v, t->item, a, ret);
        return;
    case GH_ROBOT:
        chat_person(ret, v->line);
        chat_person_who(ret, gh_who(t->login, a));
        ret->person.robot = true;
        return;
    case GH_NOTHING:
        return;
    default:
        gh_doc(v, t, a, ret);
    }
}

/* ---- the importer ---- */

static enum status github_open(struct reader *in, const struct importer_options *o, struct arena *a,
                               void **ret_state, struct err *e)
{
    struct github *g = arena_new(a, struct github, 1);
    (void)o;
    *ret_state = g;
    g->a = a;
    g->seen = map_new(a);
    return json_rows_open(in, a, &g->rows, e);
}

static enum status github_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct github *g = state;
    while (g->next == g->count) {
        enum status s = next_event(g, e);
        if (s) return s;
    }
    const struct gh_thing *t = &g->thing[g->next];
    *ret = (struct record){.kind = RECORD_NOTHING, .line = g->event.line};
    ret->nothing.why = t->why ? t->why : "an event that names nobody";
    make(&g->event, t, a, ret);
    ret->part = g->next++ > 0;
    return OK;
}

static void github_close(void *state)
{
    struct github *g = state;
    drop_event(g);
    arena_free(&g->own);
    text_in_close(&g->rows.text);
}

static struct str github_remarks(void *state, struct arena *a)
{
    const struct github *g = state;
    struct buf b = buf_new(a);
    if (g->rows.mended) {
        buf_addf(&b, "%llu events with bytes that are no UTF-8, mended",
                 (unsigned long long)g->rows.mended);
    }
    return buf_str(&b);
}

static bool has(struct str text, const char *what)
{
    return str_find_nocase(text, what) < text.len;
}

/* The first event may be longer than what is looked at: before 2015 its type stands at its end. */
static int github_sniff(struct str head, const char *path)
{
    (void)path;
    struct str s = str_trim(str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head);
    if (!s.len || (s.p[0] != '{' && s.p[0] != '[')) return 0;
    if (has(s, "Event\"") && has(s, "\"type\"") && has(s, "\"actor\"")) {
        return has(s, "\"payload\"") ? 90 : 60;
    }
    bool old = has(str_head(s, 24), "\"created_at\"") || has(str_head(s, 24), "\"repository\"");
    return old && has(s, "\"payload\"") && has(s, "github.com/") ? 60 : 0;
}

extern const struct importer importer_github;

const struct importer importer_github = {
    .name = "github-events",
    .summary = "events of GitHub, as gharchive.org keeps them and its API gives them (JSON Lines)",
    .sniff = github_sniff,
    .open = github_open,
    .next = github_next,
    .close = github_close,
    .remarks = github_remarks,
};
