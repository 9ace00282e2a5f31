/* test_link.c - tests: a link cannot be guessed, used after its date or for another wave, nor read
 */
#include "wave_made.h"

#include "connect/audit.h"
#include "connect/link.h"

enum { NOW = 1000, END = 2000 };

static const struct link_answer works = {.strength = 3, .wanted = 1};
static const char unknown[] = "this link is not known here; ask whoever sent it for a new one";

static struct links make(struct made_wave *m)
{
    struct links l;
    assert_ok(links_make(m->st, &m->wave, NOW, END, &m->a, &l, &m->e), m->e);
    return l;
}

static enum status use(struct made_wave *m, int64_t wave, struct str token, int64_t at_s,
                       bool *ret_first)
{
    return link_redeem(m->st, wave, token, at_s, &works, ret_first, &m->e);
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
    bool first = false;
    wave_begin(&m);
    struct links l = make(&m);
    assert_int_equal(l.count, 3);
    for (size_t i = 0; i < l.count; i++)
        assert_int_equal(l.one[i].token.len, LINK_CHARACTERS);
    assert_int_equal(l.one[0].person, IDA);
    assert_ok(use(&m, m.wave.id, l.one[0].token, NOW, &first), m.e);
    assert_true(first);
    assert_ok(audit_find(m.st, &m.wave, BY_TEAMMATE, 3, &m.a, &x, &m.e), m.e);
    assert_int_equal(x.all.both, 1);
    assert_int_equal(x.person[0].wanted, 1);
    wave_end(&m);
}

static void until_its_date_it_can_only_correct(void **state)
{
    (void)state;
    struct made_wave m;
    bool first = true;
    struct link_answer never = {.strength = 0, .wanted = -1};
    wave_begin(&m);
    struct str token = make(&m).one[0].token;
    assert_ok(use(&m, m.wave.id, token, NOW, &first), m.e);
    assert_ok(link_redeem(m.st, m.wave.id, token, END - 1, &never, &first, &m.e), m.e);
    assert_false(first);
    assert_int_equal(answers(&m), 2); /* both are kept */
    assert_refused(use(&m, m.wave.id, token, END, &first), BAD_INPUT, m.e,
                   "this link ended on 1970-01-01; ask whoever sent it for a new one");
    assert_int_equal(answers(&m), 2);
    wave_end(&m);
}

/* Every token one character away, and whatever else somebody may try. */
static void guesses_are_not_known(void **state)
{
    (void)state;
    static const char letters[] = "0123456789abcdef";
    struct made_wave m;
    bool first = false;
    wave_begin(&m);
    struct str token = make(&m).one[0].token;
    for (size_t at = 0; at < token.len; at++) {
        char guess[LINK_CHARACTERS];
        memcpy(guess, token.p, token.len);
        const char *letter = strchr(letters, guess[at]);
        guess[at] = letters[(size_t)(letter - letters + 1) % 16];
        assert_refused(use(&m, m.wave.id, (struct str){guess, token.len}, NOW, &first), BAD_INPUT,
                       m.e, unknown);
    }
    const struct str tries[] = {STR_NONE, STR(""), STR("' OR 1=1 --"), STR("%"),
                                str_head(token, LINK_CHARACTERS - 1)};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        assert_refused(use(&m, m.wave.id, tries[i], NOW, &first), BAD_INPUT, m.e, unknown);
    assert_int_equal(answers(&m), 0);
    wave_end(&m);
}

static void it_is_of_one_wave(void **state)
{
    (void)state;
    struct made_wave m;
    bool first = false;
    wave_begin(&m);
    struct links l = make(&m);
    struct wave two = freeze(&m, &radar, "two");
    assert_refused(use(&m, two.id, l.one[0].token, NOW, &first), BAD_INPUT, m.e, unknown);
    assert_refused(use(&m, 99, l.one[0].token, NOW, &first), BAD_INPUT, m.e, unknown);
    assert_int_equal(answers(&m), 0);
    wave_end(&m);
}

static void new_links_end_those_before(void **state)
{
    (void)state;
    struct made_wave m;
    struct links none;
    bool first = false;
    wave_begin(&m);
    struct str old = make(&m).one[0].token;
    struct str new = make(&m).one[0].token;
    assert_false(str_eq(old, new));
    assert_refused(use(&m, m.wave.id, old, NOW, &first), BAD_INPUT, m.e, unknown);
    assert_ok(use(&m, m.wave.id, new, NOW, &first), m.e);
    assert_refused(links_make(m.st, &m.wave, NOW, NOW, &m.a, &none, &m.e), BAD_INPUT, m.e,
                   "links until 1970-01-01 would be over already; want a later date");
    assert_ok(use(&m, m.wave.id, new, NOW, &first), m.e);
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
    bool first = false;
    struct link_answer odd = {.strength = 6, .wanted = -1};
    wave_begin(&m);
    struct str token = make(&m).one[0].token;
    assert_refused(link_redeem(m.st, m.wave.id, token, NOW, &odd, &first, &m.e), BAD_INPUT, m.e,
                   "want 0 never met to 5, wanted yes or no, and a view of -2 to 2");
    assert_int_equal(answers(&m), 0);
    wave_end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_person_has_a_link_that_answers_for_them),
        cmocka_unit_test(until_its_date_it_can_only_correct),
        cmocka_unit_test(guesses_are_not_known),
        cmocka_unit_test(it_is_of_one_wave),
        cmocka_unit_test(new_links_end_those_before),
        cmocka_unit_test(the_store_does_not_tell_a_link),
        cmocka_unit_test(what_is_no_answer_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
