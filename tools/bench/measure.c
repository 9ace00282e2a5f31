/* measure.c - tools: how long does a command take, and how much memory? */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * measure [-c FILE] LOG COMMAND [ARG...]
 *
 * Runs the command and appends one line to LOG: wall, user and system seconds, peak resident memory
 * in MiB, and "cold" or "warm". -c drops FILE's pages from the system's cache first, which needs no
 * rights; it is cold when at most one page in twenty is still there. Exit: the command's.
 */

/* Share of the file's pages that are in memory, 0 to 1; 1 when nobody can say. */
static double resident(int fd, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t pages = (size + page - 1) / page;
    if (pages == 0) return 0.0;
    void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    unsigned char *in = malloc(pages);
    double share = 1.0;
    if (map != MAP_FAILED && in && mincore(map, size, in) == 0) {
        size_t count = 0;
        for (size_t i = 0; i < pages; i++)
            count += in[i] & 1;
        share = (double)count / (double)pages;
    }
    free(in);
    if (map != MAP_FAILED) (void)munmap(map, size);
    return share;
}

static bool make_cold(const char *path)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    bool cold = fstat(fd, &info) == 0 && fsync(fd) == 0 &&
                posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0 &&
                resident(fd, (size_t)info.st_size) <= 0.05;
    (void)close(fd);
    return cold;
}

static double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
    bool cold = false;
    int at = 1;
    if (argc > 2 && strcmp(argv[1], "-c") == 0) {
        cold = make_cold(argv[2]);
        at = 3;
    }
    if (argc < at + 2) {
        (void)fprintf(stderr, "usage: measure [-c FILE] LOG COMMAND [ARG...]\n");
        return 2;
    }
    double start = seconds_now();
    pid_t child = fork();
    if (child == 0) {
        (void)execvp(argv[at + 1], &argv[at + 1]);
        perror(argv[at + 1]);
        _exit(127);
    }
    int code = 0;
    struct rusage used;
    if (child < 0 || wait4(child, &code, 0, &used) < 0) {
        perror("measure");
        return 1;
    }
    double wall = seconds_now() - start;
    FILE *log = fopen(argv[at], "a");
    if (!log ||
        fprintf(log, "%.4f %.4f %.4f %.1f %s\n", wall, seconds(used.ru_utime),
                seconds(used.ru_stime), (double)used.ru_maxrss / 1024.0,
                cold ? "cold" : "warm") < 0 ||
        fclose(log) != 0) {
        perror(argv[at]);
        return 1;
    }
    return WIFEXITED(code) ? WEXITSTATUS(code) : 1;
}
