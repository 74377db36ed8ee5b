import EncodingFiles
import Foundation
import Glibc
import TestSupport
import Testing

/// Kills in the middle of tuning, and records that somebody has damaged in between.
@Suite struct RecoveryAttackTests {
  /// Keys that tune, take up and take back; none of them ends the program.
  private static let keys = Array("bBhHlLs=nrimoucaR[]kjT".utf8) + [UInt8(ascii: "\t"), 0x12]

  private var killCount = 0
  /// The files that were damaged and that nobody has replaced.
  private var damaged: Set<ino_t> = []
  private var damageCount = 0

  @Test("after every kill what is kept is whole, and the next start takes whatever it finds")
  mutating func kills() throws {
    try Attack(name: "recovery", walks: 3).run { seed, random in
      let folder = try AttackedFolder()
      let tensor = random.pick(AttackedProgram.tensors) ?? ""
      for generation in 0..<4 {
        let told = "seed \(seed), generation \(generation), \(tensor)"
        try tune(tensor, in: folder, told, &random)
        for name in Self.records(in: folder) {
          let path = folder.path("state/qviz/tuning/\(name)")
          // It may have been killed before it had looked at it.
          guard !damaged.contains(Self.file(at: path)) else { continue }
          #expect(throws: Never.self, "\(told): \(name)") { try TuningRecord(path: path) }
          if random.happens(onceIn: 3) { try damage(path, &random) }
        }
      }
    }
    print("attack recovery: \(killCount) kills, \(damageCount) damaged records")
  }

  /// The records that are there, but for those that were set aside.
  private static func records(in folder: AttackedFolder) -> [String] {
    let all = try? FileManager.default.contentsOfDirectory(
      atPath: folder.path("state/qviz/tuning"))
    return (all ?? []).filter { $0.hasSuffix(".json") }.sorted()
  }

  private static func file(at path: String) -> ino_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_ino : 0
  }

  /// Tunes for a while, and kills.
  private mutating func tune(
    _ tensor: String, in folder: AttackedFolder, _ told: String, _ random: inout SplitMix64
  ) throws {
    let terminal = try PseudoTerminal(columns: 80, rows: 24)
    var environment = AttackedProgram.environment(in: folder)
    environment["QVIZ_NO_STATE"] = ""
    environment["TERM"] = "xterm-256color"
    let process = try SpawnedProcess(
      [AttackedProgram.path, tensor], environment: environment, terminal: terminal.path,
      errors: folder.path("errors"), directory: folder.path)
    _ = terminal.takeSentBytes(atMost: .max, waiting: 5000)
    for _ in 0..<Int(random.next() % 60) {
      terminal.typeByte(random.pick(Self.keys) ?? 0)
      if random.happens(onceIn: 4) { pause(milliseconds: random.nextUnit() * 30) }
      _ = terminal.takeSentBytes(atMost: .max)
    }
    #expect(!process.hasEnded, "\(told): it ended by itself")
    process.signal(SIGKILL)
    while !process.hasEnded { sched_yield() }
    killCount += 1
    let errors = folder.bytes("errors") ?? Data()
    #expect(errors.isEmpty, "\(told): \(String(decoding: errors, as: UTF8.self))")
  }

  /// Cuts a record, changes a bit of it, fills it with junk, or makes it huge.
  private mutating func damage(_ path: String, _ random: inout SplitMix64) throws {
    damageCount += 1
    damaged.insert(Self.file(at: path))
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    switch random.next() % 4 {
    case 0: bytes.removeLast(Int(random.next() % UInt64(bytes.count)))
    case 1: bytes[Int(random.next() % UInt64(bytes.count))] ^= 1 << UInt8(random.next() % 8)
    case 2: bytes = (0..<500).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    default:
      truncate(path, 1 << 32)
      return
    }
    try Data(bytes).write(to: URL(filePath: path))
  }
}
