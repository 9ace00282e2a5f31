/* page_ld.c - listen: what does the JSON-LD of this page say of its article? */
#include "base/limits.h"
#include "listen/page_int.h"

#include <jansson.h>
#include <string.h>

enum { LEVELS = 4, SAME_AS_MAX = 16, RANK_LD = 1 };

struct ld {
    struct arena *a;
    struct page_facts *facts;
    const json_t *graph; /* array in which "@id" is looked up; NULL: none */
    bool found;
};

static struct str text_of(struct ld *l, const json_t *value)
{
    if (!json_is_string(value)) return STR("");
    struct str s = {json_string_value(value), json_string_length(value)};
    return str_copy(l->a, str_trim(utf8_mend(l->a, s)));
}

static struct str text_at(struct ld *l, const json_t *object, const char *key)
{
    return text_of(l, json_object_get(object, key));
}

static bool is_type(const char *type)
{
    static const char *const ends[] = {"Article", "Posting",     "Report",
                                       "Review",  "TechArticle", "BlogPost"};
    struct str s = str_of(type);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (str_ends_nocase(s, ends[i])) return true;
    }
    return false;
}

static bool is_article(const json_t *object)
{
    const json_t *type = json_object_get(object, "@type");
    if (json_is_string(type)) return is_type(json_string_value(type));
    for (size_t i = 0; i < json_array_size(type); i++) {
        const char *one = json_string_value(json_array_get(type, i));
        if (one && is_type(one)) return true;
    }
    return false;
}

/* {"@id": "#jane"} stands for the object of that id. */
static const json_t *resolved(const struct ld *l, const json_t *object)
{
    const char *id = json_string_value(json_object_get(object, "@id"));
    if (!id || json_object_get(object, "name")) return object;
    for (size_t i = 0; i < json_array_size(l->graph); i++) {
        const json_t *other = json_array_get(l->graph, i);
        const char *own = json_string_value(json_object_get(other, "@id"));
        if (own && strcmp(own, id) == 0 && json_object_get(other, "name")) return other;
    }
    return object;
}

static void claim(struct ld *l, struct str url)
{
    struct page_facts *f = l->facts;
    if (url.len && f->claim_count < PAGE_CLAIMS_MAX) f->claim[f->claim_count++] = url;
}

static void author(struct ld *l, const json_t *value)
{
    struct page_facts *f = l->facts;
    if (json_is_string(value)) {
        page_byline(f, RANK_LD, text_of(l, value), l->a);
        return;
    }
    value = resolved(l, value);
    struct str type = text_at(l, value, "@type");
    if (str_is(type, "Organization") || str_is(type, "NewsMediaOrganization")) return;
    struct str name = text_at(l, value, "name");
    if (!name.len || name.len > NAME_BYTES_MAX) return;
    if (f->author_rank != RANK_LD) f->author_count = 0;
    f->author_rank = RANK_LD;
    if (f->author_count == PAGE_AUTHORS_MAX) return;
    struct page_author one = {
        .name = name, .email = text_at(l, value, "email"), .url = text_at(l, value, "url")};
    if (str_starts_nocase(one.email, "mailto:")) one.email = str_skip(one.email, 7);
    f->author[f->author_count++] = one;
    if (f->author_count > 1) return; /* what is claimed is claimed by the first */
    const json_t *same = json_object_get(value, "sameAs");
    claim(l, text_of(l, same));
    for (size_t i = 0; i < json_array_size(same) && i < SAME_AS_MAX; i++)
        claim(l, text_of(l, json_array_get(same, i)));
}

static void article(struct ld *l, const json_t *object)
{
    struct page_facts *f = l->facts;
    const json_t *authors = json_object_get(object, "author");
    if (!authors) authors = json_object_get(object, "creator");
    if (!json_is_array(authors)) author(l, authors);
    for (size_t i = 0; i < json_array_size(authors) && i < PAGE_AUTHORS_MAX; i++)
        author(l, json_array_get(authors, i));
    page_say(&f->date, 1, text_at(l, object, "datePublished"));
    page_say(&f->date, 6, text_at(l, object, "dateCreated"));
    page_say(&f->title, 2, text_at(l, object, "headline"));
    page_say(&f->url, 4, text_at(l, object, "url"));
    page_say(&f->lang, 2, text_at(l, object, "inLanguage"));
    page_say(&f->site, 2, text_at(l, json_object_get(object, "publisher"), "name"));
}

static void walk(struct ld *l, const json_t *value, int level)
{
    if (level > LEVELS || l->found) return;
    for (size_t i = 0; i < json_array_size(value); i++)
        walk(l, json_array_get(value, i), level + 1);
    if (!json_is_object(value)) return;
    if (is_article(value)) {
        l->found = true;
        article(l, value);
        return;
    }
    const json_t *graph = json_object_get(value, "@graph");
    if (json_is_array(graph)) {
        l->graph = graph;
        walk(l, graph, level + 1);
    }
    walk(l, json_object_get(value, "mainEntity"), level + 1);
}

void page_ld_read(struct str text, struct arena *a, struct page_facts *facts)
{
    if (text.len > JSON_RECORD_BYTES_MAX) return;
    json_error_t wrong;
    json_t *root = json_loadb(text.p, text.len, JSON_DISABLE_EOF_CHECK, &wrong);
    if (!root) return;
    struct ld l = {.a = a, .facts = facts, .graph = json_is_array(root) ? root : NULL};
    walk(&l, root, 0);
    json_decref(root);
}
