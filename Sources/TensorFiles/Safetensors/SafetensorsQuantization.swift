import QuantizationEngine

/// What a header of quantized tensors says, as qviz writes it: which tensors are codes, and of which scheme.
///
///     "__metadata__": {"quantization": "qviz 1", "NAME.scheme": "{…}"}
///     NAME, NAME.scale, NAME.zero_point
///
/// `NAME.scheme` is a JSON object as text, with `quant_min`, `quant_max`, `granularity` and, as that needs
/// them, `axis` and `group_size`. What does not fit together is listed as it is stored. Nothing is guessed from
/// names in files that do not say so.
struct SafetensorsQuantization {
  /// What the metadata calls the layout by.
  private static let key = "quantization"
  /// The layout that is read.
  private static let layout = "qviz 1"
  /// What the names of schemes end in.
  private static let ending = ".scheme"
  /// The longest scheme that is looked at.
  private static let schemeLimit = 1 << 12

  /// The header's text.
  private let text: [UInt8]
  /// Where the schemes are in it, by the names of their tensors.
  private var schemes: [(name: String, value: Range<Int>)] = []
  /// What is said of weights in JSON, by their names.
  private(set) var annotations: [ExactText: String] = [:]
  /// Whether the layout is the one that is read.
  private var isKnown = false

  /// Nothing said so far.
  init(_ text: [UInt8]) {
    self.text = text
  }

  /// Takes down what the metadata says under a name.
  mutating func note(_ name: String, _ value: String, at range: Range<Int>) {
    if name == Self.key { isKnown = value == Self.layout }
    if value.utf8.first == UInt8(ascii: "{"), range.count <= Self.schemeLimit {
      annotations[ExactText(name)] = value
    }
    guard name.hasSuffix(Self.ending), range.count <= Self.schemeLimit else { return }
    schemes.append((String(name.dropLast(Self.ending.count)), range))
  }

  /// The tensors as they are meant.
  func applied(to tensors: [StoredTensor]) -> [StoredTensor] {
    guard isKnown, !schemes.isEmpty else { return tensors }
    var places: [ExactText: Int] = [:]
    for (index, tensor) in tensors.enumerated() {
      places[ExactText(tensor.description.name)] = index
    }
    var tensors = tensors
    let stored = tensors
    func tensor(_ name: String) -> StoredTensor? { places[ExactText(name)].map { stored[$0] } }
    for (name, range) in schemes {
      guard let place = places[ExactText(name)], let scale = tensor(name + ".scale"),
        let zeroPoint = tensor(name + ".zero_point"), let scheme = scheme(in: range),
        let meant = Self.meant(stored[place], scale, zeroPoint, scheme)
      else { continue }
      tensors[place] = meant
    }
    return tensors
  }

  /// What is said of the codes of a tensor.
  private struct Scheme {
    let granularity: Granularity
    let codes: ClosedRange<Int>
  }

  private func scheme(in range: Range<Int>) -> Scheme? {
    guard case .string(let words) = try? ParsedJSON(text, in: range) else { return nil }
    let bytes = Array(words.utf8)
    guard case .object(let members) = try? ParsedJSON(bytes, in: 0..<bytes.count) else {
      return nil
    }
    func number(_ name: String) -> Int? {
      guard case .integer(let number) = members.first(where: { $0.name == name })?.value else {
        return nil
      }
      return number
    }
    guard let lowest = number("quant_min"), let highest = number("quant_max"), lowest < highest,
      case .string(let word) = members.first(where: { $0.name == "granularity" })?.value
    else { return nil }
    let granularity: Granularity
    switch (word, number("axis"), number("group_size")) {
    case ("per_tensor", nil, nil): granularity = .perTensor
    case ("per_channel", let axis?, nil): granularity = .perChannel(axis: axis)
    case ("per_group", let axis?, let size?): granularity = .perGroup(axis: axis, size: size)
    default: return nil
    }
    return Scheme(granularity: granularity, codes: lowest...highest)
  }

  /// A tensor as the values that its codes stand for; nil where its parts do not fit together.
  private static func meant(
    _ codes: StoredTensor, _ scale: StoredTensor, _ zeroPoint: StoredTensor, _ scheme: Scheme
  ) -> StoredTensor? {
    let (type, shape) = (codes.description.elementType, codes.description.shape)
    let held = ElementType.codeTypes.first { $0.integers.contains(scheme.codes) }
    guard case .elements = codes.form, case .elements = scale.form,
      case .elements = zeroPoint.form, let held, type.isInteger, type.bitCount <= 16,
      type.integers.contains(scheme.codes), scale.description.elementType == .float32,
      zeroPoint.description.elementType == type,
      let layout = try? BlockLayout(shape: shape, granularity: scheme.granularity),
      scale.description.shape == layout.blockShape,
      zeroPoint.description.shape == layout.blockShape,
      let encoding = StoredEncoding(
        codeType: held, granularity: scheme.granularity, shape: shape, scales: .stored(scale),
        zeroPoints: .stored(zeroPoint))
    else { return nil }
    return StoredTensor(quantized: codes, by: encoding)
  }
}

extension ElementType {
  /// The types of codes, narrow ones first, and of each width those from zero up first.
  fileprivate static let codeTypes: [ElementType] = [
    .uint2, .int2, .uint4, .int4, .uint8, .int8, .uint16, .int16,
  ]
}

extension ClosedRange<Int> {
  /// Whether another range lies within this one.
  fileprivate func contains(_ other: ClosedRange<Int>) -> Bool {
    contains(other.lowerBound) && contains(other.upperBound)
  }
}
