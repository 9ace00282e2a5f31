/* mail_look.c - listen: is this line one of a mail? */
#include "listen/mail_int.h"

#include "base/time.h"

bool mail_is_header(struct str line)
{
    size_t n = 0;
    while (n < line.len && line.p[n] > ' ' && line.p[n] < 0x7F && line.p[n] != ':')
        n++;
    return n > 0 && n < line.len && line.p[n] == ':';
}

bool mail_is_known_header(struct str line)
{
    static const char *const names[] = {"From:",
                                        "Date:",
                                        "Subject:",
                                        "To:",
                                        "Received:",
                                        "Message-ID:",
                                        "Return-Path:",
                                        "Delivered-To:",
                                        "MIME-Version:",
                                        "X-From_:",
                                        "Status:",
                                        "Reply-To:",
                                        "Sender:",
                                        "Cc:",
                                        "Newsgroups:",
                                        "Path:",
                                        "X-Mozilla-Status:",
                                        "Envelope-To:",
                                        "X-Gmail-Labels:",
                                        "X-GM-THRID:",
                                        "X-Original-To:",
                                        "Content-Type:",
                                        "X-UIDL:"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_starts_nocase(line, names[i])) return true;
    }
    return false;
}

int mail_known_headers(struct str head, int enough)
{
    int known = 0;
    struct str line;
    for (int lines = 0; lines < MAIL_HEADERS_MAX && known < enough; lines++) {
        if (!str_cut(&head, '\n', &line) || !str_trim(line).len) break;
        known += mail_is_known_header(line);
    }
    return known;
}

bool mail_is_envelope(struct str line, struct str *ret_date)
{
    static const char *const days[] = {"Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "};
    if (!str_starts(line, "From ") || line.len > NAME_BYTES_MAX) return false;
    for (size_t i = line.len; i-- > 5;) {
        if (line.p[i - 1] != ' ') continue;
        struct str date = str_trim(str_skip(line, i));
        bool day = false;
        for (size_t d = 0; d < 7; d++)
            day = day || str_starts(date, days[d]);
        int64_t at_s = 0;
        if (!day || str_find(date, ':') == date.len || !time_parse_mail(date, &at_s)) continue;
        *ret_date = date;
        return true;
    }
    return false;
}
