/* quota.c - verb: at least or at most how many of whom? */
#include "verb/quota.h"

#include <string.h>

enum status quota_read(struct str rule, int64_t number_max, struct quota_rule *ret, struct err *e)
{
    size_t at = rule.len;
    int64_t number = 0;
    while (at > 0 && !strchr("<>=", rule.p[at - 1]))
        at--;
    size_t end = at;
    while (at > 0 && strchr("<>=", rule.p[at - 1]))
        at--;
    struct str sign = str_head(str_skip(rule, at), end - at);
    struct str who = str_trim(str_head(rule, at));
    bool known = str_is(sign, ">=") || str_is(sign, "<=") || str_is(sign, "=");
    if (!known || !who.len || !str_to_i64(str_trim(str_skip(rule, end)), &number) || number < 0 ||
        number > number_max) {
        return err_set(e, BAD_USAGE,
                       "--quota '%.*s', want WHO>=N, WHO<=N or WHO=N, as 'analyst>=2'",
                       STR_ARG(rule));
    }
    *ret = (struct quota_rule){
        .who = who,
        .least = sign.p[0] == '<' ? 0 : (size_t)number,
        .most = sign.p[0] == '>' ? SIZE_MAX : (size_t)number,
    };
    return OK;
}
