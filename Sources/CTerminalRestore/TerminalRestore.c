#include "CTerminalRestore.h"

#include "CMappedFault.h"
#include "SignalMeaning.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

// How long the event loop may leave an ending signal unanswered before the handler acts itself.
static const unsigned grace_in_seconds = 3;

// How long a restore waits for a terminal that takes no bytes (stopped output, a dead line).
static const int patience_in_milliseconds = 1000;

// Written before the handlers are installed, and only read by them.
static struct {
  int input;
  int output;
  struct termios modes;
  char bytes[512];
  size_t count;
} terminal;

static int signal_pipe[2] = {-1, -1};
static struct sigaction former[NSIG];
static int is_taken[NSIG];
enum { alternate_stack_size = 64 * 1024 };

static atomic_int armed;
static atomic_int on_screen;
static atomic_int asked_to_end;  // the first ending signal, 0 if none came
static _Atomic uint64_t noted_signals;

// Writes everything, or gives up when the terminal takes nothing for a while.
static void write_all(const char *bytes, size_t count) {
  while (count > 0) {
    struct pollfd ready = {.fd = terminal.output, .events = POLLOUT};
    if (poll(&ready, 1, patience_in_milliseconds) <= 0) return;
    ssize_t written = write(terminal.output, bytes, count);
    if (written <= 0 && errno != EINTR && errno != EAGAIN) return;
    if (written > 0) {
      bytes += written;
      count -= (size_t)written;
    }
  }
}

int terminal_restore_in_foreground(void) {
  // No answer means no job control on this terminal, and then nobody is stopped for using it.
  pid_t front = tcgetpgrp(terminal.input);
  return front < 0 || front == getpgrp();
}

void terminal_restore_now(void) {
  if (!atomic_exchange(&on_screen, 0)) return;
  int saved = errno;
  // A process in the background would be stopped for writing, and never die.
  sigset_t output_stop, mask;
  sigemptyset(&output_stop);
  sigaddset(&output_stop, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &output_stop, &mask);
  write_all(terminal.bytes, terminal.count);
  // In the background the modes belong to whoever is in front. TCSANOW: a drain may take for ever.
  if (terminal_restore_in_foreground()) tcsetattr(terminal.input, TCSANOW, &terminal.modes);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  errno = saved;
}

static void set_default(int signal) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, NULL);
}

static void note(int signal) {
  atomic_fetch_or(&noted_signals, UINT64_C(1) << signal);
  // A full pipe is as readable as can be, so a failed write loses nothing.
  ssize_t ignored = write(signal_pipe[1], "", 1);
  (void)ignored;
}

static void on_noted(int signal) {
  int saved = errno;
  if (atomic_load(&on_screen)) note(signal);
  errno = saved;
}

static void on_ending(int signal) {
  int saved = errno;
  int none = 0;
  if (atomic_load(&on_screen) && atomic_compare_exchange_strong(&asked_to_end, &none, signal)) {
    note(signal);
    alarm(grace_in_seconds);
  } else {
    // Asked again, or with nobody to ask: the signal is blocked here and kills on return.
    terminal_restore_now();
    set_default(signal);
    raise(signal);
  }
  errno = saved;
}

static void on_unanswered(int alarm_signal) {
  (void)alarm_signal;
  int signal = atomic_load(&asked_to_end);
  if (signal == 0) return;
  terminal_restore_now();
  set_default(signal);
  raise(signal);
}

static void on_crash(int signal, siginfo_t *info, void *context) {
  (void)context;
  // A mapped file that is cut short while it is read is no crash, whoever of us came first.
  if (signal == SIGBUS && info->si_code > 0 && mapped_fault_mend(info->si_addr)) return;
  terminal_restore_now();
  // The former action and not the default one: with SWIFT_BACKTRACE it prints the backtrace. The
  // signal is blocked here, so it is delivered on return, with the faulting registers in place.
  sigaction(signal, &former[signal], NULL);
  raise(signal);
}

static void on_fatal(int signal) {
  terminal_restore_now();
  set_default(signal);
  // It is blocked here, and kills on return.
  raise(signal);
}

// Takes a signal over, unless the parent wants it ignored (nohup, a shell without job control).
// One that somebody has a use for already, such as a profiler for SIGPROF, is no end either.
static void take_over(int signal) {
  struct sigaction action = {.sa_flags = SA_RESTART};
  enum meaning meaning = meaning_of(signal);
  switch (meaning) {
    case HARMLESS: return;
    case NOTED: action.sa_handler = on_noted; break;
    case ENDING: action.sa_handler = on_ending; break;
    case UNANSWERED: action.sa_handler = on_unanswered; break;
    case CRASHING:
      action.sa_sigaction = on_crash;
      action.sa_flags |= SA_SIGINFO | SA_ONSTACK;
      break;
    case FATAL: action.sa_handler = on_fatal; break;
  }
  sigfillset(&action.sa_mask);
  // Fails for the two that the C library keeps for itself.
  if (sigaction(signal, NULL, &former[signal]) != 0) return;
  int is_plain = !(former[signal].sa_flags & SA_SIGINFO);
  if (is_plain && former[signal].sa_handler == SIG_IGN) return;
  if (meaning == FATAL && !(is_plain && former[signal].sa_handler == SIG_DFL)) return;
  is_taken[signal] = sigaction(signal, &action, NULL) == 0;
}

// Puts back what was there before, unless somebody has taken a crash over since and passes it on.
static void give_back(int signal) {
  if (!is_taken[signal]) return;
  is_taken[signal] = 0;
  struct sigaction current;
  sigaction(signal, NULL, &current);
  if (current.sa_flags & SA_SIGINFO && current.sa_sigaction != on_crash) return;
  sigaction(signal, &former[signal], NULL);
}

// A stack that overflowed cannot run a handler. The runtime's own alternate stack is left alone.
//
// Each thread that ever arms has a stack of its own, and keeps it: two that fault at one time must
// not run their handlers on one. In a program there is one such thread.
static void provide_alternate_stack(void) {
  stack_t current;
  if (sigaltstack(NULL, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
  stack_t stack = {.ss_sp = malloc(alternate_stack_size), .ss_size = alternate_stack_size};
  if (stack.ss_sp) sigaltstack(&stack, NULL);
}

// Made once and kept: a handler on another thread may be about to write while we disarm.
static int make_pipe(void) {
  if (signal_pipe[0] >= 0) return 0;
  if (atexit(terminal_restore_now) != 0) return ENOMEM;
  if (pipe(signal_pipe) != 0) return errno;
  for (int end = 0; end < 2; end++) {
    fcntl(signal_pipe[end], F_SETFD, FD_CLOEXEC);
    fcntl(signal_pipe[end], F_SETFL, O_NONBLOCK);
  }
  return 0;
}

int terminal_restore_arm(int input, int output, const char *bytes, size_t count) {
  if (count > sizeof terminal.bytes) return E2BIG;
  if (atomic_exchange(&armed, 1)) return EBUSY;
  int failure = tcgetattr(input, &terminal.modes) == 0 ? make_pipe() : errno;
  if (failure != 0) {
    atomic_store(&armed, 0);
    return failure;
  }
  terminal.input = input;
  terminal.output = output;
  for (size_t i = 0; i < count; i++) terminal.bytes[i] = bytes[i];
  terminal.count = count;
  atomic_store(&asked_to_end, 0);
  terminal_restore_take_signals();

  provide_alternate_stack();
  for (int signal = 1; signal < NSIG; signal++) take_over(signal);
  return 0;
}

int terminal_restore_is_armed(void) { return atomic_load(&armed); }

void terminal_restore_disarm(void) {
  if (!atomic_load(&armed)) return;
  atomic_store(&on_screen, 0);
  alarm(0);
  for (int signal = 1; signal < NSIG; signal++) give_back(signal);
  atomic_store(&armed, 0);
}

void terminal_restore_entered(void) { atomic_store(&on_screen, 1); }

void terminal_restore_left(void) { atomic_store(&on_screen, 0); }

int terminal_restore_signal_pipe(void) { return signal_pipe[0]; }

uint64_t terminal_restore_take_signals(void) {
  char bytes[64];
  while (read(signal_pipe[0], bytes, sizeof bytes) > 0) continue;
  uint64_t signals = atomic_exchange(&noted_signals, 0);
  if (atomic_load(&asked_to_end) != 0) alarm(0);
  return signals;
}

void terminal_restore_stop(enum terminal_restore_reach reach) {
  struct sigaction ours;
  sigaction(SIGTSTP, NULL, &ours);
  if (ours.sa_handler == SIG_IGN) return;

  if (reach == TERMINAL_RESTORE_JOB) {
    // The others first, while it means nothing to us: sent to a process it may stop us at any
    // later moment, from another thread, when the screen is being painted again.
    signal(SIGTSTP, SIG_IGN);
    kill(0, SIGTSTP);
  }
  // `raise` reaches this very thread, so we are stopped before it returns.
  set_default(SIGTSTP);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
}

_Noreturn void terminal_restore_die_of(int signal) {
  terminal_restore_now();
  set_default(signal);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(signal);
  // A signal that does not kill by default still ends us, with the status a shell would show.
  _exit(128 + signal);
}
