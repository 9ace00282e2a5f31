/* privacy_text.c - verb: what is written to somebody who must be told that they are here? */
#include "base/time.h"
#include "find/people.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/privacy_verb.h"
#include "verb/us.h"

#include <string.h>

/* What article 14 asks for, in their language: %1 who writes, %2 where it is from, %3 the day, %4
 * for what, %5 on what ground, %6 until when. */
static const struct letter {
    const char *lang;
    const char *basis[5];                      /* as DUTY_BASES */
    const char *unsaid_purpose, *unsaid_basis; /* in brackets, for who writes to fill in */
    const char *for_good, *days;               /* days: %d */
    const char *line[8];                       /* NULL-ended */
} letters[] = {
    {"en",
     {"our legitimate interests", "your consent", "a contract with you", "that you made it public",
      "another ground"},
     "[what for?]",
     "[on what ground?]",
     "for as long as it is needed",
     "for %lld days",
     {"Hello %n,", "%1 keeps data about you in order to %4.",
      "We read it on %3 from: %2. It is your name, your accounts, with whom you work, and what you "
      "said "
      "or were named for in public or to us.",
      "We may keep it because of %5, and keep it %6. We give it to nobody.",
      "You may ask what we hold and where it is from, have it corrected or erased, have its use "
      "limited, "
      "and object to it at any time. One answer to this letter is enough.",
      "You may also complain to a data protection authority.", NULL}},
    {"de",
     {"unserer berechtigten Interessen", "Ihrer Einwilligung", "eines Vertrags mit Ihnen",
      "Ihrer eigenen Veröffentlichung", "eines anderen Grundes"},
     "[wofür?]",
     "[welchen Grundes?]",
     "so lange, wie wir sie brauchen",
     "%lld Tage",
     {"Guten Tag %n,", "%1 verarbeitet Daten über Sie. Zweck: %4.",
      "Wir haben sie am %3 gelesen aus: %2. Es sind Ihr Name, Ihre Konten, für wen Sie arbeiten, "
      "und was "
      "Sie öffentlich oder uns gegenüber gesagt haben oder wofür man Sie genannt hat.",
      "Wir dürfen das aufgrund %5; gespeichert wird %6. Wir geben nichts an andere weiter.",
      "Sie können Auskunft verlangen, auch woher die Daten sind, sie berichtigen, löschen oder "
      "ihre "
      "Verarbeitung einschränken lassen und jederzeit widersprechen. Eine Antwort auf diesen Brief "
      "genügt.",
      "Sie können sich auch bei einer Datenschutzbehörde beschweren.", NULL}},
    {"fr",
     {"notre intérêt légitime", "votre consentement", "un contrat avec vous",
      "leur publication par vous-même", "un autre fondement"},
     "[laquelle ?]",
     "[lequel ?]",
     "aussi longtemps que nécessaire",
     "pendant %lld jours",
     {"Bonjour %n,", "%1 conserve des données vous concernant. Finalité : %4.",
      "Nous les avons lues le %3 dans : %2. Ce sont votre nom, vos comptes, l'organisation où vous "
      "travaillez, et ce que vous avez dit en public ou à nous, ou ce pour quoi on vous a cité.",
      "Le fondement est %5 ; elles sont conservées %6. Nous ne les transmettons à personne.",
      "Vous pouvez demander quelles données nous avons et d'où elles viennent, les faire rectifier "
      "ou "
      "effacer, en faire limiter l'usage, et vous y opposer à tout moment. Une réponse à cette "
      "lettre "
      "suffit.",
      "Vous pouvez aussi saisir une autorité de protection des données.", NULL}},
};

static const char *const bases[] = {
    "legitimate-interests", "consent", "contract", "public", "other", NULL};

struct told {
    struct str name, who, from, day, purpose, basis, until;
    struct str source; /* its name; from: as people read it */
};

static struct str basis_in(const struct letter *l, struct str basis)
{
    struct str word = str_trim(str_head(basis, str_find(basis, ':')));
    for (size_t i = 0; bases[i]; i++) {
        if (str_is_nocase(word, bases[i])) return str_of(l->basis[i]);
    }
    return str_of(l->unsaid_basis);
}

static struct str filled(struct arena *a, const char *line, const struct told *x)
{
    const struct str part[] = {x->name,    x->who,   x->from, x->day,
                               x->purpose, x->basis, x->until}; /* %n, %1 to %6 */
    struct buf b = buf_new(a);
    for (const char *p = line; *p; p++) {
        if (*p != '%') {
            buf_addc(&b, *p);
        } else {
            p++;
            buf_add(&b, part[*p == 'n' ? 0 : *p - '0']);
        }
    }
    return buf_str(&b);
}

static enum status told_load(struct request *r, int64_t node, const struct letter *l,
                             struct told *ret, struct err *e)
{
    struct query *q = NULL;
    struct str names = STR_NONE;
    enum status s = us_names(r->st, "org", r->a, &names, e);
    if (!s) s = query_open(r->st, SQL_notice_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    s = query_next(q, e);
    if (!s) {
        struct str locator = str_copy(r->a, query_str(q, 1));
        ret->source = locator;
        bool url = str_starts(locator, "http");
        ret->from = url ? locator : place_shown(r->a, locator, STR_NONE);
        ret->day = time_day(r->a, query_i64(q, 2));
        ret->purpose =
            query_is_null(q, 3) ? str_of(l->unsaid_purpose) : str_copy(r->a, query_str(q, 3));
        ret->basis = basis_in(l, str_copy(r->a, query_str(q, 4)));
        int64_t days = query_i64(q, 5);
        struct buf b = buf_new(r->a);
        struct str text = str_of(l->days);
        size_t at = str_find(text, '%');
        buf_addf(&b, "%.*s%lld%.*s", STR_ARG(str_head(text, at)), (long long)days,
                 STR_ARG(str_skip(text, at + 4)));
        ret->until = days ? buf_str(&b) : str_of(l->for_good);
    }
    query_close(q);
    if (s == DONE) {
        return err_set(e, NOT_FOUND,
                       "they came from no source: what users typed alone needs no letter");
    }
    ret->who = STR("");
    (void)str_cut(&names, '\n', &ret->who);
    if (!s && !ret->who.len) {
        s = err_set(e, BAD_INPUT, "who writes? say who we are: kith us --org NAME");
    }
    return s;
}

static enum status lang_of(struct request *r, int64_t node, struct str *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_node_lang, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    s = query_next(q, e);
    if (!s && !query_is_null(q, 0)) *ret = str_copy(r->a, query_str(q, 0));
    query_close(q);
    return s;
}

static const struct letter *letter_in(struct str lang)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (str_starts_nocase(lang, letters[i].lang)) return &letters[i];
    }
    return NULL;
}

static const struct column columns[] = {{"text", "letter", NULL, CELL_TEXT, 0, COLUMN_WRAPS}};

enum status privacy_text(struct request *r, struct table **ret, struct err *e)
{
    int64_t node = 0;
    struct card card;
    struct told x = {.name = STR("")};
    struct str own = STR("");
    struct str lang = request_value(r, "lang");
    if (r->word_count != 2) return err_set(e, BAD_USAGE, "text wants whom: a person");
    if (lang.len && !letter_in(lang)) {
        return err_set(e, BAD_USAGE, "--lang '%.*s', want en, de or fr", STR_ARG(lang));
    }
    enum status s = person_find(r->st, r->word[1], r->a, &node, e);
    if (!s) s = card_load(r->st, node, r->a, &card, e);
    if (!s && !lang.len) s = lang_of(r, node, &own, e);
    if (s) return s;
    const struct letter *l = letter_in(lang.len ? lang : own);
    if (!l) l = &letters[0];
    x.name = card.name;
    s = told_load(r, node, l, &x, e);
    if (s) return s;
    struct table *t = table_new(r->a, "privacy", columns, 1);
    table_fact(t, "id", NULL, cell_text(card.id), 0);
    table_fact(t, "lang", "language", cell_text(str_of(l->lang)), 0);
    t->title = str_printf(r->a, "To %.*s (%.*s)", STR_ARG(card.name), STR_ARG(card.id));
    for (size_t i = 0; l->line[i]; i++)
        table_row(t)[0] = cell_text(filled(r->a, l->line[i], &x));
    if (x.purpose.p[0] == '[' || x.basis.p[0] == '[') {
        table_note(t, "In brackets is what their source does not say yet: %.*s",
                   STR_ARG(request_next(r, "source %.*s --purpose TEXT --basis WORD",
                                        STR_ARG(shell_word(r->a, x.source)))));
    }
    table_note(t, "No legal advice; read it before you send it. Once it is sent: %.*s",
               STR_ARG(request_next(r, "privacy told %.*s --how TEXT", STR_ARG(card.id))));
    *ret = t;
    return OK;
}
