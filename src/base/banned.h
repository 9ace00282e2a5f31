/*
 * banned.h - base: which calls of libc does nobody here make?
 *
 * Forced into every file of ours by the build (-include), after the system's own headers have
 * been given the chance to declare them: they overrun, depend on the locale, or keep state.
 */
#ifndef KITH_BASE_BANNED_H
#define KITH_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atof gmtime localtime rand srand

#endif
