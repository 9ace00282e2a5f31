/* password.c - verb: is it a password one may have, and is it the right one? */
#include "verb/password.h"

#include "base/limits.h"

#include <sodium.h>

enum { PASSES = 2, MEMORY_BYTES = 19 * 1024 * 1024 };

/* Of lists of passwords that were found out, those of 12 characters and more, and what is made of
 * this program's name. Compared without case. */
static const char *const common[] = {
    "000000000000",
    "111111111111",
    "123123123123",
    "1234567890123",
    "123456789012",
    "12345678901234",
    "1234567890123456",
    "123456789123",
    "123456789abc",
    "123456789qwe",
    "123qwe123qwe",
    "12qwaszx12qwaszx",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "987654321098",
    "abc123abc123",
    "abcdefghijkl",
    "abcdefgh1234",
    "administrator",
    "administrator1",
    "adminadmin12",
    "adminadminadmin",
    "asdfghjkl123",
    "changeme1234",
    "changemechangeme",
    "correct horse battery staple",
    "correcthorsebatterystaple",
    "default12345",
    "football1234",
    "iloveyou1234",
    "iloveyouiloveyou",
    "kithkithkith",
    "letmein12345",
    "letmeinletmein",
    "passw0rd1234",
    "password1234",
    "password12345",
    "password123456",
    "passwordpassword",
    "p@ssw0rd1234",
    "princess1234",
    "qazwsxedcrfv",
    "qazwsxedc123",
    "qwerty123456",
    "qwertyqwerty",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiopas",
    "qwertyuiop[]",
    "secret123456",
    "superman1234",
    "sunshine1234",
    "trustno1trustno1",
    "welcome12345",
    "welcomewelcome",
    "zaq12wsxcde3",
    "zxcvbnm12345",
    NULL,
};

static size_t characters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

static bool is_one_character(struct str s)
{
    for (size_t i = 1; i < s.len; i++) {
        if (s.p[i] != s.p[0]) return false;
    }
    return true;
}

static bool is_nocase(struct str a, struct str b)
{
    for (size_t i = 0; i < a.len && a.len == b.len; i++) {
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i])) return false;
    }
    return a.len == b.len;
}

enum status password_check(struct str user, struct str password, struct err *e)
{
    if (characters(password) < PASSWORD_LEAST) {
        return err_set(e, BAD_INPUT, "the password is too short; want at least %d characters",
                       PASSWORD_LEAST);
    }
    if (password.len > PASSWORD_BYTES_MAX) {
        return err_set(e, BAD_INPUT, "the password is too long; want at most %d bytes",
                       PASSWORD_BYTES_MAX);
    }
    if (str_find(password, '\0') < password.len) {
        return err_set(e, BAD_INPUT, "the password holds a byte that is 0; leave it out");
    }
    if (is_nocase(password, user)) {
        return err_set(e, BAD_INPUT, "the password is the user's name; take another one");
    }
    if (str_among_nocase(password, common) || is_one_character(password)) {
        return err_set(e, BAD_INPUT, "the password is one that everybody tries; take another one");
    }
    return OK;
}

enum status password_hash(struct str password, struct arena *a, struct str *ret, struct err *e)
{
    char text[crypto_pwhash_STRBYTES];
    if (sodium_init() < 0 || crypto_pwhash_str_alg(text, password.p, password.len, PASSES,
                                                   MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13)) {
        return err_set(e, TOO_MUCH,
                       "there is no memory for a password's hash now (19 MiB); try again");
    }
    *ret = str_copy(a, str_of(text));
    return OK;
}

bool password_is(struct str password, struct str hash)
{
    if (sodium_init() < 0 || password.len > PASSWORD_BYTES_MAX) return false;
    return crypto_pwhash_str_verify(hash.p, password.p ? password.p : "", password.len) == 0;
}
