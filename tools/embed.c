/*
 * embed.c - tools: which statements, schemas and texts are part of the program?
 *
 *   embed sql    LIST.h TEXT.h FILE.sql…    enum sql and the texts with their stated plans
 *   embed schema OUT.h FILE.sql…            the migrations in order
 *   embed text   OUT.h NAME=FILE…           any file as a constant
 *   embed island OUT.h NAME=FILE…           scripts of pages, under addresses that change with them
 *   embed sheet  OUT.h FILE.css…            the one sheet of pages made of these, the same
 *
 * Only libc: it must build before anything else does.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *what, const char *which)
{
    (void)fprintf(stderr, "embed: %s: %s\n", which, what);
    exit(1);
}

static char *read_file(const char *path, size_t *ret_len)
{
    FILE *in = fopen(path, "rb");
    if (!in) die("cannot be read", path);
    size_t room = 1 << 16;
    size_t len = 0;
    char *text = malloc(room);
    while (text) {
        len += fread(text + len, 1, room - len - 1, in);
        if (feof(in)) break;
        if (ferror(in)) die("cannot be read", path);
        if (room - len - 1 == 0) text = realloc(text, room *= 2);
    }
    if (!text) die("out of memory", path);
    (void)fclose(in);
    text[len] = '\0';
    if (ret_len) *ret_len = len;
    return text;
}

static FILE *create(const char *path)
{
    FILE *out = fopen(path, "wb");
    if (!out) die("cannot be written", path);
    return out;
}

/* C compilers must take string literals of only 4095 bytes: arrays of numbers have no limit. */
static void put_bytes(FILE *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        (void)fprintf(out, "%d,%s", (signed char)text[i], i % 24 == 23 ? "\n" : "");
    }
    (void)fputs("0", out);
}

static char *next_name(char *at)
{
    return strstr(at, "-- name: ");
}

static void put_statement(char *block, FILE *list, FILE *text, FILE *rows)
{
    char *name = block + strlen("-- name: ");
    char *line_end = strchr(name, '\n');
    if (!line_end) die("a name without a statement", name);
    int len = (int)strcspn(name, " \n");
    (void)fprintf(list, "    SQL_%.*s,\n", len, name);
    (void)fprintf(text, "static const char sql_%.*s[] = {", len, name);
    put_bytes(text, line_end + 1, strlen(line_end + 1));
    (void)fputs("};\n", text);
    char *plan = strstr(block, "-- plan: ");
    (void)fprintf(rows, "    {\"%.*s\", sql_%.*s, ", len, name, len, name);
    if (plan) {
        plan += strlen("-- plan: ");
        (void)fprintf(rows, "\"%.*s\"},\n", (int)strcspn(plan, "\n"), plan);
    } else {
        (void)fputs("0},\n", rows);
    }
}

static int embed_sql(int argc, char **argv)
{
    if (argc < 5) die("want LIST.h TEXT.h FILE.sql", "sql");
    FILE *list = create(argv[2]);
    FILE *text = create(argv[3]);
    FILE *rows = tmpfile();
    if (!rows) die("no temporary file", "sql");
    (void)fputs("/* made by tools/embed */\n#ifndef SQL_LIST_H\n#define SQL_LIST_H\nenum sql {\n",
                list);
    (void)fputs("/* made by tools/embed */\n", text);
    for (int i = 4; i < argc; i++) {
        char *whole = read_file(argv[i], NULL);
        for (char *at = next_name(whole); at;) {
            char *next = next_name(at + 1);
            if (next) next[-1] = '\0';
            put_statement(at, list, text, rows);
            at = next;
        }
        free(whole);
    }
    (void)fputs("    SQL_COUNT\n};\n#endif\n", list);
    (void)fputs("static const struct {\n    const char *name, *text, *plan;\n} sql_texts[] = {\n",
                text);
    rewind(rows);
    for (int c = fgetc(rows); c != EOF; c = fgetc(rows))
        (void)fputc(c, text);
    (void)fputs("};\n", text);
    return fclose(list) | fclose(text) | fclose(rows);
}

static int embed_schema(int argc, char **argv)
{
    if (argc < 4) die("want OUT.h FILE.sql", "schema");
    FILE *out = create(argv[2]);
    (void)fputs("/* made by tools/embed */\n", out);
    for (int i = 3; i < argc; i++) {
        size_t len = 0;
        char *text = read_file(argv[i], &len);
        (void)fprintf(out, "static const char schema_%d[] = {", i - 2);
        put_bytes(out, text, len);
        (void)fputs("};\n", out);
        free(text);
    }
    (void)fputs("static const char *const schema_texts[] = {", out);
    for (int i = 3; i < argc; i++)
        (void)fprintf(out, "schema_%d, ", i - 2);
    (void)fputs("0};\n", out);
    return fclose(out);
}

static int embed_text(int argc, char **argv)
{
    if (argc < 4) die("want OUT.h NAME=FILE", "text");
    FILE *out = create(argv[2]);
    (void)fputs("/* made by tools/embed */\n", out);
    for (int i = 3; i < argc; i++) {
        char *equals = strchr(argv[i], '=');
        if (!equals) die("want NAME=FILE", argv[i]);
        size_t len = 0;
        char *text = read_file(equals + 1, &len);
        (void)fprintf(out, "static const char %.*s[] = {", (int)(equals - argv[i]), argv[i]);
        put_bytes(out, text, len);
        (void)fputs("};\n", out);
        free(text);
    }
    return fclose(out);
}

/* Another content, another address: that is all it is for (FNV-1a). */
static unsigned long long mark_of(const char *text, size_t len)
{
    unsigned long long h = 0xcbf29ce484222325ULL;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)text[i]) * 0x100000001b3ULL;
    return h;
}

static int embed_island(int argc, char **argv)
{
    if (argc < 3) die("want OUT.h NAME=FILE", "island");
    FILE *out = create(argv[2]);
    FILE *rows = tmpfile();
    if (!rows) die("no temporary file", "island");
    (void)fputs("/* made by tools/embed */\n", out);
    for (int i = 3; i < argc; i++) {
        char *equals = strchr(argv[i], '=');
        if (!equals) die("want NAME=FILE", argv[i]);
        size_t len = 0;
        char *text = read_file(equals + 1, &len);
        *equals = '\0';
        (void)fprintf(out, "static const char island_%s[] = {", argv[i]);
        put_bytes(out, text, len);
        (void)fputs("};\n", out);
        (void)fprintf(rows, "    {\"%s\", \"/a/%s-%016llx.js\", island_%s, %zu},\n", argv[i],
                      argv[i], mark_of(text, len), argv[i], len);
        free(text);
    }
    (void)fputs("static const struct island islands[] = {\n", out);
    rewind(rows);
    for (int c = fgetc(rows); c != EOF; c = fgetc(rows))
        (void)fputc(c, out);
    (void)fputs("    {0, 0, 0, 0},\n};\n", out);
    return fclose(out) | fclose(rows);
}

static int embed_sheet(int argc, char **argv)
{
    if (argc < 4) die("want OUT.h FILE.css", "sheet");
    FILE *out = create(argv[2]);
    char *whole = NULL;
    size_t whole_len = 0;
    for (int i = 3; i < argc; i++) {
        size_t len = 0;
        char *text = read_file(argv[i], &len);
        whole = realloc(whole, whole_len + len + 1);
        if (!whole) die("no memory", argv[i]);
        memcpy(whole + whole_len, text, len);
        whole_len += len;
        free(text);
    }
    (void)fputs("/* made by tools/embed */\nstatic const char sheet_bytes[] = {", out);
    put_bytes(out, whole, whole_len);
    (void)fprintf(out,
                  "};\nstatic const struct island sheet = {\"sheet\", \"/a/sheet-%016llx.css\", "
                  "sheet_bytes, %zu};\n",
                  mark_of(whole, whole_len), whole_len);
    free(whole);
    return fclose(out);
}

int main(int argc, char **argv)
{
    const char *mode = argc > 1 ? argv[1] : "";
    if (strcmp(mode, "sql") == 0) return embed_sql(argc, argv) != 0;
    if (strcmp(mode, "schema") == 0) return embed_schema(argc, argv) != 0;
    if (strcmp(mode, "text") == 0) return embed_text(argc, argv) != 0;
    if (strcmp(mode, "island") == 0) return embed_island(argc, argv) != 0;
    if (strcmp(mode, "sheet") == 0) return embed_sheet(argc, argv) != 0;
    die("want sql, schema, text, island or sheet", mode);
    return 1;
}
