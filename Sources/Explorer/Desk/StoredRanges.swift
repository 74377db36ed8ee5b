public import Calibration
public import QuantizationEngine

/// What a file says of the encodings of a tensor, as what is tuned starts with it: the tensor's own file with
/// its codes, or a file of encodings that was given beside it.
public struct StoredRanges: Sendable {
  /// The codes and the arithmetic.
  public let scheme: Scheme
  /// The range of each block, which gives the stored encoding back.
  let ranges: BlockRanges.Base
  /// The given encodings as a row of the table of calibrators; nil where they are those of the stored codes.
  let given: GivenCalibrator?

  /// What the tensor's own file stores.
  ///
  /// - Parameters:
  ///   - scheme: The codes and the arithmetic.
  ///   - ranges: The range of each block of the tensor.
  public init(scheme: Scheme, ranges: [ClippingRange]) {
    self.scheme = scheme
    self.ranges = BlockRanges.Base(ranges, from: RangeOrigin.file)
    given = nil
  }

  /// What a file of encodings says.
  ///
  /// - Parameters:
  ///   - scheme: The codes and the arithmetic.
  ///   - given: The encodings.
  ///   - origin: What chose the ranges, as far as the file says.
  public init(scheme: Scheme, given: GivenCalibrator, origin: String?) {
    self.scheme = scheme
    self.given = given
    ranges = BlockRanges.Base(given.blocks.map(\.range), from: origin)
  }
}
