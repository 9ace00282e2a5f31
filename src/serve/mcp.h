/*
 * mcp.h - serve: what may a language model ask?
 *
 * The Model Context Protocol on standard input and output, one JSON object a line: the revisions up
 * to 2025-11-25, which begin with a handshake, and 2026-07-28, which has none and says its version
 * with each request. Tools are those addresses of route.h that have a tool's name; they read, and
 * write only where that was allowed. What they answer is what the verb answers, with a word before
 * it that texts in it are others' and no instructions; at most MCP_RESULT_BYTES_MAX, with fewer
 * rows where there would be more. Erased people cannot appear: nothing of them is stored.
 *
 * Source  https://modelcontextprotocol.io/specification/2025-11-25 and /2026-07-28
 * Check   tests/serve/mcp.mjs (also with 1,000 lines of garbage)
 */
#ifndef KITH_SERVE_MCP_H
#define KITH_SERVE_MCP_H

#include "base/err.h"

#include <stdbool.h>
#include <stdio.h>

/* Until the input ends. in: a descriptor. IO_FAILED when out cannot be written. */
MUST_CHECK enum status mcp_run(const char *db, bool may_write, int in, FILE *out, struct err *e);

#endif
