internal import QuantizationEngine

/// A calibrator of a tool that counts by `torch.histc`, whose counters are of the type of the values.
///
/// A float32 counter stops at 2²⁴, for 2²⁴ + 1 is no float32: one is added, and rounded away. PyTorch counts in
/// several threads, each of which stops there by itself, and so by its number of threads a bin of more
/// values has more or fewer of them. qviz counts them all.
///
/// Source: torch 2.13, `aten/src/ATen/native/cpu/HistogramKernel.cpp`.
protocol CountingInFloat32: Calibrator {
  /// What it counts of values, and in which bins; nil where it counts otherwise, or nothing.
  func counting(
    _ distribution: any Distribution, scheme: Scheme
  ) -> (quantity: Quantity, bins: TorchBins)?
}

extension CountingInFloat32 {
  /// The largest number that a float32 counter reaches, one at a time.
  static var counterEnd: Int { 1 << 24 }

  /// What a person has to know where a counter of the tool cannot hold what a bin holds; nil where all can.
  ///
  /// - Complexity: O(1) up to 2²⁴ values, those of the histogram above.
  func remarkOnCounters(_ distribution: any Distribution, scheme: Scheme) -> String? {
    guard distribution.count > Self.counterEnd,
      let (quantity, bins) = counting(distribution, scheme: scheme), bins.countLimit == .max,
      let largest = distribution.counts(of: quantity, in: bins).max(), largest > Self.counterEnd
    else { return nil }
    return "a bin holds \(largest) values, and torch.histc's float32 counters stop at"
      + " \(Self.counterEnd) in each thread: the tool's answer depends on its threads; here all count"
  }
}

extension TorchHistogramCalibrator: CountingInFloat32 {
  func counting(
    _ distribution: any Distribution, scheme: Scheme
  ) -> (quantity: Quantity, bins: TorchBins)? {
    distribution.floatBounds.map {
      (.values, TorchBins(over: $0, count: Self.binCount, type: scheme.valueType))
    }
  }
}

extension BrevitasEntropyCalibrator: CountingInFloat32 {
  func counting(
    _ distribution: any Distribution, scheme: Scheme
  ) -> (quantity: Quantity, bins: TorchBins)? {
    distribution.largestMagnitude.map {
      (.values, TorchBins(over: -$0...$0, count: LogitSearch.binCount, type: scheme.valueType))
    }
  }
}

extension PPQEntropyCalibrator: CountingInFloat32 {
  func counting(
    _ distribution: any Distribution, scheme: Scheme
  ) -> (quantity: Quantity, bins: TorchBins)? {
    distribution.largestMagnitude.map {
      (.magnitudes, TorchBins(over: 0...$0, count: Self.binCount))
    }
  }
}

extension PPQMeanSquaredErrorCalibrator: CountingInFloat32 {
  func counting(
    _ distribution: any Distribution, scheme: Scheme
  ) -> (quantity: Quantity, bins: TorchBins)? {
    guard let bounds = distribution.floatBounds, let largest = distribution.largestMagnitude else {
      return nil
    }
    return scheme.symmetry == .asymmetric
      ? (.values, TorchBins(over: bounds, count: Self.binCount))
      : (.magnitudes, TorchBins(over: 0...largest, count: Self.binCount))
  }
}

extension TensorRTBinning {
  /// What is counted of values by `torch.histc`; nil by NumPy, whose counters are integers.
  func counting(_ distribution: any Distribution) -> (quantity: Quantity, bins: TorchBins)? {
    guard self == .torch else { return nil }
    return distribution.largestMagnitude.map {
      (.magnitudes, TorchBins(over: 0...$0, count: Self.binCount))
    }
  }
}

extension TensorRTEntropyCalibrator: CountingInFloat32 {
  func counting(
    _ distribution: any Distribution, scheme: Scheme
  ) -> (quantity: Quantity, bins: TorchBins)? { binning.counting(distribution) }
}

extension TensorRTMeanSquaredErrorCalibrator: CountingInFloat32 {
  func counting(
    _ distribution: any Distribution, scheme: Scheme
  ) -> (quantity: Quantity, bins: TorchBins)? { binning.counting(distribution) }
}

extension TensorRTPercentileCalibrator: CountingInFloat32 {
  func counting(
    _ distribution: any Distribution, scheme: Scheme
  ) -> (quantity: Quantity, bins: TorchBins)? { binning.counting(distribution) }
}
