import Glibc

public import QuantizationEngine

/// What a whole model lost, and which tensors are to blame.
///
/// Thresholds are asked of the stored numbers afterwards: nothing is read again.
public struct ModelDamage: Hashable, Sendable {
  /// The tensors, in the order in which they were given.
  public let tensors: [TensorDamage]
  /// The sums over all of them.
  public let total: QuantizationError
  /// What all counterparts take in their files, in bytes.
  public let byteCount: Int

  /// The damage of some tensors.
  ///
  /// - Parameter tensors: each once.
  public init(_ tensors: [TensorDamage]) {
    self.tensors = tensors
    var sums = ErrorSums()
    var bytes = 0
    for tensor in tensors {
      sums.add(tensor.error.error.sums)
      bytes = bytes.addingReportingOverflow(tensor.byteCount).partialValue
    }
    // Steps of different tensors have nothing in common.
    sums.squaredErrorInSteps = nil
    total = QuantizationError(sums: sums)
    byteCount = bytes
  }

  /// Everything stored, in bits for each of the counterparts' elements; nil without elements.
  public var bitsPerValue: Double? {
    let count = tensors.reduce(0.0) { $0 + Double($1.elementCount) }
    return count > 0 ? 8 * Double(byteCount) / count : nil
  }

  /// A tensor's Σe² as a share of the model's.
  ///
  /// - Parameter index: which tensor.
  /// - Returns: from 0 to 1; nil if the model lost nothing.
  public func errorShare(ofTensor index: Int) -> Double? {
    let all = total.sums.squaredError
    return all > 0 ? tensors[index].error.error.sums.squaredError / all : nil
  }

  /// A tensor's bytes as a share of the model's.
  ///
  /// - Parameter index: which tensor.
  /// - Returns: from 0 to 1; nil if the model has no bytes.
  public func byteShare(ofTensor index: Int) -> Double? {
    byteCount > 0 ? Double(tensors[index].byteCount) / Double(byteCount) : nil
  }

  /// The tensors in an order.
  ///
  /// - Parameter order: what decides.
  /// - Returns: places in ``tensors``; equal ones stay in the order in which they were given.
  public func indices(in order: DamageOrder) -> [Int] {
    func sorted(by key: (TensorDamage) -> Double) -> [Int] {
      let keys = tensors.map { -key($0) }
      return tensors.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    }
    switch order {
    case .worstFirst: return sorted { $0.severity }
    case .mostWeightedFirst: return sorted { $0.error.weightedRelativeError ?? $0.severity }
    case .mostErrorFirst: return sorted { $0.error.error.sums.squaredError }
    case .largestFirst: return sorted { Double($0.byteCount) }
    case .belowUsualFirst: return sorted { -($0.decibelsAboveUsual ?? .infinity) }
    case .byName:
      let keys = tensors.map { NaturalName($0.pair.name) }
      return tensors.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] < keys[$1] }
    }
  }

  /// The tensors whose SQNR is below a bound, worst first.
  ///
  /// - Parameter decibels: the bound.
  /// - Returns: places in ``tensors``; a tensor without an SQNR is below every bound if it has an
  ///   error, and below none otherwise.
  public func indices(belowDecibels decibels: Double) -> [Int] {
    indices(in: .worstFirst).filter { index in
      let tensor = tensors[index]
      guard let sqnr = tensor.error.error.sqnrInDecibels else { return tensor.severity > 0 }
      return sqnr < decibels
    }
  }

  /// The fewest tensors that together make at least a share of the model's squared error, the one
  /// that makes most first: which 5 % of the tensors hold 50 % of the error.
  ///
  /// - Parameter share: from 0 to 1.
  /// - Returns: places in ``tensors``; none if the model lost nothing.
  public func indices(holdingErrorShare share: Double) -> [Int] {
    let all = total.sums.squaredError
    guard all > 0, share > 0 else { return [] }
    var sum = 0.0
    var result: [Int] = []
    for index in indices(in: .mostErrorFirst) where sum < share * all {
      sum += tensors[index].error.error.sums.squaredError
      result.append(index)
    }
    return result
  }
}

/// What decides the order of tensors.
public enum DamageOrder: String, CaseIterable, Hashable, Sendable {
  /// The largest relative error first.
  case worstFirst = "worst"
  /// The largest relative error by the weights of columns first; without weights the relative error.
  case mostWeightedFirst = "weighted"
  /// The largest share of the model's squared error first.
  case mostErrorFirst = "error-share"
  /// The most bytes first.
  case largestFirst = "size"
  /// The farthest below what its format usually gives first; those without a usual value last.
  case belowUsualFirst = "below-usual"
  /// By the original's name, numbers in names by their value.
  case byName = "name"
}
