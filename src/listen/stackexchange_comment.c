/* stackexchange_comment.c - listen: what does a comment of a dump become, and whom does it call? */
#include "listen/doc_heed.h"
#include "listen/links.h"
#include "listen/post_text.h"
#include "listen/stackexchange_int.h"

enum { SPEAKERS_LOOK = 1000 }; /* so many back in a thread is a name looked for */

/*
 * The site takes blanks out of names and lets one write their start: "@Jane", "@JaneDoe" are Jane
 * Doe. 2: all of the name; 1: its start, three characters or more; 0: another's.
 */
static int called_by(struct str name, struct str call)
{
    size_t at = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (name.p[i] == ' ') continue;
        if (at == call.len) return call.len >= 3 ? 1 : 0;
        if (ascii_lower(name.p[i]) != ascii_lower(call.p[at])) return 0;
        at++;
    }
    return at == call.len && at ? 2 : 0;
}

/* Who of the thread is called so? Those at the same post before others, the whole name before its
 * start, the last who spoke before others. 0: nobody. */
static int64_t who_is_called(const struct se_dump *d, uint32_t post, struct str call)
{
    int64_t best = 0;
    int most = 0;
    uint32_t at = d->post.at[d->post.at[post].question].speaker;
    for (int n = 0; at != UINT32_MAX && n < SPEAKERS_LOOK; n++, at = d->speaker.at[at].before) {
        const struct se_speaker *speaker = &d->speaker.at[at];
        uint32_t user = idmap_get(&d->users, speaker->user);
        int called = user == UINT32_MAX ? 0 : called_by(d->user.at[user], call);
        if (!called) continue;
        int rank = called + (speaker->post == post ? 2 : 0);
        if (rank <= most) continue;
        most = rank;
        best = speaker->user;
    }
    return best;
}

static void read_calls(const struct se_dump *d, uint32_t post, struct arena *a, struct doc_row *doc)
{
    struct str rest = doc->text;
    struct str call;
    while (post_mention(&rest, &call)) {
        int64_t user = who_is_called(d, post, call);
        if (!user) continue;
        doc_heed(
            doc, a,
            (struct heed_row){.verb = VERB_MENTIONED, .to = se_who(d, user, a), .at_s = doc->at_s});
    }
}

enum status se_comment(struct se_dump *d, struct arena *a, struct record *ret, struct err *e)
{
    const struct xml_row *row = &d->row;
    int64_t id = 0;
    int64_t post = 0;
    int64_t at_s = 0;
    int64_t user = 0;
    enum status s = se_id(d, "Id", &id, e);
    if (!s) s = se_id(d, "PostId", &post, e);
    if (!s) s = se_date(d, "CreationDate", &at_s, e);
    if (s) return s;
    se_doc(d, "comment", at_s, a, ret);
    struct doc_row *doc = &ret->doc;
    doc->key = str_printf(a, "%.*s:c%lld", STR_ARG(d->channel), (long long)id);
    doc->author = se_author(d, "UserId", "UserDisplayName", a, &user);
    doc->text = utf8_head(str_trim(xml_text(row, "Text", a)), TEXT_BYTES_MAX);
    if (d->home.len) {
        doc->url = str_printf(a, "%.*sposts/comments/%lld", STR_ARG(d->home), (long long)id);
    }
    links_add(a, doc->text, doc);
    doc->rated = xml_raw(row, "Score").len > 0;
    doc->rating = (double)xml_number(row, "Score", 0);
    doc->parents = arena_new(a, struct str, 1);
    doc->parents[doc->parent_count++] = se_key(d, post, a);
    uint32_t at = idmap_get(&d->posts, post);
    if (at != UINT32_MAX) {
        read_calls(d, at, a, doc);
        se_spoke(d, at, user);
    }
    se_cites(d, post, a, doc);
    return OK;
}
