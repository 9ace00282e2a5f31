/* importers.c - listen: which kinds of sources can be read? */
#include "listen/importer.h"

#include <stddef.h>

extern const struct importer importer_mbox, importer_mail, importer_feed, importer_feed_list,
    importer_jsonl, importer_csv, importer_tsv, importer_vcard;

const struct importer *const importers[] = {
    &importer_vcard, &importer_mbox, &importer_mail, &importer_feed, &importer_feed_list,
    &importer_jsonl, &importer_csv,  &importer_tsv,  NULL,
};
