/* rights.c - verb: who may do what? */
#include "verb/rights.h"

static const char *const right_names[] = {
    [RIGHT_READ] = "read",     [RIGHT_WRITE] = "write", [RIGHT_BUYERS] = "buyers",
    [RIGHT_EXPORT] = "export", [RIGHT_ADMIN] = "admin", [RIGHT_OWN] = "own",
};

enum {
    MAY_READ = 1 << RIGHT_READ,
    MAY_WRITE = 1 << RIGHT_WRITE,
    MAY_BUYERS = 1 << RIGHT_BUYERS,
    MAY_EXPORT = 1 << RIGHT_EXPORT,
    MAY_ADMIN = 1 << RIGHT_ADMIN
};

static const struct {
    const char *name;
    unsigned may;
} roles[] = {
    [ROLE_NONE] = {NULL, 0},
    [ROLE_VIEWER] = {"viewer", MAY_READ},
    [ROLE_EDITOR] = {"editor", MAY_READ | MAY_WRITE | MAY_BUYERS},
    [ROLE_MANAGER] = {"manager", MAY_READ | MAY_WRITE | MAY_BUYERS | MAY_EXPORT},
    [ROLE_ADMIN] = {"admin", MAY_READ | MAY_WRITE | MAY_BUYERS | MAY_EXPORT | MAY_ADMIN},
};

bool right_in(unsigned set, enum right right)
{
    return right == RIGHT_NONE || (set & (1u << right)) != 0;
}

unsigned role_rights(enum role role)
{
    return roles[role].may;
}

unsigned rights_all(void)
{
    return roles[ROLE_ADMIN].may;
}

enum role role_named(struct str name)
{
    for (int i = ROLE_VIEWER; i <= ROLE_ADMIN; i++) {
        if (str_is(name, roles[i].name)) return (enum role)i;
    }
    return ROLE_NONE;
}

const char *role_name(enum role role)
{
    return roles[role].name;
}

const char *right_name(enum right right)
{
    return right_names[right];
}

enum status right_named(struct str name, enum right *ret, struct err *e)
{
    for (int i = RIGHT_READ; i <= RIGHT_ADMIN; i++) {
        *ret = (enum right)i;
        if (str_is(name, right_names[i])) return OK;
    }
    return err_set(e, BAD_USAGE,
                   "'%.*s' is no right; want read, write, buyers, export or admin, with a comma "
                   "between",
                   STR_ARG(name));
}

enum status rights_read(struct str text, unsigned *ret, struct err *e)
{
    unsigned set = 0;
    struct str part;
    enum status s = OK;
    while (!s && str_cut(&text, ',', &part)) {
        enum right right = RIGHT_NONE;
        s = right_named(str_trim(part), &right, e);
        set |= 1u << right;
    }
    if (!s) *ret = set;
    return s;
}

struct str rights_text(struct arena *a, unsigned set)
{
    struct buf b = buf_new(a);
    for (int i = RIGHT_READ; i <= RIGHT_ADMIN; i++) {
        if (!right_in(set, (enum right)i)) continue;
        if (b.len) buf_addc(&b, ',');
        buf_adds(&b, right_names[i]);
    }
    return b.len ? buf_str(&b) : STR("");
}
