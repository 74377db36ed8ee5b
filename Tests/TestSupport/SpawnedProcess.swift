public import Glibc

/// A process that a test has started and not waited for; it dies with the value.
public final class SpawnedProcess {
  /// Its number.
  public let identifier: pid_t
  /// How it ended, once that was asked for and is so.
  public private(set) var ending: Subprocess.Ending?
  /// The most memory that it had at one time in bytes, once it has ended.
  public private(set) var peakByteCount = 0

  /// Starts a process with its streams on a terminal, of which it is the session's leader.
  ///
  /// - Parameters:
  ///   - command: The path of the program and its arguments.
  ///   - environment: All its variables.
  ///   - terminal: The name of the terminal; nil for one that reads nothing and says nothing.
  ///   - errors: The file for its standard error; nil for the terminal too.
  ///   - directory: Where it runs; nil for where the tests do.
  /// - Throws: ``Subprocess/Failure``.
  public init(
    _ command: [String], environment: [String: String], terminal: String?, errors: String? = nil,
    directory: String? = nil
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal ?? "/dev/null", O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    if let errors {
      posix_spawn_file_actions_addopen(
        &actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    } else {
      posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    // POSIX_SPAWN_SETSID of spawn.h, which Swift does not import, is 0x80.
    posix_spawnattr_setflags(
      &attributes, 0x80 | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

    let whole = directory.map { ["/usr/bin/env", "--chdir", $0, "--"] + command } ?? command
    var arguments = whole.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in arguments + variables { free(word) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, whole[0], &actions, &attributes, &arguments, &variables)
    guard failure == 0 else {
      throw Subprocess.Failure.cannotStart(command: command, errorNumber: failure)
    }
    identifier = process
  }

  deinit {
    guard ending == nil else { return }
    kill(identifier, SIGKILL)
    wait(0)
  }

  /// Sends it a signal, unless it is known to have ended.
  public func signal(_ number: Int32) {
    if !hasEnded { kill(identifier, number) }
  }

  /// Whether it has ended.
  public var hasEnded: Bool {
    if ending == nil { wait(WNOHANG) }
    return ending != nil
  }

  private func wait(_ options: Int32) {
    var status: Int32 = 0
    var usage = rusage()
    var found: pid_t = -1
    repeat { found = wait4(identifier, &status, options, &usage) } while found < 0 && errno == EINTR
    guard found == identifier else { return }
    let signal = status & 0x7F
    ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(by: signal)
    // Linux counts it in units of 1024 bytes.
    peakByteCount = Int(usage.ru_maxrss) * 1024
  }
}
