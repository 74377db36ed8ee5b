import EncodingFiles
import FilePaths
import Glibc

/// Where a tensor comes from, said so that it is known again: the file's own path, size and time.
struct TensorOrigin {
  /// The tensor, and the file that it is in.
  let subject: TuningRecord.Subject
  /// What tells the tensor from every other.
  let key: TuningKey

  /// The origin of a tensor; nil where its file is none any more that could be opened again.
  init?(_ tensor: OpenTensor) {
    guard let path = CanonicalPath.of(tensor.path), let version = FileVersion(path: path) else {
      return nil
    }
    let facts = tensor.facts
    subject = TuningRecord.Subject(
      path: path, tensorName: facts.name, elementType: facts.storedAs,
      byteCount: version.byteCount, modified: version.modified)
    key = TuningKey(
      path: path, tensorName: facts.name, elementType: facts.storedAs, shape: facts.shape)
  }
}

/// The keys of many tensors, for which each path is looked up once.
struct TensorOrigins {
  private var paths: [String: String?] = [:]

  /// The key of a tensor; nil where its file is gone.
  mutating func key(of tensor: OpenTensor) -> TuningKey? {
    let path = paths[tensor.path] ?? CanonicalPath.of(tensor.path)
    paths[tensor.path] = .some(path)
    return path.map {
      TuningKey(
        path: $0, tensorName: tensor.facts.name, elementType: tensor.facts.storedAs,
        shape: tensor.facts.shape)
    }
  }
}

/// Paths from the root, without links.
enum CanonicalPath {
  /// The one path of a file that others lead to; nil where there is none.
  static func of(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path.systemPath, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(systemPath: resolved)
  }
}
