/* terminal.c - cli: how wide is it, and does it like colours? */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_MIN = 40, WIDTH_MAX = 1000 };

static size_t width(void)
{
    int64_t columns = 0;
    struct winsize size = {0};
    const char *said = getenv("COLUMNS");
    if (said && str_to_i64(str_of(said), &columns) && columns >= WIDTH_MIN &&
        columns <= WIDTH_MAX) {
        return (size_t)columns;
    }
    if (!isatty(STDOUT_FILENO)) return 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= WIDTH_MIN) {
        return size.ws_col;
    }
    return 80;
}

static bool colour(const struct request *r)
{
    const char *no = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if (!isatty(STDOUT_FILENO) || request_has(r, "no-color")) return false;
    return !(no && no[0]) && term && strcmp(term, "dumb") != 0;
}

struct text_style terminal_style(const struct request *r)
{
    return (struct text_style){.width = width(), .colour = colour(r)};
}
