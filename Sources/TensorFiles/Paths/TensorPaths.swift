import FilePaths
import Glibc

/// The files that a path on the command line stands for.
///
/// | path | stands for |
/// | --- | --- |
/// | a folder | the files of tensors in it and in the folders in it, in natural order |
/// | a pattern with `*`, `?` or `[…]` that no file has for its name | what it matches, in natural order |
/// | anything else | itself |
///
/// Of a folder only names with an extension of ``fileExtensions`` count, and indices of shards; names
/// that begin with a dot are left out, and links to folders are not followed, for they may lead round
/// in a circle. Among them a link to nothing, and what is no file, such as a pipe, is a failure: nobody
/// waits for a pipe that was not named.
public enum TensorPaths {
  /// The extensions, in lower case, of the files that are looked for in folders.
  public static let fileExtensions: Set<String> = [
    "npy", "npz", "safetensors", "gguf", "onnx", "pb", "bin", "raw", "qvizsketch", "tflite", "pt",
    "pth", "ckpt", "task",
  ]

  /// How deep folders are entered.
  static let depthLimit = 16
  /// How many files a folder may stand for.
  static let fileLimit = 100_000

  /// What was found at a path.
  public struct Contents: Equatable, Sendable {
    /// The files, an index of shards before the other files of its folder.
    public internal(set) var files: [String] = []
    /// Those of them that nobody named: they were found in a folder.
    public internal(set) var found: Set<String> = []
    /// Why there is nothing, or why folders within were not looked into: the other files stand.
    public internal(set) var failures: [TensorFileError] = []
  }

  /// The files at a path.
  ///
  /// - Returns: the files; failures are ``TensorFileError/noTensorFiles(path:)`` for a folder without
  ///   any, ``TensorFileError/tooManyFiles(path:limit:)`` where the rest was left out, and what
  ///   reading a folder failed with.
  public static func files(at path: String) -> Contents {
    var contents = Contents()
    if let mode = fileMode(path) {
      if mode & S_IFMT == S_IFDIR {
        collect(path, depth: 0, into: &contents)
        if contents == Contents() { contents.failures = [.noTensorFiles(path: path)] }
      } else {
        contents.files = [path]
      }
    } else {
      if isPattern(path) { collectMatches(of: path, into: &contents) }
      if contents == Contents() { contents.files = [path] }
    }
    return contents
  }

  private static func isPattern(_ path: String) -> Bool {
    path.utf8.contains { "*?[".utf8.contains($0) }
  }

  /// What a pattern matches; folders among it stand for their files.
  private static func collectMatches(of pattern: String, into contents: inout Contents) {
    var result = unsafe glob_t()
    defer { unsafe globfree(&result) }
    guard unsafe glob(pattern.systemPath, GLOB_NOSORT, nil, &result) == 0 else { return }
    var paths: [String] = []
    for index in 0..<Int(unsafe result.gl_pathc) {
      guard let path = unsafe result.gl_pathv[index] else { continue }
      paths.append(unsafe String(systemPath: path))
    }
    for path in paths.sorted(by: NaturalOrder.precedes) {
      if let mode = fileMode(path), mode & S_IFMT == S_IFDIR {
        collect(path, depth: 0, into: &contents)
      } else {
        add(path, to: &contents.files, failures: &contents.failures)
      }
    }
  }

  /// Adds the files of a folder and of the folders in it.
  static func collect(_ folder: String, depth: Int, into contents: inout Contents) {
    let names: [String]
    do throws(TensorFileError) {
      names = try entries(of: folder)
    } catch {
      contents.failures.append(error)
      return
    }
    var files: [String] = []
    var folders: [String] = []
    for name in names {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      var status = stat()
      guard unsafe lstat(path.systemPath, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        folders.append(path)
      } else if isTensorFile(name) {
        add(path, to: &files, failures: &contents.failures)
      }
    }
    contents.found.formUnion(files)
    let isIndex = { (path: String) in path.hasSuffix(".index.json") }
    contents.files += files.filter(isIndex).sorted(by: NaturalOrder.precedes)
    contents.files += files.filter { !isIndex($0) }.sorted(by: NaturalOrder.precedes)
    guard contents.files.count <= fileLimit else {
      contents.files.removeLast(contents.files.count - fileLimit)
      let error = TensorFileError.tooManyFiles(path: folder, limit: fileLimit)
      if contents.failures.last != error { contents.failures.append(error) }
      return
    }
    guard depth < depthLimit else { return }
    for inner in folders.sorted(by: NaturalOrder.precedes) {
      collect(inner, depth: depth + 1, into: &contents)
    }
  }

  /// Adds a file, or why it is none; a link to a folder is neither.
  private static func add(
    _ path: String, to files: inout [String], failures: inout [TensorFileError]
  ) {
    switch fileMode(path).map({ $0 & S_IFMT }) {
    case S_IFREG: files.append(path)
    case S_IFDIR: break
    case S_IFIFO: failures.append(.notRegular(path: path, kind: .pipe))
    case nil: failures.append(.missing(path: path))
    default: failures.append(.notRegular(path: path, kind: .socketOrDevice))
    }
  }

  private static func isTensorFile(_ name: String) -> Bool {
    name.hasSuffix(".safetensors.index.json")
      || fileExtensions.contains(FileName(path: name).fileExtension)
  }

  /// The names in a folder, but those that begin with a dot.
  private static func entries(of folder: String) throws(TensorFileError) -> [String] {
    guard let stream = unsafe opendir(folder.systemPath) else {
      throw MappedFile.openingError(errno, path: folder)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
          unsafe String(systemPath: $0)
        }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  /// What a path leads to, through links; nil if it leads nowhere.
  private static func fileMode(_ path: String) -> mode_t? {
    guard !path.utf8.contains(0) else { return nil }
    var status = stat()
    return unsafe stat(path.systemPath, &status) == 0 ? status.st_mode : nil
  }
}
