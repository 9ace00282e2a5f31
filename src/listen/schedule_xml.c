/* schedule_xml.c - listen: which talks stand in this schedule in XML? */
#include "listen/schedule_int.h"
#include "listen/xml_push.h"

#include <string.h>

struct schedule_xml {
    struct arena *a;
    struct xml_push xml;
    struct schedule_meta meta;
    struct str day, room;
    struct schedule_talk *open, *first, *last;
    struct str *field; /* whose text is being read; NULL: none */
    struct buf text;
    int field_depth, talk_depth, conference_depth; /* 0: not in one */
    bool rooted;                                   /* <schedule> was seen */
};

static struct arena *arena_of(struct schedule_xml *x)
{
    return x->open ? &x->open->a : x->a;
}

static struct str attribute_of(struct schedule_xml *x, const struct xml_tag *tag, const char *name)
{
    for (int i = 0; i < tag->count; i++) {
        struct xml_attribute has = xml_attribute_at(tag, i);
        if (strcmp(has.local, name) == 0) return xml_attribute_text(arena_of(x), has.raw);
    }
    return STR("");
}

/* Where the text of an element goes; NULL: nowhere. */
static struct str *field_of(struct schedule_xml *x, const char *local)
{
    struct schedule_talk *t = x->open;
    if (!t) {
        const struct {
            const char *name;
            struct str *to;
        } of_conference[] = {{"title", &x->meta.title},
                             {"start", &x->meta.start},
                             {"time_zone_name", &x->meta.zone},
                             {"day_change", &x->meta.day_change}};
        if (!x->conference_depth || x->xml.depth != x->conference_depth + 1) return NULL;
        for (size_t i = 0; i < sizeof of_conference / sizeof *of_conference; i++) {
            if (strcmp(local, of_conference[i].name) == 0) return of_conference[i].to;
        }
        return NULL;
    }
    const struct {
        const char *name;
        struct str *to;
    } of_talk[] = {{"title", &t->title},   {"subtitle", &t->subtitle},
                   {"date", &t->date},     {"start", &t->start},
                   {"track", &t->track},   {"room", &t->room},
                   {"language", &t->lang}, {"abstract", &t->abstract},
                   {"url", &t->url},       {"description", &t->description}};
    for (size_t i = 0; i < sizeof of_talk / sizeof *of_talk; i++) {
        if (strcmp(local, of_talk[i].name) == 0) return of_talk[i].to;
    }
    return NULL;
}

static void begin_talk(struct schedule_xml *x, const struct xml_tag *tag)
{
    struct arena own = {0};
    struct schedule_talk *t = arena_new(&own, struct schedule_talk, 1);
    t->a = own;
    t->line = (uint64_t)xml_push_line(&x->xml);
    x->open = t;
    x->talk_depth = x->xml.depth;
    t->id = attribute_of(x, tag, "id");
    if (!t->id.len) t->id = attribute_of(x, tag, "code");
    t->guid = attribute_of(x, tag, "guid");
    t->day = str_copy(&t->a, x->day);
    t->room = str_copy(&t->a, x->room);
}

static void begin_capture(struct schedule_xml *x, struct str *field)
{
    x->field = field;
    x->field_depth = x->xml.depth;
    x->text = buf_new(arena_of(x));
}

/* A person's or a link's element, deeper within a talk. */
static void begin_inner(struct schedule_xml *x, const struct xml_tag *tag)
{
    struct schedule_talk *t = x->open;
    if (strcmp(tag->local, "person") == 0 && t->person_count < TALK_PEOPLE_MAX) {
        struct schedule_person *p = &t->person[t->person_count++];
        p->id = attribute_of(x, tag, "id");
        if (!p->id.len) p->id = attribute_of(x, tag, "code");
        if (!p->id.len) p->id = attribute_of(x, tag, "guid");
        begin_capture(x, &p->name);
    } else if (strcmp(tag->local, "link") == 0 && t->link_count < LINKS_PER_DOC_MAX) {
        struct str href = attribute_of(x, tag, "href");
        if (!href.len) return;
        struct schedule_link *to = &t->link[t->link_count++];
        to->url = href;
        begin_capture(x, &to->title);
    }
}

static void begin_outer(struct schedule_xml *x, const struct xml_tag *tag)
{
    if (strcmp(tag->local, "event") == 0) {
        begin_talk(x, tag);
    } else if (strcmp(tag->local, "day") == 0) {
        x->day = attribute_of(x, tag, "date");
        x->room = STR("");
    } else if (strcmp(tag->local, "room") == 0) {
        x->room = attribute_of(x, tag, "name");
    } else if (strcmp(tag->local, "conference") == 0) {
        x->conference_depth = x->xml.depth;
    }
}

/* ---- elements ---- */

static void on_start(void *state, const struct xml_tag *tag)
{
    struct schedule_xml *x = state;
    if (x->xml.depth == 1) x->rooted = strcmp(tag->local, "schedule") == 0;
    if (x->field) { /* markup within a text parts its words */
        if (x->text.len < FIELD_MAX) buf_addc(&x->text, ' ');
        return;
    }
    struct str *field = field_of(x, tag->local);
    if (field && !field->len && (!x->open || x->xml.depth == x->talk_depth + 1)) {
        begin_capture(x, field);
    } else if (!x->open) {
        begin_outer(x, tag);
    } else {
        begin_inner(x, tag);
    }
}

static void end_talk(struct schedule_xml *x)
{
    struct schedule_talk *t = x->open;
    if (!x->first) {
        x->first = t;
    } else {
        x->last->next = t;
    }
    x->last = t;
    x->open = NULL;
    x->talk_depth = 0;
}

static void on_end(void *state, const char *local)
{
    struct schedule_xml *x = state;
    (void)local;
    if (x->field && x->field_depth == x->xml.depth) {
        *x->field = str_trim(utf8_mend(arena_of(x), buf_str(&x->text)));
        x->field = NULL;
    } else if (!x->field && x->open && x->talk_depth == x->xml.depth) {
        end_talk(x);
    } else if (x->conference_depth == x->xml.depth) {
        x->conference_depth = 0;
    }
}

static void on_text(void *state, struct str text)
{
    struct schedule_xml *x = state;
    if (x->field && x->text.len <= FIELD_MAX) buf_add(&x->text, text);
}

/* ---- the reader ---- */

static const struct xml_reads schedule_reads = {.what = "schedule",
                                                .deep = "fetch the schedule again",
                                                .start = on_start,
                                                .end = on_end,
                                                .text = on_text};

static enum status push(struct schedule_xml *x, struct err *e)
{
    enum status s = xml_push_more(&x->xml, e);
    if (s || !x->xml.root[0] || x->rooted) return s;
    return err_set(e, BAD_INPUT, "<%s> is no schedule, want <schedule>", x->xml.root);
}

enum status schedule_xml_open(struct reader *in, struct arena *a, struct schedule_xml **ret,
                              struct err *e)
{
    struct schedule_xml *x = arena_new(a, struct schedule_xml, 1);
    *ret = NULL;
    x->a = a;
    x->day = x->room = STR("");
    enum status s = xml_push_open(&x->xml, in, &schedule_reads, x, a, e);
    if (s) return s;
    *ret = x;
    while (!s && !x->first && !x->xml.ended)
        s = push(x, e);
    if (s || x->xml.root[0]) return s;
    return err_set(e, BAD_INPUT, "no XML element in it; want a schedule");
}

enum status schedule_xml_next(struct schedule_xml *x, struct schedule_talk **ret, struct err *e)
{
    enum status s = OK;
    while (!s && !x->first && !x->xml.ended)
        s = push(x, e);
    if (s) return s;
    if (!x->first && x->open && !x->xml.stopped) { /* the end of the source cuts it off */
        x->open->cut = true;
        end_talk(x);
    }
    *ret = x->first;
    if (x->first) {
        x->first = x->first->next;
        return OK;
    }
    s = xml_push_end(&x->xml, e);
    if (s == DONE) return s;
    if (x->open) schedule_talk_free(x->open);
    x->open = NULL;
    return s;
}

void schedule_xml_close(struct schedule_xml *x)
{
    struct schedule_talk *next = NULL;
    for (struct schedule_talk *t = x->first; t; t = next) {
        next = t->next;
        schedule_talk_free(t);
    }
    if (x->open) schedule_talk_free(x->open);
    x->first = x->open = NULL;
    xml_push_close(&x->xml);
}

const struct schedule_meta *schedule_xml_meta(const struct schedule_xml *x)
{
    return &x->meta;
}
