/* peak.c - tests: how much memory did this command take at most? */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* peak FILE COMMAND...: runs it, writes the peak of its resident set in KiB to FILE, ends as it. */
int main(int argc, char **argv)
{
    if (argc < 3) return 2;
    pid_t child = fork();
    if (child < 0) return 125;
    if (child == 0) {
        (void)execvp(argv[2], argv + 2);
        _exit(127);
    }
    int status = 0;
    struct rusage used;
    if (wait4(child, &status, 0, &used) != child) return 125;
    FILE *out = fopen(argv[1], "w");
    if (!out) return 125;
    (void)fprintf(out, "%ld\n", used.ru_maxrss);
    (void)fclose(out);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
