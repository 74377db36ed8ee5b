package import QuantizationEngine

extension Concentration {
  /// What has all of the energy, and what became of the rest: a sentence.
  package var sentence: String {
    let carriers = carrierCount == 1 ? "1 value carries" : "\(carrierCount) values carry"
    let others =
      otherCount == 1
      ? "the other one"
      : sharedCount == otherCount
        ? "the other \(otherCount) all" : "\(sharedCount) of the other \(otherCount)"
    return "\(carriers) all of the energy; \(others) became "
      + NumberText.significant(Double(level), 5)
  }
}
