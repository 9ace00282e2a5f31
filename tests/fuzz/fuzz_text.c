/* fuzz_text.c - tests: do any bytes break the mending, folding and splitting of text? */
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

/* The same words, all of them the slow way. */
static struct str words_by_key(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);
    struct str key = name_key(a, text);
    struct str word;
    while (str_cut(&key, ' ', &word)) {
        if (!word.len || word.len > 64) continue;
        if (b.len) buf_addc(&b, ' ');
        buf_add(&b, word);
    }
    return buf_str(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena a = {0};
    struct str raw = {(const char *)bytes, size};
    struct str text = utf8_mend(&a, raw);
    must(utf8_valid(text));
    must(!utf8_valid(raw) || memchr(bytes, 0, size) || str_eq(text, raw));

    /* Folding a folded name, or splitting split words, changes nothing. */
    struct str key = name_key(&a, text);
    must(utf8_valid(key));
    must(str_eq(name_key(&a, key), key));
    struct str words = text_words(&a, text);
    must(utf8_valid(words));
    must(str_eq(text_words(&a, words), words));
    must(str_eq(words, words_by_key(&a, text)));

    /* A cut never parts a character and never is wider than asked. */
    for (size_t width = 0; width < 9; width++) {
        struct str fit = utf8_fit(text, width);
        must(utf8_valid(fit) && utf8_width(fit) <= width);
        struct str head = utf8_head(text, width);
        must(utf8_valid(head) && head.len <= width);
    }
    arena_free(&a);
    return 0;
}
