import QuantizationEngine

extension TorchCheckpoint {
  /// How many scales there may be in a list, as PyTorch wrote them before it had tensors of them.
  private static let listLimit = 1 << 12

  /// How the codes of a quantized tensor stand for its values; nil where what is said does not suit it.
  ///
  ///     (torch.per_tensor_affine, scale, zero-point)
  ///     (torch.per_channel_affine, scales, zero-points, axis)
  ///     (torch.per_channel_affine_float_qparams, scales, zero-points, axis)
  ///
  /// A value is the difference of code and zero-point times the scale: in float64 and then rounded where
  /// each channel has a zero-point that is a whole number, else in float32. PyTorch itself writes the
  /// second scheme for the third, and tells them apart by the type of the zero-points.
  ///
  /// Source: PyTorch 2.15, `torch/_utils.py`, `_rebuild_qtensor`; in which type it multiplies was tried.
  ///
  /// - Throws: ``TensorFileError``, why the scales cannot be read.
  func encoding(
    of codes: StoredTensor, _ found: TorchFinding, _ known: inout TorchKnown
  ) throws(TensorFileError) -> StoredEncoding? {
    guard found.arguments.count > 4, let fields = graph.sequence(found.arguments[4]),
      fields.count >= 3, let scheme = graph.global(fields[0])
    else { return nil }
    var granularity = Granularity.perTensor
    switch scheme {
    case "torch.per_tensor_affine": break
    case "torch.per_channel_affine", "torch.per_channel_affine_float_qparams":
      guard fields.count == 4, case .integer(let axis) = fields[3],
        codes.description.shape.indices.contains(axis)
      else { return nil }
      granularity = .perChannel(axis: axis)
    default: return nil
    }
    guard let scales = try numbers(fields[1], &known),
      let zeroPoints = try numbers(fields[2], &known)
    else { return nil }
    // A number for each channel is no number for all of them.
    if granularity != .perTensor, scales.isOne || zeroPoints.isOne { return nil }
    let isWide = granularity != .perTensor && zeroPoints.areIntegers
    return StoredEncoding(
      codeType: codes.description.elementType, granularity: granularity,
      shape: codes.description.shape, scales: scales, zeroPoints: zeroPoints,
      product: isWide ? .float64 : .float32)
  }

  /// One number for all, those of a list, or those of a tensor; nil where there are others.
  private func numbers(
    _ value: PickleValue, _ known: inout TorchKnown
  ) throws(TensorFileError) -> BlockNumbers? {
    if let items = graph.sequence(value) {
      guard items.count <= Self.listLimit else { return nil }
      let numbers = known.numbers[value] ?? items.compactMap(Self.number)
      known.numbers[value] = numbers
      return numbers.count == items.count ? .each(numbers) : nil
    }
    guard let node = graph.node(value) else { return Self.number(value).map { .all($0) } }
    guard case .call(let global) = node.kind, case .tensor(let rebuild) = TorchCall(global.name),
      rebuild != .quantized
    else { return nil }
    let found = TorchFinding(name: "", rebuild: rebuild, node.items, node.position)
    return .stored(try stored(found, name: "scales", &known))
  }

  /// A number that is no list and no tensor.
  private static func number(_ value: PickleValue) -> Float? {
    switch value {
    case .real(let number): Float(number)
    case .integer(let number): Float(number)
    default: nil
    }
  }
}

extension BlockNumbers {
  /// Whether it is one number for every block.
  fileprivate var isOne: Bool { if case .all = self { true } else { false } }

  /// Whether they are whole numbers: by their type, where they have one.
  fileprivate var areIntegers: Bool {
    switch self {
    case .all(let number): number == number.rounded()
    case .each(let numbers): numbers.allSatisfy { $0 == $0.rounded() }
    case .read(_, _, let type, _): type.isInteger
    }
  }
}
