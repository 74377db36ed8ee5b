import FilePaths
import Glibc
import QuantizationEngine
import TensorFiles

extension TensorOptions {
  /// What is opened, and the encoding that --scale is, where the tensor has floats; nil where its integers stand
  /// for reals by it, and where there is no --scale.
  ///
  /// The type is known before a value is read; of a pipe, which is read once, only by --dtype.
  ///
  /// - Parameter scheme: The codes of the encoding.
  /// - Returns: The two.
  /// - Throws: `Failure` where the encoding cannot be.
  func ofGivenScale(_ scheme: SchemeOptions) throws -> (Catalogue, GivenEncodings)? {
    guard let scale = layout.scale,
      files.allSatisfy(Self.isReadTwice) || layout.dtype?.elementType.isFloat == true
    else { return nil }
    let catalogue = Catalogue(
      paths: files, layout: layout.ofFloats, budget: try memory.budget(), ignoring: ignored.rule)
    guard let open = try? catalogue.tensor(named: tensor),
      open.facts.elementType?.isFloat ?? false
    else { return nil }
    guard try scheme.granularityChoice() == .tensor else {
      throw Failure(
        "--scale is one encoding for a tensor of floats: it excludes --granularity", exit: .usage)
    }
    return (
      catalogue,
      try GivenEncodings(
        scale: scale, zeroPoint: layout.zeroPoint.map(Int.init), try scheme.scheme())
    )
  }
}

extension TensorOptions {
  /// Whether a path can be opened again: no pipe can.
  private static func isReadTwice(_ path: String) -> Bool {
    var status = stat()
    guard path != "-", unsafe stat(path.systemPath, &status) == 0 else { return false }
    return [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }
}

extension ElementType {
  /// Whether its elements are floats.
  fileprivate var isFloat: Bool {
    ["float", "bfloat"].contains { rawValue.hasPrefix($0) }
  }
}
