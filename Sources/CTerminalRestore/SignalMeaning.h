// What each signal means to a program with a screen.
#ifndef SIGNALMEANING_H
#define SIGNALMEANING_H

#include <signal.h>

// What a signal means while a screen is open. There is no list of those that end a process: whatever
// is not named here does, the real-time signals and those of other systems too.
enum meaning {
  // Ends no process by default, or cannot be taken over.
  HARMLESS,
  // Only noted for the event loop. A handler of ours rather than ncurses' for SIGWINCH, because any
  // thread may be the one that runs it, and then `poll` in the event loop is not interrupted; a
  // byte in a pipe wakes it whoever wrote it.
  NOTED,
  // Asks the program to end: the event loop hears of it, and is given the time to end in order.
  ENDING,
  // Comes when it did not take it.
  UNANSWERED,
  // The program is broken: nothing of it may run any more. Swift's traps are SIGILL and SIGTRAP.
  CRASHING,
  // Ends the process at once.
  FATAL,
};

static inline enum meaning meaning_of(int signal) {
  switch (signal) {
    case SIGCHLD: case SIGURG: case SIGTTIN: case SIGTTOU: case SIGSTOP: case SIGKILL:
      return HARMLESS;
    case SIGWINCH: case SIGCONT: case SIGTSTP:
      return NOTED;
    case SIGHUP: case SIGINT: case SIGQUIT: case SIGTERM:
      return ENDING;
    case SIGALRM:
      return UNANSWERED;
    case SIGILL: case SIGTRAP: case SIGABRT: case SIGBUS: case SIGFPE: case SIGSEGV:
      return CRASHING;
    default:
      return FATAL;
  }
}

#endif
