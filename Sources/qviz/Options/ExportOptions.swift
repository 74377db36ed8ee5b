import ArgumentParser
import EncodingFiles

/// The file that a command writes its encodings to, and as what.
struct ExportOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: "Write the encodings to a file; needs --to.", completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "What --output is written as: " + Self.formatNames.joined(separator: ", ") + ".",
      valueName: "format"),
    completion: .list(Self.formatNames))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "What tensors are to the network, activation or parameter (default: by their encodings).",
      valueName: "role"),
    completion: .list(TensorRole.allCases.map(\.rawValue)))
  var role: String?

  @Option(
    name: .customLong("trt-header"),
    help: ArgumentHelp(
      "The first line of trt-cache (default: \(TensorRTCacheFormat.usualHeader)).",
      valueName: "line"))
  var cacheHeader: String?

  private static var formatNames: [String] { ExportTarget.identifiers }

  /// The export that was asked for; nil where none was.
  ///
  /// - Parameter inputs: The files that are read, none of which is written over.
  /// - Returns: The export, with no tensors yet.
  /// - Throws: `Failure` for names that are not known, and for one option without the other.
  func export(inputs: [String]) throws -> EncodingExport? {
    guard let output, let to else {
      guard output == nil, to == nil, role == nil, cacheHeader == nil else {
        throw Failure(
          output == nil
            ? "--to, --role and --trt-header are about the file that --output names"
            : "--output needs --to: \(Self.formatNames.joined(separator: ", "))", exit: .usage)
      }
      return nil
    }
    try checkCacheHeader(for: to)
    guard let target = ExportTarget(identifier: to, header: cacheHeader) else {
      throw Failure(
        "no format is called \(to); there are \(Self.formatNames.joined(separator: ", "))",
        exit: .usage)
    }
    guard output != "-" else {
      throw Failure("--output needs the name of a file, found -", exit: .usage)
    }
    try OutputOptions.check(output, against: inputs)
    return EncodingExport(target, path: output, role: try tensorRole())
  }

  private func checkCacheHeader(for format: String) throws {
    guard let cacheHeader else { return }
    guard format == TensorRTCacheFormat().identifier else {
      throw Failure("--trt-header is about --to trt-cache, found \(format)", exit: .usage)
    }
    guard TensorRTCacheFormat.isHeader(cacheHeader) else {
      throw Failure(
        "--trt-header must be TRT-VERSION-CALIBRATOR, such as \(TensorRTCacheFormat.usualHeader), "
          + "found \(cacheHeader)", exit: .usage)
    }
  }

  private func tensorRole() throws -> TensorRole? {
    guard let role else { return nil }
    guard let known = TensorRole(rawValue: role) else {
      throw Failure("--role must be activation or parameter, found \(role)", exit: .usage)
    }
    return known
  }
}
