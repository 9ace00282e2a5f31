/* magic.c - listen: what is this file, when nobody here reads it? */
#include "listen/magic.h"

#include <string.h>

struct magic {
    size_t at; /* offset of the bytes */
    struct str bytes;
    const char *name;
};

#define MAGIC(offset, literal, what) \
    { \
        (offset), {(literal), sizeof(literal) - 1}, (what) \
    }

static const struct magic magics[] = {
    MAGIC(0, "\x89PNG\r\n\x1a\n", "a PNG image"),
    MAGIC(0, "\xff\xd8\xff", "a JPEG image"),
    MAGIC(0, "GIF87a", "a GIF image"),
    MAGIC(0, "GIF89a", "a GIF image"),
    MAGIC(8, "WEBP", "a WebP image"),
    MAGIC(0, "II*\0", "a TIFF image"),
    MAGIC(0, "MM\0*", "a TIFF image"),
    MAGIC(8, "AVI ", "an AVI video"),
    MAGIC(8, "WAVE", "a WAV sound file"),
    MAGIC(4, "ftyp", "an MP4 video or photo"),
    MAGIC(0, "\x1a\x45\xdf\xa3", "a Matroska or WebM video"),
    MAGIC(0, "ID3", "an MP3 sound file"),
    MAGIC(0, "OggS", "an Ogg sound or video file"),
    MAGIC(0, "fLaC", "a FLAC sound file"),
    MAGIC(0, "%PDF-", "a PDF document (save its tables as CSV)"),
    MAGIC(0, "{\\rtf", "a rich text document"),
    MAGIC(0, "%!PS", "a PostScript document"),
    MAGIC(30, "mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
          "an OpenDocument spreadsheet (save it as CSV)"),
    MAGIC(30, "[Content_Types].xml", "an Office document (save its sheet as CSV)"),
    MAGIC(0, "PK\3\4", "an Office document or program package (save its sheet as CSV)"),
    MAGIC(0, "PK\5\6", "an empty zip archive"), /* others are unpacked: unpack.h */
    MAGIC(0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
          "an old Office document or Outlook message (save it as CSV or as .eml)"),
    MAGIC(0, "!BDN", "an Outlook mail folder (export it as mbox)"),
    MAGIC(0, "Rar!\x1a\x07", "a RAR archive (unpack it first)"),
    MAGIC(0, "SQLite format 3", "an SQLite database (a kith store is named with --db)"),
    MAGIC(0, "PAR1", "a Parquet table (export it as CSV)"),
    MAGIC(0,
          "\x7f"
          "ELF",
          "a program"),
    MAGIC(0, "MZ", "a Windows program"),
    MAGIC(0, "\xfe\xed\xfa", "a program"),
    MAGIC(0, "\xcf\xfa\xed\xfe", "a program"),
    MAGIC(0, "\xca\xfe\xba\xbe", "a program"),
    MAGIC(0, "\0asm", "a WebAssembly program"),
    MAGIC(0, "wOFF", "a font"),
    MAGIC(0, "wOF2", "a font"),
};

static bool looks_binary(struct str head)
{
    size_t controls = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.p[i];
        controls += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
    }
    return controls * 20 > head.len;
}

static bool starts_after_blanks(struct str head, const char *start)
{
    struct str s = head;
    if (str_starts(s, "\xef\xbb\xbf")) s = str_skip(s, 3);
    return str_starts_nocase(str_trim(s), start);
}

const char *magic_name(struct str head, bool *ret_sure)
{
    *ret_sure = true;
    if (!head.len) return "an empty file";
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const struct magic *m = &magics[i];
        if (head.len < m->at + m->bytes.len) continue;
        if (memcmp(head.p + m->at, m->bytes.p, m->bytes.len) == 0) return m->name;
    }
    *ret_sure = false;
    if (starts_after_blanks(head, "<!doctype html") || starts_after_blanks(head, "<html")) {
        return "a web page";
    }
    if (starts_after_blanks(head, "<?xml") || starts_after_blanks(head, "<!doctype")) {
        return "an XML document of a kind kith does not know";
    }
    if (starts_after_blanks(head, "-----BEGIN PGP")) return "an encrypted file";
    if (starts_after_blanks(head, "BEGIN:VCARD")) return "a vCard";
    if (starts_after_blanks(head, "BEGIN:VCALENDAR")) return "a calendar";
    if (looks_binary(head)) return "a binary file of a kind kith does not know";
    return "text of a kind kith does not know";
}
