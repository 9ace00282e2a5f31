/* test_multipart.c - tests: forms with files, well and ill made, whole and in pieces */
#include "helpers.h"

#include "base/limits.h"
#include "serve/multipart.h"

#define LINE "\r\n"
#define FIELD(name) "--b" LINE "Content-Disposition: form-data; name=\"" name "\"" LINE LINE
#define FILE_NAMED(name, file) \
    "--b" LINE "Content-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"" LINE \
    "Content-Type: text/csv" LINE LINE
#define END LINE "--b--" LINE

struct seen {
    struct buf told; /* "name=value;" and "name<file>=bytes;" */
    size_t pieces;
    int refuses; /* the status its receiver answers with at once */
};

static int on_begin(void *context, struct str name, struct str file, const char **ret_why)
{
    struct seen *s = context;
    buf_add(&s->told, name);
    if (file.p) buf_addf(&s->told, "<%.*s>", STR_ARG(file));
    buf_addc(&s->told, '=');
    if (s->refuses) *ret_why = "not here";
    return s->refuses;
}

static int on_bytes(void *context, struct str bytes, const char **ret_why)
{
    struct seen *s = context;
    (void)ret_why;
    assert_true(bytes.len > 0);
    s->pieces++;
    buf_add(&s->told, bytes);
    return 0;
}

static int on_end(void *context, const char **ret_why)
{
    struct seen *s = context;
    (void)ret_why;
    buf_addc(&s->told, ';');
    return 0;
}

/* In pieces of `step` bytes. */
static int read_form(struct str body, const char *boundary, size_t step, struct arena *a,
                     struct seen *s, const char **ret_why)
{
    struct multipart_into into = {s, on_begin, on_bytes, on_end};
    struct multipart *m = multipart_new(str_of(boundary), &into, a);
    int status = 0;
    s->told = buf_new(a);
    *ret_why = NULL;
    while (body.len && !status) {
        status = multipart_take(m, str_head(body, step), ret_why);
        body = str_skip(body, step);
    }
    if (status) { /* what was refused once stays so */
        const char *again = NULL;
        assert_int_not_equal(multipart_take(m, STR("x"), &again), 0);
        assert_false(multipart_whole(m));
        assert_int_equal(multipart_end(m, &again), 400);
        return status;
    }
    assert_int_equal(multipart_whole(m), multipart_end(m, ret_why) == 0);
    return multipart_end(m, ret_why);
}

static void expect(struct str body, int want, const char *told)
{
    for (size_t step = 1; step <= body.len + 1; step += step < 80 ? 1 : body.len) {
        struct arena a = {0};
        struct seen s = {.pieces = 0};
        const char *why = NULL;
        int status = read_form(body, "b", step, &a, &s, &why);
        if (status != want) print_error("%d, want %d: %s\n", status, want, why ? why : "fine");
        assert_int_equal(status, want);
        if (want) {
            assert_string_equal(why, told);
        } else {
            assert_str(buf_str(&s.told), told);
        }
        arena_free(&a);
    }
}

static void fields_and_files_are_told_as_they_come(void **state)
{
    (void)state;
    static const struct {
        const char *body, *told;
    } cases[] = {
        {FIELD("a") "1" END, "a=1;"},
        {FIELD("a") "1" LINE FIELD("a") "2" END, "a=1;a=2;"},
        {FIELD("a") "" END, "a=;"},
        {FILE_NAMED("f", "x.csv") "p,q" LINE "1,2" LINE END, "f<x.csv>=p,q\r\n1,2\r\n;"},
        {FILE_NAMED("f", "") "" END, "f<>=;"},
        {FIELD("a") "1\r\n--c\r\n--" END, "a=1\r\n--c\r\n--;"},   /* another's boundary */
        {FIELD("a") "\r\r\n-\r\n--\r" END, "a=\r\r\n-\r\n--\r;"}, /* nearly ours */
        {FIELD("a") "--b" END, "a=--b;"},                         /* not at a line's begin */
        {FILE_NAMED("f", "a\\\"b%22c%0D%0Ad") "1" END, "f<a\"b\"c  d>=1;"},
        {FILE_NAMED("f", "../../etc/passwd") "1" END, "f<../../etc/passwd>=1;"},
        {"--b" LINE "content-disposition:form-data;name=\"a\"" LINE
         "Content-Transfer-Encoding: binary" LINE LINE "1" LINE "--b--",
         "a=1;"},
        {FILE_NAMED("f", "\xff.csv") "\xff" END, "f<\xef\xbf\xbd.csv>=\xff;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(str_of(cases[i].body), 0, cases[i].told);
}

static void what_is_not_quite_so_is_refused_with_why(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        int status;
        const char *why;
    } cases[] = {
        {"", 400, "the form ends before its last part does"},
        {"--b", 400, "the form ends before its last part does"},
        {FIELD("a") "1", 400, "the form ends before its last part does"},
        {FIELD("a") "1" LINE "--b", 400, "the form ends before its last part does"},
        {FIELD("a") "1" LINE "--b-", 400, "the form ends before its last part does"},
        {LINE FIELD("a") "1" END, 400, "the body does not begin with its boundary"},
        {"hello" LINE FIELD("a") "1" END, 400, "the body does not begin with its boundary"},
        {"--c" LINE LINE "1" LINE "--c--", 400, "the body does not begin with its boundary"},
        {"--b--" LINE, 400, "a boundary is followed by something else"},
        {FIELD("a") "1" LINE "--bc" LINE, 400, "a boundary is followed by something else"},
        {FIELD("a") "1" LINE "--b  " LINE, 400, "a boundary is followed by something else"},
        {FIELD("a") "1" END "more", 400, "there is something behind the last part"},
        {FIELD("a") "1" END LINE, 400, "there is something behind the last part"},
        {"--b" LINE LINE LINE "1" END, 400, "a header of a part is none"},
        {"--b" LINE "Content-Type: text/plain" LINE LINE "1" END, 400,
         "a part does not say what it is"},
        {"--b" LINE "Content-Disposition form-data" LINE LINE "1" END, 400,
         "a header of a part is none"},
        {"--b" LINE "X Y: z" LINE LINE "1" END, 400, "a header of a part is none"},
        {"--b" LINE "Content-Disposition: attachment; name=\"a\"" LINE LINE "1" END, 400,
         "a part is no field of a form"},
        {"--b" LINE "Content-Disposition: form-data" LINE LINE "1" END, 400, "a part has no name"},
        {"--b" LINE "Content-Disposition: form-data; name=\"\"" LINE LINE "1" END, 400,
         "a part has no name"},
        {"--b" LINE "Content-Disposition: form-data; filename=\"x\"" LINE LINE "1" END, 400,
         "a part has no name"},
        {"--b" LINE "Content-Disposition: form-data; name=a" LINE LINE "1" END, 400,
         "a part's name is not in quotes"},
        {"--b" LINE "Content-Disposition: form-data; name=\"a" LINE LINE "1" END, 400,
         "a part's name is not in quotes"},
        {"--b" LINE "Content-Disposition: form-data; name=\"a\"; name=\"b\"" LINE LINE "1" END, 400,
         "a part's name is not written as browsers do"},
        {"--b" LINE "Content-Disposition: form-data; name=\"a\" filename=\"b\"" LINE LINE "1" END,
         400, "a part's name is not written as browsers do"},
        {"--b" LINE "Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''x" LINE LINE
         "1" END,
         400, "a part's name is not written as browsers do"},
        {"--b" LINE "Content-Disposition: form-data; name=\"a\"" LINE
         "Content-Disposition: form-data; name=\"b\"" LINE LINE "1" END,
         400, "a part says twice what it is"},
        {"--b" LINE "Content-Disposition: form-data; name=\"a\"" LINE
         "Content-Type: multipart/mixed; boundary=c" LINE LINE "1" END,
         400, "parts within parts are not read"},
        {"--b" LINE "Content-Disposition: form-data; name=\"a\"" LINE
         "Content-Transfer-Encoding: base64" LINE LINE "MQ==" END,
         400, "a part in a coding is not read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(str_of(cases[i].body), cases[i].status, cases[i].why);
    expect(STR("--b" LINE "Content-Disposition: form-data; name=\"a\0b\"" LINE LINE "1" END), 400,
           "a header of a part is none");
}

static void heads_and_parts_have_an_end(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf head = buf_new(&a);
    struct buf many = buf_new(&a);
    struct seen s = {.pieces = 0};
    const char *why = NULL;
    buf_adds(&head, "--b" LINE "Content-Disposition: form-data; name=\"");
    for (size_t i = 0; i < MULTIPART_HEAD_BYTES_MAX; i++)
        buf_addc(&head, 'a');
    buf_adds(&head, "\"" LINE LINE "1" END);
    assert_int_equal(read_form(buf_str(&head), "b", 7, &a, &s, &why), 431);
    assert_string_equal(why, "the head of a part is too long");
    for (size_t i = 0; i <= FORM_FIELDS_MAX; i++)
        buf_addf(&many, "%s" FIELD("a") "1", i ? LINE : "");
    buf_adds(&many, END);
    assert_int_equal(read_form(buf_str(&many), "b", 64, &a, &s, &why), 413);
    assert_string_equal(why, "the form has too many parts");
    arena_free(&a);
}

static void long_files_pass_through_without_being_held(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf body = buf_new(&a);
    struct buf want = buf_new(&a);
    struct seen s = {.pieces = 0};
    const char *why = NULL;
    buf_adds(&body, FILE_NAMED("f", "x"));
    buf_adds(&want, "f<x>=");
    for (size_t i = 0; i < 20000; i++) { /* each line end might begin the mark */
        buf_addf(&body, "%zu\r\n--%c", i, i % 2 ? 'a' : 'b' + 1);
        buf_addf(&want, "%zu\r\n--%c", i, i % 2 ? 'a' : 'b' + 1);
    }
    buf_adds(&body, END);
    buf_addc(&want, ';');
    assert_int_equal(read_form(buf_str(&body), "b", 4096, &a, &s, &why), 0);
    assert_true(str_eq(buf_str(&s.told), buf_str(&want)));
    assert_true(s.pieces > 1);
    arena_free(&a);
}

static void a_receiver_that_refuses_ends_it(void **state)
{
    (void)state;
    struct arena a = {0};
    struct seen s = {.refuses = 403};
    const char *why = NULL;
    assert_int_equal(read_form(STR(FILE_NAMED("f", "x") "1" END), "b", 5, &a, &s, &why), 403);
    assert_string_equal(why, "not here");
    assert_str(buf_str(&s.told), "f<x>=");
    arena_free(&a);
}

static void boundaries_are_those_of_the_rfc(void **state)
{
    (void)state;
    static const struct {
        const char *type, *want; /* NULL: none */
    } cases[] = {
        {"multipart/form-data; boundary=abc", "abc"},
        {"Multipart/Form-Data;Boundary=\"a b\"", "a b"},
        {"multipart/form-data; charset=utf-8; boundary=----WebKit1'()+_,-./:=?",
         "----WebKit1'()+_,-./:=?"},
        {"multipart/form-data", NULL},
        {"multipart/form-data; boundary=", NULL},
        {"multipart/form-data; boundary=\"\"", NULL},
        {"multipart/form-data; boundary=\"a \"", NULL},
        {"multipart/form-data; boundary=a; boundary=a", NULL},
        {"multipart/form-data; boundary=a\"b", NULL},
        {"multipart/form-data; boundary=a\xc3\xa4", NULL},
        {"multipart/form-data; boundary=a\tb", NULL},
        {"multipart/form-data; boundary="
         "0123456789012345678901234567890123456789012345678901234567890123456789",
         "0123456789012345678901234567890123456789012345678901234567890123456789"},
        {"multipart/form-data; boundary="
         "01234567890123456789012345678901234567890123456789012345678901234567890",
         NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str found = multipart_boundary(str_of(cases[i].type));
        if (!cases[i].want) {
            if (found.p) print_error("%s\n", cases[i].type);
            assert_null(found.p);
        } else {
            assert_str(found, cases[i].want);
        }
    }
    assert_true(multipart_is(STR("MULTIPART/form-data; boundary=x")));
    assert_false(multipart_is(STR("multipart/mixed; boundary=x")));
    assert_false(multipart_is(STR("multipart/form-data-x; boundary=x")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_and_files_are_told_as_they_come),
        cmocka_unit_test(what_is_not_quite_so_is_refused_with_why),
        cmocka_unit_test(heads_and_parts_have_an_end),
        cmocka_unit_test(long_files_pass_through_without_being_held),
        cmocka_unit_test(a_receiver_that_refuses_ends_it),
        cmocka_unit_test(boundaries_are_those_of_the_rfc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
