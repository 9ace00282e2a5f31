/* stackexchange_votes.c - listen: which votes and links of a dump say who heeds whom? */
#include "listen/doc_heed.h"
#include "listen/stackexchange_int.h"

#include "base/time.h"

#include <string.h>

enum { VOTE_ACCEPTED = 1, VOTE_BOUNTY_BEGUN = 8, VOTE_BOUNTY_GIVEN = 9, LINK_LINKED = 1 };

/* ---- votes ---- */

static struct se_award *award_of(struct se_dump *d, int64_t post)
{
    uint32_t at = idmap_get(&d->awards, post);
    if (at == UINT32_MAX) {
        if (!SE_ROOM(d, d->award)) return NULL;
        at = idmap_put(&d->awards, post, (uint32_t)d->award.count);
        d->award.at[d->award.count++] =
            (struct se_award){.accepted_s = TIME_NONE, .bounty_s = TIME_NONE};
    }
    return &d->award.at[at];
}

/* Bounties of one question hang on its first; the newest behind it. */
static void bounty_begun(struct se_dump *d, int64_t post, struct se_bounty bounty)
{
    if (!bounty.user || !SE_ROOM(d, d->bounty)) return;
    uint32_t here = (uint32_t)d->bounty.count;
    uint32_t first = idmap_put(&d->bounties, post, here);
    bounty.before = UINT32_MAX;
    if (first != here) {
        bounty.before = d->bounty.at[first].before;
        d->bounty.at[first].before = here;
    }
    d->bounty.at[d->bounty.count++] = bounty;
}

/* Votes for and against name nobody: posts have their sum as Score. */
enum status se_vote(struct se_dump *d, struct err *e)
{
    int64_t post = 0;
    int64_t at_s = TIME_NONE;
    int64_t type = xml_number(&d->row, "VoteTypeId", 0);
    if (type != VOTE_ACCEPTED && type != VOTE_BOUNTY_BEGUN && type != VOTE_BOUNTY_GIVEN) return OK;
    enum status s = se_id(d, "PostId", &post, e);
    if (!s) s = se_date(d, "CreationDate", &at_s, e);
    if (s) return s;
    int64_t amount = xml_number(&d->row, "BountyAmount", 0);
    if (type == VOTE_BOUNTY_BEGUN) {
        bounty_begun(d, post,
                     (struct se_bounty){
                         .user = xml_number(&d->row, "UserId", 0), .amount = amount, .at_s = at_s});
        return OK;
    }
    if (type == VOTE_BOUNTY_GIVEN && amount <= 0) return OK; /* it ran out */
    struct se_award *award = award_of(d, post);
    if (award && type == VOTE_ACCEPTED) award->accepted_s = at_s;
    if (award && type == VOTE_BOUNTY_GIVEN) {
        award->bounty_s = at_s;
        award->amount = amount;
    }
    return OK;
}

/* Dates of votes are days; nothing is accepted before it is said. */
static int64_t not_before(int64_t at_s, int64_t said_s)
{
    if (at_s == TIME_NONE || said_s == TIME_NONE) return at_s == TIME_NONE ? said_s : at_s;
    return at_s > said_s ? at_s : said_s;
}

static int64_t accepted_at(const struct se_dump *d, const struct se_post *answer)
{
    uint32_t at = idmap_get(&d->awards, answer->id);
    return not_before(at == UINT32_MAX ? TIME_NONE : d->award.at[at].accepted_s, answer->at_s);
}

/* Who offered what this answer was given? The last of those who offered just that, before. */
static int64_t bounty_giver(const struct se_dump *d, int64_t question, const struct se_award *award)
{
    const struct se_bounty *best = NULL;
    uint32_t at = idmap_get(&d->bounties, question);
    for (; at != UINT32_MAX; at = d->bounty.at[at].before) {
        const struct se_bounty *b = &d->bounty.at[at];
        if (b->amount != award->amount || b->at_s > award->bounty_s) continue;
        if (!best || b->at_s > best->at_s) best = b;
    }
    return best ? best->user : 0;
}

void se_awarded(const struct se_dump *d, uint32_t post, struct arena *a, struct doc_row *doc)
{
    const struct se_post *p = &d->post.at[post];
    const struct se_post *question = &d->post.at[p->question];
    uint32_t accepted = p->accepted ? idmap_get(&d->posts, p->accepted) : UINT32_MAX;
    if (accepted != UINT32_MAX && accepted != post) { /* the answer came before its question */
        const struct se_post *answer = &d->post.at[accepted];
        doc_heed(doc, a,
                 (struct heed_row){.verb = VERB_ACCEPTED,
                                   .key = se_key(d, p->accepted, a),
                                   .at_s = accepted_at(d, answer)});
    }
    if (question == p) return;
    if (question->accepted == p->id && question->owner) {
        doc_heed(doc, a,
                 (struct heed_row){.verb = VERB_ACCEPTED,
                                   .by = se_who(d, question->owner, a),
                                   .at_s = accepted_at(d, p)});
    }
    uint32_t at = idmap_get(&d->awards, p->id);
    if (at == UINT32_MAX || d->award.at[at].bounty_s == TIME_NONE) return;
    int64_t giver = bounty_giver(d, question->id, &d->award.at[at]);
    if (!giver) return;
    doc_heed(doc, a,
             (struct heed_row){.verb = VERB_THANKED,
                               .by = se_who(d, giver, a),
                               .at_s = not_before(d->award.at[at].bounty_s, p->at_s)});
}

/* ---- links ---- */

static int64_t pair_key(int64_t from, int64_t to)
{
    return (int64_t)hash_u64((uint64_t)from * 0x9E3779B97F4A7C15u ^ (uint64_t)to);
}

/* A post closed as a duplicate says what others thought of it: no link of its author. */
enum status se_link(struct se_dump *d, struct err *e)
{
    struct se_link link = {.line = d->row.line};
    if (xml_number(&d->row, "LinkTypeId", LINK_LINKED) != LINK_LINKED) return OK;
    enum status s = se_id(d, "PostId", &link.from, e);
    if (!s) s = se_id(d, "RelatedPostId", &link.to, e);
    if (!s) s = se_date(d, "CreationDate", &link.at_s, e);
    if (s || !SE_ROOM(d, d->link)) return s;
    uint32_t here = (uint32_t)d->link.count;
    if (idmap_put(&d->links, pair_key(link.from, link.to), here) != here) return OK;
    d->link.at[d->link.count++] = link;
    return OK;
}

/* "https://x.stackexchange.com/questions/123/title", "/q/123", "/a/456/7": 123, 123, 456; and 0. */
static int64_t post_of_url(struct str url)
{
    static const char *const before[] = {"/questions/", "/q/", "/a/"};
    struct str rest = str_skip(url, str_find(url, ':') + 3);
    rest = str_skip(rest, str_find(rest, '/'));
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        if (!str_starts(rest, before[i])) continue;
        struct str number = str_skip(rest, strlen(before[i]));
        size_t n = 0;
        while (n < number.len && ascii_is_digit(number.p[n]))
            n++;
        int64_t id = 0;
        return str_to_i64(str_head(number, n), &id) ? id : 0;
    }
    return 0;
}

/* Is it a link that the dump lists, to this post or to the question it answers? */
static bool link_listed(struct se_dump *d, int64_t from, int64_t to)
{
    uint32_t target = idmap_get(&d->posts, to);
    int64_t also = to;
    if (target != UINT32_MAX) also = d->post.at[d->post.at[target].question].id;
    bool listed = false;
    const int64_t tried[] = {to, also};
    for (size_t i = 0; i < 2; i++) {
        uint32_t at = idmap_get(&d->links, pair_key(from, tried[i]));
        if (at == UINT32_MAX) continue;
        listed = true;
        d->link.at[at].told = true;
    }
    return listed;
}

void se_cites(struct se_dump *d, int64_t post, struct arena *a, struct doc_row *doc)
{
    for (size_t i = 0; i < doc->link_count; i++) {
        int64_t to = post_of_url(doc->links[i]);
        if (to <= 0) continue;
        bool own = d->home.len && str_starts_nocase(doc->links[i], d->home.p);
        if (!link_listed(d, post, to) && !own) continue;
        doc_heed(doc, a,
                 (struct heed_row){.verb = VERB_CITED, .key = se_key(d, to, a), .at_s = TIME_NONE});
    }
}

enum status se_link_left(struct se_dump *d, struct arena *a, struct record *ret)
{
    while (d->next_link < d->link.count) {
        const struct se_link *link = &d->link.at[d->next_link++];
        uint32_t from = idmap_get(&d->posts, link->from);
        uint32_t to = idmap_get(&d->posts, link->to);
        if (link->told || from == UINT32_MAX || to == UINT32_MAX) continue;
        int64_t by = d->post.at[from].owner;
        int64_t whom = d->post.at[to].owner;
        if (!by || !whom || by == whom || link->at_s == TIME_NONE) continue;
        *ret = (struct record){.kind = RECORD_EVIDENCE, .line = link->line};
        ret->evidence = (struct evidence_row){.at_s = link->at_s,
                                              .verb = VERB_CITED,
                                              .from = se_who(d, by, a),
                                              .to = se_who(d, whom, a),
                                              .doc = se_key(d, link->from, a),
                                              .sign = 1};
        return OK;
    }
    return DONE;
}
