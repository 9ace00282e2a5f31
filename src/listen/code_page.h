/*
 * code_page.h - listen: which characters do bytes above 127 stand for?
 *
 * Text that is no UTF-8 and says nothing of itself: Windows-1252 unless its bytes say otherwise.
 * Where whole words are above 127 it is another script (Cyrillic in Windows-1251 or KOI8-R, Greek,
 * Hebrew: told by where the small letters stand); where letters of Windows-1250 that are signs in
 * Windows-1252 stand within words it is Central European.
 *
 * Check  tests/unit/test_code_page.c: texts encoded by Python
 */
#ifndef KITH_LISTEN_CODE_PAGE_H
#define KITH_LISTEN_CODE_PAGE_H

#include "base/str.h"

enum code_page { PAGE_1252, PAGE_1250, PAGE_1251, PAGE_1253, PAGE_1255, PAGE_KOI8, PAGE_COUNT };

struct page_tally {
    uint64_t bytes;   /* above 127 */
    uint64_t beside;  /* behind another one */
    uint64_t central; /* letters of Windows-1250 alone */
    uint32_t byte[256];
};

/* A byte above 127 and its neighbours (0: none). */
void code_page_count(struct page_tally *t, unsigned char before, unsigned char c,
                     unsigned char behind);
enum code_page code_page_found(const struct page_tally *t);
uint32_t code_of_page(enum code_page page, unsigned char c);
const char *code_page_name(enum code_page page);

#endif
