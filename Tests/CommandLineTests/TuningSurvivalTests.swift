import Foundation
import Glibc
import TestSupport
import Testing

/// What is tuned in a real terminal is there again, whatever ended the program.
@Suite struct TuningSurvivalTests {
  private let scratch: ScratchFolder
  private static let sample = Checkout.root.appending(path: "samples/gelu.npy").path

  init() throws {
    scratch = try ScratchFolder()
  }

  private func open(
    _ arguments: [String] = [sample], state: String? = nil, limit: String? = nil
  ) throws -> TerminalSession {
    let command = [Program.path] + arguments
    return try TerminalSession(
      limit.map { ["bash", "-c", "ulimit \($0); exec \"$@\"", "bash"] + command } ?? command,
      columns: 100, rows: 24,
      variables: ["QVIZ_NO_STATE": "", "XDG_STATE_HOME": state ?? scratch.path("state")])
  }

  /// Waits for the last thing that a new tensor shows, and the offer, which stands below it.
  private func awaitStart(_ session: TerminalSession, offer: String = "zero-point") throws {
    try session.waitFor("the numbers, and \(offer)") {
      $0.contains("over best") && $0.contains(offer)
    }
  }

  /// Waits for the end of a program; one that was killed leaves the terminal as it is, on which the
  /// shell's words stand anywhere.
  private func awaitEnd(_ session: TerminalSession, killed isKilled: Bool) throws {
    if isKilled {
      try session.waitFor("the shell's word") { $0.contains("Killed") }
    } else {
      _ = try session.waitForEnd()
    }
  }

  private var records: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: scratch.path("state/qviz/tuning"))) ?? [])
      .sorted()
  }

  @Test(
    "tuned, ended, opened again, taken up, undone",
    arguments: [SIGKILL, SIGTERM, SIGHUP, SIGQUIT, 0])
  func survival(_ number: Int32) throws {
    let session = try open()
    try awaitStart(session)
    try session.send("b", "h", "h", "h", "Tab", "l")
    let tuned = try session.waitFor("the tuned thresholds") {
      $0.contains("uint7") && $0.contains("min moves by") && $0.contains("-0.1500 →")
    }
    if number == SIGKILL {
      // Nothing but the interval is lost: what is drawn is on its way to the disk.
      try session.waitFor("the record of the last key") { _ in
        self.text.contains("-0.15\n") && self.text.contains("\"levels\" : 128")
      }
    }
    if number == 0 {
      try session.send("q", "y")
    } else {
      try session.signal(number)
    }
    try awaitEnd(session, killed: number == SIGKILL)

    let again = try open()
    try awaitStart(again, offer: "R takes it up")
    try again.send("R")
    let taken = try again.waitFor("the thresholds of before") {
      $0.contains("uint7") && $0.contains("taken up")
    }
    #expect(self.thresholds(taken) == self.thresholds(tuned))
    try again.send("u")
    try again.waitFor("the start") { $0.contains("uint8") && $0.contains("undone") }
  }

  /// What the newest record of the only tensor says.
  private var text: String {
    let name = records.first { !$0.contains("previous") } ?? ""
    return
      (try? String(
        contentsOfFile: scratch.path("state/qviz/tuning/\(name)"), encoding: .utf8)) ?? ""
  }

  /// The two rows of thresholds, without the mark of the active one.
  private func thresholds(_ picture: String) -> [String] {
    picture.split(separator: "\n").filter { $0.contains("→") }.map {
      String($0.drop { $0 == "▸" || $0 == " " }.filter { !"●○".contains($0) })
    }
  }

  @Test(
    "killed at any moment, what is offered is the last state or one before", arguments: [UInt64(8)])
  func kills(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var offered = 0
    for round in 0..<6 {
      try? FileManager.default.removeItem(atPath: scratch.path("state"))
      let session = try open()
      try awaitStart(session)
      let keys = 1 + Int(random.next() % 8)
      for _ in 0..<keys { try session.send("b") }
      // As soon as some of the keys are seen, whatever is written then.
      let seen = 8 - Int(random.next() % UInt64(min(keys, 6) + 1))
      try session.waitFor("some of the keys") { picture in
        (2...seen).contains { picture.contains("uint\($0) ") }
      }
      // One of them surely after the first change was written; the others at any moment.
      if round == 0 { try session.waitFor("a record") { _ in !records.isEmpty } }
      try session.signal(SIGKILL)
      try awaitEnd(session, killed: true)
      #expect(records.allSatisfy { !$0.contains("damaged") }, "seed \(seed), round \(round)")
      let again = try open()
      try awaitStart(again)
      try again.send("R")
      let picture = try again.waitFor("an answer") {
        $0.contains("taken up") || $0.contains("no other tuning of this tensor is kept")
      }
      if picture.contains("taken up") {
        offered += 1
        // One of the schemes that it went through.
        let bits = (2...8).filter { picture.contains("uint\($0) ") }
        #expect(bits.count == 1 && (max(2, 8 - keys)...7).contains(bits.first ?? 0))
      } else {
        #expect(picture.contains("uint8 "))
      }
    }
    #expect(offered > 0, "seed \(seed)")
  }

  /// A session in which the scheme was changed, to its end.
  private func tuneAndQuit() throws {
    let session = try open()
    try awaitStart(session)
    try session.send("b", "q")
    try session.waitFor("the question") { $0.contains("yes") }
    try session.send("y")
    _ = try session.waitForEnd()
  }

  @Test("a damaged record is set aside with a sentence, and nothing ends")
  func damaged() throws {
    try tuneAndQuit()
    let name = try #require(records.first)
    try scratch.write(Array("{ \"format\": ".utf8), to: "state/qviz/tuning/\(name)")
    let again = try open()
    try awaitStart(again, offer: "what was tuned before is damaged, now \(name).damaged: not JSON")
    #expect(records == [name + ".damaged"])
    try again.send("b")
    try again.waitFor("another scheme") { $0.contains("uint7") }
  }

  @Test(
    "where nothing can be kept it is said once, and everything goes on",
    arguments: ["a file in the way", "a full disk"])
  func nowhere(_ obstacle: String) throws {
    let isFull = obstacle == "a full disk"
    if !isFull { try scratch.write([], to: "state") }
    let session = try open(limit: isFull ? "-f 0" : nil)
    try awaitStart(session)
    try session.send("b")
    try session.waitFor("the sentence") { $0.contains("not kept for next time: ") }
    try session.send("b")
    try session.waitFor("no sentence") { $0.contains("uint6") && !$0.contains("not kept") }
    try session.send("q", "y")
    #expect(try session.waitForEnd() == 0)
    #expect(records.isEmpty)
  }

  @Test("neither an option nor a variable that turns it off leaves a file", arguments: [0, 1])
  func off(_ way: Int) throws {
    let session = try TerminalSession(
      [Program.path, Self.sample] + (way == 0 ? ["--no-state"] : []), columns: 80, rows: 24,
      variables: [
        "QVIZ_NO_STATE": way == 0 ? "" : "1", "XDG_STATE_HOME": scratch.path("state"),
      ])
    try awaitStart(session)
    try session.send("b", "q")
    try session.waitFor("the question") { $0.contains("yes") }
    try session.send("y")
    #expect(try session.waitForEnd() == 0)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("state")))
  }

  @Test("no other command keeps or offers anything")
  func otherCommands() throws {
    try tuneAndQuit()
    let before = text
    let variables = ["QVIZ_NO_STATE": "", "XDG_STATE_HOME": scratch.path("state")]
    let picture = try Program.run(
      ["snapshot", Self.sample, "--keys", "h h R"], variables: variables)
    #expect(picture.status == 0 && !picture.output.contains("tuned here"))
    #expect(picture.output.contains("no other tuning of this tensor is kept"))
    for command in ["measure", "calibrate", "list"] {
      #expect(try Program.run([command, Self.sample], variables: variables).status == 0)
    }
    #expect(text == before && records.count == 1)
  }
}
