/// Why there is no plan.
public enum PlanError: Error, Hashable, Sendable {
  /// Even the smallest formats take more bits than there are.
  case budgetTooSmall(bits: Int, leastBits: Int)
  /// Even the best formats have more error than is allowed.
  case errorTooLarge(least: Double, allowed: Double)
}

extension PlanError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .budgetTooSmall(let bits, let leastBits):
      "the smallest formats take \(leastBits) bits in all, and the budget is \(bits)"
    case .errorTooLarge(let least, let allowed):
      "the best formats have an error of \(least) in all, and \(allowed) is allowed"
    }
  }
}
