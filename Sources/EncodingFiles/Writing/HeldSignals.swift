import Glibc

/// Holds back the signals that ask the program to end, while there is something to clear away first.
///
/// They come when the value goes. It must go on the thread on which it was made; other threads that
/// take signals are not held. Ctrl-\\ (SIGQUIT) is left for a disk that does not answer.
@safe
struct HeldSignals: ~Copyable {
  private var former = sigset_t()
  private static let held = [SIGHUP, SIGINT, SIGTERM]

  init() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for signal in Self.held { unsafe sigaddset(&signals, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, &former)
  }

  deinit {
    var former = former
    unsafe pthread_sigmask(SIG_SETMASK, &former, nil)
  }

  /// Whether one has come that waits for this.
  var hasCome: Bool {
    var (pending, former) = (sigset_t(), former)
    unsafe sigpending(&pending)
    return Self.held.contains {
      unsafe sigismember(&pending, $0) == 1 && sigismember(&former, $0) == 0
    }
  }
}
