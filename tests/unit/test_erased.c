/* test_erased.c - tests: who is erased is gone, stays gone, and leaves others whole */
#include "helpers.h"
#include "listen.h"

#include "listen/erased.h"

static const char *const mails =
    "person email=jane@a.org; github=jane; name=Jane Overbeek; org=Acme; tags=buyer; "
    "claim=url/x.org\n"
    "person email=tim@c.org; name=Tim Kostelanetz; claim=github/jane\n"
    "doc key=m1; by=jane@a.org; name=Jane Overbeek; at=2020-01-01; in=l.org; text=zanzibar first\n"
    "doc key=m2; by=tim@c.org; at=2020-01-02; in=l.org; re=m1; text=ocean second\n"
    "doc key=m3; by=jane@a.org; at=2020-01-03; in=l.org; re=m2; text=zanzibar third\n"
    "doc key=m4; by=tim@c.org; at=2020-01-04; in=l.org; re=m3; text=ocean fourth\n"
    "evidence at=2020-02-01; verb=cited; from=tim@c.org; to=jane@a.org; url=http://z.org/1\n"
    "evidence at=2020-02-01; verb=cited; from=Ola Adeyemi; to=tim@c.org; url=http://z.org/2\n";

static struct erase_report erase(struct desk *d, int64_t node, bool dry)
{
    struct err e = {0};
    struct erase_report got;
    assert_ok(store_begin(d->st, &e), e);
    assert_ok(erase_person(d->st, node, dry, 99, &got, &e), e);
    assert_ok(store_commit(d->st, &e), e);
    return got;
}

static int64_t node_of(struct desk *d, const char *handle)
{
    char sql[128];
    (void)snprintf(sql, sizeof sql, "SELECT node FROM account WHERE handle_key = '%s'", handle);
    int64_t node = 0;
    assert_true(str_to_i64(desk_ask(d, sql), &node));
    return node;
}

static bool file_has(struct desk *d, const char *text)
{
    struct arena a = {0};
    struct err e = {0};
    struct reader *r = NULL;
    struct str part;
    bool found = false;
    assert_ok(store_copy_to(d->st, desk_path(d, "copy.db"), &e), e);
    assert_ok(reader_open(desk_path(d, "copy.db"), &a, &r, &e), e);
    while (reader_bytes(r, 1 << 24, &part, &e) == OK)
        found = found || str_find_nocase(part, text) < part.len;
    reader_close(r);
    assert_int_equal(unlink(desk_path(d, "copy.db")), 0);
    arena_free(&a);
    return found;
}

static void who_is_erased_leaves_nothing_behind(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails", mails);
    assert_true(file_has(&d, "zanzibar"));
    int64_t jane = node_of(&d, "jane@a.org");
    struct str before = desk_dump(&d);
    struct erase_report got = erase(&d, jane, true);
    assert_true(str_eq(before, desk_dump(&d)));
    assert_int_equal(got.accounts, 2);
    assert_int_equal(got.docs, 2);
    assert_int_equal(got.claims, 1);
    got = erase(&d, jane, false);
    assert_int_equal(got.docs, 2);
    assert_false(file_has(&d, "zanzibar"));
    assert_false(file_has(&d, "overbeek"));
    assert_false(file_has(&d, "jane@a.org"));
    assert_str(desk_ask(&d, "SELECT count(*) FROM claim"), "0");
    assert_str(desk_ask(&d, "SELECT doc_key||' '||coalesce(parent, 0)||' '||(root = "
                            "(SELECT min(id) FROM doc)) FROM doc ORDER BY id"),
               "m2 0 1\nm4 0 1");
    assert_str(desk_ask(&d, "SELECT count(*) FROM pragma_foreign_key_check"), "0");
    desk_close(&d);
}

static void no_source_brings_them_back(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails", mails);
    (void)erase(&d, node_of(&d, "jane@a.org"), false);
    struct str before = desk_ask(&d, "SELECT count(*) FROM node");
    struct import_account got = desk_lines(&d, "again", mails);
    assert_int_equal(got.dropped, 4); /* her row, her two mails, who cited her */
    (void)desk_lines(&d, "table",
                     "person name=J. O.; email=JANE@A.org\n"
                     "person name=Jane O; github=Jane; email=new@a.org\n");
    (void)desk_lines(&d, "claims", "person email=tim@c.org; claim=github/jane!\n");
    (void)desk_lines(&d, "heeds",
                     "doc key=h1; by=tim@c.org; at=2021-01-01; in=l.org; heeds=thanked "
                     "jane@a.org>tim@c.org,thanked tim@c.org>jane@a.org\n");
    (void)desk_lines(&d, "quotes",
                     "doc key=q1; by=tim@c.org; at=2021-02-01; in=l.org; "
                     "quote=jane@a.org; re=m1\n");
    assert_str(desk_ask(&d, "SELECT count(*) FROM account WHERE handle_key IN "
                            "('jane@a.org', 'jane', 'new@a.org')"),
               "0");
    assert_str(desk_ask(&d, "SELECT count(*) FROM claim"), "0");
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc WHERE doc_key IN ('m1', 'm3')"), "0");
    assert_true(str_eq(before, desk_ask(&d, "SELECT count(*) FROM node")));
    assert_false(file_has(&d, "jane@a.org"));
    desk_close(&d);
}

static void who_answered_a_survey_can_be_erased(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *path = desk_file(&d, "form.csv",
                                 "Timestamp,Email,Where do you learn?,How much?\n"
                                 "2026-01-02,bob@i.org,Blogs,3\n2026-01-02,ann@i.org,Lists,4\n"
                                 "2026-01-03,cy@i.org,Blogs,5\n");
    struct import_account *account = desk_import(&d, path, (struct import_options){.survey = "F"});
    assert_int_equal(account->outcome, IMPORT_KEPT);
    struct erase_report got = erase(&d, node_of(&d, "bob@i.org"), false);
    assert_int_equal(got.answers, 2);
    assert_str(desk_ask(&d, "SELECT count(*) FROM response"), "2");
    assert_str(desk_ask(&d, "SELECT count(*) FROM answer"), "4");
    assert_str(desk_ask(&d, "SELECT count(*) FROM pragma_foreign_key_check"), "0");
    desk_close(&d);
}

/* ---- a name in every table that can hold one ---- */

#define MARK "Zuleika Quarnstrom"
#define MARK_ADDRESS "zq.quarnstrom@a.org"
#define MARK_HANDLE "zq_handle77"

/* Columns of texts that no person's name stands in: words of ours, keys that are hashes or are of
 * the store itself, folded copies of columns that are not listed here, what an index is made of. */
static const char *const nameless[] = {
    "meta.key", "meta.value", "notice.kind", "correction.field", "suppressed.reason", "source.kind",
    "source.hash", "source.basis", "source_row.fate", "node.type", "node.kind", "node.country",
    "node.lang", "node.name", "node.name_key", "account.channel", "account.handle_key",
    "account.handle", "proposal.state", "proposal.said_by", "proposal.terms", "alias.name_key",
    "alias.name", "affil.domain", "org_domain.domain", "claim.channel", "claim.handle_key",
    "claim.handle", "tag.key", "doc.kind", "doc.title", "doc.text", "doc.lang", "feed.etag",
    "feed.last_modified", "feed.state", "audit.hash", "deal.currency", "deal.stage", "deal.outcome",
    "deal_extra.key", "deal_extra.header", "deal_party.role", "relation.said_by",
    "activity.said_by", "survey.name", "survey.survey_key", "question.kind", "asked.wave",
    "asked.kind", "asked_option.wave", "survey_role.role", "survey_target.digest",
    "survey_target_share.attribute", "survey_code.text_key", "market.name", "strategy.kinds",
    "goal.kind", "goal.unit", "audit_wave.name", "audit_wave.wave_key", "audit_wave.digest",
    "programme.name", "programme_entry.kind", "outcome.objective", "topic.text", "decision.kind",
    "judgement.quality", "judgement.verdict", "talk_judged.kind", "pairing.kind", "plan.model",
    "backtest.model", "backtest_score.rater", "backtest_score.measure",
    /* who uses the pages, and what they did: never of whom */
    "kith_user.name", "kith_user.role", "kith_user.team", "kith_user.given", "kith_user.taken",
    "kith_user.link", "kith_user.password", "team.name", "team_market.team", "session.hash",
    "token.hash", "token.name", "token.rights", "audit_log.who", "audit_log.act", "audit_log.what",
    "audit_log.hash", "reply.id", "reply.body", "reply.answer",
    /* who is told of what: ids and counts */
    "webhook.url", "webhook.events", "webhook.allow", "webhook.secret", "outbox.message",
    "outbox.event", "outbox.why", NULL};

static bool is_nameless(const char *column)
{
    return str_among(str_of(column), nameless);
}

static void run(struct desk *d, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(d->look, sql, NULL, NULL, &why) != SQLITE_OK) {
        print_error("%.300s: %s\n", sql, why);
        fail();
    }
}

/* One row at least in each table: p1 Zuleika, p2 Tim, and who the others are. */
static const char fill[] =
    "INSERT INTO metric (node, name, value) VALUES (2, 'followers', 1);"
    "INSERT INTO tag (node, key, value) VALUES (2, 'topics', 'x');"
    "INSERT INTO proposal (a, b, state, reasons, said_by, at) SELECT min(id), max(id), 'open', "
    "'x', 'kith', 1"
    "  FROM node WHERE name IN ('Ola Adeyemi', 'Tim Kostelanetz');"
    "INSERT INTO feed (outlet, url) SELECT min(id), 'http://x' FROM node WHERE type = 'outlet';"
    "INSERT INTO audit (at, locator, hash) VALUES (1, 'x', 'h');"
    "INSERT INTO audit_row SELECT max(id), 1, 1, 'x' FROM evidence;"
    "INSERT INTO deal (id, deal_key, name) VALUES (1, 'k', 'n');"
    "INSERT INTO deal_extra VALUES (1, 'k', 'K', 'v');"
    "INSERT INTO relation (person, said_by, ext_key) VALUES (2, 'us', x'01');"
    "INSERT INTO activity (at, kind, teammate, person, said_by, ext_key, logged_at) VALUES (1, 1, "
    "2, 3, 'us', x'01', 1);"
    "INSERT INTO task (teammate, person, text, made_at) VALUES (2, 3, 't', 1);"
    "INSERT INTO survey (id, survey_key, name) VALUES (1, 's', 's');"
    "INSERT INTO question (id, survey, question_key) VALUES (1, 1, 'q');"
    "INSERT INTO asked (question, wave) VALUES (1, 'w');"
    "INSERT INTO asked_option VALUES (1, 'w', 'i', 1);"
    "INSERT INTO survey_role (survey, role, name, question, item, brand) VALUES (1, 'ours', 'n', "
    "'q', 'i', 'b');"
    "INSERT INTO survey_target (id, survey, made_at, signed_by, answered, digest) VALUES (1, 1, 1, "
    "'s', 1, 'd');"
    "INSERT INTO survey_target_share VALUES (1, 'a', .5, 1);"
    "INSERT INTO survey_code (survey, text_key, is_none, coder, rank, at) VALUES (1, 'k', 0, 'c', "
    "1, 1);"
    "INSERT INTO response (id, survey, respondent) VALUES (1, 1, 2);"
    "INSERT INTO answer VALUES (1, 1, 'i', 'a');"
    "INSERT INTO market (id, name, topic, audience) VALUES (1, 'm', 't', 'a');"
    "INSERT INTO market_segment VALUES (1, 'q', .5);"
    "INSERT INTO audit_wave (market, name, wave_key, frozen_at, claims, digest) VALUES (1, 'w', "
    "'w', 1, 1, 'd');"
    "INSERT INTO strategy (market, kinds, at) VALUES (1, 'reach', 1);"
    "INSERT INTO goal (market, kind, target, unit, due, text, at) VALUES (1, 'reach', 1, 'u', 1, "
    "'t', 1);"
    "INSERT INTO programme (id, name, market, objective, made_at) VALUES (1, 'p', 1, 'o', 1);"
    "INSERT INTO programme_entry (programme, kind, person, at, made_at) VALUES (1, 'nominate', 2, "
    "1, 1);"
    "INSERT INTO outcome (at, person, kind, unit, amount, source, place, ext_key) VALUES (1, 2, "
    "'k', 'u', 1, 1, 'p', x'01');"
    "INSERT INTO decision (market, node, kind, reason, at) VALUES (1, 2, 'pick', 'r', 1);"
    "INSERT INTO judgement (node, quality, verdict, said_by, at) VALUES (2, 'q', 'good', 's', 1);"
    "INSERT INTO notice (node, kind, how, at, made_at) VALUES (2, 'told', 'h', 1, 1);"
    "INSERT INTO backup (path, at) VALUES ('p', 1);"
    "INSERT INTO source_reason (source, reason, bad, total) VALUES (1, 'r', 1, 1);"
    "INSERT INTO source_row (source, place, why, fate) VALUES (1, 'p', 'w', 'bad');"
    "INSERT INTO correction (node, field, value, was, reason, said_by, at) VALUES (2, 'title', "
    "'v', 'w', "
    "'r', 's', 1);"
    "INSERT INTO talk_judged VALUES (1, 2, 'k', 1);"
    "INSERT INTO pairing (market, person, teammate, kind, reason, at) VALUES (1, 2, 3, 'pin', 'r', "
    "1);"
    "INSERT INTO plan (id, market, made_at, model) VALUES (1, 1, 1, 'm');"
    "INSERT INTO plan_pair (plan, person, owner, why) VALUES (1, 2, 3, 'w');"
    "INSERT INTO backtest VALUES (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 'm', 's');"
    "INSERT INTO backtest_score VALUES (1, 'r', 'm', 1, 1, 1, 1, 1, 1);"
    "INSERT INTO webhook (id, url, events, allow, secret, made) VALUES (1, 'u', 'decision.made', "
    "'', 's', 1);"
    "INSERT INTO job_account VALUES (1, 'j', 'w', 'q', 'c', 1, 1, 1, 0, 's', 1, 1, 'a');"
    "INSERT INTO outbox (hook, message, event, body, person, at) VALUES (1, 'm', 'e', 'b', 1, 1);"
    "INSERT INTO affil (person, org, role) SELECT 2, min(id), 'author' FROM node WHERE type = "
    "'outlet';";

/* Every text that is not said to be nameless names her, in each row. */
static void mark_all(struct desk *d)
{
    struct str list = desk_ask(
        d, "SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c"
           " WHERE m.type = 'table' AND c.type = 'TEXT' AND m.name NOT LIKE '%_words%'"
           " AND m.name NOT LIKE '%_vocab' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1");
    struct str column;
    run(d, fill);
    while (str_cut(&list, '\n', &column)) {
        if (is_nameless(str_c(&d->a, column))) continue;
        struct str table = str_head(column, str_find(column, '.'));
        struct str name = str_skip(column, table.len + 1);
        run(d,
            str_c(&d->a, str_printf(&d->a,
                                    "UPDATE %.*s SET %.*s = hex(randomblob(4)) || ' " MARK
                                    ", zq.QUARNSTROM@a.org, " MARK_HANDLE ", Quarnstrom, Zuleika'",
                                    STR_ARG(table), STR_ARG(name))));
        struct str rows = desk_ask(
            d, str_c(&d->a, str_printf(&d->a, "SELECT count(*) FROM %.*s", STR_ARG(table))));
        if (str_is(rows, "0")) print_error("%.*s has no row to mark\n", STR_ARG(table));
        assert_false(str_is(rows, "0"));
    }
}

/* In any file of the directory: the store, what was not checkpointed yet, what lies beside. */
static bool directory_has(struct desk *d, const char *text)
{
    char command[256];
    (void)snprintf(command, sizeof command, "grep -q -a -r -i -e '%s' '%s'", text, d->dir);
    return system(command) == 0;
}

static const char marked[] =
    "person email=" MARK_ADDRESS "; github=" MARK_HANDLE "; name=" MARK "; org=Acme; tags=buyer\n"
    "person email=tim@c.org; name=Tim Kostelanetz\n"
    "doc key=m1; by=" MARK_ADDRESS "; name=" MARK "; at=2020-01-01; in=l.org; text=zanzibar first\n"
    "doc key=m2; by=tim@c.org; at=2020-01-02; in=l.org; re=m1; text=as Quarnstrom, Zuleika "
    "<zq.quarnstrom at "
    "a.org> said, ocean " MARK_HANDLE "\n"
    "evidence at=2020-02-01; verb=cited; from=tim@c.org; to=" MARK_ADDRESS "; topic=" MARK
    " talks\n"
    "evidence at=2020-02-01; verb=cited; from=Ola Adeyemi; to=tim@c.org; topic=" MARK " talks\n";

static void no_byte_names_who_is_erased(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    bool all = false;
    desk_open(&d);
    (void)desk_lines(&d, "mails", marked);
    mark_all(&d);
    static const char *const words[] = {"quarnstrom", "zq_handle77", "zq.quarnstrom"};
    for (size_t i = 0; i < 3; i++)
        assert_true(directory_has(&d, words[i]));
    assert_int_equal(unlink(desk_path(&d, "mails")), 0);
    struct erase_report got = erase(&d, node_of(&d, MARK_ADDRESS), false);
    assert_int_equal(got.named_docs, 1);
    assert_ok(store_wipe(d.st, &all, &e), e);
    assert_true(all);
    for (size_t i = 0; i < 3; i++)
        assert_false(directory_has(&d, words[i]));
    assert_str(desk_ask(&d, "SELECT text FROM doc WHERE text LIKE '%ocean%'"),
               "as erased <erased> said, ocean erased");
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc_words WHERE doc_words MATCH 'ocean'"), "1");
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc_vocab WHERE term LIKE 'quarn%'"), "0");
    assert_str(desk_ask(&d, "SELECT count(*) FROM pragma_foreign_key_check"), "0");
    desk_close(&d);
}

/* Named by a full name alone in a table, a mail, evidence: still nobody; another of that name is.
 */
static void a_bare_name_does_not_bring_them_back(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails", marked);
    (void)erase(&d, node_of(&d, MARK_ADDRESS), false);
    static const char bare[] = "person name=" MARK "; org=Acme\n"
                               "evidence at=2020-03-01; verb=cited; from=tim@c.org; to=" MARK "\n";
    const char *table =
        desk_file(&d, "t.csv", "name,email,org\n" MARK ",,Acme\nIda,ida@a.org,Acme\n");
    const char *card =
        desk_file(&d, "c.vcf",
                  "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" MARK "\r\nEND:VCARD\r\n"
                  "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Kim\r\nEMAIL:kim@a.org\r\nEND:VCARD\r\n");
    (void)desk_lines(&d, "bare", bare);
    (void)desk_import(&d, table, (struct import_options){0});
    (void)desk_import(&d, card, (struct import_options){0});
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE name_key LIKE '%quarnstrom%'"), "0");
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE name IN ('Ida', 'Kim')"), "2");
    (void)desk_lines(&d, "another", "person email=zu@other.org; name=" MARK "\n");
    (void)desk_lines(&d, "again",
                     "evidence at=2020-04-01; verb=cited; from=tim@c.org; to=" MARK "\n");
    assert_str(desk_ask(&d,
                        "SELECT count(*) FROM evidence e JOIN account a ON a.id = e.to_account"
                        " JOIN account o ON o.node = a.node WHERE o.handle_key = 'zu@other.org'"),
               "1");
    desk_close(&d);
}

/* Each column that refers to people is in what somebody may ask for; those left out are of
 * organisations and outlets. */
static void all_that_refers_to_people_is_given_to_them(void **state)
{
    (void)state;
    static const char *const others[] = {
        "affil.org", "org_domain.org", "doc.outlet",  "feed.outlet",
        "deal.org",  "node.parent",    "outcome.org", NULL};
    struct desk d;
    struct str column;
    size_t count = 0;
    desk_open(&d);
    struct str sql = desk_statements(&d, "access.sql");
    struct str list = desk_ask(&d, "SELECT m.name || '.' || f.\"from\" FROM sqlite_schema m JOIN"
                                   " pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND "
                                   "f.\"table\" IN ('node', 'account')");
    for (; str_cut(&list, '\n', &column); count++) {
        if (str_among(column, others)) continue;
        bool there = str_find_nocase(sql, str_c(&d.a, column)) < sql.len;
        if (!there) print_error("%.*s is not in access.sql\n", STR_ARG(column));
        assert_true(there);
    }
    assert_true(count > 30);
    desk_close(&d);
}

/* What a failure at any call leaves is the store as before, or without them. */
static void a_store_that_fails_erases_all_or_nothing(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails", marked);
    int64_t node = node_of(&d, MARK_ADDRESS);
    struct str before = desk_dump(&d);
    enum status s = STORE_FAILED;
    uint64_t n = 0;
    while (s) {
        struct err e = {0};
        struct erase_report got;
        store_fail_at(d.st, ++n);
        s = store_begin(d.st, &e);
        if (!s) s = erase_person(d.st, node, false, 99, &got, &e);
        if (!s) s = store_commit(d.st, &e);
        store_fail_at(d.st, 0);
        store_rollback(d.st);
        if (s) assert_int_equal(s, STORE_FAILED);
        if (s && n % 8 == 1) assert_str(desk_dump(&d), before.p);
        if (s) assert_str(desk_ask(&d, "SELECT count(*) FROM suppressed"), "0");
    }
    assert_true(n > 60);
    assert_str(desk_ask(&d, "SELECT count(*) FROM suppressed"), "3"); /* address, handle, name */
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_erased_leaves_nothing_behind),
        cmocka_unit_test(who_answered_a_survey_can_be_erased),
        cmocka_unit_test(all_that_refers_to_people_is_given_to_them),
        cmocka_unit_test(no_byte_names_who_is_erased),
        cmocka_unit_test(a_store_that_fails_erases_all_or_nothing),
        cmocka_unit_test(a_bare_name_does_not_bring_them_back),
        cmocka_unit_test(no_source_brings_them_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
