/* pages.c - base: where does an array of millions live for a while? */
#include "base/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096, HUGE_PAGE = 1 << 21 };

static size_t whole_pages(size_t bytes)
{
    return (bytes + PAGE - 1) / PAGE * PAGE;
}

void pages_huge(void *p, size_t bytes)
{
    uintptr_t begin = ((uintptr_t)p + PAGE - 1) / PAGE * PAGE;
    uintptr_t end = ((uintptr_t)p + bytes) / PAGE * PAGE;
    if (end < begin + HUGE_PAGE) return;
    (void)madvise((char *)p + (begin - (uintptr_t)p), end - begin, MADV_HUGEPAGE);
}

void pages_ask(const void *p, size_t bytes)
{
    union { /* the system's call takes what is not const, and changes nothing */
        const void *given;
        char *p;
    } u = {p};
    size_t before = (uintptr_t)p % PAGE;
    (void)madvise(u.p - before, bytes + before, MADV_POPULATE_READ);
}

struct pages pages_take(size_t bytes)
{
    bytes = whole_pages(bytes ? bytes : 1);
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                   -1, 0);
    if (p == MAP_FAILED) {
        (void)fprintf(
            stderr, "kith: out of memory (%zu bytes more were needed); nothing half done\n", bytes);
        exit(1);
    }
    return (struct pages){p, bytes};
}

void pages_trim(struct pages *pages, size_t bytes)
{
    size_t keep = whole_pages(bytes);
    if (keep >= pages->bytes) return;
    (void)munmap((char *)pages->p + keep, pages->bytes - keep);
    pages->bytes = keep;
    if (!keep) pages->p = NULL;
}

void pages_give(struct pages *pages)
{
    if (pages->p) (void)munmap(pages->p, pages->bytes);
    *pages = (struct pages){NULL, 0};
}

uint64_t memory_free(void)
{
    FILE *in = fopen("/proc/meminfo", "re");
    uint64_t ret = UINT64_MAX;
    static const char key[] = "MemAvailable:";
    uint64_t kb = 0;
    char line[128];
    while (in && ret == UINT64_MAX && fgets(line, sizeof line, in)) {
        if (strncmp(line, key, sizeof key - 1) != 0) continue;
        kb = strtoull(line + sizeof key - 1, NULL, 10);
        if (kb) ret = kb * 1024;
    }
    if (in) (void)fclose(in);
    return ret;
}
