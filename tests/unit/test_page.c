/* test_page.c - tests: page.c and its parts; wanted values are read off the invented pages by eye
 */
#include "helpers.h"

#include "base/time.h"
#include "listen/page_int.h"

extern const struct importer importer_page;

/* "author1, author2@date" of a page, or the sentence it is refused with. */
static struct str said(struct arena *a, const char *html)
{
    struct err e = {{0}};
    struct importer_options o = {.path = "x.html", .url = "https://x.example/a/b"};
    void *st = NULL;
    struct record r;
    struct buf b = buf_new(a);
    if (importer_page.open(reader_of(str_of(html), a), &o, a, &st, &e))
        return str_printf(a, "%s", e.text);
    while (importer_page.next(st, a, &r, &e) == OK) {
        if (r.kind != RECORD_DOC) continue;
        if (b.len) buf_adds(&b, ", ");
        buf_add(&b, r.doc.author.handle);
        if (!r.part) buf_addf(&b, "@%.*s", STR_ARG(time_day(a, r.doc.at_s)));
    }
    return buf_str(&b);
}

static void authors_and_dates_are_found_where_pages_say_them(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"<html><meta name=author content='Jane Doe'><meta name=date content=2026-01-02>",
         "x.example/Jane Doe@2026-01-02"},
        {"<html><meta property='article:author' content='https://github.com/jane'><p "
         "class=byline>By Jane Doe",
         "a page that names neither author nor date, want the page of an article (meta author, "
         "JSON-LD, time, …)"},
        {"<html><meta property='article:author' content='https://github.com/jane'><p "
         "class=byline>By Jane Doe</p>",
         "jane@"},
        {"<html><span class='post-author vcard'>by Jane Doe &amp; Bo Roe | Staff</span><time "
         "datetime='2026-01-02T23:00:00-05:00'>",
         "x.example/Jane Doe@2026-01-03, x.example/Bo Roe"},
        {"<html><a rel='author nofollow' href='mailto:jane@x.example'>Jane Doe</a>",
         "jane@x.example@"},
        {"<html><div itemprop=author><span itemprop=name>Jane Doe</span></div><time "
         "itemprop=dateModified datetime=2026-05-05></time>",
         "x.example/Jane Doe@"},
        {"<html><script type='application/ld+json'>{\"@type\":[\"BlogPosting\"],\"author\":\"Jane "
         "Doe\",\"datePublished\":\"2026-01-02\"}</script>"
         "<meta name=author content='Other One'>",
         "x.example/Jane Doe@2026-01-02"},
        {"<html><script type='application/ld+json'>{\"@type\": broken</script><time>Jan 2, "
         "2026</time>",
         "@2026-01-02"},
        {"<html><!-- <meta name=author content=No> --><style>.author{}</style><time "
         "datetime=2026-01-02>",
         "@2026-01-02"},
        {"<html><p class=author>42 comments</p>",
         "a page that names neither author nor date, want the page of an article (meta author, "
         "JSON-LD, time, …)"},
        {"<html><title>Index of /pub</title><meta name=author content='A B'>",
         "a listing of a directory, want the page of an article"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(said(&a, rows[i][0]), rows[i][1]);
    arena_free(&a);
}

static void what_stands_around_the_article_is_left_out(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = buf_new(&a);
    for (int i = 0; i < 40; i++)
        buf_adds(&b, "long words ");
    struct str words = buf_str(&b);
    struct str html =
        str_printf(&a, "<header>top</header><nav>menu</nav><p>%s</p><footer>end</footer>", words.p);
    assert_str(page_main(html, &a), str_printf(&a, "<p>%s</p>", words.p).p);
    html =
        str_printf(&a, "<article>short</article><article><header>h</header>%s</article>x", words.p);
    assert_str(page_main(html, &a),
               str_printf(&a, "<article><header>h</header>%s</article>", words.p).p);
    /* a nav that is never ended takes nothing away */
    html = str_printf(&a, "<main><nav>%s%s%s</main>", words.p, words.p, words.p);
    assert_int_equal(page_main(html, &a).len, html.len);
    arena_free(&a);
}

static void only_pages_are_taken_for_pages(void **state)
{
    (void)state;
    int (*sniff)(struct str, const char *) = importer_page.sniff;
    assert_int_equal(sniff(STR("\xEF\xBB\xBF \n<!DOCTYPE html>"), "x"), 50);
    assert_int_equal(sniff(STR("<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC ''>"), "x"), 50);
    assert_int_equal(sniff(STR("<?xml version='1.0'?><rss>"), "x.html"), 0);
    assert_int_equal(sniff(STR("name,email\n<html>"), "x.html"), 0);
    assert_int_equal(sniff(STR(""), "x.html"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(authors_and_dates_are_found_where_pages_say_them),
        cmocka_unit_test(what_stands_around_the_article_is_left_out),
        cmocka_unit_test(only_pages_are_taken_for_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
