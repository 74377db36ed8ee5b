import Foundation
import Testing

@testable import EncodingFiles

/// A folder that goes away with the value.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "qviz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// The names of everything in the folder, hidden files too.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  func put(_ text: String, in name: String) throws {
    try text.write(toFile: path(name), atomically: false, encoding: .utf8)
  }

  func permissions(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
    return try #require(attributes[.posixPermissions] as? Int)
  }
}

@Suite struct AtomicFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(
    _ text: String, to path: String, existing: ExistingFile
  ) throws(AtomicFileError) -> WrittenFile {
    var file = try AtomicFile(path: path, existing: existing)
    for chunk in text.utf8 { try file.write([chunk]) }
    return try file.commit()
  }

  @Test(
    "a new file is there whole, under its name only", arguments: [ExistingFile.refuse, .replace])
  func new(existing: ExistingFile) throws {
    let path = folder.path("a.txt")
    let written = try write("hello", to: path, existing: existing)
    #expect(written == WrittenFile(path: path, byteCount: 5))
    #expect(try folder.text("a.txt") == "hello")
    #expect(try folder.names == ["a.txt"])
  }

  @Test("an empty file is a file")
  func empty() throws {
    #expect(try write("", to: folder.path("a"), existing: .refuse).byteCount == 0)
    #expect(try folder.names == ["a"])
  }

  @Test("until it is committed nothing has the name, and given up nothing is left")
  func givenUp() throws {
    try folder.put("old", in: "a.txt")
    do {
      var file = try AtomicFile(path: folder.path("a.txt"), existing: .replace)
      try file.write(Array("new".utf8))
      #expect(try folder.text("a.txt") == "old")
      #expect(try folder.names.filter { !TemporaryName.matches($0) } == ["a.txt"])
      #expect(file.byteCount == 3)
      #expect(try file.readBack(count: 10) == Array("new".utf8))
      #expect(try file.readBack(from: 1, count: 1) == Array("e".utf8))
    }
    #expect(try folder.text("a.txt") == "old")
    #expect(try folder.names == ["a.txt"])
  }

  @Test("an existing file is refused before anything is written")
  func exists() throws {
    try folder.put("old", in: "a.txt")
    let path = folder.path("a.txt")
    #expect(throws: AtomicFileError.exists(path: path)) {
      try write("new", to: path, existing: .refuse)
    }
    #expect(try folder.text("a.txt") == "old")
  }

  @Test("a file that appears at the last moment is refused too")
  func appears() throws {
    let path = folder.path("a.txt")
    #expect(throws: AtomicFileError.exists(path: path)) {
      var file = try AtomicFile(path: path, existing: .refuse)
      try file.write(Array("mine".utf8))
      try folder.put("theirs", in: "a.txt")
      _ = try file.commit()
    }
    #expect(try folder.text("a.txt") == "theirs")
    #expect(try folder.names == ["a.txt"])
  }

  @Test("of many who write at once one wins, and the others know")
  func race() async throws {
    let path = folder.path("a.txt")
    let winners = await withTaskGroup(of: Int?.self) { group in
      for writer in 0..<16 {
        group.addTask {
          (try? write("\(writer)", to: path, existing: .refuse)) == nil ? nil : writer
        }
      }
      return await group.reduce(into: []) { winners, winner in
        if let winner { winners.append(winner) }
      }
    }
    #expect(winners.count == 1)
    #expect(try folder.text("a.txt") == "\(winners[0])")
    #expect(try folder.names == ["a.txt"])
  }

  @Test("a replaced file hands on its permissions")
  func permissions() throws {
    try folder.put("old", in: "a.txt")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: folder.path("a.txt"))
    _ = try write("new", to: folder.path("a.txt"), existing: .replace)
    #expect(try folder.text("a.txt") == "new")
    #expect(try folder.permissions("a.txt") == 0o640)
  }

  @Test("a new file has the permissions that the umask leaves")
  func newPermissions() throws {
    _ = try write("new", to: folder.path("a.txt"), existing: .refuse)
    let open = fopen(folder.path("c.txt"), "w")
    if let open { fclose(open) }
    #expect(try folder.permissions("a.txt") == folder.permissions("c.txt"))
  }

  // MARK: Paths

  @Test("a link is followed to the file, and stays a link")
  func link() throws {
    try folder.put("old", in: "file")
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "file")
    #expect(throws: AtomicFileError.exists(path: link)) {
      try write("new", to: link, existing: .refuse)
    }
    let written = try write("new", to: link, existing: .replace)
    #expect(written.path == link)
    #expect(try folder.text("file") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "file")
    #expect(try folder.names == ["file", "link"])
  }

  @Test("a link that leads nowhere is refused")
  func danglingLink() throws {
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "none")
    #expect(throws: AtomicFileError.exists(path: link)) {
      try write("new", to: link, existing: .refuse)
    }
    #expect(
      throws: AtomicFileError.system(path: link, step: .resolveLink, errorNumber: ENOENT)
    ) {
      try write("new", to: link, existing: .replace)
    }
    #expect(try folder.names == ["link"])
  }

  @Test("a folder, a device and a pipe are never replaced")
  func special() throws {
    for path in [folder.url.path, folder.path("new") + "/", "/", "."] {
      #expect(throws: AtomicFileError.folder(path: path)) {
        try write("new", to: path, existing: .replace)
      }
    }
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in ["/dev/null", pipe] {
      #expect(throws: AtomicFileError.notRegular(path: path)) {
        try write("new", to: path, existing: .replace)
      }
      #expect(throws: AtomicFileError.exists(path: path)) {
        try write("new", to: path, existing: .refuse)
      }
    }
  }

  @Test("a path that cannot be is refused")
  func impossible() throws {
    try folder.put("", in: "file")
    for (path, step, number) in [
      ("", WritingStep.inspect, ENOENT), ("a\u{0}b", .inspect, EINVAL),
      (folder.path("none/a"), .create, ENOENT), (folder.path("file/a"), .inspect, ENOTDIR),
      (folder.path(String(repeating: "n", count: 300)), .inspect, ENAMETOOLONG),
    ] {
      #expect(
        throws: AtomicFileError.system(path: path, step: step, errorNumber: number)
      ) {
        try write("new", to: path, existing: .refuse)
      }
    }
    #expect(try folder.names == ["file"])
  }

  @Test("a name as long as names may be can be written")
  func longName() throws {
    let name = String(repeating: "n", count: 255)
    _ = try write("new", to: folder.path(name), existing: .refuse)
    #expect(try folder.names == [name])
  }

  // MARK: Failures of the system, each in a process of its own

  @Test("where writing fails half-way the old file is as it was, and nothing else is left")
  func full() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      try folder.put("old", in: "a.bin")
      let path = folder.path("a.bin")
      // A file may grow to 64 KiB and no further, as on a full disk.
      signal(SIGXFSZ, SIG_IGN)
      // Only for now: what measures coverage writes when the process ends.
      var limit = rlimit()
      let fileSize = __rlimit_resource_t(1)
      try #require(getrlimit(fileSize, &limit) == 0)
      let unlimited = limit.rlim_cur
      limit.rlim_cur = 65536
      try #require(setrlimit(fileSize, &limit) == 0)
      defer {
        limit.rlim_cur = unlimited
        setrlimit(fileSize, &limit)
      }
      #expect(
        throws: AtomicFileError.system(path: path, step: .write, errorNumber: EFBIG)
      ) {
        var file = try AtomicFile(path: path, existing: .replace)
        try file.write([UInt8](repeating: 7, count: 100_000))
        _ = try file.commit()
      }
      try #require(try folder.text("a.bin") == "old")
      try #require(try folder.names == ["a.bin"])
    }
  }

  @Test("a folder that may not be written, and a file that may not, are refused")
  func unwritable() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      try folder.put("old", in: "a.bin")
      chmod(folder.path("a.bin"), 0o444)
      chmod(folder.url.path, 0o555)
      // The superuser may write everywhere.
      if getuid() == 0 { try #require(setuid(65534) == 0) }
      let new = folder.path("b.bin")
      try #require(
        Self.opening(new, .refuse) == .system(path: new, step: .create, errorNumber: EACCES))
      let old = folder.path("a.bin")
      try #require(Self.opening(old, .replace) == .readOnly(path: old))
    }
  }

  /// Why a file cannot be begun; nil where it can.
  private static func opening(_ path: String, _ existing: ExistingFile) -> AtomicFileError? {
    do throws(AtomicFileError) {
      _ = try AtomicFile(path: path, existing: existing)
      return nil
    } catch {
      return error
    }
  }
}
