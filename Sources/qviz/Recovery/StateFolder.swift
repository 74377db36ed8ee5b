import EncodingFiles
import FilePaths
import Glibc

/// The folder in which the program keeps what a person would miss: `$XDG_STATE_HOME/qviz/tuning`,
/// by default in `~/.local/state`.
///
/// Nothing is made before something is kept.
struct StateFolder: Hashable, Sendable {
  /// Where it is; it need not exist.
  let path: String
  /// The folder below which folders may be made; it must exist, for nobody's home is made here.
  private let ground: String

  /// A folder below another one.
  init(path: String, below ground: String) {
    self.path = path
    self.ground = ground
  }

  /// The folder that the variables of a process say.
  ///
  /// A path that does not begin at the root is passed over, as the XDG Base Directory Specification
  /// says.
  ///
  /// - Returns: nil where no variable says any.
  init?(variables: (String) -> String?) {
    if let state = variables("XDG_STATE_HOME"), state.utf8.first == UInt8(ascii: "/") {
      self.init(path: "\(state)/qviz/tuning", below: "/")
    } else if let home = variables("HOME"), home.utf8.first == UInt8(ascii: "/") {
      self.init(path: "\(home)/.local/state/qviz/tuning", below: home)
    } else {
      return nil
    }
  }

  /// Makes the folder, and those that it is in, for the person alone.
  func make() throws(Failure) {
    try Self.make(path, below: ground)
  }

  private static func make(_ path: String, below ground: String) throws(Failure) {
    let mayBeMade = path.utf8.count > ground.utf8.count
    if mayBeMade, unsafe mkdir(path.systemPath, 0o700) == 0 { return }
    if mayBeMade, errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try make(String(path[..<slash]), below: ground)
      guard unsafe mkdir(path.systemPath, 0o700) == 0 || errno == EEXIST else {
        throw StateError.system(path, errno).failure
      }
    } else if mayBeMade, errno != EEXIST {
      throw StateError.system(path, errno).failure
    }
    var status = stat()
    guard unsafe stat(path.systemPath, &status) == 0 else {
      throw StateError.system(path, errno).failure
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw StateError.system(path, ENOTDIR).failure
    }
  }

  /// A file in the folder.
  struct Entry: Hashable, Sendable {
    /// Its name.
    let name: String
    /// When it was written, in nanoseconds since 1970.
    let modified: Int
  }

  /// The names in the folder; none where it cannot be read.
  func names() -> [String] {
    guard let folder = unsafe opendir(path.systemPath) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
        unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          unsafe String(validatingCString: name)
        }
      }
      if let name, name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// The regular files in the folder, the one written last first.
  func entries() -> [Entry] {
    names().compactMap { name in
      FileVersion(path: "\(path)/\(name)").map { Entry(name: name, modified: $0.modified) }
    }.sorted { ($0.modified, $0.name) > ($1.modified, $1.name) }
  }
}

/// Why something could not be kept.
enum StateError {
  /// The environment names no folder for it.
  case noFolder
  /// A call to the system failed.
  case system(_ path: String, _ errorNumber: Int32)

  /// The failure with its sentence.
  var failure: Failure {
    switch self {
    case .noFolder:
      Failure("neither XDG_STATE_HOME nor HOME says where", exit: .cannotCreate)
    case .system(let path, let number):
      // The status line may have no room for the path.
      Failure("\(unsafe String(cString: strerror(number))) (\(path))", exit: .cannotCreate)
    }
  }
}
