/* message_hash.c - listen: which mail does an archive mean by a hash? */
#include "listen/message_hash.h"

#include "base/limits.h"

#include <string.h>

enum { SHA1_BLOCK = 64, SHA1_BYTES = 20, SHA1_ROUNDS = 80 };

static uint32_t turned(uint32_t x, int by)
{
    return x << by | x >> (32 - by);
}

static void sha1_block(uint32_t h[5], const unsigned char *p)
{
    static const uint32_t added[] = {0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
    uint32_t w[SHA1_ROUNDS];
    uint32_t v[5];
    memcpy(v, h, sizeof v);
    for (size_t t = 0; t < 16; t++) {
        w[t] = (uint32_t)p[4 * t] << 24 | (uint32_t)p[4 * t + 1] << 16 |
               (uint32_t)p[4 * t + 2] << 8 | p[4 * t + 3];
    }
    for (size_t t = 16; t < SHA1_ROUNDS; t++)
        w[t] = turned(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    for (size_t t = 0; t < SHA1_ROUNDS; t++) {
        uint32_t parity = v[1] ^ v[2] ^ v[3];
        uint32_t choice = (v[1] & v[2]) ^ (~v[1] & v[3]);
        uint32_t most = (v[1] & v[2]) ^ (v[1] & v[3]) ^ (v[2] & v[3]);
        uint32_t f = t < 20 ? choice : t >= 40 && t < 60 ? most : parity;
        uint32_t next = turned(v[0], 5) + f + v[4] + added[t / 20] + w[t];
        memmove(v + 1, v, 4 * sizeof *v);
        v[0] = next;
        v[2] = turned(v[2], 30);
    }
    for (size_t i = 0; i < 5; i++)
        h[i] += v[i];
}

static void sha1(struct str s, unsigned char ret[SHA1_BYTES])
{
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    unsigned char end[2 * SHA1_BLOCK] = {0};
    size_t whole = s.len / SHA1_BLOCK * SHA1_BLOCK;
    for (size_t i = 0; i < whole; i += SHA1_BLOCK)
        sha1_block(h, (const unsigned char *)s.p + i);
    size_t left = s.len - whole;
    size_t last = left + 9 > SHA1_BLOCK ? sizeof end : SHA1_BLOCK;
    if (left) memcpy(end, s.p + whole, left);
    end[left] = 0x80;
    for (size_t i = 0; i < 8; i++)
        end[last - 1 - i] = (unsigned char)((uint64_t)s.len * 8 >> 8 * i);
    for (size_t i = 0; i < last; i += SHA1_BLOCK)
        sha1_block(h, end + i);
    for (size_t i = 0; i < SHA1_BYTES; i++)
        ret[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}

struct str message_hash(struct arena *a, struct str id)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned char bytes[SHA1_BYTES];
    char text[MESSAGE_HASH_BYTES];
    sha1(id, bytes);
    for (size_t i = 0; i < MESSAGE_HASH_BYTES; i++) {
        size_t bit = 5 * i;
        unsigned pair = (unsigned)bytes[bit / 8] << 8;
        if (bit / 8 + 1 < SHA1_BYTES) pair |= bytes[bit / 8 + 1];
        text[i] = letters[pair >> (11 - bit % 8) & 31];
    }
    return str_copy(a, (struct str){text, sizeof text});
}

struct str message_hash_key(struct arena *a, struct str hash)
{
    static const char small[] = "abcdefghijklmnopqrstuvwxyz";
    static const char large[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    struct buf b = buf_new(a);
    buf_adds(&b, MESSAGE_HASH_KEY);
    hash = utf8_head(hash, NAME_BYTES_MAX);
    for (size_t i = 0; i < hash.len; i++) {
        const char *at = memchr(small, hash.p[i], sizeof small - 1);
        if (at) {
            buf_addc(&b, large[at - small]);
        } else {
            buf_addc(&b, hash.p[i]);
        }
    }
    return buf_str(&b);
}
