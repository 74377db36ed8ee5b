extension Bins {
  /// Whether none of the bins holds two of some values.
  ///
  /// Values that are farther apart than a bin is wide are in two of them; only for others are the bins
  /// found.
  ///
  /// - Precondition: the values do not descend and lie within the bins.
  /// - Complexity: O(values).
  func holdSingles<Element: LineElement>(_ values: UnsafeBufferPointer<Element>) -> Bool {
    guard values.count > 1 else { return true }
    // Edges are rounded by some ulps of the bounds, which are as nothing beside bins so wide.
    let isWide = width.isFinite && width > max(abs(lower), abs(upper)) * 0x1p-36
    let widest = isWide ? width * (1 + 0x1p-10) : .infinity
    var before = unsafe Double(values[0])
    for place in 1..<values.count {
      let value = unsafe Double(values[place])
      if !(value - before > widest), index(of: value) == index(of: before) { return false }
      before = value
    }
    return true
  }
}
