import Glibc

/// A program that is started to be watched, in an environment of its own.
struct ChildProgram: Sendable {
  /// Where it is.
  let path: String

  /// What a run left behind.
  struct Outcome {
    /// The exit code, or 128 plus the number of the signal that ended it.
    let status: Int32
    /// From before the start to after the end.
    let seconds: Double
    /// The most memory that it held at any moment, in bytes.
    let peakByteCount: Int
  }

  /// The program of a name in the folder of this one.
  static func beside(_ name: String) throws(BenchmarkError) -> ChildProgram {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    guard length > 0 else { throw .system("find this program", errorNumber: errno) }
    let own = String(
      decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
    let path = own[...(own.lastIndex(of: "/") ?? own.startIndex)] + name
    guard unsafe access(String(path), X_OK) == 0 else { throw .programMissing(path: String(path)) }
    return ChildProgram(path: String(path))
  }

  /// Runs it to its end, with standard input, output and error on `/dev/null`.
  func run(_ arguments: [String]) throws(BenchmarkError) -> Outcome {
    Self.forgetOwnPeak()
    let start = ContinuousClock.now
    let process = try spawn(arguments, on: "/dev/null")
    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Outcome(
      status: signal == 0 ? status >> 8 & 0xFF : 128 + signal,
      seconds: (ContinuousClock.now - start).seconds,
      // Linux counts in KiB.
      peakByteCount: usage.ru_maxrss << 10)
  }

  /// Makes this program's peak of memory what it holds now.
  ///
  /// Until a child has become another program the system counts its parent's peak as the child's. Where
  /// this cannot be done the child's peak is at worst too large.
  private static func forgetOwnPeak() {
    let file = unsafe open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    _ = unsafe write(file, "5", 1)
  }

  /// Runs it to its end and fails unless it exits with 0.
  func runWell(_ arguments: [String]) throws(BenchmarkError) -> Outcome {
    let outcome = try run(arguments)
    guard outcome.status == 0 else {
      throw .programFailed(([path] + arguments).joined(separator: " "), status: outcome.status)
    }
    return outcome
  }

  /// Starts it as the leader of a session of its own.
  ///
  /// - Parameters:
  ///   - arguments: the words after its name.
  ///   - device: where its standard input, output and error lead; a terminal becomes the session's.
  /// - Returns: the process, which the caller waits for.
  /// - Throws: ``BenchmarkError/system(_:errorNumber:)``.
  func spawn(_ arguments: [String], on device: String) throws(BenchmarkError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, device, O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    unsafe posix_spawnattr_setflags(&attributes, Self.startsSession)
    let words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    let variables = unsafe Self.environment.map { unsafe strdup($0) } + [nil]
    defer {
      unsafe (words + variables).forEach { unsafe free($0) }
      unsafe posix_spawnattr_destroy(&attributes)
      unsafe posix_spawn_file_actions_destroy(&actions)
    }
    var process: pid_t = 0
    let failure = unsafe posix_spawn(&process, path, &actions, &attributes, words, variables)
    guard failure == 0 else { throw .system("start \(path)", errorNumber: failure) }
    return process
  }

  /// `POSIX_SPAWN_SETSID` of `spawn.h`, which Swift does not import.
  private static let startsSession: Int16 = 0x80

  /// The same for everybody who measures.
  private static let environment = [
    "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/nonexistent", "LANG=C.UTF-8",
    "TERM=xterm-256color",
  ]
}
