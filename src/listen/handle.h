/*
 * handle.h - listen: under which key is this handle known?
 *
 * Two spellings of one handle have one key within their channel: evidence from an archive and from
 * a table meet at the same account. Keys never change once released: they stand in every store.
 *
 *   email       lower case, without <>, mailto:, comments; "jane at x.org" and "jane (at) x (dot)
 *               org" are jane@x.org
 *   name        name_key (base/str.h)
 *   list        lower case; an address a@b.c is known as the list a.b.c, which is what mailing list
 *               software calls it in List-Id (RFC 2919)
 *   site        host of a URL or a bare host, lower case, without www. and port
 *   event, outlet, group   name_key
 *   feed        the URL as it is, without fragment
 *   url         a page of somebody's own: without scheme, www., fragment and slash at the end
 *   others      lower case, without a leading @
 *
 * Check  tests/unit/test_person.c
 */
#ifndef KITH_LISTEN_HANDLE_H
#define KITH_LISTEN_HANDLE_H

#include "listen/importer.h"

/* Empty when nothing usable is left. */
struct str handle_key(struct arena *a, struct str channel, struct str handle);
struct str email_key(struct arena *a, struct str handle);
struct str url_host(struct arena *a, struct str url);
/* What stands before the @, or before the first dot of a list's name: "exmh-users". */
struct str list_label(struct str key);
/* A display name without quotes around it and runs of blanks; empty when only an address. */
struct str name_clean(struct arena *a, struct str name);
/* Is `name` a better name to show than `now`? The longest with a blank and without @; among others
 * any without @ and slash; the first seen wins ties. */
bool name_better(struct str name, struct str now);

#endif
