import Foundation
import Glibc
import TensorFiles
import TestSupport
import Testing

/// Kills at random moments and faults of the system, while files are written.
@Suite struct WritesAttackTests {
  @Test("a file that is written is the old one, the new one or none, and nothing lies beside it")
  func writes() throws {
    var ends: [String: Int] = [:]
    let attack = Attack(name: "writes", walks: 16)
    let writers = try AttackedWriter.all()
    try attack.run { seed, random in
      let writer = writers[Int(random.next() % UInt64(writers.count))]
      let walk = try AttackedWriting(writer, &random)
      let fault = AttackedWriting.Fault.random(&random)
      let ending = try walk.run(fault, &random)
      let told = "seed \(seed), \(writer.command) under \(fault): \(ending)"
      #expect(walk.isExpected(ending, fault), "\(told) \(walk.errors)")
      let found = walk.found
      #expect(found != .half, "\(told)")
      #expect(ending != .exited(0) || found == .new, "\(told)")
      let left = try walk.leftNames
      #expect(!fault.isOrderly || left == [], "\(told)")
      // What a kill left goes with the next write, wherever it was left.
      try walk.writeAgain()
      #expect(walk.found == .new, "\(told)")
      #expect(try walk.leftNames == [], "\(told)")
      ends["\(found) after \(fault.word)", default: 0] += 1
    }
    for (end, count) in ends.sorted(by: { $0.key < $1.key }) {
      print("attack writes: \(count) times \(end)")
    }
  }
}

/// A command that writes a file, and what it writes when nobody disturbs it.
struct AttackedWriter {
  /// The arguments before the name of the file.
  let command: [String]
  /// The file as it should be.
  let written: Data
  /// The tensor that it reads.
  let tensor: [UInt8]

  /// One of each kind.
  static func all() throws -> [AttackedWriter] {
    let tensor = NpyWriter.bytes(
      of: (0..<1 << 18).map { Float($0 * 7919 % 4001) / 4001 - 0.5 }, shape: [1 << 9, 1 << 9])
    return try [
      ["measure", "tensor.npy", "--codes"], ["measure", "tensor.npy", "--dequantized"],
      ["sketch", "tensor.npy", "-o"], ["extract", "tensor.npy", "-o"],
      ["measure", "tensor.npy", "--granularity", "channel", "--to", "qviz-json", "-o"],
      ["measure", "tensor.npy", "--granularity", "channel", "--to", "safetensors", "-o"],
      ["measure", "tensor.npy", "--symmetric", "--to", "onnx-qdq", "-o"],
    ].map { command in
      let folder = try AttackedFolder()
      try folder.write(tensor, to: "tensor.npy")
      let process = try SpawnedProcess(
        [AttackedProgram.path] + command + ["out"],
        environment: AttackedProgram.environment(in: folder), terminal: nil, directory: folder.path)
      while !process.hasEnded { pause(milliseconds: 5) }
      return AttackedWriter(
        command: command, written: try #require(folder.bytes("out")), tensor: tensor)
    }
  }
}

/// One run of a command that writes a file, disturbed.
final class AttackedWriting {
  /// What disturbs it.
  enum Fault: Hashable {
    /// A signal at a random moment.
    case signal(Int32)
    /// A file may have so many KiB, as on a full disk.
    case fileSize(Int)
    /// So many files may be open.
    case openFiles(Int)
    /// Standard streams are closed.
    case closed(String)
    /// Another process writes the same file.
    case rival

    /// Any of them.
    static func random(_ random: inout SplitMix64) -> Fault {
      switch random.next() % 8 {
      case 0..<2: .signal(SIGKILL)
      case 2..<4: .signal(random.pick([SIGTERM, SIGINT, SIGHUP]) ?? SIGTERM)
      case 4: .fileSize(Int(random.next() % 300))
      case 5: .openFiles(Int(random.next() % 14) + 3)
      case 6: .closed(random.pick(["<&-", ">&-", "2>&-", "<&- >&- 2>&-", ">&- 2>&-"]) ?? "")
      default: .rival
      }
    }

    /// Whether the program has the time to clear away.
    var isOrderly: Bool { self != .signal(SIGKILL) }

    /// Its kind.
    var word: String {
      switch self {
      case .signal(SIGKILL): "a kill"
      case .signal: "a signal that asks to end"
      case .fileSize: "a file-size limit"
      case .openFiles: "a limit of open files"
      case .closed: "closed streams"
      case .rival: "a rival"
      }
    }
  }

  /// What is under the name.
  enum Found: Hashable {
    case old, new, none, half
  }

  private let writer: AttackedWriter
  private let folder: AttackedFolder
  private let old: Data?

  /// A folder with the tensor, and with an old file under the name or a link to one or none.
  init(_ writer: AttackedWriter, _ random: inout SplitMix64) throws {
    self.writer = writer
    folder = try AttackedFolder()
    try folder.write(writer.tensor, to: "tensor.npy")
    let state = random.next() % 3
    old = state == 0 ? nil : Data(repeating: 0x6F, count: Int(random.next() % 3) * 50_000)
    if let old { try folder.write(old, to: state == 1 ? "out" : "behind") }
    if state == 2 {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("out"), withDestinationPath: "behind")
    }
  }

  /// Runs the command under a fault to its end.
  func run(_ fault: Fault, _ random: inout SplitMix64) throws -> Subprocess.Ending {
    switch fault {
    case .signal(let number):
      let process = try start()
      // Half of them when the file is there, the others at any moment.
      if random.happens(onceIn: 2) {
        while !process.hasEnded, !hasBegun(process) { pause(milliseconds: 0.05) }
        pause(milliseconds: random.nextUnit() * 4)
      } else {
        pause(milliseconds: random.nextUnit() * 250)
      }
      process.signal(number)
      return outcome(of: process)
    case .fileSize(let limit): return try outcome(of: start("ulimit -f \(limit); "))
    case .openFiles(let limit): return try outcome(of: start("ulimit -n \(limit); "))
    case .closed(let streams): return try outcome(of: start("", streams))
    case .rival:
      let (first, second) = (try start(), try start())
      _ = outcome(of: second)
      return outcome(of: first)
    }
  }

  /// Runs the command undisturbed.
  func writeAgain() throws { _ = try outcome(of: start()) }

  private func start(_ limits: String = "", _ streams: String = "") throws -> SpawnedProcess {
    let line = "\(limits)exec \"$0\" \"$@\" \(streams)"
    return try SpawnedProcess(
      ["/bin/bash", "-c", line, AttackedProgram.path] + writer.command + ["out"],
      environment: AttackedProgram.environment(in: folder), terminal: nil,
      errors: folder.path("errors"), directory: folder.path)
  }

  private func outcome(of process: SpawnedProcess) -> Subprocess.Ending {
    while !process.hasEnded { pause(milliseconds: 1) }
    return process.ending ?? .exited(-1)
  }

  /// Whether the program has the file open that is to get the name.
  private func hasBegun(_ process: SpawnedProcess) -> Bool {
    let descriptors = "/proc/\(process.identifier)/fd"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: descriptors)) ?? []
    return names.contains { name in
      let target = try? FileManager.default.destinationOfSymbolicLink(
        atPath: "\(descriptors)/\(name)")
      return target.map {
        $0.hasPrefix(folder.path) && ($0.hasSuffix("(deleted)") || $0.contains(".qviz-"))
      }
        ?? false
    }
  }

  /// What is under the name now.
  var found: Found {
    guard let bytes = folder.bytes("out") else { return old == nil ? .none : .half }
    return bytes == writer.written ? .new : bytes == old ? .old : .half
  }

  /// The names that nobody has asked for.
  var leftNames: [String] {
    get throws {
      try folder.names.filter { !["tensor.npy", "out", "behind", "errors", "state"].contains($0) }
    }
  }

  /// What the program said on standard error.
  var errors: String { String(decoding: folder.bytes("errors") ?? Data(), as: UTF8.self) }

  /// Whether an end is one that the program may come to.
  func isExpected(_ ending: Subprocess.Ending, _ fault: Fault) -> Bool {
    switch (ending, fault) {
    case (.exited(0), _): true
    case (.killed(let number), .signal(let sent)): number == sent
    case (.exited(74), .fileSize), (.exited(74), .closed): true
    // Libraries cannot be opened, or too few files: the loader's code, and qviz's own.
    case (.exited(let code), .openFiles): [127, 69].contains(code)
    default: false
    }
  }
}
