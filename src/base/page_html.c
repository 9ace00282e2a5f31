/* page_html.c - base: what stands around answers on a page of their own? */
#include "base/page_html.h"

#include "base/table_html.h"
#include "page_css.h" /* made from page.css: page_css */

void page_html_open(struct buf *b, struct str title)
{
    buf_adds(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    html_escape(b, title);
    buf_adds(b, "</title>\n<style>\n");
    buf_adds(b, page_css);
    buf_adds(b, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the answer</a>\n"
                "<main id=\"main\">\n<h1>");
    html_escape(b, title);
    buf_adds(b, "</h1>\n");
}

void page_html_close(struct buf *b)
{
    buf_adds(b, "</main>\n</body>\n</html>\n");
}
