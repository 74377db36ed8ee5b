/// A calibrator that chooses otherwise for a block of several than for a lone one, as a tool does whose
/// number of one element is not computed with as a list is.
protocol BlockCountCalibrator: Calibrator {
  /// How many blocks the tensor has; 1 unless it is told.
  var blockCount: Int { get set }
}

extension Calibrator {
  /// The same calibrator, for one of so many blocks.
  func forOne(of blockCount: Int) -> any Calibrator {
    guard var counting = self as? any BlockCountCalibrator else { return self }
    counting.blockCount = blockCount
    return counting
  }
}
