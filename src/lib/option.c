/* option.c - lib: what did the caller ask for, by whichever version of the header? */
#include "lib/engine.h"

#include "base/pages.h"

#include <string.h>

enum { SIZE_MOST = 65536 }; /* more is no size of ours */

const char *kith_version(void)
{
    return KITH_VERSION;
}

enum kith_status answer(enum status s, const struct err *said, struct kith_error *e)
{
    static const enum kith_status public[] = {
        [OK] = KITH_OK,
        [DONE] = KITH_OK,
        [BAD_INPUT] = KITH_BAD_INPUT,
        [NOT_FOUND] = KITH_NOT_FOUND,
        [BAD_USAGE] = KITH_BAD_CALL,
        [IO_FAILED] = KITH_IO_FAILED,
        [STORE_FAILED] = KITH_IO_FAILED,
        [TOO_MUCH] = KITH_TOO_MUCH,
        [NOT_CONVERGED] = KITH_NOT_CONVERGED,
        [STOPPED] = KITH_STOPPED,
    };
    _Static_assert(sizeof e->text >= sizeof said->text, "a sentence fits");
    if (s && e) memcpy(e->text, said->text, sizeof said->text);
    return public[s];
}

enum status options_read(const void *given, void *to, size_t known, const char *name, struct err *e)
{
    size_t size = 0;
    if (!given) return OK;
    memcpy(&size, given, sizeof size);
    if (size < known || size > SIZE_MOST) {
        return err_set(e, BAD_USAGE, "%s.size is %zu, want %zu or more; call %s_init first", name,
                       size, known, name);
    }
    const char *bytes = given;
    for (size_t i = known; i < size; i++) {
        if (!bytes[i]) continue;
        return err_set(e, BAD_USAGE,
                       "%s sets what version %s of the library does not know; link a later one",
                       name, KITH_VERSION);
    }
    memcpy(to, given, known);
    return OK;
}

enum status range_check(double x, double least, double most, const char *zero, const char *name,
                        struct err *e)
{
    if ((x >= least && x <= most) || (zero && x == 0)) return OK;
    return err_set(e, BAD_USAGE, "%s is %g, want %g to %g%s%s", name, x, least, most,
                   zero ? ", or 0: " : "", zero ? zero : "");
}

enum status model_read(enum kith_model model, double p, struct cascade *ret, struct err *e)
{
    static const enum cascade_kind kinds[] = {
        [KITH_MODEL_WC] = CASCADE_WC,
        [KITH_MODEL_UNIFORM] = CASCADE_UNIFORM,
        [KITH_MODEL_WEIGHTS] = CASCADE_WEIGHTS,
        [KITH_MODEL_LT] = CASCADE_LT,
    };
    if ((unsigned)model >= sizeof kinds / sizeof *kinds) {
        return err_set(e, BAD_USAGE, "model is %d, want one of enum kith_model", (int)model);
    }
    *ret = (struct cascade){.kind = kinds[model], .p = p};
    return model == KITH_MODEL_UNIFORM ? range_check(p, 0, 1, NULL, "p", e) : OK;
}

enum status use_check(const struct kith_graph *g, enum kith_use use, struct err *e)
{
    if (g->uses & (unsigned)use) return OK;
    return err_set(e, BAD_USAGE, "the graph was opened without %s; add it to options.uses",
                   use == KITH_TO_CHOOSE   ? "KITH_TO_CHOOSE"
                   : use == KITH_TO_SPREAD ? "KITH_TO_SPREAD"
                                           : "KITH_TO_RANK");
}

enum status room_check(const struct graph *g, double bytes_a_node, struct err *e)
{
    double need = bytes_a_node * g->n;
    double have = (double)memory_free();
    if (need <= have) return OK;
    return err_set(e, TOO_MUCH,
                   "needs %.1f GB of memory, %.1f are free; free some, or ask for less", need / 1e9,
                   have / 1e9);
}

static void report(void *context, const char *step, uint64_t done, uint64_t total)
{
    const struct watching *w = context;
    w->watch.report(w->watch.context, step, done, total);
}

static bool stop(void *context)
{
    const struct watching *w = context;
    return w->watch.stop(w->watch.context) != 0;
}

void watching_begin(struct watching *w, const struct kith_watch *watch)
{
    w->watch = *watch;
    w->progress = (struct progress){
        .context = w, .report = watch->report ? report : NULL, .stop = watch->stop ? stop : NULL};
}
