/* json_only.c - tools: how fast is JSON merely parsed, line by line, without looking at it? */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* json_only FILE...: prints the number of objects and of their members. */
int main(int argc, char **argv)
{
    size_t objects = 0;
    size_t members = 0;
    char *line = NULL;
    size_t room = 0;
    for (int i = 1; i < argc; i++) {
        FILE *in = fopen(argv[i], "r");
        ssize_t len = 0;
        if (!in) return 1;
        while ((len = getline(&line, &room, in)) > 0) {
            json_error_t error;
            json_t *value = json_loadb(line, (size_t)len, 0, &error);
            objects += json_is_object(value);
            members += json_object_size(value);
            json_decref(value);
        }
        (void)fclose(in);
    }
    free(line);
    (void)printf("%zu %zu\n", objects, members);
    return objects > 0 ? 0 : 1;
}
