/* problem.c - serve: why was it not answered? */
#include "serve/problem.h"

int problem_status(enum status s, enum http_method method)
{
    switch (s) {
    case OK:
    case DONE:
    case NOT_CONVERGED:
        return 200;
    case NOT_FOUND:
        return 404;
    case BAD_USAGE:
    case BAD_INPUT:
        return method == HTTP_POST ? 422 : 400;
    case TOO_MUCH:
        return 413;
    case STORE_FAILED:
    case STOPPED:
        return 503;
    case IO_FAILED:
        break;
    }
    return 500;
}

const char *problem_title(int status)
{
    static const struct {
        int status;
        const char *title;
    } titles[] = {
        {400, "Not understood"},
        {401, "Sign in first"},
        {429, "Too often"},
        {403, "Not allowed"},
        {404, "Not here"},
        {405, "Not asked so"},
        {413, "Too much"},
        {409, "Not done yet"},
        {410, "Gone"},
        {412, "Has changed"},
        {414, "Address too long"},
        {415, "Unknown form"},
        {421, "Not served here"},
        {422, "Not accepted"},
        {431, "Too many headers"},
        {501, "Not known"},
        {503, "Busy"},
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (titles[i].status == status) return titles[i].title;
    }
    return "Could not";
}

void problem_answer(struct arena *a, int status, const char *sentence, const struct page *page,
                    struct http_answer *ret)
{
    struct buf b = buf_new(a);
    ret->status = status;
    if (page) {
        page_sentence(page, status, str_of(sentence), &b);
        ret->type = "text/html; charset=utf-8";
    } else {
        buf_addf(&b, "{\"type\":\"about:blank\",\"title\":");
        json_text(&b, str_of(problem_title(status)));
        buf_addf(&b, ",\"status\":%d,\"detail\":", status);
        json_text(&b, str_of(sentence));
        buf_adds(&b, "}\n");
        ret->type = "application/problem+json";
    }
    ret->body = buf_str(&b);
    if (status == 401) http_pair_add(a, &ret->header, STR("WWW-Authenticate"), STR("Bearer"));
    if (status == 405) {
        http_pair_add(a, &ret->header, STR("Allow"), STR("GET, HEAD, POST"));
    }
}
