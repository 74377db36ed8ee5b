import EncodingFiles
import Foundation
import Glibc
import QuantizationEngine
import Testing

@testable import qviz

/// Records on the disk: written whole, never lost without a word, never trusted.
@Suite struct TuningStoreTests {
  private let scratch: ScratchFolder
  private let folder: StateFolder
  private let path: String

  init() throws {
    scratch = try ScratchFolder()
    folder = StateFolder(path: scratch.path("state/qviz/tuning"), below: scratch.url.path)
    path = folder.path
  }

  private static func record(
    upper: Double, tensor: String = "w", shape: [Int] = [4]
  ) throws -> TuningRecord {
    try TuningRecord(
      producerVersion: "0.1.0",
      subject: TuningRecord.Subject(
        path: "/models/w.npy", tensorName: tensor, elementType: "float32", byteCount: 16,
        modified: 5),
      time: 7, layout: BlockLayout(shape: shape, granularity: .perTensor), scheme: .standard,
      toolchain: nil, ranges: SparseRanges(common: .init(lower: -1, upper: upper)))
  }

  private func uppers(_ findings: TuningStore.Findings) -> [Double?] {
    findings.records.map(\.ranges.common.upper)
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test("what is kept is there for the next session, and for nobody else")
  func keeping() throws {
    let record = try Self.record(upper: 1)
    let key = TuningKey(record)
    let session = TuningStore(folder)
    #expect(session.findings(of: key).records.isEmpty && session.keptNames().isEmpty)
    for upper in [1.0, 2, 3] { try session.keep(try Self.record(upper: upper)) }
    #expect(uppers(TuningStore(folder).findings(of: key)) == [3])
    #expect(TuningStore(folder).keptNames() == [key.name])
    #expect(mode("\(path)/\(key.name).json") == 0o600)
    for made in ["state", "state/qviz", "state/qviz/tuning"] {
      #expect(mode(scratch.path(made)) == 0o700)
    }
    let other = TuningKey(try Self.record(upper: 1, tensor: "v"))
    #expect(TuningStore(folder).findings(of: other).records.isEmpty)
  }

  @Test("what a newer program kept is left where it is, and becomes the one before")
  func newerVersion() throws {
    let record = try Self.record(upper: 1)
    let key = TuningKey(record)
    try TuningStore(folder).keep(record)
    let file = "\(path)/\(key.name).json"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let newer = text.replacing("\"version\" : 1", with: "\"version\" : 2")
    try #require(newer != text)
    try Data(newer.utf8).write(to: URL(filePath: file))
    let findings = TuningStore(folder).findings(of: key)
    #expect(findings.records.isEmpty)
    #expect(
      findings.complaints
        == ["what was tuned before is of version 2, which this qviz does not read"])
    #expect(try String(contentsOfFile: file, encoding: .utf8) == newer)
    try TuningStore(folder).keep(record)
    #expect(
      try String(contentsOfFile: "\(path)/\(key.name).previous.json", encoding: .utf8) == newer)
  }

  @Test("what an earlier session kept is there as the one before")
  func before() throws {
    let key = TuningKey(try Self.record(upper: 1))
    for session in [[1.0, 2], [3, 4, 5], [6]] {
      let store = TuningStore(folder)
      for upper in session { try store.keep(try Self.record(upper: upper)) }
    }
    #expect(uppers(TuningStore(folder).findings(of: key)) == [6, 5])
  }

  @Test("a session that goes on with what was kept does not push out the one before")
  func goingOn() throws {
    let key = TuningKey(try Self.record(upper: 1))
    for upper in [1.0, 2, 2, 2] { try TuningStore(folder).keep(try Self.record(upper: upper)) }
    #expect(uppers(TuningStore(folder).findings(of: key)) == [2, 1])
  }

  @Test("two sessions on one file lose nothing of each other's last")
  func twoSessions() throws {
    let key = TuningKey(try Self.record(upper: 1))
    let (one, other) = (TuningStore(folder), TuningStore(folder))
    #expect(try one.keep(try Self.record(upper: 1)) == .alone)
    #expect(try other.keep(try Self.record(upper: 2)) == .besideAnother)
    #expect(try other.keep(try Self.record(upper: 3)) == .alone)
    #expect(try one.keep(try Self.record(upper: 4)) == .besideAnother)
    #expect(try one.keep(try Self.record(upper: 5)) == .alone)
    #expect(uppers(TuningStore(folder).findings(of: key)) == [5, 3])
  }

  @Test("two sessions that write at once leave whole records")
  func atOnce() throws {
    let key = TuningKey(try Self.record(upper: 1))
    let folder = folder
    DispatchQueue.concurrentPerform(iterations: 4) { session in
      let store = TuningStore(folder)
      for round in 0..<25 {
        _ = try? store.keep(try Self.record(upper: Double(session * 100 + round)))
      }
    }
    let findings = TuningStore(folder).findings(of: key)
    #expect(findings.complaints.isEmpty && !findings.records.isEmpty)
    #expect(findings.records.allSatisfy { ($0.ranges.common.upper ?? -1) >= 0 })
  }

  @Test(
    "what cannot be read is set aside with a sentence, and in nobody's way",
    arguments: ["", "{", "zeros", "other tensor", "other shape", "folder"])
  func damaged(_ damage: String) throws {
    let record = try Self.record(upper: 1)
    let key = TuningKey(record)
    try folder.make()
    let file = "\(path)/\(key.name).json"
    switch damage {
    case "zeros":
      _ = try scratch.newFile("state/qviz/tuning/\(key.name).json")
      let handle = try FileHandle(forWritingTo: URL(filePath: file))
      try handle.truncate(atOffset: 1 << 30)
    case "other tensor":
      try scratch.write(
        try Self.record(upper: 1, tensor: "v").bytes(), to: "state/qviz/tuning/\(key.name).json")
    case "other shape":
      try scratch.write(
        try Self.record(upper: 1, shape: [2, 2]).bytes(), to: "state/qviz/tuning/\(key.name).json")
    case "folder": mkdir(file, 0o700)
    default: try scratch.write(damage.utf8, to: "state/qviz/tuning/\(key.name).json")
    }
    let findings = TuningStore(folder).findings(of: key)
    #expect(findings.records.isEmpty && findings.complaints.count == 1)
    #expect(findings.complaints.first?.hasPrefix("what was tuned before") == true)
    guard damage != "folder" else {
      #expect(throws: Failure.self) { try TuningStore(folder).keep(record) }
      return
    }
    #expect(FileManager.default.fileExists(atPath: file + ".damaged"))
    #expect(!FileManager.default.fileExists(atPath: file))
    // It was said once; what is kept from now on is found.
    #expect(TuningStore(folder).findings(of: key).complaints.isEmpty)
    try TuningStore(folder).keep(record)
    #expect(uppers(TuningStore(folder).findings(of: key)) == [1])
  }

  @Test(
    "where nothing can be kept a sentence says why",
    arguments: ["a file", "a link to nothing", "no variables", "no home"])
  func nowhere(_ obstacle: String) throws {
    let home = scratch.path("home")
    switch obstacle {
    case "a file": try scratch.write([], to: "home")
    case "a link to nothing": symlink("nothing/at/all", home)
    default: break
    }
    let store = TuningStore(
      obstacle == "no variables"
        ? StateFolder { _ in nil } : StateFolder { $0 == "HOME" ? home : nil })
    let record = try Self.record(upper: 1)
    #expect(throws: Failure.self) { try store.keep(record) }
    #expect(store.findings(of: TuningKey(record)).complaints.isEmpty)
    #expect(store.findings(of: TuningKey(record)).records.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: home + "/.local"))
  }

  @Test("the variables say where, and a relative path is none")
  func variables() throws {
    func path(_ variables: [String: String]) -> String? { StateFolder { variables[$0] }?.path }
    #expect(path(["XDG_STATE_HOME": "/s", "HOME": "/h"]) == "/s/qviz/tuning")
    #expect(path(["XDG_STATE_HOME": "s", "HOME": "/h"]) == "/h/.local/state/qviz/tuning")
    #expect(path(["XDG_STATE_HOME": "", "HOME": "/h"]) == "/h/.local/state/qviz/tuning")
    #expect(path(["HOME": "h"]) == nil)
  }

  @Test("the oldest of very many go, and what is not ours stays")
  func pruning() throws {
    try folder.make()
    try scratch.write([], to: "state/qviz/tuning/notes.json")
    try scratch.write([], to: "state/qviz/tuning/0123456789abcdef.txt")
    for number in 0..<(TuningStore.fileLimit + 10) {
      let name = String(format: "%016x", number)
      try scratch.write([], to: "state/qviz/tuning/\(name).json")
      var times = [timespec(tv_sec: 1000 + number, tv_nsec: 0), timespec(tv_sec: 1000, tv_nsec: 0)]
      times[1].tv_sec = 1000 + number
      utimensat(AT_FDCWD, "\(path)/\(name).json", &times, 0)
    }
    try TuningStore(folder).keep(try Self.record(upper: 1))
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
    #expect(names.count == TuningStore.fileLimit + 3)
    #expect(names.contains("notes.json") && names.contains("0123456789abcdef.txt"))
    #expect(!names.contains(String(format: "%016x.json", 9)))
    #expect(names.contains(String(format: "%016x.json", 10)))
  }

  @Test("a moment is said as a clock says it, with the year where it is another one")
  func time() {
    // The tests run where the clock is whatever it is: whole days apart it says the same hour.
    let now = 1_795_872_120
    #expect(LocalTime(now, now: now).text.wholeMatch(of: /2[789] Nov \d\d:\d\d/) != nil)
    #expect(
      LocalTime(now - 400 * 86400, now: now).text.wholeMatch(of: /2\d Oct 2025 \d\d:\d\d/) != nil)
    #expect(LocalTime(.max, now: now).text == "an unknown day")
  }
}
