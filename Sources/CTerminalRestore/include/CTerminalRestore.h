// Gives the terminal back when the program does not get the chance to: the signal handlers.
//
// This is C in a target of its own because
// - a handler may only make async-signal-safe calls, and Swift promises that of none of its code
//   (even reading a stored property may go through the runtime);
// - a handler takes no context, so what it needs must be a global, and there must be one instance
//   of it: a systemLibrary target has no .c file, and `static` state in a header would be copied
//   into every module that imports it.
//
// There is one terminal per process, so there is one of everything here. All functions but the
// handlers are called from the thread that owns the terminal, except `terminal_restore_now`.
#ifndef CTERMINALRESTORE_H
#define CTERMINALRESTORE_H

#include <stddef.h>
#include <stdint.h>

// Installs the handlers and remembers what they need: the descriptors of the terminal, its modes
// as the shell left them, and the bytes that undo what the screen turns on.
//
// Returns 0, EBUSY when a terminal is armed already, E2BIG when there are too many bytes, or the
// errno of reading the modes or of making the pipe. Nothing is restored before
// `terminal_restore_entered`.
int terminal_restore_arm(int input, int output, const char *bytes, size_t count);

// Whether `terminal_restore_arm` would find another terminal armed.
int terminal_restore_is_armed(void);

// Puts back the signal actions that `terminal_restore_arm` found.
void terminal_restore_disarm(void);

// From now on the terminal is ours: a handler has something to restore.
void terminal_restore_entered(void);

// The terminal has been given back in good order: a handler has nothing to restore.
void terminal_restore_left(void);

// Gives the terminal back now if it is ours; also what `exit` does, and what the handlers do.
// Async-signal-safe, and bounded in time even when the terminal takes no more bytes.
void terminal_restore_now(void);

// Whether this process may set the modes of the terminal without being stopped for it (SIGTTOU).
int terminal_restore_in_foreground(void);

// The read end of a pipe that becomes readable when a signal was noted; it is never closed.
int terminal_restore_signal_pipe(void);

// The signals noted since the last call, one bit each: bit n for signal n. Asking is the answer
// that the handlers of the ending signals wait for.
uint64_t terminal_restore_take_signals(void);

// Whom a stop reaches.
enum terminal_restore_reach {
  // The process alone: somebody sent it the signal, and chose whom to send it to.
  TERMINAL_RESTORE_PROCESS,
  // Every process of the shell's job, as the terminal itself would do for Ctrl-Z.
  TERMINAL_RESTORE_JOB,
};

// Stops with SIGTSTP's default action, and returns when the process is continued. To be called
// after `terminal_restore_left`. Does nothing if the parent ignores SIGTSTP: it could never
// continue us.
void terminal_restore_stop(enum terminal_restore_reach reach);

// Restores the terminal, then dies of the signal so that the parent sees the true reason.
_Noreturn void terminal_restore_die_of(int signal);

#endif
