/* check_outreach.c - verb: is this outreach, or mass mail with names in it? */
#include "base/limits.h"
#include "base/time.h"
#include "connect/outreach.h"
#include "verb/verb.h"

static const char *const examples[] = {
    "kith check-outreach drafts/",
    "kith check-outreach sent.mbox",
    "kith check-outreach ann.txt bob.txt cal.txt",
    "kith check-outreach outbox.csv --json",
    NULL,
};

static const struct column columns[] = {
    {"group", "text", NULL, CELL_INT, 0, false},
    {"to", "to", NULL, CELL_TEXT, 0, true},
    {"from", "from", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"at", "sent", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"common", "in common", "percent of words", CELL_REAL, 0, false},
    {"own", "most of what is its own", NULL, CELL_TEXT, 0, true},
    {"where", "where", NULL, CELL_TEXT, 0, true},
};

static const struct column group_columns[] = {
    {"group", "text", NULL, CELL_INT, 0, false},
    {"messages", "messages", NULL, CELL_INT, 0, false},
    {"people", "people", NULL, CELL_INT, 0, false},
    {"common", "in common", "percent of words", CELL_REAL, 0, false},
    {"what", "what it is", NULL, CELL_TEXT, 0, false},
    {"starts", "starts", NULL, CELL_TEXT, 0, true},
};

/* Of most words in common: one text with names in it. */
#define ONE_TEXT .8
enum { SHOWN_BYTES = 160 };

static const char *what_is(const struct outreach_group *g)
{
    if (!g->people) return "to whom is not said";
    if (g->people < 2) return "sent again to one person";
    if (g->people > MAIL_OUTSIDE_MAX) return "mass mail";
    return g->common >= ONE_TEXT ? "one text to several" : "made from one text";
}

static struct str addressees(struct arena *a, const struct sent *m)
{
    struct buf b = buf_new(a);
    if (!m->to_count) return STR_NONE;
    buf_add(&b, m->to[0].key);
    if (m->to_count > 1) buf_addf(&b, " and %zu more", m->to_count - 1);
    return buf_str(&b);
}

static void put_messages(const struct sents *x, const struct outreach *o, struct table *t)
{
    for (size_t k = 0; k < o->ordered; k++) {
        const struct sent *sent = &x->one[o->order[k]];
        const struct outreach_message *m = &o->message[o->order[k]];
        struct cell *row = table_row(t);
        row[0] = cell_int((int64_t)m->group + 1);
        row[1] = cell_text(addressees(t->a, sent));
        if (sent->from.len) row[2] = cell_text(sent->from);
        row[3] = cell_time(sent->at_s);
        row[4] = cell_real(100.0 * m->common);
        if (m->own.len) row[5] = cell_text(utf8_head(m->own, SHOWN_BYTES));
        row[6] = cell_text(sent->place);
    }
}

static void put_groups(const struct sents *x, const struct outreach *o, struct table *t)
{
    for (size_t g = 0; g < o->group_count; g++) {
        const struct outreach_group *group = &o->group[g];
        struct str text = str_trim(x->one[group->first].text);
        struct cell *row = table_row(t);
        row[0] = cell_int((int64_t)g + 1);
        row[1] = cell_int((int64_t)group->messages);
        row[2] = cell_int((int64_t)group->people);
        row[3] = cell_real(100.0 * group->common);
        row[4] = cell_text(str_of(what_is(group)));
        row[5] = cell_text(utf8_head(text, SHOWN_BYTES));
    }
}

static void conclude(const struct sents *x, const struct outreach *o, struct table *t)
{
    size_t several = 0;
    size_t texts = 0;
    size_t automatic = 0;
    size_t too_short = 0;
    for (size_t i = 0; i < x->count; i++) {
        uint32_t g = o->message[i].group;
        several += g != UINT32_MAX && o->group[g].people > 1;
        automatic += x->one[i].automatic;
        too_short += o->message[i].too_short;
    }
    for (size_t g = 0; g < o->group_count; g++)
        texts += o->group[g].people > 1;
    table_fact(t, "files", NULL, cell_int((int64_t)x->files), 0);
    table_fact(t, "messages", NULL, cell_int((int64_t)x->count), 0);
    table_fact(t, "texts_to_several", NULL, cell_int((int64_t)texts), 0);
    table_fact(t, "messages_to_several", NULL, cell_int((int64_t)several), 0);
    table_fact(t, "too_short", NULL, cell_int((int64_t)too_short), 0);
    table_fact(t, "unreadable", NULL, cell_int((int64_t)x->bad), 0);
    if (texts) {
        table_lead(t, "%zu of %zu messages %s made of %zu text%s that went to several people.",
                   several, x->count, several == 1 ? "is" : "are", texts, texts == 1 ? "" : "s");
        table_note(t, "Compared without greetings and the addressee's own names. Write to each of "
                      "them what only they would get; 'kith brief PERSON' says what is known.");
    } else {
        table_lead(t, "None of %zu messages is like one to somebody else.", x->count);
    }
    if (too_short) {
        table_note(t, "%zu of fewer than %d words: too short to compare.", too_short,
                   OUTREACH_WORDS_MIN);
    }
    if (automatic) table_note(t, "%zu say of themselves that a machine sent them.", automatic);
    for (size_t i = 0; i < x->remark_count; i++)
        table_note(t, "%.*s", STR_ARG(x->remark[i]));
    if (x->bad > x->remark_count) table_note(t, "%zu more like these.", x->bad - x->remark_count);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct sents sents = {0};
    struct outreach found;
    struct table *t = table_new(r->a, "check-outreach", columns, sizeof columns / sizeof *columns);
    enum status s = OK;
    for (size_t i = 0; i < r->word_count && !s; i++)
        s = sent_read(r->raw[i], r->progress, r->a, &sents, e);
    if (!s && !sents.count) {
        struct str why = sents.remark_count
                             ? sents.remark[0]
                             : STR("want mails, plain texts or a table with columns to and text");
        s = err_set(e, BAD_INPUT, "no message is in it; %.*s", STR_ARG(why));
    }
    if (!s) s = outreach_find(&sents, r->threads, r->progress, r->a, &found, e);
    if (s) return s;
    t->title = STR("Messages made of one text");
    conclude(&sents, &found, t);
    put_messages(&sents, &found, t);
    if (found.group_count) {
        put_groups(
            &sents, &found,
            table_more(t, "groups", group_columns, sizeof group_columns / sizeof *group_columns));
    }
    *ret = t;
    return OK;
}

const struct verb verb_check_outreach = {
    .name = "check-outreach",
    .words = "FILE|DIR...",
    .summary = "messages that are one text sent to several people, names changed",
    .details =
        "Reads mails, mailboxes, plain texts (one message each) and tables with columns to, text, "
        "[from], [at], [subject]; needs no store, keeps and sends nothing.\n"
        "Two messages are of one text when half of their runs of five words are the same, without "
        "greeting lines and with the addressee's name, address and company masked. What a mail "
        "quotes, and signatures, do not count. 'in common' is the part of a message's words that "
        "stands in such runs; to more than 12 people it is mass mail.",
    .examples = examples,
    .store = STORE_NONE,
    .words_least = 1,
    .words_most = -1,
    .run = run,
};
