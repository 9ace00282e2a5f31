/* as2_actor.c - listen: who is this actor? */
#include "listen/as2_int.h"

#include "base/limits.h"
#include "listen/html.h"

#include <jansson.h>

static const char *const actors[] = {"Person", "Service", "Application", "Group", "Organization"};

bool as2_is_actor(const json_t *object)
{
    for (size_t i = 0; i < sizeof actors / sizeof *actors; i++) {
        if (as2_is(object, actors[i])) return true;
    }
    return json_is_object(object) && js_text(object, "preferredUsername").len > 0;
}

static bool is_group(const json_t *object)
{
    return as2_is(object, "Group") || as2_is(object, "Organization");
}

/* Its name is told by an object, a mention or a link alike. */
static struct who who_of_object(const json_t *object, struct arena *a)
{
    struct str lang;
    struct who w = {0};
    struct str id = as2_id(object);
    struct str name = utf8_head(str_trim(as2_name(object, &lang)), NAME_BYTES_MAX);
    struct str user = js_name(object, "preferredUsername");
    bool known = user.len && who_of_mention(user, id, a, &w);
    if (!known && name.len && name.p[0] == '@') {
        known = who_of_mention(name, id, a, &w);
        name = STR("");
    }
    if (!known) known = id.len && who_of_id(id, a, &w);
    bool group = is_group(object);
    if (!known && name.len) {
        w = (struct who){.channel = group ? STR("group") : STR("name"), .handle = name};
    }
    w.name = name;
    if (group) w.kind = STR("group");
    return w;
}

struct who as2_who(const json_t *value, struct arena *a)
{
    struct who w = {0};
    if (json_is_object(value)) return who_of_object(value, a);
    if (json_is_string(value)) {
        (void)who_of_id(as2_id(value), a, &w);
        return w;
    }
    for (size_t i = 0; !w.handle.len && i < json_array_size(value); i++) {
        const json_t *part = json_array_get(value, i);
        if (!json_is_array(part)) w = as2_who(part, a);
    }
    return w;
}

bool as2_asks_out(const json_t *actor)
{
    static const char *const words[] = {"#nobot", "#noindex", "#noarchive", "#nosearch"};
    struct str bio = js_text(actor, "summary");
    struct str note = js_text(actor, "note"); /* as the API of Mastodon calls it */
    bool out = js_is_false(actor, "discoverable") || js_is_false(actor, "indexable") ||
               js_is_true(actor, "noindex");
    for (size_t i = 0; !out && i < sizeof words / sizeof *words; i++) {
        out =
            str_find_nocase(bio, words[i]) < bio.len || str_find_nocase(note, words[i]) < note.len;
    }
    return out;
}

/* ---- the profile ---- */

struct claiming {
    struct arena *a;
    struct person_row *person;
    bool verified;
};

static void claim_url(void *state, struct str href, bool quoted)
{
    const struct claiming *c = state;
    struct who w;
    (void)quoted;
    href = str_trim(href);
    if (who_of_id(str_copy(c->a, href), c->a, &w)) person_claims(c->person, c->a, w, c->verified);
}

void as2_claims(struct person_row *person, struct arena *a, struct str value, bool verified)
{
    struct claiming c = {a, person, verified};
    struct html_options o = {.quote = "", .most = TEXT_BYTES_MAX, .link = claim_url, .state = &c};
    size_t before = person->claim_count;
    struct str text = str_trim(html_text(a, value, &o));
    if (person->claim_count > before || str_find(text, ' ') < text.len) return;
    bool web = str_starts_nocase(text, "https://") || str_starts_nocase(text, "http://");
    if (web || str_starts_nocase(text, "mailto:")) claim_url(&c, text, false);
}

static void read_fields(struct as2 *x, const json_t *actor, struct person_row *person)
{
    const json_t *fields = json_object_get(actor, "attachment");
    for (size_t i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        if (as2_is(field, "PropertyValue") || as2_is(field, "schema:PropertyValue")) {
            as2_claims(person, &x->row.a, js_text(field, "value"), false);
        } else if (as2_is(field, "Link")) { /* FEP-fb2a */
            struct who w;
            if (who_of_id(as2_id(field), &x->row.a, &w)) {
                person_claims(person, &x->row.a, w, false);
            }
        }
    }
    const json_t *others = json_object_get(actor, "alsoKnownAs");
    for (size_t i = 0; i < json_array_size(others); i++) {
        struct who w = as2_who(json_array_get(others, i), &x->row.a);
        person_claims(person, &x->row.a, w, false);
    }
}

void as2_bio(struct person_row *person, struct arena *a, struct str markup)
{
    struct html_options o = {.quote = "", .most = TEXT_BYTES_MAX};
    person_bio(person, a, str_trim(html_text(a, markup, &o)));
}

bool as2_person(struct as2 *x, const json_t *actor)
{
    if (!as2_is_actor(actor) || is_group(actor)) return false;
    struct who w = as2_who(actor, &x->row.a);
    if (!w.handle.len) return false;
    struct person_row *person = row_person(&x->row);
    person->name = w.name;
    person_who(person, w);
    person->robot = as2_is(actor, "Service") || as2_is(actor, "Application");
    const json_t *followers = json_object_get(actor, "followers");
    person->followers = (double)js_int(followers, "totalItems", -1);
    struct str lang;
    struct str bio = js_text(actor, "summary");
    if (!bio.len) bio = as2_in_language(actor, "summary", "summaryMap", &lang);
    as2_bio(person, &x->row.a, bio);
    read_fields(x, actor, person);
    return true;
}
