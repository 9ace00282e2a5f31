/*
 * transcript_int.h - listen: who says what in this line of a transcript?
 *
 * Check  tests/unit/test_transcript.c, tests/listen/transcript/, tests/fuzz/fuzz_transcript.c
 */
#ifndef KITH_LISTEN_TRANSCRIPT_INT_H
#define KITH_LISTEN_TRANSCRIPT_INT_H

#include "base/str.h"

#include <stdbool.h>

enum turn_form {
    TURN_NONE,  /* a further line of the turn before */
    TURN_PLAIN, /* "Jane Doe: text": prose has such lines, too */
    TURN_TIMED, /* with a time beside the name */
    TURN_BOLD,  /* "**Jane Doe:** text" */
    TURN_VOICE  /* "<v Jane Doe>text" */
};
/* *ret_name and *ret_text borrow from line. */
enum turn_form turn_of(struct str line, struct str *ret_name, struct str *ret_text);
/* Without a time that begins it. */
struct str turn_untimed(struct str text);
/* Is it a line of cues, not of words ("12", "00:01.000 --> 00:02.000", "WEBVTT")? */
bool turn_is_cue(struct str line);
/* A label that is nobody's name: a jingle, a break, "Speaker 1", "Q". */
bool turn_is_nobody(struct str name);
/* How surely is the text that starts so a transcript, 0 .. 100? */
int turns_sniff(struct str head);

#endif
