/* replay.c - tests: does a fuzz target still stand all that ever broke it? */
#include <dirent.h>
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * Feeds every file of the files and directories that match the patterns given as arguments, and of
 * the directories in them, to the target, in the order of their names, and prints nothing when all
 * went well. A pattern may match nothing; all of them together may not. With gcc, in every
 * `make test`; libFuzzer's own main does the same with clang.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static size_t fed; /* files so far */

static int feed_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    struct stat info;
    if (!in || fstat(fileno(in), &info) != 0) {
        (void)fprintf(stderr, "replay: %s cannot be read\n", path);
        if (in) (void)fclose(in);
        return 1;
    }
    size_t size = (size_t)info.st_size;
    uint8_t *bytes = malloc(size ? size : 1); /* exact, so that a byte too far is seen */
    int failed = !bytes || fread(bytes, 1, size, in) != size;
    (void)fclose(in);
    if (failed) (void)fprintf(stderr, "replay: %s could not be read to its end\n", path);
    if (!failed) (void)LLVMFuzzerTestOneInput(bytes, size);
    fed++;
    free(bytes);
    return failed;
}

/* What a sample is expected to become is no input. */
static int input(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strcmp(entry->d_name, "want.ndjson") != 0;
}

/* scandir's alphasort follows the locale; bytes are the same everywhere. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int feed_path(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)) return feed_file(path);
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, input, by_bytes);
    int failed = count < 0;
    if (failed) (void)fprintf(stderr, "replay: %s cannot be listed\n", path);
    for (int i = 0; i < count; i++) {
        char file[4096];
        (void)snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
        failed |= feed_path(file);
        free(entries[i]);
    }
    free(entries);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = argc < 2;
    glob_t found = {0};
    if (failed) (void)fprintf(stderr, "usage: replay PATTERN...\n");
    for (int i = 1; i < argc; i++)
        (void)glob(argv[i], i > 1 ? GLOB_APPEND : 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++)
        failed |= feed_path(found.gl_pathv[i]);
    globfree(&found);
    if (!fed) (void)fprintf(stderr, "replay: no file was found; that tests nothing\n");
    return failed || !fed;
}
