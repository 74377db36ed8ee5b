public import Foundation
import Glibc

/// A command that ran to its end, and all that it said.
public struct Subprocess: Hashable, Sendable {
  /// How a process ended.
  public enum Ending: Hashable, Sendable {
    /// It exited with a status.
    case exited(Int32)
    /// A signal killed it.
    case killed(by: Int32)
  }

  /// Why a command did not run; a command that is not found exits with 127 instead.
  public enum Failure: Error, Equatable {
    /// No process could be made, with the error number.
    case cannotStart(command: [String], errorNumber: Int32)
  }

  /// How it ended.
  public let ending: Ending
  /// The bytes it wrote to standard output.
  public let output: Data
  /// The bytes it wrote to standard error.
  public let error: Data

  /// Standard output as text; bytes that are no UTF-8 are replaced.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text; bytes that are no UTF-8 are replaced.
  public var errorText: String { String(decoding: error, as: UTF8.self) }

  /// Runs a command to its end.
  ///
  /// The command inherits no variable and none of the signals that the threads of the tests have
  /// blocked.
  ///
  /// - Parameters:
  ///   - command: The program and its arguments; a name without `/` is looked up in PATH.
  ///   - environment: The whole environment of the command.
  ///   - input: What it reads on standard input, which ends after that.
  ///   - directory: Where it runs; nil for where the tests do.
  /// - Throws: ``Failure``, or what Foundation throws when a file for the output cannot be made.
  public init(
    _ command: [String], environment: [String: String] = Self.pinnedEnvironment,
    input: Data = Data(), directory: URL? = nil
  ) throws {
    // Files and not pipes: a pipe must be read from while the command still runs, and does not
    // end before the last process that inherited it.
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "qviz-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["input", "output", "error"].map { folder.appending(path: $0) }
    try input.write(to: files[0])
    let process = try Self.start(
      command, environment: environment, files: files.map(\.path), directory: directory?.path)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(by: signal)
    output = try FileHandle(forReadingFrom: files[1]).readToEnd() ?? Data()
    error = try FileHandle(forReadingFrom: files[2]).readToEnd() ?? Data()
  }

  /// An environment in which a program behaves the same on every machine.
  public static let pinnedEnvironment: [String: String] = [
    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    // What a person tunes outlives the program; what a test does must not.
    "QVIZ_NO_STATE": "1",
    // A crash is a result, not a conversation with a backtracer.
    "SWIFT_BACKTRACE": "enable=no",
  ]

  /// Starts a process.
  ///
  /// Not Foundation's `Process`: on Linux that one waits until everybody who inherited a certain
  /// socket is gone, which for a command that leaves a server behind is never.
  private static func start(
    _ command: [String], environment: [String: String], files: [String], directory: String?
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, files[0], O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, files[1], O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, files[2], O_WRONLY | O_CREAT, 0o600)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

    // `env` looks the name up in the command's own PATH.
    let place = directory.map { ["--chdir", $0] } ?? []
    var arguments = (["env"] + place + ["--"] + command).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in arguments + variables { free(word) } }
    var process: pid_t = 0
    let failure = posix_spawn(
      &process, "/usr/bin/env", &actions, &attributes, &arguments, &variables)
    guard failure == 0 else { throw Failure.cannotStart(command: command, errorNumber: failure) }
    return process
  }
}
