/* test_link.c - tests: a link cannot be guessed, used after its date or for another wave, nor read
 */
#include "wave_made.h"

#include "connect/audit.h"
#include "connect/link.h"

enum { NOW = 1000, END = 2000 };

static const struct link_answer works = {.strength = 3, .wanted = 1};
static const char unknown[] = "this link is not known, has ended or was used already; ask whoever "
                              "sent it for a new one";

static struct links make(struct made_wave *m)
{
    struct links l;
    assert_ok(links_make(m->st, &m->wave, NOW, END, &m->a, &l, &m->e), m->e);
    return l;
}

static enum status use(struct made_wave *m, struct str token, int64_t at_s)
{
    return link_redeem(m->st, token, at_s, &works, 1, &m->e);
}

static int64_t answers(struct made_wave *m)
{
    return wave_count(m, "SELECT count(*) FROM relation WHERE said_by = 'them'");
}

static void each_person_has_a_link_that_answers_for_them(void **state)
{
    (void)state;
    struct made_wave m;
    struct audit x;
    struct link_of of;
    wave_begin(&m);
    struct links l = make(&m);
    assert_int_equal(l.count, 3);
    for (size_t i = 0; i < l.count; i++)
        assert_int_equal(l.one[i].token.len, LINK_CHARACTERS);
    assert_int_equal(l.one[0].person, IDA);
    assert_ok(link_find(m.st, l.one[0].token, NOW, &of, &m.e), m.e);
    assert_int_equal(of.wave, m.wave.id);
    assert_int_equal(of.person, IDA);
    assert_int_equal(of.until_s, END);
    assert_ok(use(&m, l.one[0].token, NOW), m.e);
    assert_ok(audit_find(m.st, &m.wave, BY_TEAMMATE, 3, &m.a, &x, &m.e), m.e);
    assert_int_equal(x.all.both, 1);
    assert_int_equal(x.person[0].wanted, 1);
    wave_end(&m);
}

static void it_is_good_once_and_until_its_date(void **state)
{
    (void)state;
    struct made_wave m;
    struct link_of of;
    wave_begin(&m);
    struct links l = make(&m);
    assert_refused(use(&m, l.one[0].token, END), NOT_FOUND, m.e, unknown);
    assert_refused(link_find(m.st, l.one[0].token, END, &of, &m.e), NOT_FOUND, m.e, unknown);
    assert_ok(use(&m, l.one[0].token, END - 1), m.e);
    assert_refused(use(&m, l.one[0].token, END - 1), NOT_FOUND, m.e, unknown);
    assert_refused(link_find(m.st, l.one[0].token, END - 1, &of, &m.e), NOT_FOUND, m.e, unknown);
    assert_int_equal(answers(&m), 1);
    wave_end(&m);
}

/* Whom it is about is told, not what they claim; nobody else can be answered for. */
static void it_asks_about_those_who_claim(void **state)
{
    (void)state;
    struct made_wave m;
    struct audit x;
    struct link_whoms ours;
    struct link_answer said[] = {{.strength = -1, .wanted = 0},
                                 {.teammate = SUE, .strength = 0, .wanted = -1},
                                 {.teammate = TOM, .strength = 4, .wanted = -1}};
    struct link_answer other = {.teammate = JON, .strength = 4, .wanted = -1};
    wave_begin(&m);
    struct links l = make(&m);
    assert_ok(link_teammates(m.st, m.wave.id, &m.a, &ours, &m.e), m.e);
    assert_int_equal(ours.count, 2);
    assert_int_equal(ours.one[0].node, SUE);
    assert_true(str_is(ours.one[1].name, "Tom"));
    assert_refused(link_redeem(m.st, l.one[1].token, NOW, &other, 1, &m.e), BAD_INPUT, m.e,
                   "somebody is answered for who was not asked about");
    assert_int_equal(answers(&m), 0);
    assert_ok(link_redeem(m.st, l.one[1].token, NOW, said, 3, &m.e), m.e); /* Jon's */
    assert_ok(audit_find(m.st, &m.wave, BY_TEAMMATE, 3, &m.a, &x, &m.e), m.e);
    assert_int_equal(x.group_count, 2);
    for (size_t i = 0; i < 2; i++) {
        bool sue = x.group[i].node == SUE;
        assert_int_equal(x.group[i].cells.both, sue ? 0 : 1);
        assert_int_equal(x.group[i].cells.ours, sue ? 1 : 0);
    }
    assert_int_equal(x.person[1].wanted, 0);
    wave_end(&m);
}

/* Every token one character away, and whatever else somebody may try. */
static void guesses_are_not_known(void **state)
{
    (void)state;
    static const char letters[] = "0123456789abcdef";
    struct made_wave m;
    wave_begin(&m);
    struct str token = make(&m).one[0].token;
    for (size_t at = 0; at < token.len; at++) {
        char guess[LINK_CHARACTERS];
        memcpy(guess, token.p, token.len);
        const char *letter = strchr(letters, guess[at]);
        guess[at] = letters[(size_t)(letter - letters + 1) % 16];
        assert_refused(use(&m, (struct str){guess, token.len}, NOW), NOT_FOUND, m.e, unknown);
    }
    const struct str tries[] = {STR_NONE, STR(""), STR("' OR 1=1 --"), STR("%"),
                                str_head(token, LINK_CHARACTERS - 1)};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        assert_refused(use(&m, tries[i], NOW), NOT_FOUND, m.e, unknown);
    assert_int_equal(answers(&m), 0);
    wave_end(&m);
}

/* A later wave does not take what is answered to an earlier one; once it asks, the earlier ends. */
static void it_is_of_one_wave(void **state)
{
    (void)state;
    struct made_wave m;
    struct links later;
    struct audit x;
    wave_begin(&m);
    struct links l = make(&m);
    struct wave two = freeze(&m, &radar, "two");
    struct wave else_where = freeze(&m, &sonar, "one");
    assert_ok(links_make(m.st, &else_where, NOW, END, &m.a, &later, &m.e), m.e);
    assert_ok(use(&m, l.one[0].token, NOW), m.e);
    assert_ok(audit_find(m.st, &two, BY_TEAMMATE, 3, &m.a, &x, &m.e), m.e);
    assert_int_equal(x.all.both, 0);
    assert_ok(links_make(m.st, &two, NOW, END, &m.a, &later, &m.e), m.e);
    assert_refused(use(&m, l.one[1].token, NOW), NOT_FOUND, m.e, unknown);
    assert_int_equal(answers(&m), 1);
    wave_end(&m);
}

static void new_links_end_those_before(void **state)
{
    (void)state;
    struct made_wave m;
    struct links none;
    wave_begin(&m);
    struct str old = make(&m).one[0].token;
    struct str new = make(&m).one[0].token;
    assert_false(str_eq(old, new));
    assert_refused(use(&m, old, NOW), NOT_FOUND, m.e, unknown);
    assert_refused(links_make(m.st, &m.wave, NOW, NOW, &m.a, &none, &m.e), BAD_INPUT, m.e,
                   "links until 1970-01-01 would be over already; want a later date");
    assert_ok(use(&m, new, NOW), m.e);
    wave_end(&m);
}

/* The store holds neither a token nor its plain hash (BLAKE2b without the secret). */
static void the_store_does_not_tell_a_link(void **state)
{
    (void)state;
    struct made_wave m;
    wave_begin(&m);
    struct str token = make(&m).one[0].token;
    store_close(m.st);
    m.st = NULL;
    FILE *f = fopen(m.made.path, "rb");
    assert_non_null(f);
    char *bytes = calloc(1, 4 << 20);
    size_t n = fread(bytes, 1, 4 << 20, f);
    (void)fclose(f);
    assert_true(n > 0);
    for (size_t i = 0; i + token.len <= n; i++)
        assert_true(memcmp(bytes + i, token.p, token.len) != 0);
    free(bytes);
    assert_int_equal(wave_count(&m, "SELECT count(*) FROM audit_link WHERE length(token) = 32"), 3);
    wave_end(&m);
}

static void what_is_no_answer_is_refused(void **state)
{
    (void)state;
    struct made_wave m;
    struct link_answer odd = {.strength = 6, .wanted = -1};
    struct link_answer nothing = {.strength = -1, .wanted = -1};
    wave_begin(&m);
    struct str token = make(&m).one[0].token;
    assert_refused(link_redeem(m.st, token, NOW, &odd, 1, &m.e), BAD_INPUT, m.e,
                   "want 0 never met to 5, and wanted yes or no");
    assert_refused(link_redeem(m.st, token, NOW, &nothing, 1, &m.e), BAD_INPUT, m.e,
                   "nothing is answered yet; want one answer at least");
    assert_int_equal(answers(&m), 0);
    assert_ok(use(&m, token, NOW), m.e); /* it is not used up */
    wave_end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_person_has_a_link_that_answers_for_them),
        cmocka_unit_test(it_is_good_once_and_until_its_date),
        cmocka_unit_test(it_asks_about_those_who_claim),
        cmocka_unit_test(guesses_are_not_known),
        cmocka_unit_test(it_is_of_one_wave),
        cmocka_unit_test(new_links_end_those_before),
        cmocka_unit_test(the_store_does_not_tell_a_link),
        cmocka_unit_test(what_is_no_answer_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
