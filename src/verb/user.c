/* user.c - verb: who may use the pages? */
#include "base/limits.h"
#include "base/time.h"
#include "verb/password.h"
#include "verb/trail.h"
#include "verb/user_verb.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char *const examples[] = {
    "kith user",
    "kith user add ana --role editor --team 'Analyst relations'",
    "kith user add ben --password-file /run/secrets/ben",
    "kith user role ana manager",
    "kith user invite cleo --role viewer --team 'Analyst relations'",
    "kith user show ana",
    "kith user end ana",
    "kith user grant ana export",
    "kith user revoke ana buyers",
    "kith user team ana 'Analyst relations'",
    "kith user markets 'Analyst relations' --market containers",
    "kith user markets 'Analyst relations' --every",
    "kith user password ana",
    "kith user disable ben",
    "kith user enable ben",
    "kith user token ana --name crm --rights read,write --days 90",
    "kith user token ana --end crm",
    "kith user log --rows 50",
    NULL,
};

static const char *const topics[] = {"list",     "show",  "add",     "invite", "role",    "grant",
                                     "revoke",   "team",  "markets", "end",    "disable", "enable",
                                     "password", "token", "log",     NULL};

static const struct flag flags[] = {
    {"role", 0, "ROLE", "of a new user: viewer, editor, manager or admin (viewer)", false},
    {"team", 0, "NAME", "of a new user", false},
    {"password-file", 0, "FILE", "its first line is the password; - is standard input", false},
    {"name", 0, "NAME", "makes a token, called so", false},
    {"rights", 0, "LIST", "of the token: read, write, buyers, export, admin (read)", false},
    {"days", 0, "N", "for so long the token is good (90)", false},
    {"end", 0, "NAME", "ends that token", false},
    {"market", 0, "NAME", "the team sees this market alone", true},
    {"every", 0, NULL, "the team sees every market again", false},
    {"rows", 'n', "N", "of the log, the newest (50)", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"user", "user", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"role", "role", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"team", "team", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"read", "read", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"write", "write", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"buyers", "buyers", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"export", "export", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"admin", "admin", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"markets", "markets", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"signed_in", "last sign-in", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"made", "made", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"disabled", "disabled", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
};

enum status user_logged(const struct request *r, const char *act, struct str user, const char *more,
                        struct err *e)
{
    struct trail_line line = {
        .at_s = time_now(),
        .who = r->by.len ? r->by : STR("terminal"),
        .act = str_of(act),
        .what = str_printf(r->a, "%.*s%s%s", STR_ARG(user), more ? " " : "", more ? more : "")};
    return trail_add(r->st, &line, 1, e);
}

/* ---- the password ---- */

static enum status first_line(int file, struct arena *a, struct str *ret)
{
    struct buf b = buf_new(a);
    char c = 0;
    ssize_t n;
    while ((n = read(file, &c, 1)) == 1 && c != '\n' && b.len <= PASSWORD_BYTES_MAX)
        buf_addc(&b, c);
    *ret = b.len ? buf_str(&b) : STR("");
    if (ret->len && ret->p[ret->len - 1] == '\r') ret->len--;
    return n < 0 ? IO_FAILED : OK;
}

static enum status password_given(struct request *r, struct str *ret, struct err *e)
{
    const char *path = request_path(r, "password-file");
    if (!path && !r->secret.p) {
        return err_set(e, BAD_USAGE,
                       "there is no terminal to type a password at; give --password-file FILE, or "
                       "- for standard input");
    }
    *ret = r->secret;
    if (!path) return OK;
    bool standard = strcmp(path, "-") == 0;
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    enum status s = file < 0 ? IO_FAILED : first_line(file, r->a, ret);
    if (file >= 0 && !standard) (void)close(file);
    return s ? err_set(e, s, "%s: cannot be read", path) : OK;
}

/* ---- what changes ---- */

/* What one of these does once the transaction has begun. */
struct change {
    struct request *r;
    struct users all;
    const struct user *user; /* whom it is about */
    struct str hash;         /* of a new password */
};

static struct str word_of(const struct request *r, size_t at)
{
    return at < r->word_count ? r->word[at] : STR_NONE;
}

enum status user_words(const struct request *r, size_t least, size_t most, const char *words,
                       struct err *e)
{
    if (r->word_count >= least && r->word_count <= most) return OK;
    return err_set(e, BAD_USAGE, "want kith user %s", words);
}

enum status user_inside(struct request *r,
                        enum status (*now)(struct request *r, const struct users *all,
                                           const struct user *u, struct err *e),
                        struct err *e)
{
    struct users all;
    const struct user *u = NULL;
    enum status s = users_load(r->st, r->a, &all, e);
    if (!s) s = user_named(&all, r->word[1], &u, e);
    if (!s) s = store_begin(r->st, e);
    if (s) return s;
    s = now(r, &all, u, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static enum status add_now(struct change *c, struct err *e)
{
    struct request *r = c->r;
    enum status s = user_add(r->st, c->user, e);
    if (s) return s;
    return user_logged(r, "user added", c->user->name, role_name(c->user->role), e);
}

static enum status role_now(struct change *c, struct err *e)
{
    struct request *r = c->r;
    enum role role = role_named(word_of(r, 2));
    if (!role) {
        return err_set(e, BAD_USAGE, "'%.*s' is no role; want viewer, editor, manager or admin",
                       STR_ARG(word_of(r, 2)));
    }
    enum status s = user_set_role(r->st, &c->all, c->user, role, e);
    return s ? s : user_logged(r, "role changed", c->user->name, role_name(role), e);
}

static enum status disable_now(struct change *c, struct err *e)
{
    struct request *r = c->r;
    enum status s = user_set_disabled(r->st, &c->all, c->user, time_now(), e);
    return s ? s : user_logged(r, "user disabled", c->user->name, NULL, e);
}

static enum status enable_now(struct change *c, struct err *e)
{
    struct request *r = c->r;
    enum status s = user_set_disabled(r->st, &c->all, c->user, TIME_NONE, e);
    return s ? s : user_logged(r, "user enabled", c->user->name, NULL, e);
}

static enum status password_now(struct change *c, struct err *e)
{
    struct request *r = c->r;
    enum status s = user_set_password(r->st, c->user, c->hash, e);
    return s ? s : user_logged(r, "password changed", c->user->name, NULL, e);
}

static enum status change(struct change *c, enum status (*now)(struct change *c, struct err *e),
                          struct err *e)
{
    enum status s = store_begin(c->r->st, e);
    if (s) return s;
    s = now(c, e);
    if (!s) return store_commit(c->r->st, e);
    store_rollback(c->r->st);
    return s;
}

static enum status add(struct change *c, struct err *e)
{
    struct request *r = c->r;
    struct str password = STR_NONE;
    struct user u = {.name = str_lower(r->a, word_of(r, 1)),
                     .team = request_value(r, "team"),
                     .made_s = time_now()};
    u.role = request_has(r, "role") ? role_named(request_value(r, "role")) : ROLE_VIEWER;
    if (!u.role) {
        return err_set(e, BAD_USAGE, "--role '%.*s', want viewer, editor, manager or admin",
                       STR_ARG(request_value(r, "role")));
    }
    enum status s = password_given(r, &password, e);
    if (!s) s = user_check(&c->all, u.name, password, e);
    if (!s) s = password_hash(password, r->a, &u.password, e);
    if (s) return s;
    c->user = &u;
    s = change(c, add_now, e);
    c->user = NULL;
    return s;
}

static enum status new_password(struct change *c, struct err *e)
{
    struct request *r = c->r;
    struct str password = STR_NONE;
    enum status s = password_given(r, &password, e);
    if (!s) s = password_check(c->user->name, password, e);
    if (!s) s = password_hash(password, r->a, &c->hash, e);
    return s ? s : change(c, password_now, e);
}

static enum status change_asked(struct change *c, struct err *e)
{
    struct request *r = c->r;
    struct str topic = r->word[0];
    bool is_role = str_is(topic, "role");
    enum status s = user_words(r, is_role ? 3 : 2, is_role ? 3 : 2,
                               is_role ? "role NAME ROLE" : "TOPIC NAME", e);
    if (s) return s;
    if (str_is(topic, "add")) return add(c, e);
    s = user_named(&c->all, r->word[1], &c->user, e);
    if (s) return s;
    if (is_role) return change(c, role_now, e);
    if (str_is(topic, "disable")) return change(c, disable_now, e);
    if (str_is(topic, "enable")) return change(c, enable_now, e);
    return new_password(c, e);
}

/* ---- the list ---- */

static void put_user(struct table *t, const struct user *u, const struct teams *teams)
{
    struct sight sight = user_sight(u, teams);
    unsigned rights = user_rights(u);
    struct cell *row = table_row(t);
    row[0] = cell_text(u->name);
    row[1] = cell_text(str_of(role_name(u->role)));
    row[2] = cell_text(u->team.len ? u->team : STR_NONE);
    for (int i = RIGHT_READ; i <= RIGHT_ADMIN; i++)
        row[2 + i] = cell_bool(right_in(rights, (enum right)i));
    struct str markets =
        sight.some_markets ? team_markets(t->a, team_in(teams, u->team)) : STR("every one");
    row[8] = cell_text(markets.p ? markets : STR("none"));
    row[9] = cell_time(u->signed_in_s);
    row[10] = cell_time(u->made_s);
    row[11] = cell_time(u->disabled_s);
}

enum status user_list(struct request *r, struct table **ret, struct err *e)
{
    struct users all;
    struct teams teams;
    enum status s = users_load(r->st, r->a, &all, e);
    if (!s) s = teams_load(r->st, r->a, &teams, e);
    if (s) return s;
    struct table *t = table_new(r->a, "user", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < all.count; i++)
        put_user(t, &all.user[i], &teams);
    struct str next = request_next(r, "user add NAME --role admin");
    t->empty =
        str_printf(r->a,
                   "No user yet: on this machine the pages ask nobody who they are. Add one: "
                   "%.*s",
                   STR_ARG(next));
    *ret = t;
    return OK;
}

static const struct {
    const char *topic;
    enum status (*run)(struct request *r, struct table **ret, struct err *e);
} others[] = {
    {"token", user_tokens}, {"log", user_log},       {"show", user_show},
    {"end", user_ends},     {"invite", user_invite}, {"grant", user_grant},
    {"revoke", user_grant}, {"team", user_team},     {"markets", user_markets},
};

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct change c = {.r = r};
    struct str topic = word_of(r, 0);
    if (!topic.p || str_is(topic, "list")) {
        enum status w = user_words(r, 0, 1, "list", e);
        return w ? w : user_list(r, ret, e);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (str_is(topic, others[i].topic)) return others[i].run(r, ret, e);
    }
    if (!str_among(topic, topics)) {
        return err_set(e, BAD_USAGE,
                       "'%.*s' is nothing one can do with users; want list, show, add, invite, "
                       "role, grant, revoke, team, markets, end, disable, enable, password, token "
                       "or log",
                       STR_ARG(topic));
    }
    enum status s = users_load(r->st, r->a, &c.all, e);
    if (!s) s = change_asked(&c, e);
    return s ? s : user_list(r, ret, e);
}

const struct verb verb_user = {
    .name = "user",
    .words = "[list | show NAME | add NAME | invite NAME | role NAME ROLE | grant NAME RIGHT | "
             "revoke NAME RIGHT | team NAME [TEAM] | markets [TEAM] | end NAME [SESSION] | disable "
             "NAME | "
             "enable NAME | password NAME | token NAME | log]",
    .summary = "who may use the pages of kith serve, and who saw and changed what",
    .details =
        "A viewer reads the pages, where buyers have numbers instead of names; an editor also sees "
        "their names and changes what the pages can change; a manager also takes lists of people "
        "away as CSV and JSON; an admin also sees the users and changes their roles. While there "
        "is no user, kith serve asks nobody on this machine who they are.\n"
        "grant gives one right beside the role, revoke takes one. invite makes a link, good once "
        "and "
        "for a week, by which somebody chooses a password: nobody else has to know it; of a user "
        "who is there it makes another one. A team sees every market until markets names some: "
        "then its users see these alone, wherever a market is shown or asked for. Admins see every "
        "one. end ends all sessions of a user, or the one named, of those that show lists.\n"
        "A password is typed without being shown, or is the first line of --password-file: 12 "
        "characters at least. It is never a word of the command. A new one, and disable, end all "
        "sessions of that user at once.\n"
        "A token lets a program ask for JSON and CSV and send JSON: 'Authorization: Bearer "
        "kith_…'. It is shown once, when it is made, and may never more than its user.\n"
        "log shows who signed in, was refused, changed something, opened a page of a person or saw "
        "names of buyers: "
        "with ids, never names of people. Each row is chained to the one before by a hash; what "
        "was changed or taken out is found and named.",
    .examples = examples,
    .topics = topics,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_most = 3,
    .run = run,
};
