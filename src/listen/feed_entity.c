/* feed_entity.c - listen: which text does this entity of a feed stand for? */
#include "listen/feed_xml_int.h"
#include "listen/html.h"

#include <stdio.h>

/* What an entity stands for, in text: nothing in it is looked up again, so nothing can blow up. */
void feed_entity_declared(void *state, const xmlChar *name, int type, const xmlChar *public_id,
                          const xmlChar *system_id, xmlChar *content)
{
    struct feed_xml *x = ((struct xml_push *)state)->state;
    struct str value = str_of((const char *)content);
    (void)public_id;
    (void)system_id;
    if (type != XML_INTERNAL_GENERAL_ENTITY || x->declared_count == ENTITIES_MAX) return;
    if (value.len > ENTITY_BYTES_MAX || str_find(value, '<') < value.len) return;
    struct buf b = buf_new(x->a);
    for (size_t n = 0; value.len; value = str_skip(value, n)) {
        uint32_t code = 0;
        char bytes[4];
        n = value.p[0] == '&' ? html_entity(value, false, &code) : 0;
        buf_add(&b, n ? (struct str){bytes, utf8_put(bytes, code)} : str_head(value, 1));
        if (!n && value.p[0] == '&') return; /* made of others */
        if (!n) n = 1;
    }
    if (b.len > ENTITY_BYTES_MAX) return;
    x->declared[x->declared_count++] =
        (struct declared){str_copy(x->a, str_of((const char *)name)), buf_str(&b)};
}

static struct str entity_value(struct feed_xml *x, struct str name)
{
    for (size_t i = 0; i < x->declared_count; i++) {
        if (str_eq(x->declared[i].name, name)) return x->declared[i].value;
    }
    uint32_t code = html_entity_named(name);
    if (!code && !x->error_line) {
        x->error_line = xml_push_line(&x->xml);
        (void)snprintf(x->error, sizeof x->error, "Entity '%.*s' not defined",
                       STR_ARG(utf8_head(name, 64)));
    }
    if (!code) return str_printf(&x->xml.chunk, "&%.*s;", STR_ARG(str_head(name, 64)));
    char bytes[4];
    return str_copy(&x->xml.chunk, (struct str){bytes, utf8_put(bytes, code)});
}

/* XML's own five are known to libxml2; here are the feed's and HTML's. Others stay as they are. */
xmlEntityPtr feed_entity_of(void *state, const xmlChar *name)
{
    struct feed_xml *x = ((struct xml_push *)state)->state;
    xml_push_go_on(&x->xml);
    if (x->xml.ctxt->inSubset) return NULL; /* libxml2 would hang its own copy on it */
    struct str value = entity_value(x, str_of((const char *)name));
    (void)snprintf(x->entity_text, sizeof x->entity_text, "%.*s", STR_ARG(value));
    x->entity = (xmlEntity){.type = XML_ENTITY_DECL,
                            .name = name,
                            .content = (xmlChar *)x->entity_text,
                            .length = (int)value.len,
                            .etype = XML_INTERNAL_PREDEFINED_ENTITY};
    return &x->entity;
}
