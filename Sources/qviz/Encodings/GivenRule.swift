import Calibration
import EncodingFiles
import Explorer
import QuantizationEngine

/// The encodings that a file beside a tensor has for it, as the explorer starts with them.
struct GivenRule: Sendable {
  /// The codes and the arithmetic.
  let scheme: Scheme
  /// The encodings as a row beside those of calibrators.
  let calibrator: GivenCalibrator
  /// What chose the ranges, as far as the file says.
  let origin: String?

  /// The encodings of a file, which have been found to fit the tensor.
  ///
  /// - Parameters:
  ///   - encodings: The encodings.
  ///   - path: The file.
  /// - Throws: `Failure` where a block has an encoding that no range gives.
  init(_ encodings: TensorEncodings, in path: String) throws {
    let scheme = encodings.scheme
    let blocks = try zip(encodings.clippingRanges, encodings.encodings).enumerated().map {
      block, said in
      let (range, encoding) = said
      // The range that the file says is kept where it gives the file's encoding.
      if (try? scheme.encoding(for: range)) == encoding {
        return CalibratedBlock(
          range: range,
          quantizer: AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic))
      }
      guard
        let block = StoredRule.block(encoding.scale, Float(encoding.zeroPoint), scheme)
      else {
        throw Failure(
          "\(path): \(encodings.name): block \(block) has the scale \(encoding.scale), by which "
            + "no range is quantized", exit: .badData)
      }
      return block
    }
    self.scheme = scheme
    let name = path.split(separator: "/").last.map(String.init) ?? path
    calibrator = GivenCalibrator(
      source: name, blocks: blocks, granularity: encodings.granularity)
    origin = encodings.rangeOrigin
  }

  /// What the explorer starts with.
  var ranges: StoredRanges { StoredRanges(scheme: scheme, given: calibrator, origin: origin) }
}

/// The encodings of one file for all that was opened.
struct GivenRules {
  /// By the positions of the tensors; those that the file does not have are not there.
  private(set) var rules: [Int: GivenRule] = [:]
  /// What was taken for granted, and what did not fit, a sentence each.
  private(set) var notes: [String] = []

  /// Finds what a file has for some tensors.
  ///
  /// - Throws: `Failure` where it has nothing for any of them, or does not fit the only one.
  init(_ source: EncodingSource, given: GivenMembers, tensors: [OpenTensor]) throws {
    var said: [String] = []
    let file = FileEncodings(source, given: given, tensorCount: tensors.count) { said.append($0) }
    for (position, open) in tensors.enumerated()
    where tensors.count == 1 || source.tensor(named: open.facts.name) != nil {
      do {
        rules[position] = try GivenRule(try file.encodings(of: open), in: source.path)
      } catch let failure as Failure where tensors.count > 1 {
        notes.append(failure.sentence)
      }
    }
    guard !rules.isEmpty else {
      throw Failure(
        notes.first ?? "\(source.path): has encodings for none of the \(tensors.count) tensors",
        exit: .badData)
    }
    notes = said + notes
  }
}
