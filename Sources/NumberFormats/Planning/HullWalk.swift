/// All hulls gone down together, from the fewest bits of every tensor to the least error.
struct HullWalk {
  /// From one candidate of a hull to the next.
  struct Step {
    /// Which tensor.
    let tensor: Int
    /// From which candidate.
    let start: Int
    /// To which.
    let end: Int
    /// How many bits more that takes.
    let bits: Int
    /// How much error each of them takes away.
    let slope: Double
  }

  /// The steps, those first whose bits take most error away.
  let steps: [Step]
  /// The candidate of each tensor so far.
  private(set) var choices: [Int]
  /// How many bits they take.
  private(set) var bits: Int
  /// Σ of their errors.
  private(set) var error: Double

  private let tensors: [PlannedTensor]

  /// The walk at its beginning.
  init(_ tensors: [PlannedTensor]) {
    self.tensors = tensors
    choices = []
    bits = 0
    error = 0
    var steps: [Step] = []
    for (index, tensor) in tensors.enumerated() {
      let hull = tensor.hull
      choices.append(hull[0])
      bits += tensor.candidates[hull[0]].bits
      error += tensor.candidates[hull[0]].error
      for (start, end) in zip(hull, hull.dropFirst()) {
        steps.append(
          Step(
            tensor: index, start: start, end: end,
            bits: tensor.candidates[end].bits - tensor.candidates[start].bits,
            slope: tensor.slope(start, end)))
      }
    }
    // Along a hull slopes fall, so that a tensor's steps stay in their order.
    self.steps = steps.enumerated().sorted {
      $0.element.slope != $1.element.slope
        ? $0.element.slope > $1.element.slope : $0.offset < $1.offset
    }.map(\.element)
  }

  /// Takes a step, unless its tensor has stayed behind an earlier one.
  mutating func take(_ step: Step) {
    guard choices[step.tensor] == step.start else { return }
    choices[step.tensor] = step.end
    bits += step.bits
    error +=
      tensors[step.tensor].candidates[step.end].error
      - tensors[step.tensor].candidates[step.start].error
  }
}
