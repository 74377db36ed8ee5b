// The one door to ncurses. Swift imports nearly all of it as it is; each function below says why
// it cannot import the thing itself.
#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

// Without it the header hides the wide-character functions.
#define NCURSES_WIDECHAR 1
#include <ncurses.h>

// The parts of <term.h> that are used, declared here: the header itself brings in <termios.h>,
// which is in Swift's Glibc too, and then it is chance which module `termios` belongs to.
struct term;
extern int setupterm(const char *type, int output, int *status);
extern struct term *set_curterm(struct term *terminal);
extern int del_curterm(struct term *terminal);
extern int tigetnum(const char *capability);
extern char *tigetstr(const char *capability);
extern char *tparm(const char *capability, ...);

// `stdscr`, `curscr` and `COLORS` are mutable globals, which Swift's concurrency checking refuses.

static inline WINDOW *cncurses_standard_window(void) { return stdscr; }

static inline WINDOW *cncurses_physical_screen(void) { return curscr; }

static inline int cncurses_colour_count(void) { return COLORS; }

// Attribute masks are built by a cast in a function-like macro, which Swift does not import.

static inline attr_t cncurses_bold(void) { return A_BOLD; }

static inline attr_t cncurses_dim(void) { return A_DIM; }

static inline attr_t cncurses_reverse(void) { return A_REVERSE; }

// `tparm` is variadic, and variadic C functions are unavailable in Swift.

static inline char *cncurses_cursor_to(const char *capability, int row, int column) {
  return tparm(capability, (long)row, (long)column, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}

// Text capabilities are `char *` or one of two sentinel pointers, (char *)-1 being one: Swift has
// no spelling for a comparison with it. Here either sentinel is NULL.

static inline const char *cncurses_text_capability(const char *name) {
  char *value = tigetstr(name);
  return value == (char *)-1 ? NULL : value;
}

// The C library has it, but the feature macros that Swift imports headers with hide it.

extern int wcwidth(wchar_t character);

#endif
