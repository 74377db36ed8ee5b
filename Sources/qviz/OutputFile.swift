import EncodingFiles
import FilePaths
import Glibc
import TensorFiles

/// A file that a command writes because it was named.
enum OutputFile {
  /// Writes a file whole, or leaves what was there; `-o` of other tools replaces files too.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try Failure.translating {
      var file = try AtomicFile(path: path, existing: .replace)
      try file.write(bytes)
      try file.synchronize()
      _ = try file.commit()
    }
  }

  /// Whether two paths lead to one file, or would if there were one.
  static func isSame(_ first: String, _ second: String) -> Bool {
    if let identity = FileIdentity(path: first) { return identity == FileIdentity(path: second) }
    guard FileIdentity(path: second) == nil else { return false }
    let (one, other) = (place(followed(first)), place(followed(second)))
    return one.name == other.name && one.folder == other.folder
  }

  /// Where a path leads that may be a link to nothing yet, which writing the other file may make.
  private static func followed(_ path: String) -> String {
    var path = path
    // As many links as the system follows.
    for _ in 0..<40 {
      var target = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = unsafe readlink(path.systemPath, &target, target.count)
      guard count > 0 else { break }
      let name = String(pathBytes: target[..<count].map(UInt8.init(bitPattern:)))
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
      path = name.hasPrefix("/") ? name : folder + name
    }
    return path
  }

  /// A name and the folder that it is in; nil where there is no such folder.
  private static func place(_ path: String) -> (folder: FileIdentity?, name: Substring) {
    guard let slash = path.lastIndex(of: "/") else { return (FileIdentity(path: "."), path[...]) }
    let folder = path[...slash]
    return (FileIdentity(path: String(folder)), path[path.index(after: slash)...])
  }
}

extension Failure {
  /// Runs `body` and makes what it throws about files into failures with their exit codes.
  static func translating(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as TensorFileError {
      throw Failure(error)
    } catch let error as AtomicFileError {
      throw Failure("\(error)", exit: error.kind == .ioError ? .ioError : .cannotCreate)
    }
  }
}
