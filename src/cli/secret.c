/* secret.c - cli: what is typed without being shown? */
#include "base/limits.h"
#include "cli/cli.h"

#include <termios.h>
#include <unistd.h>

/* One line of the terminal; false: it ended. */
static bool line_read(struct arena *a, struct str *ret)
{
    struct buf b = buf_new(a);
    char c = 0;
    ssize_t n;
    while ((n = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n') {
        if (b.len <= PASSWORD_BYTES_MAX) buf_addc(&b, c);
    }
    *ret = b.len ? buf_str(&b) : STR("");
    return n == 1;
}

static bool ask(struct arena *a, const char *what, struct str *ret)
{
    struct termios shown;
    if (tcgetattr(STDIN_FILENO, &shown) != 0) return false;
    struct termios hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    (void)fputs(what, stderr);
    (void)fflush(stderr);
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) != 0) return false;
    bool read = line_read(a, ret);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    (void)fputc('\n', stderr);
    return read;
}

static bool wants_secret(const struct request *r)
{
    static const char *const topics[] = {"add", "password", NULL};
    return r->verb == verb_named(STR("user")) && r->word_count > 1 &&
           str_among(r->word[0], topics) && !request_has(r, "password-file") &&
           isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

enum status secret_ask(struct request *r, struct err *e)
{
    struct str again = STR_NONE;
    if (!wants_secret(r)) return OK;
    if (!ask(r->a, "Password: ", &r->secret) || !ask(r->a, "Once more: ", &again)) {
        return err_set(e, STOPPED, "no password was typed; nothing was changed");
    }
    if (str_eq(r->secret, again)) return OK;
    return err_set(e, BAD_INPUT, "the two were not the same; nothing was changed");
}
