import Explorer
import QuantizationEngine
import TestSupport

/// A tensor that is explored in a walk, and what a loader says of it.
struct AttackedTensor {
  let name: String
  let shape: [Int]
  let values: [Float]
  /// Why it can be listed and not opened.
  var obstacle: String?
  /// Whether it is read as a sketch.
  var isSketch = false

  var subject: Subject {
    Subject(
      path: "model.safetensors", tensorName: name, elementType: "f32", shape: shape,
      byteCount: 4 * values.count, obstacle: obstacle)
  }

  /// What a loader answers in the end.
  func loaded(_ granularity: Granularity) -> Answer {
    do {
      let layout = try BlockLayout(shape: shape, granularity: granularity)
      let all =
        isSketch && layout.blockCount == 1
        ? TensorDistribution([TensorSketch(values)], layout: layout)
        : TensorDistribution(values, layout: layout)
      return .loaded(LoadedTensor(all, reference: DivergenceReference(all)))
    } catch {
      return .loadFailed("\(error)")
    }
  }

  /// What a loader answers first: every third value; nil where the shape has no such blocks.
  func sampled(_ granularity: Granularity) -> Answer? {
    guard let layout = try? BlockLayout(shape: shape, granularity: granularity) else { return nil }
    var blocks: [[Float]] = Array(repeating: [], count: layout.blockCount)
    for element in stride(from: 0, to: values.count, by: 3) where values[element].isFinite {
      blocks[layout.block(ofElement: element)].append(values[element])
    }
    let sample = TensorDistribution(
      blocks: blocks.map { SortedDistribution($0) }, layout: layout, excluded: NonFiniteCounts(),
      exactness: .sample(of: values.count))
    return .sampled(LoadedTensor(sample, reference: nil))
  }

  /// The tensors of a walk: everything that files bring, in small.
  static let all: [AttackedTensor] = {
    var random = SplitMix64(seed: 3)
    func normal(_ count: Int, _ scale: Double = 1) -> [Float] {
      (0..<count).map { _ in Float(random.nextNormal() * scale) }
    }
    var deadChannel = normal(48)
    for element in 12..<24 { deadChannel[element] = .nan }
    return [
      AttackedTensor(name: "weight", shape: [6, 32], values: normal(192)),
      AttackedTensor(name: "layers.0.conv", shape: [3, 4, 5], values: normal(60, 1e-3)),
      AttackedTensor(name: "layers.0.bias", shape: [40], values: normal(40).map(abs)),
      AttackedTensor(name: "layers.1.dead", shape: [4, 12], values: deadChannel),
      AttackedTensor(
        name: "layers.1.nan", shape: [2, 4], values: Array(repeating: .nan, count: 8)),
      AttackedTensor(name: "empty", shape: [0, 5], values: []),
      AttackedTensor(name: "constant", shape: [3, 3], values: Array(repeating: 0.3, count: 9)),
      AttackedTensor(name: "zeros", shape: [16], values: Array(repeating: 0, count: 16)),
      AttackedTensor(
        name: "huge", shape: [2, 4], values: [1e38, -1e38, 3.4e38, -3.4e38, 0, 1, -1, .infinity]),
      AttackedTensor(
        name: "tiny", shape: [2, 3],
        values: [1e-42, 2e-45, 3e-40, -1e-41, 0, 1e-45].map { (value: Double) in Float(value) }),
      AttackedTensor(
        name: "largest", shape: [4],
        values: [
          .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 0,
        ]),
      AttackedTensor(name: "single", shape: [], values: [-2.5]),
      AttackedTensor(name: "\u{1B}[31m\n重み\u{202E}", shape: [8], values: normal(8, 1e4)),
      AttackedTensor(name: "sketch", shape: [200], values: normal(200), isSketch: true),
      AttackedTensor(
        name: "unread", shape: [9], values: normal(9), obstacle: "unread: no such type"),
    ]
  }()
}
