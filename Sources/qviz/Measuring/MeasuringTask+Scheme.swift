import ArgumentParser
import QuantizationEngine

extension MeasuringTask {
  /// The task of a scheme, from the smallest to the largest value.
  init(_ scheme: Scheme, _ granularity: GranularityChoice) throws {
    self.scheme = scheme
    self.granularity = granularity
    range = try RangeOptions.parse([])
    followsFile = false
    keepsEncodings = true
    batchCount = nil
  }
}
