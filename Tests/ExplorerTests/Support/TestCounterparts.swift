import NumberFormats
import QuantizationEngine

@testable import Explorer

/// What a quantized model of a test holds in place of some tensors.
struct TestCounterparts {
  /// The values of each, by its position.
  var values: [Int: [Float]] = [:]
  /// What is to be looked at.
  var flags: [Int: [StoredDamage.Flag]] = [:]
  /// Why some cannot be read.
  var unread: [Int: String] = [:]
  /// Tensors that are one there.
  var stacks: [[Int]] = []
  /// What the list knows of the model; nil where nothing is compared.
  var model: ComparedModel?

  init() {}

  /// A model of which every tensor is rounded to a format, but some.
  init(
    _ tensors: [TestTensor], in format: String, without missing: [Int: String] = [:],
    surplus: [ComparedModel.Surplus] = []
  ) {
    for (position, tensor) in tensors.enumerated() where missing[position] == nil {
      values[position] = tensor.rounded(to: format) ?? tensor.values
    }
    model = ComparedModel(title: "models/quantized.gguf", missing: missing, surplus: surplus)
  }

  /// What the explorer knows of a counterpart.
  func counterpart(of position: Int, _ tensor: TestTensor) -> Counterpart? {
    guard values[position] != nil || unread[position] != nil else { return nil }
    return Counterpart(
      name: "blk." + tensor.name, storedAs: "gguf-q4_0", bitsPerValue: 4.5,
      byteCount: tensor.values.count * 9 / 16)
  }

  /// Those that are one with a tensor.
  func parts(of tensor: Int) -> [Int] { stacks.first { $0.contains(tensor) } ?? [tensor] }

  /// What the worker says of a tensor.
  func outcome(of tensor: Int, _ tensors: [TestTensor]) -> StoredOutcome? {
    if let sentence = unread[tensor] { return .unread(sentence) }
    guard let stored = values[tensor] else { return nil }
    var sums = PairedSums()
    let values = tensors[tensor].values
    sums.add(values.span, stored.span)
    var damage = StoredDamage(Damage(FormatResult(sums).error))
    damage.cosine = FormatResult(sums).error.cosineSimilarity
    damage.flags = flags[tensor] ?? []
    damage.match = "same part of the architecture"
    damage.largestErrorIndex = 17
    damage.partCount = parts(of: tensor).count
    return .compared(damage)
  }
}

extension TestTensor {
  /// The values as a format stores them; nil where it does not fit.
  func rounded(to format: String) -> [Float]? {
    guard let format = NumberFormat.named(format),
      let pass = try? FormatPass(format, shape: shape)
    else { return nil }
    return try? pass.decodedValues(of: ElementStream(values))
  }
}
