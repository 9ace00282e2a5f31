/* test_feed.c - tests: feed, feed_xml, feed_json, feed_html, feed_in, feed_mend, feed_date,
 * feed_part, feed_list, feed_outline, feed_url */
#include "helpers.h"

#include "listen/feed_int.h"

#include "records.h"

extern const struct importer importer_feed, importer_feed_list;

static void expect_bytes(struct str text, const char *want)
{
    struct arena a = {0};
    struct importer_options o = {.path = "dir/x.xml"};
    assert_str(records_of(&importer_feed, text, &o, &a), want);
    arena_free(&a);
}

static void expect(const char *text, const char *want)
{
    expect_bytes(str_of(text), want);
}

static void rss_says_what_was_published_by_whom_and_where(void **state)
{
    (void)state;
    expect("<?xml version=\"1.0\"?>\n"
           "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
           " xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n"
           " xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>\n"
           "<item><title>Tom &amp;amp; Jerry</title><guid isPermaLink=\"false\">17</guid>\n"
           "<link>/one</link><author>jane@x.org (Jane Doe)</author>\n"
           "<pubDate>Fri, 06 Sep 2002 10:45:27 -0400</pubDate><description>short</description>\n"
           "<content:encoded><![CDATA[<p>Hello <b>you</b>,</p><script>x()</script>\n"
           "see <a href=\"two?a=1&amp;b=2\">two</a> <a href=\"jav&#x09;ascript:x\">bad</a>]]>"
           "</content:encoded></item>\n"
           "<item><guid>https://blog.example/2</guid><dc:creator>Bo</dc:creator>\n"
           "<dc:date>2002-09-07</dc:date><description>A &lt; B</description></item>\n"
           "<title>Example</title><link>https://www.Blog.example/</link>\n"
           "<atom:link rel=\"self\" href=\"https://blog.example/feed/\"/>\n"
           "<language>en</language><image><title>No</title><url>u</url></image>\n"
           "</channel></rss>\n",
           "5 doc entry 2002-09-06T14:45:27Z key=blog.example/feed#17 author=email:jane@x.org(Jane "
           "Doe)"
           " outlet=feed:blog.example/feed(Example)[feed] title=Tom & Jerry"
           " url=https://www.Blog.example/one lang=en text=Hello you,\nsee two bad"
           " link=https://www.Blog.example/two?a=1&b=2\n"
           "10 doc entry 2002-09-07T00:00:00Z key=https://blog.example/2 "
           "author=feed:blog.example/Bo(Bo)"
           " outlet=feed:blog.example/feed(Example)[feed] url=https://blog.example/2 lang=en"
           " text=A < B\n");
}

static void atom_says_it_in_its_own_words(void **state)
{
    (void)state;
    expect(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://a.example/b/\"\n"
        " xml:lang=\"de\"><title type=\"html\">A &amp;lt;b&gt;</title>\n"
        "<link href=\"/\"/><link rel=\"self\" href=\"feed.atom\"/>\n"
        "<author><name>Ann Lee</name><uri>https://github.com/AnnLee</uri></author>\n"
        "<entry><id>urn:x:1</id><title>One</title><link rel=\"alternate\" href=\"1.html\"/>\n"
        "<updated>2020-01-02T03:04:05Z</updated><published>2020-01-01T00:00:00+01:00</published>\n"
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">x &amp; "
        "<a href=\"../c\">y</a><br/>z</div></content></entry>\n"
        "<entry><id>urn:x:2</id><title>1 &lt; 2</title><author><name>Bo</name>"
        "<email>bo@x.org</email></author><source><title>Other</title></source>\n"
        "<summary>plain &lt;b&gt;</summary></entry></feed>",
        "5 doc entry 2019-12-31T23:00:00Z key=urn:x:1 author=github:AnnLee(Ann Lee)"
        " outlet=feed:a.example/b/feed.atom(A <b>)[feed] title=One"
        " url=https://a.example/b/1.html lang=de text=x & y\nz link=https://a.example/c\n"
        "8 doc entry  key=urn:x:2 author=email:bo@x.org(Bo)"
        " outlet=feed:a.example/b/feed.atom(A <b>)[feed] title=1 < 2 lang=de text=plain <b>\n"
        "# 1 entry without a date that can be read: kept, but no evidence\n");
}

static void rdf_and_json_feeds_are_read(void **state)
{
    (void)state;
    expect("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\""
           " xmlns=\"http://purl.org/rss/1.0/\"><channel rdf:about=\"u\"><title>R</title>"
           "<link>http://r.example</link><items><rdf:Seq/></items></channel>\n"
           "<item rdf:about=\"http://r.example/1\"><title>One</title></item></rdf:RDF>",
           "2 doc entry  key=http://r.example/1 outlet=feed:r.example(R)[feed] title=One"
           " url=http://r.example/1\n"
           "# 1 entry without a date that can be read: kept, but no evidence\n");
    expect(
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\n"
        "\"items\":[{\"id\":1,\"content_html\":\"<p>a<p>b\",\"authors\":[{\"name\":\"Bo\"}],"
        "\"date_published\":\"2020-01-01T00:00:00Z\",\"url\":\"http://j.example/1\"},\n"
        "{\"id\":\"2\",\"id\":\"3\"},\n{\"id\":\"x:4\",\"title\":\"T\",\"content_text\":\"t <b>\","
        "\"date_modified\":\"2020-01-02\"}],\n"
        "\"home_page_url\":\"http://j.example\",\"author\":{\"name\":\"Cy\"}}",
        "2 doc entry 2020-01-01T00:00:00Z key=j.example#1 author=feed:j.example/Bo(Bo)"
        " outlet=feed:j.example(J)[feed] url=http://j.example/1 text=a\nb\n"
        "! 3: a key stands twice in one object (duplicate object key near '\"id\"'); keep one of"
        " them\n"
        "4 doc entry 2020-01-02T00:00:00Z key=x:4 author=feed:j.example/Cy(Cy)"
        " outlet=feed:j.example(J)[feed] title=T text=t <b>\n");
}

static void what_can_be_read_of_a_broken_feed_is_kept_and_said(void **state)
{
    (void)state;
    expect(
        "\n <rss><channel><title>B &nbsp;&eacute; & b</title>\n"
        "<item><title>One</title><guid>a:1</guid><dc:creator>Bo</dc:creator></item>\n"
        "<item></item>\n<item><title>Two</ti",
        "2 doc entry  key=a:1 author=feed:B \xC3\xA9 & b/Bo(Bo) outlet=feed:B \xC3\xA9 & b(B "
        "\xC3\xA9 & b)[feed] title=One\n"
        "! 3: an entry without title, text, id and link; left out\n"
        "! 4: the feed ends within this entry; fetch it again\n"
        "# 1 bare & or < taken for themselves; broken XML mended, first at line 2: Namespace prefix"
        " dc on creator is not defined; 1 entry without a date that can be read: kept, but no"
        " evidence\n");
}

static void encodings_are_found_even_when_the_feed_lies(void **state)
{
    (void)state;
    expect("<?xml version=\"1.0\" encoding=\"utf-8\"?><rss><channel><title>Zo\xEB</title>"
           "<item><guid>a:1</guid><pubDate>2020-01-01</pubDate></item></channel></rss>",
           "1 doc entry 2020-01-01T00:00:00Z key=a:1 outlet=feed:Zo\xC3\xAB(Zo\xC3\xAB)[feed]\n"
           "# said to be UTF-8, read as Windows-1252\n");
    expect("<?xml version=\"1.0\" encoding=\"koi8-r\"?><rss><channel><title>\xCD\xC9\xD2</title>"
           "<item><guid>a:1</guid><pubDate>2020-01-01</pubDate></item></channel></rss>",
           "1 doc entry 2020-01-01T00:00:00Z key=a:1"
           " outlet=feed:\xD0\xBC\xD0\xB8\xD1\x80(\xD0\xBC\xD0\xB8\xD1\x80)[feed]\n");
    expect("<?xml version=\"1.0\" encoding=\"klingon\"?><rss><channel><title>T</title>"
           "<item><guid>a:1</guid><pubDate>2020-01-01</pubDate></item></channel></rss>",
           "1 doc entry 2020-01-01T00:00:00Z key=a:1 outlet=feed:T(T)[feed]\n"
           "# no encoding is called 'klingon', read as UTF-8\n");
    expect("<rss><channel><title>Zo\xEB</title>"
           "<item><guid>a:1</guid><pubDate>2020-01-01</pubDate></item></channel></rss>",
           "1 doc entry 2020-01-01T00:00:00Z key=a:1 outlet=feed:Zo\xC3\xAB(Zo\xC3\xAB)[feed]\n"
           "# no encoding said and no UTF-8, read as Windows-1252\n");
}

/* A billion laughs, a file of the system, and tags without end. */
static void hostile_feeds_are_harmless(void **state)
{
    (void)state;
    expect("<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">"
           "<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\n"
           "<rss><channel><title>T</title><item><guid>a:1</guid><title>x&b;y&f;z</title>"
           "<pubDate>2020-01-01</pubDate></item></channel></rss>",
           "2 doc entry 2020-01-01T00:00:00Z key=a:1 outlet=feed:T(T)[feed]"
           " title=x&b;y&f;z\n# broken XML mended, first at line 2: Entity 'b' not defined\n");
    struct arena a = {0};
    struct buf b = buf_new(&a);
    buf_adds(&b, "<rss><channel>\n<item>");
    for (int i = 0; i < 100000; i++)
        buf_adds(&b, "<a>");
    expect_bytes(buf_str(&b),
                 "!! 2: elements nested deeper than 128; no feed is, fetch it again\n");
    arena_free(&a);
}

static void what_is_no_feed_is_refused(void **state)
{
    (void)state;
    expect("<html><body><title>x</title></body></html>",
           "!! <html> is no feed, want <rss>, <feed> or <rdf:RDF>\n");
    expect("", "!! no XML element in it; want a feed\n");
    expect("name,email\n", "!! no XML element in it; want a feed\n");
    expect("{\"version\":\"https://jsonfeed.org/version/1\"}",
           "!! no \"items\" with a list behind it; fetch it again\n");
}

static void feeds_are_told_from_other_formats(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int want;
    } rows[] = {
        {"<?xml version='1.0'?>\n<!-- c --><rss version='2.0'>", 90},
        {"\xEF\xBB\xBF<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>", 90},
        {"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", 90},
        {"<rdf:RDF><foaf:Person>", 20},
        {"{\"version\": \"https://jsonfeed.org/version/1\"", 95},
        {"{\"name\": \"x\"}", 0},
        {"<!DOCTYPE html><html><rss>", 0},
        {"<CHANNEL HREF='http://a.example/'><ITEM>", 80},
        {"<svg/>", 0},
        {"name,email\n", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (importer_feed.sniff(str_of(rows[i].text), "x") != rows[i].want) {
            print_error("%s\n", rows[i].text);
        }
        assert_int_equal(importer_feed.sniff(str_of(rows[i].text), "x"), rows[i].want);
    }
}

static void authors_are_read_in_every_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name, *email;
    } rows[] = {
        {"jane@x.org (Jane Doe)", "Jane Doe", "jane@x.org"},
        {"Jane Doe (jane@x.org)", "Jane Doe", "jane@x.org"},
        {"Jane  Doe <jane@x.org>", "Jane Doe", "jane@x.org"},
        {"jane@x.org", "", "jane@x.org"},
        {"Jane Doe (Acme)", "Jane Doe (Acme)", ""},
        {"", "", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct feed_author got = feed_author_read(&a, str_of(rows[i].text));
        assert_str(got.name, rows[i].name);
        assert_str(got.email, rows[i].email);
    }
    arena_free(&a);
}

/* Law: no prefix of a feed gives an entry that the whole feed does not give. */
static void every_prefix_gives_whole_entries_only(void **state)
{
    (void)state;
    static const char text[] =
        "<rss><channel><link>http://a.example</link><title>T</title>\n"
        "<item><guid>a:1</guid><title>One</title><pubDate>2020-01-01</pubDate></item>\n"
        "<item><guid>a:2</guid><title>Zo\xC3\xAB</title><pubDate>2020-01-02</pubDate></item>\n"
        "</channel></rss>";
    struct importer_options o = {.path = "x.xml"};
    struct arena a = {0};
    struct str whole = records_of(&importer_feed, STR(text), &o, &a);
    struct str line;
    for (size_t n = 80; n < sizeof text; n++) {
        struct str part = records_of(&importer_feed, (struct str){text, n}, &o, &a);
        while (str_cut(&part, '\n', &line)) {
            if (!line.len || line.p[0] == '!' || line.p[0] == '#') continue;
            assert_true(str_find_nocase(whole, str_c(&a, line)) < whole.len);
        }
    }
    arena_free(&a);
}

static void links_are_read_from_where_they_stand(void **state)
{
    static const struct {
        const char *url, *want;
    } rows[] = {
        /* RFC 3986, 5.4; what has another scheme than http is none of ours */
        {"g:h", ""},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {";x", "http://a/b/c/;x"},
        {"g;x?y#s", "http://a/b/c/g;x?y#s"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"g#s/../x", "http://a/b/c/g#s/../x"},
        {"HTTPS://x.org/../y", "HTTPS://x.org/../y"},
        {"//", ""},
        {"", ""},
    };
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_str(feed_url(&a, str_of(rows[i].url), STR("http://a/b/c/d;p?q")), rows[i].want);
    }
    assert_str(feed_url(&a, STR("g"), STR("http://a?x#y")), "http://a/g");
    assert_str(feed_url(&a, STR("g"), STR("")), "");
    arena_free(&a);
}

/* Reads one entry's elements, standing in RSS, and gives what is behind its key. */
static void expect_item(const char *item, const char *want)
{
    struct arena a = {0};
    struct importer_options o = {.path = "x.xml", .url = "http://a.example/feed"};
    struct str text = str_printf(&a,
                                 "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel>"
                                 "<title>T</title><item><guid>a:1</guid>%s</item></channel></rss>",
                                 item);
    struct str got = records_of(&importer_feed, text, &o, &a);
    const char *behind = strstr(str_c(&a, got), "[feed]");
    assert_non_null(behind);
    struct str line = str_of(behind + 6);
    assert_str(str_head(line, str_find(line, '\n')), want);
    arena_free(&a);
}

static void a_fetched_feed_is_known_by_its_address(void **state)
{
    (void)state;
    struct arena a = {0};
    struct importer_options o = {.path = "x.xml", .url = "https://list.example/feed/"};
    struct str text = STR("<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>T</title>"
                          "<atom:link rel='self' href='http://other.example/'/><item>"
                          "<guid>a:1</guid></item></channel></rss>");
    assert_str(str_head(records_of(&importer_feed, text, &o, &a), 59),
               "1 doc entry  key=a:1 outlet=feed:list.example/feed(T)[feed]");
    arena_free(&a);
}

static void bare_ampersands_and_brackets_are_text(void **state)
{
    (void)state;
    expect_item("<link>http://x.example/?a=1&b=2&c</link>", " url=http://x.example/?a=1&b=2&c");
    expect_item("<title>a < b &nosuch; &eacute; AT&T</title>",
                " title=a < b &nosuch; \xC3\xA9 AT&T");
    expect_item("<title>&#X41;&#65 &#146;&#1;&#xD800;</title>",
                " title=AA \xE2\x80\x99 \xEF\xBF\xBD");
    expect_item("<title><![CDATA[a & b &amp;lt; < c]]></title>", " title=a & b &lt; < c");
    expect_item("<!-- a & b < c --><title>x</title><?php a & < ?>", " title=x");
    expect_item("<title>don\xC2\x92t</title>", " title=don\xE2\x80\x99t");
}

/* Law: where the pieces end changes nothing. */
static void mends_do_not_depend_on_how_the_bytes_come(void **state)
{
    static const char text[] = "<a>& &amp; &#x41; &#1 &x</a><![CDATA[ & ]] ]]><!-- & -- --><?p & ?>"
                               "<!DOCTYPE x [<!ENTITY y \"&#38;\">]>< 3 &eacute;<";
    (void)state;
    struct arena a = {0};
    struct feed_mend whole_state = {0};
    struct str whole;
    assert_int_equal(feed_mend(&whole_state, STR(text), true, &a, &whole), sizeof text - 1);
    assert_str(whole, "<a>&amp; &amp; &#x41;   &amp;x</a><![CDATA[ & ]] ]]><!-- & -- --><?p & ?>"
                      "<!DOCTYPE x [<!ENTITY y \"&#38;\">]>&lt; 3 \xC3\xA9&lt;");
    for (size_t step = 1; step < sizeof text; step++) {
        struct feed_mend st = {0};
        struct buf got = buf_new(&a);
        size_t done = 0;
        for (size_t end = step; done < sizeof text - 1; end += step) {
            struct str part;
            bool last = end >= sizeof text - 1;
            struct str in = {text + done, (last ? sizeof text - 1 : end) - done};
            done += feed_mend(&st, in, last, &a, &part);
            buf_add(&got, part);
        }
        assert_str(buf_str(&got), whole.p);
    }
    arena_free(&a);
}

static void what_a_feed_says_in_other_words_is_read(void **state)
{
    (void)state;
    expect_item("<media:group><media:title>M</media:title><media:description>D"
                "</media:description></media:group>",
                " title=M text=D");
    expect_item("<media:title>M</media:title><title>T</title>", " title=T");
    expect_item("<description>one</description><summary>two</summary>", " text=two");
    expect_item("<link>/p</link>", " url=http://a.example/p");
    expect("<CHANNEL HREF='http://c.example/'><TITLE>C</TITLE>"
           "<ITEM HREF='1.html' LASTMOD='2004-04-06T23:05:43-05:00'><TITLE>One</TITLE>"
           "<ABSTRACT>Short</ABSTRACT></ITEM></CHANNEL>",
           "1 doc entry 2004-04-07T04:05:43Z key=http://c.example/1.html"
           " outlet=feed:c.example(C)[feed] title=One url=http://c.example/1.html text=Short\n");
    expect("<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en_GB'><title>T</title><entry>"
           "<id>a:1</id><link rel='enclosure'>http://x.example/e</link>"
           "<link rel='alternate'>http://x.example/a</link><updated>2020-01-01</updated>"
           "<updated>2020-01-02</updated><content type='application/octet-stream'>\n"
           " PGI+SGk8L2I+IHlvdQ==</content></entry></feed>",
           "1 doc entry 2020-01-02T00:00:00Z key=a:1 outlet=feed:T(T)[feed]"
           " url=http://x.example/a lang=en-GB text=Hi you\n");
    expect("<!DOCTYPE rss [<!ENTITY me \"R&amp;D\">]><rss><channel><title>&me;</title>"
           "<managingEditor>noreply@blogger.com (Jane)</managingEditor>"
           "<item><guid>a:1</guid><pubDate>2020-01-01</pubDate></item></channel></rss>",
           "1 doc entry 2020-01-01T00:00:00Z key=a:1 author=feed:R&D/Jane(Jane)"
           " outlet=feed:R&D(R&D)[feed]\n");
}

static void feeds_are_read_in_every_width_of_characters(void **state)
{
    static const char ascii[] =
        "<?xml version='1.0'?><rss><channel><title>T</title><item>"
        "<guid>a:1</guid><pubDate>2020-01-01</pubDate></item></channel></rss>";
    static const char want[] = "1 doc entry 2020-01-01T00:00:00Z key=a:1 outlet=feed:T(T)[feed]\n";
    (void)state;
    for (int kind = 0; kind < 8; kind++) { /* 16 or 32 bits, either end first, mark or none */
        size_t width = kind & 1 ? 4 : 2;
        bool mark = kind & 4;
        char wide[4 * (sizeof ascii + 1)] = {0};
        for (size_t i = 0; i < sizeof ascii - 1 + mark; i++) {
            unsigned code = !mark ? (unsigned char)ascii[i]
                            : i   ? (unsigned char)ascii[i - 1]
                                  : 0xFEFF;
            for (size_t k = 0; k < width; k++)
                wide[i * width + (kind & 2 ? width - 1 - k : k)] = (char)(code >> 8 * k);
        }
        expect_bytes((struct str){wide, width * (sizeof ascii - 1 + mark)}, want);
    }
}

static void dates_are_read_in_every_spelling(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        /* RFC 822 and its misspellings */
        {"Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"},
        {"Thu, 1 Jan 04 19:48 EST", "2004-01-02T00:48:00Z"},
        {"01 January 2004 19:48:21 +0100", "2004-01-01T18:48:21Z"},
        {"Thu, 01 Jan 2004 19:48:21 -25:00", "2004-01-01T19:48:21Z"},
        {"Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z"},
        /* W3CDTF, whole and in part; ISO 8601's day of the year */
        {"2003", "2003-01-01T00:00:00Z"},
        {"2003-12", "2003-12-01T00:00:00Z"},
        {"2003-12-31T10:14:55.5-08:00", "2003-12-31T18:14:55Z"},
        {"20031231", "2003-12-31T00:00:00Z"},
        {"2003-335", "2003-12-01T00:00:00Z"},
        {"2003335", "2003-12-01T00:00:00Z"},
        /* other languages */
        {"2004\xEB\x85\x84 05\xEC\x9B\x94 28\xEC\x9D\xBC  01:31:15", "2004-05-27T16:31:15Z"},
        {"2004-05-25 \xEC\x98\xA4\xED\x9B\x84 11:23:17", "2004-05-25T14:23:17Z"},
        {"\xCE\x9A\xCF\x85\xCF\x81, 11 \xCE\x99\xCE\xBF\xCF\x8D\xCE\xBB 2004 12:00:00 EST",
         "2004-07-11T17:00:00Z"},
        {"j\xC3\xBAlius 13, 2004", "2004-07-13T00:00:00Z"},
        {"2004-j\xC3\xBAlius-13T9:15-05:00", "2004-07-13T14:15:00Z"},
        {"Di, 06 Mai 2008 10:00:00 +0200", "2008-05-06T08:00:00Z"},
        {"mar., 02 ao\xC3\xBBt 2016 09:30:00 GMT", "2016-08-02T09:30:00Z"},
        {"yesterday", ""},
        {"2003-367", ""},
        {"", ""},
    };
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t at_s = TIME_NONE;
        bool found = feed_date(str_of(rows[i].text), &at_s);
        if (!found == (rows[i].want[0] != '\0')) print_error("%s\n", rows[i].text);
        assert_str(time_iso(&a, at_s), rows[i].want);
    }
    arena_free(&a);
}

static void expect_list(const char *text, const char *want)
{
    struct arena a = {0};
    struct importer_options o = {.path = "x"};
    assert_str(records_of(&importer_feed_list, str_of(text), &o, &a), want);
    arena_free(&a);
}

static void lists_of_feeds_are_read_in_four_forms(void **state)
{
    (void)state;
    expect_list("<opml><body><outline text='One &amp; two' xmlUrl='https://A.example/F?a=1&b'/>\n"
                "<outline XMLURL=\"x.xml\"/><outline text='folder'></body></opml>",
                "1 feed feed:a.example/F?a=1&b(One & two)[feed] url=https://A.example/F?a=1&b\n"
                "! 2: 'x.xml' is no http address of a feed; left out\n");
    expect_list(
        "[Planet]\nname = P\n[http://www.a.example/]\nname=A\nlink: http://a.example/home\n"
        "[bo]\nfeed = feed://b.example/rss ## r\n[tmpl]\nx = 1\n"
        "[http://c.example/list]\ncontent_type = opml\n",
        "3 feed feed:a.example(A)[feed] url=http://www.a.example/ page=http://a.example/home\n"
        "6 feed feed:b.example/rss(bo)[feed] url=http://b.example/rss\n"
        "! 8: section 'tmpl' names no feed; give it one: feed = URL\n"
        "! 10: a list of feeds at another place; import that itself\n");
    expect_list("http://a.example/f\r\n\r\n# no\r\nhttps://b.example/?x&y # yes",
                "1 feed feed:a.example/f(a.example/f)[feed] url=http://a.example/f\n"
                "4 feed feed:b.example/?x&y(b.example/?x&y)[feed] url=https://b.example/?x&y\n");
    expect_list("name,email\n",
                "!! no list of feeds; want OPML, FOAF, planet.ini, or an address a line\n");
}

static void lists_are_told_from_feeds_and_tables(void **state)
{
    static const struct {
        const char *text;
        int list, feed;
    } rows[] = {
        {"<opml version='1.0'><head>", 95, 0},
        {"<rdf:RDF xmlns:foaf='http://xmlns.com/foaf/0.1/'><foaf:Person><rss:channel/>", 92, 90},
        {"<rdf:RDF xmlns:foaf='http://xmlns.com/foaf/0.1/'><channel/><item><foaf:Person>", 0, 90},
        {"https://a.example/feed\nhttps://b.example/fe", 85, 0},
        {"@include \"x\"\n[a]\nfeed = http://a.example/\n", 90, 0},
        {"url\nhttps://a.example/feed\n", 0, 0},
        {"https://a.example/,Ann\n", 0, 0},
        {"[core]\nbare = false\n", 0, 0},
        {"", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("%s\n", rows[i].text);
        assert_int_equal(importer_feed_list.sniff(str_of(rows[i].text), "x"), rows[i].list);
        assert_int_equal(importer_feed.sniff(str_of(rows[i].text), "x"), rows[i].feed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rss_says_what_was_published_by_whom_and_where),
        cmocka_unit_test(atom_says_it_in_its_own_words),
        cmocka_unit_test(rdf_and_json_feeds_are_read),
        cmocka_unit_test(what_can_be_read_of_a_broken_feed_is_kept_and_said),
        cmocka_unit_test(encodings_are_found_even_when_the_feed_lies),
        cmocka_unit_test(hostile_feeds_are_harmless),
        cmocka_unit_test(what_is_no_feed_is_refused),
        cmocka_unit_test(feeds_are_told_from_other_formats),
        cmocka_unit_test(authors_are_read_in_every_spelling),
        cmocka_unit_test(every_prefix_gives_whole_entries_only),
        cmocka_unit_test(a_fetched_feed_is_known_by_its_address),
        cmocka_unit_test(bare_ampersands_and_brackets_are_text),
        cmocka_unit_test(mends_do_not_depend_on_how_the_bytes_come),
        cmocka_unit_test(what_a_feed_says_in_other_words_is_read),
        cmocka_unit_test(feeds_are_read_in_every_width_of_characters),
        cmocka_unit_test(dates_are_read_in_every_spelling),
        cmocka_unit_test(lists_of_feeds_are_read_in_four_forms),
        cmocka_unit_test(lists_are_told_from_feeds_and_tables),
        cmocka_unit_test(links_are_read_from_where_they_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
