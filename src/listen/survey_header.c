/* survey_header.c - listen: what is each column of a survey about, and which belong together? */
#include "listen/survey_int.h"

#include "base/map.h"

#include <string.h>

/* Headers of the systems' own columns, folded as headers_equal does. */
static const struct {
    enum survey_role role;
    const char *names; /* apart by | */
} metas[] = {
    {ROLE_ID, "ResponseId|Response ID|Respondent ID|RespondentId|Submission ID|Response number|#"},
    {ROLE_AT, "EndDate|End Date|RecordedDate|Recorded Date|submitdate|Date submitted|Timestamp|"
              "Submit Date (UTC)|Submitted At|Completed At|Completion time|Date Completed|"
              "Time Finished|Completed|Zeitstempel|Horodateur|Marca temporal"},
    {ROLE_BEGUN, "StartDate|Start Date|startdate|Date started|Start time|Time Started|Started At|"
                 "datestamp|Date last action|Start Date (UTC)"},
    {ROLE_EMAIL, "RecipientEmail|Recipient Email|Email|Email Address|E-mail|EmailAddress|Username|"
                 "Your email|Your email address|Work email|Respondent email"},
    {ROLE_FIRST, "RecipientFirstName|Recipient First Name|First Name|firstname|Your first name"},
    {ROLE_LAST, "RecipientLastName|Recipient Last Name|Last Name|lastname|Your last name"},
    {ROLE_NAME, "Name|Your name|Full name|Respondent|Respondent name|What is your name?"},
    {ROLE_WEIGHT, "weight|weights|wt|pw|Survey weight"},
    {ROLE_WAVE, "wave|Survey wave"},
    {ROLE_STATUS, "Status|Response Type"},
    {ROLE_NONE,
     "IPAddress|IP Address|ipaddr|Progress|Duration (in seconds)|Finished|ExternalReference|"
     "External Data Reference|ExternalDataReference|LocationLatitude|Location Latitude|"
     "LocationLongitude|Location Longitude|LocationAccuracy|DistributionChannel|"
     "Distribution Channel|UserLanguage|User Language|ResponseSet|lastpage|Last page|startlanguage|"
     "Start language|seed|refurl|Referrer URL|Collector ID|CollectorID|Custom Data 1|Custom Data|"
     "Network ID|token|Access code|Q_RecaptchaScore|Q_RelevantIDDuplicate|Q_DuplicateRespondent|"
     "Total Score|SC0|Language|Browser|Operating System|Tags"},
};

static bool is_one_of(struct str header, const char *names)
{
    struct str rest = str_of(names);
    struct str name;
    while (str_cut(&rest, '|', &name)) {
        if (headers_equal(name, header)) return true;
    }
    return false;
}

static enum survey_role role_of(struct str header)
{
    for (size_t i = 0; i < sizeof metas / sizeof *metas; i++) {
        if (is_one_of(header, metas[i].names)) return metas[i].role;
    }
    return ROLE_QUESTION;
}

static bool has_header(const struct str *header, size_t count, const char *names)
{
    for (size_t i = 0; i < count; i++) {
        if (is_one_of(header[i], names)) return true;
    }
    return false;
}

bool survey_known(const struct str *h, size_t n)
{
    bool qualtrics = has_header(h, n, "ResponseId|ResponseID") &&
                     has_header(h, n, "StartDate|V8") && has_header(h, n, "EndDate");
    bool lime = has_header(h, n, "lastpage|Last page") &&
                has_header(h, n, "startlanguage|Start language|submitdate|Date submitted");
    bool monkey = has_header(h, n, "Respondent ID") && has_header(h, n, "Collector ID|CollectorID");
    return qualtrics || lime || monkey;
}

static struct str cell_at(const struct survey_head *h, size_t row, size_t i)
{
    return i < h->count[row] ? str_trim(h->cell[row][i]) : STR("");
}

/* "{"ImportId":"QID1"}" */
static bool is_import_id(struct str s)
{
    return str_starts(s, "{\"ImportId\"") || str_starts(s, "{'ImportId'");
}

/* What the second row of headers calls a question that has no options. */
static bool is_plain_response(struct str s)
{
    return is_one_of(s, "Response|Open-Ended Response|Open Ended Response|Antwort|Réponse");
}

/* Blanks between questions with options under them: both rows are headers. */
static bool is_two_rows(const struct survey_head *h)
{
    size_t under_blank = 0;
    size_t plain = 0;
    for (size_t i = 0; i < h->count[0]; i++) {
        struct str below = cell_at(h, 1, i);
        under_blank += !cell_at(h, 0, i).len && below.len > 0;
        plain += is_plain_response(below);
    }
    size_t data = 0; /* a row of answers has blanks, too, but under questions */
    for (size_t i = 0; i < h->count[0]; i++)
        data += cell_at(h, 0, i).len && !cell_at(h, 1, i).len;
    return plain > 0 || (under_blank > 0 && under_blank > data);
}

size_t survey_header_rows(const struct survey_head *h)
{
    size_t ids = 0;
    for (size_t i = 0; h->records > 2 && i < h->count[2]; i++)
        ids += is_import_id(cell_at(h, 2, i));
    if (ids && ids * 2 > h->count[2]) return 3;
    if (h->records < 2) return 1;
    if (!survey_known(h->cell[0], h->count[0]) && survey_known(h->cell[1], h->count[1])) return 2;
    if (has_header(h->cell[0], h->count[0], "V1") &&
        has_header(h->cell[1], h->count[1], "EndDate")) {
        return 2;
    }
    return is_two_rows(h) ? 2 : 1;
}

/* ---- questions ---- */

struct naming { /* of one column */
    struct str key, text, item;
};

static bool is_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit(s.p[i])) return false;
    }
    return s.len > 0;
}

/* "Q3_7_TEXT" is item 7_TEXT of Q3, "Q3_TEXT" item TEXT. */
static struct naming of_code(struct str name, struct str text)
{
    struct naming n = {.key = name, .text = text, .item = STR("")};
    size_t at = str_find(name, '_');
    struct str rest = str_skip(name, at + 1);
    struct str first = str_head(rest, str_find(rest, '_'));
    if (at && at < name.len && (is_digits(first) || str_is_nocase(rest, "TEXT"))) {
        n.key = str_head(name, at);
        n.item = rest;
    }
    return n;
}

/* "Which tools? [Slack]", "Q1[SQ001]", "Q1[SQ001][1]" */
static struct naming of_brackets(struct str header, struct arena *a)
{
    struct naming n = {.key = header, .text = STR(""), .item = STR("")};
    size_t open = str_find(header, '[');
    if (!open || open == header.len || header.p[header.len - 1] != ']') return n;
    struct buf b = buf_new(a);
    for (size_t i = open; i < header.len; i++) {
        char c = header.p[i];
        if (c == '[' && b.len) buf_adds(&b, " / ");
        if (c != '[' && c != ']') buf_addc(&b, c);
    }
    n.key = str_trim(str_head(header, open));
    n.item = str_trim(buf_str(&b));
    return n;
}

static struct naming name_column(const struct survey_head *h, size_t rows, size_t i,
                                 struct str *last, struct arena *a)
{
    struct str top = cell_at(h, 0, i);
    struct str below = rows > 1 ? cell_at(h, 1, i) : STR("");
    bool coded = rows == 3 || (rows == 2 && survey_known(h->cell[1], h->count[1]));
    if (coded) return of_code(top, below);
    if (rows == 1) {
        struct naming n = of_brackets(top, a);
        return n.item.len ? n : of_code(top, STR(""));
    }
    if (top.len) *last = top;
    struct naming n = {.key = *last, .text = STR(""), .item = below};
    if (is_plain_response(below)) n.item = STR("");
    return n;
}

bool survey_is_other(struct str item)
{
    static const char *const marks[] = {"specify", "_TEXT", "other", "open-ended",
                                        "please describe"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (str_find_nocase(item, marks[i]) < item.len) return true;
    }
    return str_is(item, "TEXT");
}

static void add_question(struct survey *v, struct map *index, struct survey_column *c,
                         struct naming n)
{
    bool fresh = false;
    int64_t at = *map_put(index, n.key, (int64_t)v->questions, &fresh);
    if (fresh) v->question[v->questions++] = (struct survey_question){.key = n.key, .text = n.text};
    struct survey_question *q = &v->question[at];
    c->question = (size_t)at;
    c->item = n.item;
    c->other = survey_is_other(n.item);
    q->columns++;
}

/* Where wordings are "Question - Option", what all columns of a question have in common is its own.
 */
static void part_wordings(struct survey *v, const struct survey_head *h, struct arena *a)
{
    for (size_t i = 0; i < v->count; i++) {
        const struct survey_column *c = &v->column[i];
        struct str text = cell_at(h, 1, i);
        if (c->role != ROLE_QUESTION || v->question[c->question].columns < 2) continue;
        struct survey_question *q = &v->question[c->question];
        size_t cut = str_find_nocase(text, " - ");
        if (cut < q->text.len && cut < text.len) q->text = str_copy(a, str_head(text, cut));
    }
    for (size_t i = 0; i < v->count; i++) {
        struct survey_column *c = &v->column[i];
        if (c->role != ROLE_QUESTION || !c->item.len) continue;
        struct str wording = v->question[c->question].text;
        struct str text = cell_at(h, 1, i);
        if (!wording.len || text.len <= wording.len + 3 || !str_starts(text, wording.p)) continue;
        struct str option = str_trim(str_skip(text, wording.len + 3));
        if (str_starts_nocase(option, "Selected Choice - ")) option = str_skip(option, 18);
        c->other = c->other || survey_is_other(option);
        c->item = str_copy(a, utf8_head(option, NAME_BYTES_MAX));
    }
}

/* Two columns of one question never share their item. */
static void part_items(struct survey *v, struct arena *a)
{
    struct map seen = map_new(a);
    for (size_t i = 0; i < v->count; i++) {
        struct survey_column *c = &v->column[i];
        if (c->role != ROLE_QUESTION) continue;
        for (int n = 2;; n++) {
            bool fresh = false;
            struct str key = str_printf(a, "%zu %.*s", c->question, STR_ARG(c->item));
            (void)map_put(&seen, key, 1, &fresh);
            if (fresh) break;
            c->item = str_printf(a, "%.*s%s%d", STR_ARG(c->item), n > 2 ? "/" : " ", n);
        }
    }
}

static enum question_kind kind_said(struct str header, struct str key, const char *const *maps)
{
    for (size_t i = 0; maps && maps[i]; i++) {
        const char *at = strrchr(maps[i], '=');
        struct str theirs = str_head(str_of(maps[i]), at ? (size_t)(at - maps[i]) : 0);
        if (at && (headers_equal(theirs, header) || headers_equal(theirs, key))) {
            return question_kind_of(str_of(at + 1));
        }
    }
    return QUESTION_UNKNOWN;
}

/* What --map calls a column of ours: the respondent, their name, e-mail, … */
static enum survey_role role_said(struct str header, const char *const *maps, enum survey_role role)
{
    static const struct {
        const char *column;
        enum survey_role role;
    } roles[] = {{"respondent", ROLE_PERSON}, {"email", ROLE_EMAIL},
                 {"name", ROLE_NAME},         {"at", ROLE_AT},
                 {"weight", ROLE_WEIGHT},     {"wave", ROLE_WAVE}};
    for (size_t i = 0; maps && maps[i]; i++) {
        const char *at = strrchr(maps[i], '=');
        if (!at || !headers_equal(str_head(str_of(maps[i]), (size_t)(at - maps[i])), header)) {
            continue;
        }
        for (size_t k = 0; k < sizeof roles / sizeof *roles; k++) {
            if (str_is_nocase(str_trim(str_of(at + 1)), roles[k].column)) return roles[k].role;
        }
        if (question_kind_of(str_of(at + 1)) != QUESTION_UNKNOWN) return ROLE_QUESTION;
    }
    return role;
}

static enum survey_role role_at(const struct survey_head *h, size_t rows, size_t i,
                                const char *const *maps, bool lime)
{
    struct str top = cell_at(h, 0, i);
    struct str below = rows > 1 ? cell_at(h, 1, i) : STR("");
    enum survey_role role = top.len ? role_of(top) : below.len ? ROLE_QUESTION : ROLE_NONE;
    if (rows == 2 && role == ROLE_QUESTION && survey_known(h->cell[1], h->count[1])) {
        role = role_of(below);
        if (is_one_of(below, "Name")) role = ROLE_NAME;
    }
    if (lime && is_one_of(top, "id")) role = ROLE_ID;
    if (rows == 2 && role != ROLE_QUESTION && below.len && !is_plain_response(below) && top.len &&
        !survey_known(h->cell[1], h->count[1])) {
        role = ROLE_QUESTION; /* a question whose wording is "Name" with boxes under it */
    }
    return role_said(top.len ? top : below, maps, role);
}

void survey_read_header(const struct survey_head *h, size_t rows, const char *const *maps,
                        struct arena *a, struct survey *v)
{
    struct map index = map_new(a);
    struct str last = STR("");
    bool lime = has_header(h->cell[0], h->count[0], "lastpage|submitdate|Last page|Date submitted");
    v->qualtrics = has_header(h->cell[0], h->count[0], "ResponseId|V8");
    v->count = h->count[0];
    if (rows > 1 && h->count[1] > v->count) v->count = h->count[1];
    if (v->count > COLUMNS_MAX) v->count = COLUMNS_MAX;
    v->column = arena_new(a, struct survey_column, v->count);
    v->question = arena_new(a, struct survey_question, v->count);
    for (size_t i = 0; i < v->count; i++) {
        struct survey_column *c = &v->column[i];
        c->role = role_at(h, rows, i, maps, lime);
        if (c->role != ROLE_QUESTION) {
            last = STR("");
            continue;
        }
        struct naming n = name_column(h, rows, i, &last, a);
        if (!n.key.len && !n.item.len) {
            c->role = ROLE_NONE;
            continue;
        }
        n.key = str_copy(a, utf8_head(n.key, NAME_BYTES_MAX));
        n.text = str_copy(a, utf8_head(n.text, TEXT_BYTES_MAX));
        n.item = str_copy(a, utf8_head(n.item, NAME_BYTES_MAX));
        add_question(v, &index, c, n);
        struct survey_question *q = &v->question[c->question];
        enum question_kind kind = kind_said(cell_at(h, 0, i), n.key, maps);
        if (kind != QUESTION_UNKNOWN) q->kind = kind;
        q->said |= kind != QUESTION_UNKNOWN;
    }
    if (rows > 1) part_wordings(v, h, a);
    part_items(v, a);
}
