/* jobs.c - serve: what is being written, how far is it, and what came of it? */
#include "serve/jobs.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "serve/job_account.h"
#include "serve/steady.h"

#include <pthread.h>
#include <string.h>

enum { ID_CHARACTERS = 16, STEP_BYTES = 160, LEFT_AFTER_MS = 500 };

struct job {
    struct arena a;
    struct jobs *all;
    struct job_ask ask;
    struct str id, command;
    enum job_state state;
    bool cancelled;
    bool apart; /* who asked did not wait for its end: it has a page */
    unsigned readers;
    int64_t asked_s, began_s, ended_s;
    int64_t began_ms, ended_ms, step_ms; /* step_ms: when the step began */
    char step[STEP_BYTES];
    uint64_t done, total, rows;
    struct answer answer;
    bool part;              /* of before a restart: its asker did not see all */
    int64_t erased, erases; /* answers_forgot when it was asked for, and when it had ended */
    struct job *next;       /* older */
};

struct jobs {
    struct arena a;
    struct answers *answers;
    const char *db;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t changed;
    struct job *newest;
    bool ends;
    pthread_t worker;
};

/* ---- how far is it ---- */

static void on_report(void *context, const char *step, uint64_t done, uint64_t total)
{
    struct job *j = context;
    (void)pthread_mutex_lock(&j->all->lock);
    if (strncmp(j->step, step, STEP_BYTES - 1) != 0) {
        struct str fits = utf8_head(str_of(step), STEP_BYTES - 1);
        memcpy(j->step, fits.p, fits.len);
        j->step[fits.len] = '\0';
        j->step_ms = time_going_ms();
    }
    j->done = done;
    j->total = total;
    (void)pthread_mutex_unlock(&j->all->lock);
}

static void on_rows(void *context, uint64_t more)
{
    struct job *j = context;
    (void)pthread_mutex_lock(&j->all->lock);
    j->rows += more;
    (void)pthread_mutex_unlock(&j->all->lock);
}

static bool on_stop(void *context)
{
    const struct job *j = context;
    (void)pthread_mutex_lock(&j->all->lock);
    bool stop = j->cancelled || j->all->ends;
    (void)pthread_mutex_unlock(&j->all->lock);
    return stop;
}

/* ---- one job ---- */

static void job_free(struct job *j)
{
    struct arena a = j->a;
    arena_free(&a);
}

static struct answer answer_copy(struct arena *a, const struct answer *x)
{
    struct answer copy = *x;
    copy.command = str_copy(a, x->command);
    copy.table = x->table ? table_copy(a, x->table) : NULL;
    return copy;
}

/* Under the lock: of ended ones that have a page, those beyond the last few go. */
static void jobs_trim(struct jobs *all)
{
    size_t kept = 0;
    for (struct job **j = &all->newest; *j;) {
        struct job *one = *j;
        bool goes = one->state == JOB_ENDED && !one->readers &&
                    ((!one->ask.stays && !one->apart) || kept >= JOBS_KEPT_MAX);
        kept += one->state == JOB_ENDED;
        if (!goes) {
            j = &one->next;
            continue;
        }
        *j = one->next;
        job_free(one);
    }
}

/* Under no lock: it changes no more. Whoever cannot write it goes on without. */
static void keep_account(struct jobs *all, const struct job *j)
{
    struct err e;
    struct job_account x = {.id = j->id,
                            .who = j->ask.by,
                            .question = str_of(j->ask.question),
                            .command = j->command,
                            .asked_s = j->asked_s,
                            .began_s = j->began_s,
                            .ended_s = time_now(),
                            .rows = j->rows,
                            .whole = !j->ask.sight || sight_whole(j->ask.sight),
                            .answer = j->answer};
    if (!j->ask.stays || !j->ask.whole || j->erased != j->erases) return;
    if (account_keep(all->answers, all->db, &x, j->erases, &e)) return; /* it stands in memory */
}

static void run_job(struct jobs *all, struct job *j)
{
    struct progress watched = {.context = j, .report = on_report, .rows = on_rows, .stop = on_stop};
    struct writing w = {.words = j->ask.words,
                        .by = j->ask.by,
                        .sight = j->ask.sight,
                        .only_at = j->ask.only_at,
                        .whole = j->ask.whole,
                        .progress = &watched,
                        .files = j->ask.files,
                        .file_count = j->ask.file_count};
    struct arena scratch = {0}; /* what an answer is made of may be a thousand times its size */
    struct answer x = {.table = NULL};
    if (on_stop(j)) {
        x.status = err_set(&x.e, STOPPED, "stopped before it began; nothing was changed");
        x.command = j->command;
    } else {
        answers_write(all->answers, &w, &scratch, &x);
    }
    x = answer_copy(&j->a, &x);
    arena_free(&scratch);
    j->answer = x;
    j->erases = answers_forgot(all->answers);
    keep_account(all, j);
    if (j->ask.let_go) j->ask.let_go(j->ask.held, x.status);
    (void)pthread_mutex_lock(&all->lock);
    j->state = JOB_ENDED;
    j->ended_s = time_now();
    j->ended_ms = time_going_ms();
    (void)pthread_cond_broadcast(&all->changed);
    jobs_trim(all);
    (void)pthread_mutex_unlock(&all->lock);
}

/* Under the lock. */
static struct job *oldest_waiting(const struct jobs *all)
{
    struct job *oldest = NULL;
    for (struct job *j = all->newest; j; j = j->next) {
        if (j->state == JOB_WAITS) oldest = j;
    }
    return oldest;
}

static void *work(void *context)
{
    struct jobs *all = context;
    (void)pthread_mutex_lock(&all->lock);
    for (;;) {
        struct job *j = oldest_waiting(all);
        if (!j && all->ends) break;
        if (!j) {
            (void)pthread_cond_wait(&all->changed, &all->lock);
            continue;
        }
        j->state = JOB_RUNS;
        j->began_s = time_now();
        j->began_ms = j->step_ms = time_going_ms();
        (void)pthread_mutex_unlock(&all->lock);
        run_job(all, j);
        (void)pthread_mutex_lock(&all->lock);
    }
    (void)pthread_mutex_unlock(&all->lock);
    return NULL;
}

/* ---- asking for one ---- */

static struct job *job_new(struct jobs *all, const struct job_ask *ask)
{
    struct arena a = {0};
    struct job *j = arena_new(&a, struct job, 1);
    size_t n = 0;
    struct buf command = buf_new(&a);
    while (ask->words[n])
        n++;
    const char **words = arena_new(&a, const char *, n + 1);
    struct upload *files = arena_new(&a, struct upload, ask->file_count);
    for (size_t i = 0; i < n; i++) {
        words[i] = str_c(&a, str_of(ask->words[i]));
        if (i) buf_addc(&command, ' ');
        buf_add(&command, shell_word(&a, str_of(words[i])));
    }
    for (size_t i = 0; i < ask->file_count; i++) {
        files[i].name = str_copy(&a, ask->files[i].name);
        files[i].file = str_c(&a, str_of(ask->files[i].file));
    }
    j->all = all;
    j->ask = *ask;
    j->ask.words = words;
    j->ask.files = files;
    j->ask.again = str_copy(&a, ask->again);
    j->ask.by = str_copy(&a, ask->by);
    j->ask.sight = ask->sight ? sight_copy(&a, ask->sight) : NULL;
    j->command = buf_str(&command);
    j->id = str_head(secret_new(&a), ID_CHARACTERS);
    j->asked_s = time_now();
    j->erased = answers_forgot(all->answers);
    j->a = a;
    return j;
}

struct str job_begin(struct jobs *all, const struct job_ask *ask, struct arena *a)
{
    struct job *j = job_new(all, ask);
    struct str id = str_copy(a, j->id);
    (void)pthread_mutex_lock(&all->lock);
    size_t waiting = 0;
    for (const struct job *one = all->newest; one; one = one->next)
        waiting += one->state == JOB_WAITS;
    bool full = all->ends || waiting >= JOBS_WAITING_MAX;
    if (!full) {
        j->next = all->newest;
        all->newest = j;
        j->readers = 1; /* until who asked has waited for it */
        (void)pthread_cond_broadcast(&all->changed);
    }
    (void)pthread_mutex_unlock(&all->lock);
    if (!full) return id;
    if (ask->let_go) ask->let_go(ask->held, STOPPED);
    job_free(j);
    return STR_NONE;
}

/* ---- looking ---- */

/* Under the lock. */
static struct job *job_of(struct jobs *all, struct str id)
{
    struct job *j = all->newest;
    while (j && !str_eq(j->id, id))
        j = j->next;
    return j;
}

/* Under the lock; erased: answers_forgot just now. */
static void look(const struct job *j, struct arena *a, bool answer, int64_t erased,
                 struct job_seen *ret)
{
    bool tells = erased == j->erased;
    bool ended = j->state == JOB_ENDED;
    int64_t now_ms = j->state == JOB_ENDED ? j->ended_ms : time_going_ms();
    int64_t ran_ms = j->began_ms ? now_ms - j->began_ms : 0;
    int64_t step_ms = now_ms - j->step_ms;
    *ret =
        (struct job_seen){.id = str_copy(a, j->id),
                          .question = j->ask.question,
                          .command = tells ? str_copy(a, j->command) : STR(""),
                          .by = str_copy(a, j->ask.by),
                          .again = str_copy(a, j->ask.again),
                          .state = j->state,
                          .stopping = j->cancelled,
                          .asked_s = j->asked_s,
                          .began_s = j->began_s,
                          .ended_s = j->ended_s,
                          .step = str_copy(a, str_of(j->step)),
                          .done = j->done,
                          .total = j->total,
                          .rows = j->rows,
                          .rows_per_s = -1,
                          .left_s = -1,
                          .forgotten = ended && erased != j->erases,
                          .seen_whole = !j->part && (!j->ask.sight || sight_whole(j->ask.sight))};
    if (j->rows && ran_ms > 0) ret->rows_per_s = (int64_t)(j->rows * 1000 / (uint64_t)ran_ms);
    if (j->state == JOB_RUNS && j->total > j->done && j->done && step_ms > LEFT_AFTER_MS) {
        double left_ms = (double)step_ms * (double)(j->total - j->done) / (double)j->done;
        ret->left_s = (int64_t)(left_ms / 1000) + 1;
    }
    if (ret->forgotten) ret->answer.status = j->answer.status;
    if (!answer || !ended || ret->forgotten) return;
    ret->answer = answer_copy(a, &j->answer);
    if (!tells) ret->answer.command = STR("");
}

bool job_wait(struct jobs *all, struct str id, int64_t wait_ms, struct arena *a,
              struct job_seen *ret)
{
    int64_t end_ms = time_going_ms() + wait_ms;
    (void)pthread_mutex_lock(&all->lock);
    struct job *j = job_of(all, id);
    while (j->state != JOB_ENDED && time_going_ms() < end_ms)
        steady_wait(&all->changed, &all->lock, end_ms);
    bool ended = j->state == JOB_ENDED;
    look(j, a, ended, j->erases, ret);
    j->apart = !ended;
    j->readers--;
    jobs_trim(all);
    (void)pthread_mutex_unlock(&all->lock);
    return ended;
}

bool job_see(struct jobs *all, struct str id, struct arena *a, struct job_seen *ret)
{
    int64_t erased = answers_forgot(all->answers);
    (void)pthread_mutex_lock(&all->lock);
    const struct job *j = job_of(all, id);
    if (j) look(j, a, true, erased, ret);
    (void)pthread_mutex_unlock(&all->lock);
    return j != NULL;
}

size_t jobs_see(struct jobs *all, struct arena *a, struct job_seen **ret)
{
    size_t n = 0;
    size_t i = 0;
    int64_t erased = answers_forgot(all->answers);
    (void)pthread_mutex_lock(&all->lock);
    for (const struct job *j = all->newest; j; j = j->next)
        n++;
    *ret = arena_new(a, struct job_seen, n);
    for (const struct job *j = all->newest; j; j = j->next)
        look(j, a, false, erased, &(*ret)[i++]);
    (void)pthread_mutex_unlock(&all->lock);
    return n;
}

bool job_cancel(struct jobs *all, struct str id)
{
    (void)pthread_mutex_lock(&all->lock);
    struct job *j = job_of(all, id);
    if (j && j->state != JOB_ENDED) j->cancelled = true;
    (void)pthread_mutex_unlock(&all->lock);
    return j != NULL;
}

/* ---- opening, closing ---- */

/* Those of before, as ended ones. */
static enum status load_accounts(struct jobs *all, struct err *e)
{
    struct arena work = {0};
    struct job_accounts before;
    int64_t erased = answers_forgot(all->answers);
    enum status s = accounts_load(all->db, &work, &before, e);
    for (size_t i = 0; i < before.count && !s; i++) {
        const struct job_account *x = &before.one[i];
        struct arena a = {0};
        struct job *j = arena_new(&a, struct job, 1);
        *j = (struct job){.all = all,
                          .id = str_copy(&a, x->id),
                          .command = str_copy(&a, x->command),
                          .state = JOB_ENDED,
                          .asked_s = x->asked_s,
                          .began_s = x->began_s,
                          .ended_s = x->ended_s,
                          .rows = x->rows,
                          .answer = answer_copy(&a, &x->answer),
                          .part = !x->whole,
                          .erased = erased,
                          .erases = erased,
                          .next = all->newest};
        j->ask = (struct job_ask){
            .question = str_c(&a, x->question), .by = str_copy(&a, x->who), .stays = true};
        j->a = a;
        all->newest = j;
    }
    arena_free(&work);
    return s;
}

enum status jobs_open(struct answers *answers, const char *db, struct jobs **ret, struct err *e)
{
    struct arena a = {0};
    struct jobs *all = arena_new(&a, struct jobs, 1);
    all->a = a;
    all->answers = answers;
    all->db = db;
    (void)pthread_mutex_init(&all->lock, NULL);
    steady_init(&all->changed);
    enum status s = load_accounts(all, e);
    if (s) {
        arena_free(&a);
        return s;
    }
    if (pthread_create(&all->worker, NULL, work, all) != 0) {
        arena_free(&a);
        return err_set(e, IO_FAILED, "the system gives no thread to write with");
    }
    *ret = all;
    return OK;
}

void jobs_close(struct jobs *all)
{
    if (!all) return;
    (void)pthread_mutex_lock(&all->lock);
    all->ends = true;
    (void)pthread_cond_broadcast(&all->changed);
    (void)pthread_mutex_unlock(&all->lock);
    (void)pthread_join(all->worker, NULL);
    for (struct job *j = all->newest; j;) {
        struct job *next = j->next;
        job_free(j);
        j = next;
    }
    (void)pthread_cond_destroy(&all->changed);
    (void)pthread_mutex_destroy(&all->lock);
    struct arena a = all->a;
    arena_free(&a);
}
