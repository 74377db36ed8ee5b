extension Workshop {
  /// How many bytes a second a pass over a file goes through, beside copying as many in memory.
  ///
  /// - Parameters:
  ///   - byteCount: how many bytes the file has.
  ///   - material: what they are.
  ///   - pass: goes through the file, and returns a number that depends on all of it.
  /// - Returns: bytes a second, and in the baseline's place the ratio to the copy.
  /// - Throws: what `pass` throws.
  func besideCopying(
    byteCount: Int, material: String, _ pass: () throws -> Double
  ) throws -> Finding {
    let copy = MemoryCopy(byteCount: byteCount)
    let comparison = try stopwatch.alternate(rounds: rounds) {
      copy.run(times: 1)
    } subject: { _ in
      try pass()
    }
    let finding = Finding(comparison, against: "memcpy", counting: .times, material: material)
    return Finding(
      measured: finding.measured.dividing(Double(byteCount)), baseline: finding.baseline,
      material: finding.material)
  }
}
