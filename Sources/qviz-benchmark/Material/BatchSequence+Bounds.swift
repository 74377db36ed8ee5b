import Calibration

extension BatchSequence {
  /// The bounds of as many batches as observers of bounds see where nobody says.
  init(boundsOf values: [Float], count: Int = 8) {
    self.init(
      Self.parts(of: values.count, count: count).map { part in
        var bounds = RunningBounds()
        for index in part { bounds.add(values[index]) }
        return bounds
      })
  }
}
