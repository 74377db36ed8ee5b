import Foundation
import Glibc
import Testing

@testable import EncodingFiles

@Suite struct TemporaryFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func temporary(_ kind: TemporaryFile.Kind, _ text: String) throws -> TemporaryFile {
    let file = try TemporaryFile(kind, in: folder.url.path, mode: 0o600)
    let descriptor = file.descriptor
    #expect(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
    return file
  }

  /// The kinds that the file system of the tests has.
  private var kinds: [TemporaryFile.Kind] {
    (try? TemporaryFile(.nameless, in: folder.url.path, mode: 0o600)) == nil
      ? [.named] : [.nameless, .named]
  }

  @Test("a file of either kind gets a name that is free, takes one that is not, or goes")
  func ends() throws {
    for kind in kinds {
      do {
        let file = try temporary(kind, "gone")
        let isToEnd = file.isToEnd
        #expect(try folder.names.count == (kind == .named ? 1 : 0))
        #expect(!isToEnd)
      }
      #expect(try folder.names == [])
      do {
        var file = try temporary(kind, "new")
        let number = file.place(at: folder.path("a"))
        #expect(number == 0)
        #expect(try folder.names == ["a"])
      }
      do {
        var file = try temporary(kind, "newer")
        let refused = file.place(at: folder.path("a"))
        #expect(refused == EEXIST)
        #expect(try folder.text("a") == "new")
        let number = file.replace(folder.path("a"))
        #expect(number == 0)
      }
      #expect(try folder.text("a") == "newer")
      #expect(try folder.names == ["a"])
      try FileManager.default.removeItem(atPath: folder.path("a"))
    }
  }

  @Test("what a killed process left is taken away by the next write, and nothing else is")
  func left() throws {
    let kept = [
      ".qviz-0123456789abcde", ".qviz-0123456789abcdef0", ".qviz-0123456789ABCDEF",
      "qviz-0123456789abcdef", ".qviz-0123456789abcdeg",
    ]
    for name in kept + [".qviz-0123456789abcdef"] { try folder.put("left", in: name) }
    try FileManager.default.createDirectory(
      atPath: folder.path(".qviz-00000000000000f0"), withIntermediateDirectories: false)
    let living = try temporary(.named, "of a process that lives")
    let before = try folder.names.count
    let written = try AtomicFile(path: folder.path("a"), existing: .refuse).commit()
    #expect(written.byteCount == 0)
    #expect(try folder.names.count == before)  // one less, and the new one
    #expect(try !folder.names.contains(".qviz-0123456789abcdef"))
    #expect(try Set(kept).isSubset(of: folder.names))
    let isToEnd = living.isToEnd
    #expect(!isToEnd)
  }

  @Test("what a killed process was writing is taken away by the next write")
  func killed() async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.url.path as String] in
      let file = try TemporaryFile(.named, in: path, mode: 0o600)
      kill(getpid(), SIGKILL)
      _ = file.isToEnd
    }
    #expect(try folder.names.count == 1)
    _ = try AtomicFile(path: folder.path("a"), existing: .refuse).commit()
    #expect(try folder.names == ["a"])
  }

  @Test("a process that is asked to end takes its named file away first", arguments: [1, 2, 15])
  func asked(signal number: Int32) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.exitStatus]
    ) { [path = folder.url.path as String, number = number as Int32] in
      signal(number, SIG_DFL)
      // Swift's own threads are started with most signals blocked.
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, number)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      let file = try TemporaryFile(.named, in: path, mode: 0o600)
      raise(number)
      guard file.isToEnd else { exit(7) }
    }
    #expect(result?.exitStatus == .signal(number))
    #expect(try folder.names == [])
  }

  @Test("each way to give a name leaves what has it, and what has none")
  func placement() throws {
    let ways: [(String, String) -> Int32] = [
      { FilePlacement.withoutReplacing($0, to: $1) },
      { FilePlacement.rename($0, to: $1) },
      { FilePlacement.reserveAndRename($0, to: $1) },
    ]
    for way in ways {
      try folder.put("new", in: "t")
      let number = way(folder.path("t"), folder.path("a"))
      if FilePlacement.isUnknown(number) { continue }
      #expect(number == 0)
      #expect(try folder.text("a") == "new")
      try folder.put("newer", in: "t")
      #expect(way(folder.path("t"), folder.path("a")) == EEXIST)
      #expect(try folder.text("a") == "new")
      #expect(way(folder.path("none"), folder.path("b")) == ENOENT)
      #expect(try folder.names == ["a", "t"])
      try FileManager.default.removeItem(atPath: folder.path("a"))
    }
  }

  // MARK: What a person has agreed to

  private func write(_ text: String, over stamp: FileStamp) throws(AtomicFileError) {
    var file = try AtomicFile(path: folder.path("a"), existing: .replaceOnly(stamp))
    try file.write(Array(text.utf8))
    _ = try file.commit()
  }

  @Test("what was agreed to is replaced")
  func agreed() throws {
    try folder.put("old", in: "a")
    try write("new", over: FileStamp(path: folder.path("a")))
    #expect(try folder.text("a") == "new")
  }

  @Test("what came since the question is not", arguments: ["contents", "another", "link", "none"])
  func changed(how: String) throws {
    try folder.put("old", in: "a")
    try folder.put("old", in: "other")
    let path = folder.path("a")
    let stamp = FileStamp(path: path)
    #expect(FileStamp(text: stamp.text) == FileStamp(path: path))
    if how == "contents" {
      try folder.put("older", in: "a")
    } else {
      try FileManager.default.removeItem(atPath: path)
    }
    if how == "another" {
      try FileManager.default.moveItem(atPath: folder.path("other"), toPath: path)
    }
    if how == "link" {
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "other")
    }
    if how == "none" {
      try write("new", over: stamp)
      #expect(try folder.text("a") == "new")
      return
    }
    let before = try folder.text("a")
    #expect(throws: AtomicFileError.exists(path: path)) { try write("new", over: stamp) }
    #expect(try folder.text("a") == before)
  }

  @Test("nor what comes at the last moment", arguments: [true, false])
  func late(isThereBefore: Bool) throws {
    let path = folder.path("a")
    if isThereBefore { try folder.put("old", in: "a") }
    #expect(throws: AtomicFileError.exists(path: path)) {
      let file = try AtomicFile(path: path, existing: .replaceOnly(FileStamp(path: path)))
      try folder.put("theirs", in: "a")
      _ = try file.commit()
    }
    #expect(try folder.names == ["a"])
    #expect(try folder.text("a") == "theirs")
  }

  @Test("of a link both it and what it leads to count")
  func linkStamp() throws {
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "a")
    let dangling = FileStamp(path: link)
    try folder.put("old", in: "a")
    let leading = FileStamp(path: link)
    #expect(leading != dangling)
    #expect(leading == FileStamp(path: link))
    try folder.put("older", in: "a")
    #expect(leading != FileStamp(path: link))
  }
}
