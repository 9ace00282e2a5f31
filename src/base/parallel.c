/* parallel.c - base: who does this work, on how many cores? */
#include "base/parallel.h"

#include "base/limits.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

struct job {
    void (*task)(void *context, size_t i);
    void *context;
    size_t count;
    atomic_size_t next;
};

unsigned parallel_threads(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    int cores = CPU_COUNT(&set);
    if (cores < 1) return 1;
    return cores > THREADS_MAX ? (unsigned)THREADS_MAX : (unsigned)cores;
}

static void *work(void *arg)
{
    struct job *job = arg;
    for (;;) {
        size_t i = atomic_fetch_add(&job->next, 1);
        if (i >= job->count) return NULL;
        job->task(job->context, i);
    }
}

void parallel_for(unsigned threads, size_t count, void (*task)(void *context, size_t i),
                  void *context)
{
    struct job job = {.task = task, .context = context, .count = count};
    if (threads == 0) threads = parallel_threads();
    if (threads > THREADS_MAX) threads = THREADS_MAX;
    if (threads > count) threads = (unsigned)count;
    pthread_t helpers[THREADS_MAX];
    unsigned started = 0;
    while (started + 1 < threads && pthread_create(&helpers[started], NULL, work, &job) == 0) {
        started++;
    }
    (void)work(&job);
    for (unsigned i = 0; i < started; i++)
        (void)pthread_join(helpers[i], NULL);
}
