/* fuzz_multipart.c - tests: does any body of a form break its parser, or depend on how it was cut?
 */
#include "serve/multipart.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

struct seen { /* all that was told, as one text; inside: a part has begun and not ended */
    struct buf told;
    bool inside;
};

static int on_begin(void *context, struct str name, struct str file, const char **ret_why)
{
    struct seen *s = context;
    (void)ret_why;
    must(!s->inside && name.len && utf8_valid(name) && (!file.p || utf8_valid(file)));
    s->inside = true;
    buf_addc(&s->told, '<');
    buf_add(&s->told, name);
    buf_addc(&s->told, file.p ? '=' : '-');
    buf_add(&s->told, file);
    return 0;
}

static int on_bytes(void *context, struct str bytes, const char **ret_why)
{
    struct seen *s = context;
    (void)ret_why;
    must(s->inside && bytes.len);
    buf_add(&s->told, bytes);
    return 0;
}

static int on_end(void *context, const char **ret_why)
{
    struct seen *s = context;
    (void)ret_why;
    must(s->inside);
    s->inside = false;
    buf_addc(&s->told, '>');
    return 0;
}

/* In pieces of `step` bytes; gives the status. */
static int read_in(struct str body, struct str boundary, size_t step, struct arena *a,
                   struct seen *ret)
{
    const char *why = NULL;
    int status = 0;
    *ret = (struct seen){.told = buf_new(a)};
    struct multipart_into into = {ret, on_begin, on_bytes, on_end};
    struct multipart *m = multipart_new(boundary, &into, a);
    while (body.len && !status) {
        status = multipart_take(m, str_head(body, step), &why);
        body = str_skip(body, step);
    }
    if (!status) status = multipart_end(m, &why);
    must((status != 0) == (why != NULL));
    must(status || !ret->inside);
    return status;
}

/* The first line is the Content-Type; what follows, the body. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena a = {0};
    struct str all = {(const char *)bytes, size};
    size_t line = str_find(all, '\n');
    struct str boundary = multipart_boundary(str_head(all, line));
    struct str body = str_skip(all, line + 1);
    if (boundary.p) {
        struct seen whole;
        struct seen cut;
        int status = read_in(body, boundary, size + 1, &a, &whole);
        for (size_t step = 1; step <= 3; step++) {
            must(read_in(body, boundary, step, &a, &cut) == status);
            must(status || str_eq(buf_str(&whole.told), buf_str(&cut.told)));
        }
    }
    arena_free(&a);
    return 0;
}
