/* gmime_only.c - tools: how fast are mails merely parsed, without keeping anything of them? */
#include <fcntl.h>
#include <ftw.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>

/*
 * gmime_only DIRECTORY...
 *
 * Opens every file, constructs the message, walks its parts and decodes those of text into memory,
 * as any reader of mail must. Prints the number of messages and of bytes of text.
 */
static size_t messages, text_bytes;

static void see_part(GMimeObject *parent, GMimeObject *part, gpointer context)
{
    (void)parent;
    (void)context;
    if (!GMIME_IS_TEXT_PART(part)) return;
    char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
    if (!text) return;
    text_bytes += strlen(text);
    g_free(text);
}

static int see_file(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)at;
    if (kind != FTW_F) return 0;
    GMimeStream *in = g_mime_stream_fs_open(path, O_RDONLY, 0, NULL);
    if (!in) return 0;
    GMimeParser *parser = g_mime_parser_new_with_stream(in);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message) {
        messages++;
        g_mime_message_foreach(message, see_part, NULL);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(in);
    return 0;
}

int main(int argc, char **argv)
{
    g_mime_init();
    for (int i = 1; i < argc; i++) {
        if (nftw(argv[i], see_file, 32, FTW_PHYS) != 0) {
            perror(argv[i]);
            return 1;
        }
    }
    (void)printf("%zu %zu\n", messages, text_bytes);
    return messages > 0 ? 0 : 1;
}
