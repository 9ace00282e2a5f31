/* export_calendar.c - verb: when has which of ours to speak to whom, for a calendar? */
#include "verb/export_calendar.h"

#include "base/file.h"
#include "base/time.h"
#include "connect/task.h"
#include "find/people.h"
#include "verb/meeting.h"
#include "verb/veil.h"

enum { FOLD_BYTES = 75, UID_LEN = 24 };

struct calendar {
    struct request *r;
    struct meeting *m; /* NULL: of no market */
    struct buf b;
    int64_t now_s;
};

/* ---- lines ---- */

/* Foreign text may hold anything; what is no text in a calendar is not put there. */
static void put_escaped(struct buf *b, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        if (c == '\\' || c == ';' || c == ',') {
            buf_addc(b, '\\');
            buf_addc(b, c);
        } else if (c == '\n') {
            buf_adds(b, "\\n");
        } else if ((unsigned char)c >= ' ' && c != 0x7f) {
            buf_addc(b, c);
        }
    }
}

static void put_folded(struct buf *b, struct str line)
{
    size_t room = FOLD_BYTES;
    while (line.len) {
        struct str head = utf8_head(line, room);
        buf_add(b, head);
        buf_adds(b, line.len > head.len ? "\r\n " : "\r\n");
        line = str_skip(line, head.len);
        room = FOLD_BYTES - 1; /* a blank goes before */
    }
}

/* What may not be seen is veiled before a fold could hide it from the veil. */
static void put(struct calendar *c, const char *name, struct str text)
{
    const struct request *r = c->r;
    struct buf line = buf_new(r->a);
    if (r->veil) text = veil_text(r->veil, r->sight, r->a, text);
    buf_addf(&line, "%s:", name);
    put_escaped(&line, text);
    put_folded(&c->b, buf_str(&line));
}

static struct str day_of(struct arena *a, int64_t at_s)
{
    struct civil day = time_to_civil(at_s);
    return str_printf(a, "%04d%02d%02d", day.year, day.month, day.day);
}

struct due {
    struct str uid, says, why, who; /* who: of ours */
    int64_t at_s;
};

static enum status put_event(struct calendar *c, const struct due *d, struct err *e)
{
    struct arena *a = c->r->a;
    struct civil now = time_to_civil(c->now_s);
    buf_adds(&c->b, "BEGIN:VEVENT\r\n");
    put(c, "UID", d->uid);
    put(c, "DTSTAMP",
        str_printf(a, "%04d%02d%02dT%02d%02d%02dZ", now.year, now.month, now.day, now.hour,
                   now.minute, now.second));
    put(c, "DTSTART;VALUE=DATE", day_of(a, d->at_s));
    put(c, "DTEND;VALUE=DATE", day_of(a, d->at_s + DAY_S));
    put(c, "SUMMARY", d->says);
    put(c, "DESCRIPTION", d->why);
    put(c, "CATEGORIES", d->who);
    buf_adds(&c->b, "CLASS:PRIVATE\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
    enum status s = c->r->sink.put(c->r->sink.context, buf_str(&c->b), e);
    c->b.len = 0;
    return s;
}

/* ---- what is due ---- */

static bool is_met(const struct meeting *m, int64_t node)
{
    for (size_t i = 0; i < m->count; i++) {
        if (m->traits[i].node == node) return true;
    }
    return false;
}

static enum status put_tasks(struct calendar *c, struct err *e)
{
    struct arena *a = c->r->a;
    struct tasks all;
    enum status s = tasks_load(c->r->st, 0, 0, a, &all, e);
    for (size_t i = 0; !s && i < all.count; i++) {
        const struct task *t = &all.one[i];
        struct str ours = STR_NONE;
        struct str whom = STR_NONE;
        if (t->due_s == TIME_NONE || (c->m && !is_met(c->m, t->person))) continue;
        s = node_name(c->r->st, t->teammate, a, &ours, e);
        if (!s) s = node_name(c->r->st, t->person, a, &whom, e);
        if (s) break;
        struct due d = {
            .uid = str_printf(a, "task-%lld@kith", (long long)t->id),
            .says = str_printf(a, "%.*s: %.*s", STR_ARG(whom), STR_ARG(t->text)),
            .why = str_printf(a, "A task of %.*s for %.*s (kith log --done t%lld).", STR_ARG(ours),
                              STR_ARG(whom), (long long)t->id),
            .who = ours,
            .at_s = t->due_s,
        };
        s = put_event(c, &d, e);
    }
    return s;
}

static int64_t reached_s(const struct meeting *m, size_t person)
{
    int64_t last_s = TIME_NONE;
    for (size_t i = 0; i < m->team.count; i++) {
        int64_t one_s = m->known.pair[person * m->team.count + i].reached_s;
        last_s = one_s > last_s ? one_s : last_s;
    }
    return last_s;
}

static enum status put_contact(struct calendar *c, size_t person, struct err *e)
{
    const struct meeting *m = c->m;
    struct arena *a = c->r->a;
    const struct traits *ours = meeting_mate(m, m->plan.owner[person]);
    const struct traits *whom = &m->traits[person];
    int64_t last_s = reached_s(m, person);
    int days = m->person[person].first ? FIRST_DAYS : OTHERS_DAYS;
    int64_t at_s = last_s == TIME_NONE ? c->now_s : last_s + days * DAY_S;
    struct str key =
        str_printf(a, "contact %lld %lld", (long long)m->sc.market.id, (long long)whom->node);
    struct str day = last_s == TIME_NONE ? STR("") : time_day(a, last_s);
    struct str last = last_s == TIME_NONE
                          ? STR("ours never spoke to them")
                          : str_printf(a, "ours last spoke to them on %.*s", STR_ARG(day));
    struct due d = {
        .uid = str_printf(a, "%.*s@kith", UID_LEN, bytes_hash(a, key).p),
        .says = str_printf(a, "Speak to %.*s", STR_ARG(whom->name)),
        .why = str_printf(a, "%.*s, market %.*s: %.*s; every %d days are wanted.",
                          STR_ARG(ours->name), STR_ARG(m->sc.market.name), STR_ARG(last), days),
        .who = ours->name,
        .at_s = at_s < c->now_s ? c->now_s : at_s,
    };
    return put_event(c, &d, e);
}

enum status export_calendar(struct request *r, struct err *e)
{
    struct calendar c = {.r = r, .b = buf_new(r->a), .now_s = time_now()};
    enum status s = OK;
    if (r->form != FORM_TEXT) {
        return err_set(e, BAD_USAGE, "a calendar is neither JSON nor CSV; leave that out");
    }
    if (r->word_count > 1) {
        struct request asked = *r; /* as `kith connect MARKET` reads it */
        struct table *remarks = table_new(r->a, "export", NULL, 0);
        asked.word = r->word + 1;
        asked.word_count = 1;
        c.m = arena_new(r->a, struct meeting, 1);
        s = meeting_load(&asked, c.m, remarks, e);
    }
    if (s) return s;
    buf_adds(&c.b, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kith//" KITH_VERSION
                   "//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    s = put_tasks(&c, e);
    for (size_t p = 0; !s && c.m && p < c.m->count; p++) {
        if (c.m->plan.owner[p] >= 0) s = put_contact(&c, p, e);
    }
    if (s) return s;
    buf_adds(&c.b, "END:VCALENDAR\r\n");
    return r->sink.put(r->sink.context, buf_str(&c.b), e);
}
