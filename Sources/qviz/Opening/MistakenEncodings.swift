import EncodingFiles
import TensorFiles

/// Files of encodings that were given where a tensor should be.
enum MistakenEncodings {
  /// Why a file was not opened as one of tensors: where it has encodings, what can be done with it.
  ///
  /// Only a file that was refused is looked at.
  static func failure(_ error: TensorFileError, of path: String) -> Failure {
    let failure = Failure(error)
    guard failure.exit == .badData, let format = EncodingFileReader.format(of: path) else {
      return failure
    }
    return failure.saying(
      "\(path): has encodings (\(format.identifier)) and no tensor: see what they do to one with "
        + "'qviz PATH --encodings \(path)', or turn them into another tool's with "
        + "'qviz convert \(path)'")
  }
}
