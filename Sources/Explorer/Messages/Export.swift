public import QuantizationEngine

/// A format in which encodings can be taken home.
public struct ExportFormat: Hashable, Sendable {
  /// Its name on the command line, such as `qviz-json`.
  public let identifier: String
  /// Its name on the screen.
  public let title: String
  /// Who reads it: programs, their options, or people.
  public let reader: String
  /// What file names end in, without the first dot, such as `encodings.json`.
  public let fileExtension: String

  /// A format by its names.
  public init(identifier: String, title: String, reader: String, fileExtension: String) {
    self.identifier = identifier
    self.title = title
    self.reader = reader
    self.fileExtension = fileExtension
  }
}

/// Everything that an export writes, and where.
public struct ExportRequest: Equatable, Sendable {
  /// Which of the tensors it is about.
  public let tensor: Int
  /// The format.
  public let format: ExportFormat
  /// The file to write, as the person typed it.
  public let path: String
  /// The tensor's name, as it is in the file it came from.
  public let tensorName: String
  /// How elements fall into blocks.
  public let layout: BlockLayout
  /// What is tuned, under the toolchain in force.
  let tuning: Tuning

  /// The scheme that the encodings belong to.
  ///
  /// Files have the encodings that a toolchain made, and no word for the toolchain itself.
  public var scheme: Scheme { tuning.scheme.written }

  /// The type in which the toolchain stores the scales.
  public var scaleType: ElementType { tuning.scheme.scaleType }

  /// The clipping range of each block.
  ///
  /// - Complexity: O(blocks), as long as many keys at a million: it is for whoever writes.
  public var ranges: [ClippingRange] { tuning.effectiveRanges }

  /// What chose the clipping ranges: `min-max`, a calibrator, `by hand` or `file`; nil where nobody
  /// knows.
  public var rangeOrigin: String? { tuning.ranges.origin }

  /// The encoding of each block, with its arithmetic.
  ///
  /// - Throws: ``MissingEncodings`` where blocks have none, and `CancellationError` once `monitor` says
  ///   that nobody wants them.
  /// - Complexity: O(blocks), as above.
  public func quantizers(_ monitor: ProgressMonitor = .none) throws -> [AffineQuantizer] {
    let arithmetic = scheme.arithmetic
    let ranges = ranges
    var quantizers: [AffineQuantizer] = []
    quantizers.reserveCapacity(ranges.count)
    var missing = ListedBlocks()
    var reason: EncodingError?
    let stretch = 1 << 14
    for start in stride(from: 0, to: ranges.count, by: stretch) {
      try monitor.checkCancellation()
      for block in start..<min(start + stretch, ranges.count) {
        do throws(EncodingError) {
          quantizers.append(
            AffineQuantizer(
              encoding: try tuning.scheme.encoding(for: ranges[block]).narrowed,
              arithmetic: arithmetic))
        } catch {
          missing.add(block)
          reason = reason ?? error
        }
      }
    }
    if let reason { throw MissingEncodings(blocks: missing, reason: reason, layout: layout) }
    return quantizers
  }
}

/// The blocks that have no encoding, without which nothing is exported.
public struct MissingEncodings: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which blocks.
  public let blocks: ListedBlocks
  /// Why the first of them has none.
  public let reason: EncodingError
  /// How elements fall into blocks.
  let layout: BlockLayout

  /// One sentence: how many, which, and why.
  public var description: String {
    guard layout.blockCount > 1 else { return "\(reason)" }
    return GranularityText.share(blocks, of: layout.blockCount, layout.granularity)
      + " \(blocks.count == 1 ? "has" : "have") no encoding: \(blocks.words) (\(reason))"
  }
}

/// What an export does where a file of its name exists.
public enum ExistingFilePolicy: Hashable, Sendable {
  /// Leave it and answer ``Answer/exportNeedsConfirmation(path:found:)``.
  case ask
  /// Replace it, for the person has agreed: this one, and none that came there since.
  case replace(FoundFile)
}

/// What stood under a name when the person was asked about it, in the program's own words.
public struct FoundFile: Hashable, Sendable {
  /// What the program knows it by.
  public let text: String

  /// A file known by some text.
  public init(text: String) {
    self.text = text
  }
}
