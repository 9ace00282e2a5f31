/* webhook.c - verb: which programs are told of what happens here, and did it reach them? */
#include "listen/webhook.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/net_url.h"
#include "verb/user_verb.h"

#include <string.h>

static const char *const examples[] = {
    "kith webhook add https://crm.example/hooks/kith --events import.ended,person.erased",
    "kith webhook add http://10.0.0.5:8080/kith --allow-private 10.0.0.5",
    "kith webhook",
    "kith webhook test w1",
    "kith webhook deliver",
    "kith webhook dead",
    "kith webhook deliver --dead",
    "kith webhook remove w1",
    NULL,
};

static const char *const topics[] = {"list", "add", "remove", "test", "deliver", "dead", NULL};

static const struct flag flags[] = {
    {"events", 0, "LIST", "of import.ended, person.erased, audit.frozen, decision.made (all)",
     false},
    {"allow-private", 0, "RANGE",
     "it may be there though that is not public: 10.0.0.5, 10.0.0.0/8, all", true},
    {"dead", 0, NULL, "deliver what was given up, too", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"webhook", "id", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"url", "address", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"events", "events", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"private", NULL, NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"made", "made", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"last", "last told", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"delivered", "told", NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"waiting", "waiting", NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"dead", "given up", NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"missed", NULL, NULL, CELL_INT, 0, COLUMN_GOES},
};

static const struct column dead_columns[] = {
    {"webhook", "id", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"event", "event", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"at", "at", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"tries", "tries", NULL, CELL_INT, 0, COLUMN_GOES},
    {"why", "why", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"message", NULL, NULL, CELL_TEXT, 0, COLUMN_GOES},
};

static struct str id_of(struct arena *a, int64_t id)
{
    return str_printf(a, "w%lld", (long long)id);
}

/* ---- the list ---- */

static enum status list(struct request *r, struct table **ret, struct err *e)
{
    struct hooks all;
    enum status s = hooks_load(r->st, r->a, &all, e);
    if (s) return s;
    struct table *t = table_new(r->a, "webhook", columns, sizeof columns / sizeof *columns);
    t->title = STR("Who is told");
    t->empty = STR("Nobody yet: kith webhook add URL");
    for (size_t i = 0; i < all.count; i++) {
        const struct hook *h = &all.one[i];
        struct cell *row = table_row(t);
        row[0] = cell_text(id_of(r->a, h->id));
        row[1] = cell_text(h->url);
        row[2] = cell_text(h->events);
        if (h->allow.len) row[3] = cell_text(h->allow);
        row[4] = cell_time(h->made_s);
        row[5] = cell_time(h->last_s);
        row[6] = cell_int(h->delivered);
        row[7] = cell_int(h->waiting);
        row[8] = cell_int(h->dead);
        row[9] = cell_int(h->missed);
        if (!h->missed) continue;
        table_note(t, "%.*s missed %lld: more than %d waited for it.", STR_ARG(id_of(r->a, h->id)),
                   (long long)h->missed, WEBHOOK_WAITING_MAX);
    }
    *ret = t;
    return OK;
}

/* ---- adding and removing ---- */

static bool is_event(struct str word)
{
    return str_among(word, hook_events);
}

/* *ret: in our own order, each once. */
static enum status read_events(const struct request *r, struct str *ret, struct err *e)
{
    struct str list = request_value(r, "events");
    struct str word;
    struct buf b = buf_new(r->a);
    bool all = !list.p;
    bool wanted[8] = {false};
    while (!all && str_cut(&list, ',', &word)) {
        word = str_trim(word);
        if (!is_event(word)) {
            return err_set(e, BAD_USAGE,
                           "--events '%.*s' is none; want import.ended, person.erased, "
                           "audit.frozen or decision.made, a comma between",
                           STR_ARG(utf8_head(word, 60)));
        }
        for (size_t i = 0; hook_events[i]; i++)
            wanted[i] = wanted[i] || str_is(word, hook_events[i]);
    }
    for (size_t i = 0; hook_events[i]; i++) {
        if (all || wanted[i]) buf_addf(&b, "%s%s", b.len ? "," : "", hook_events[i]);
    }
    *ret = buf_str(&b);
    return OK;
}

static enum status read_ranges(const struct request *r, struct str *ret, struct err *e)
{
    const char *const *given = request_values(r, "allow-private");
    struct buf b = buf_new(r->a);
    struct net_range range;
    for (size_t i = 0; given && given[i]; i++) {
        struct str word = str_trim(str_of(given[i]));
        if (!net_range_read(word, &range)) {
            return err_set(e, BAD_USAGE,
                           "--allow-private '%s', want an address like 192.168.0.7, a range like "
                           "10.0.0.0/8, or all",
                           given[i]);
        }
        buf_addf(&b, "%s%.*s", b.len ? " " : "", STR_ARG(word));
    }
    *ret = buf_str(&b);
    return OK;
}

/* A user or password in front of the host would be sent, and be shown by each list. */
static bool names_user(struct str url)
{
    struct str rest = str_skip(url, str_find(url, ':') + 3);
    size_t n = 0;
    while (n < rest.len && !strchr("/?#", rest.p[n]))
        n++;
    struct str host = str_head(rest, n);
    return str_find(host, '@') < host.len || str_find(host, '\\') < host.len;
}

static enum status read_url(const struct request *r, struct str *ret, struct err *e)
{
    struct str url = net_url(r->a, r->word[1]);
    if (!url.len || names_user(url)) {
        return err_set(e, BAD_INPUT,
                       "%.*s: only http and https addresses, without a user or a password, are "
                       "told of anything",
                       STR_ARG(utf8_head(r->word[1], 200)));
    }
    if (url.len > WEBHOOK_URL_BYTES_MAX) {
        return err_set(e, TOO_MUCH, "an address of more than %d bytes; give a shorter one",
                       WEBHOOK_URL_BYTES_MAX);
    }
    *ret = url;
    return OK;
}

static enum status add_inside(struct request *r, struct hook *h, struct err *e)
{
    struct hooks all;
    enum status s = hooks_load(r->st, r->a, &all, e);
    if (!s && all.count >= WEBHOOKS_MAX) {
        s = err_set(e, TOO_MUCH, "there are %zu webhooks already; remove one: kith webhook remove",
                    all.count);
    }
    if (!s) s = hook_add(r->st, h, time_now(), r->a, e);
    return s ? s : user_logged(r, "webhook added", id_of(r->a, h->id), NULL, e);
}

static enum status add(struct request *r, struct table **ret, struct err *e)
{
    struct hook h = {0};
    enum status s = read_url(r, &h.url, e);
    if (!s) s = read_events(r, &h.events, e);
    if (!s) s = read_ranges(r, &h.allow, e);
    if (!s) s = store_begin(r->st, e);
    if (s) return s;
    s = add_inside(r, &h, e);
    if (s) {
        store_rollback(r->st);
        return s;
    }
    s = store_commit(r->st, e);
    if (!s) s = list(r, ret, e);
    if (s) return s;
    table_fact(*ret, "added", "webhook", cell_text(id_of(r->a, h.id)), 0);
    table_fact(*ret, "secret", "secret", cell_text(h.secret), 0);
    table_note(*ret, "The secret is shown this once; with it the other side checks what comes "
                     "(docs/webhooks.md).");
    table_note(*ret, "'kith serve' sends what happens, else: %.*s. To try it: %.*s",
               STR_ARG(request_next(r, "webhook deliver")),
               STR_ARG(request_next(r, "webhook test w%lld", (long long)h.id)));
    return OK;
}

static enum status named(struct request *r, const struct hook **ret, struct err *e)
{
    struct hooks all;
    enum status s = hooks_load(r->st, r->a, &all, e);
    return s ? s : hook_named(&all, r->word[1], ret, e);
}

static enum status drop(struct request *r, struct table **ret, struct err *e)
{
    const struct hook *h = NULL;
    enum status s = named(r, &h, e);
    if (!s) s = store_begin(r->st, e);
    if (s) return s;
    s = hook_drop(r->st, h->id, e);
    if (!s) s = user_logged(r, "webhook removed", id_of(r->a, h->id), NULL, e);
    if (s) {
        store_rollback(r->st);
        return s;
    }
    s = store_commit(r->st, e);
    if (!s) s = list(r, ret, e);
    if (!s && h->waiting) {
        table_note(*ret, "%lld that waited for it went with it.", (long long)h->waiting);
    }
    return s;
}

/* ---- sending ---- */

static enum status test(struct request *r, struct table **ret, struct err *e)
{
    const struct hook *h = NULL;
    const struct net *net = NULL;
    struct str why = STR("");
    enum status s = named(r, &h, e);
    if (!s) s = net_find(&net, e);
    if (!s) s = hook_test(h, net, r->a, &why, e);
    if (s) return s;
    if (why.len) {
        return err_set(e, IO_FAILED, "%.*s (%.*s): %.*s", STR_ARG(id_of(r->a, h->id)),
                       STR_ARG(utf8_head(h->url, 200)), STR_ARG(why));
    }
    s = list(r, ret, e);
    if (!s) table_lead(*ret, "%.*s took the test.", STR_ARG(id_of(r->a, h->id)));
    return s;
}

static enum status revive(struct request *r, struct err *e)
{
    enum status s = store_begin(r->st, e);
    if (!s) s = outbox_revive(r->st, time_now(), e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static enum status deliver(struct request *r, struct table **ret, struct err *e)
{
    struct hook_options o = {.progress = r->progress};
    struct hook_report x = {0};
    enum status s = net_find(&o.net, e);
    if (!s && request_has(r, "dead")) s = revive(r, e);
    if (!s) s = hooks_send(r->st, &o, &x, e);
    if (!s) s = list(r, ret, e);
    if (s) return s;
    table_fact(*ret, "told", NULL, cell_int(x.delivered), 0);
    table_fact(*ret, "again", NULL, cell_int(x.again), 0);
    table_fact(*ret, "given_up", NULL, cell_int(x.dead), 0);
    table_fact(*ret, "removed", NULL, cell_int(x.gone), 0);
    table_lead(*ret, "%lld told, %lld to be tried again later, %lld given up.",
               (long long)x.delivered, (long long)x.again, (long long)x.dead);
    if (x.gone) {
        table_note(*ret, "%lld said that nobody is there any more (410), and %s removed.",
                   (long long)x.gone, x.gone == 1 ? "was" : "were");
    }
    if (x.dead) {
        table_note(*ret, "What was given up, and why: %.*s",
                   STR_ARG(request_next(r, "webhook dead")));
    }
    return OK;
}

static enum status dead(struct request *r, struct table **ret, struct err *e)
{
    struct dead_letter *x = NULL;
    size_t count = 0;
    enum status s = outbox_dead(r->st, r->a, &x, &count, e);
    if (s) return s;
    struct table *t =
        table_new(r->a, "webhook", dead_columns, sizeof dead_columns / sizeof *dead_columns);
    t->title = STR("What was given up");
    t->empty = STR("Nothing.");
    for (size_t i = 0; i < count; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(id_of(r->a, x[i].hook));
        row[1] = cell_text(x[i].event);
        row[2] = cell_time(x[i].at_s);
        row[3] = cell_int(x[i].tries);
        row[4] = cell_text(x[i].why);
        row[5] = cell_text(x[i].message);
    }
    if (count) {
        table_note(t, "To try them once more: %.*s",
                   STR_ARG(request_next(r, "webhook deliver --dead")));
    }
    *ret = t;
    return OK;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    static const struct {
        const char *name, *words;
        size_t count;
        enum status (*run)(struct request *r, struct table **ret, struct err *e);
    } parts[] = {
        {"list", "list", 1, list},          {"add", "add URL", 2, add},
        {"remove", "remove ID", 2, drop},   {"test", "test ID", 2, test},
        {"deliver", "deliver", 1, deliver}, {"dead", "dead", 1, dead},
    };
    if (!r->word_count) return list(r, ret, e);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!str_is(r->word[0], parts[i].name)) continue;
        if (r->word_count == parts[i].count) return parts[i].run(r, ret, e);
        return err_set(e, BAD_USAGE, "want kith webhook %s", parts[i].words);
    }
    return err_set(e, BAD_USAGE, "'%.*s' is none of list, add, remove, test, deliver, dead",
                   STR_ARG(utf8_head(r->word[0], 60)));
}

const struct verb verb_webhook = {
    .name = "webhook",
    .words = "[list|add URL|remove ID|test ID|deliver|dead]",
    .summary = "tell other programs what happens here, signed",
    .details =
        "What happens is put into an outbox with the change itself, and sent by 'kith serve' "
        "within seconds, or by 'kith webhook deliver': as POST of JSON with ids and counts, never "
        "a name, signed as Standard Webhooks has it (docs/webhooks.md). Events: import.ended, "
        "person.erased, audit.frozen, decision.made.\n"
        "The secret is shown once, by add. An address that is not public is asked only where "
        "--allow-private of add let it; redirects are not followed. What is not answered with 2xx "
        "is sent again after 5 s, 5 min, 30 min, 2 h and 8 h, then given up (dead); 410 removes "
        "the webhook. What tells of somebody who is erased is not sent any more.",
    .examples = examples,
    .topics = topics,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_most = 2,
    .run = run,
};
