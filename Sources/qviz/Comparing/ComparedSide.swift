import ModelComparison
import QuantizationEngine
import TensorFiles

/// One side of a comparison: its tensors that can be read, and what is known of the model.
struct ComparedSide {
  /// The path, or how many there are.
  let title: String
  /// The tensors, in the order of the catalogue.
  let tensors: [OpenTensor]
  /// The names of tensors that are listed and not read.
  let unreadNames: [String]
  /// Why they are not.
  let obstacles: [String]
  /// Whether there are sketches alone, which have no order of elements.
  let isSketched: Bool
  /// What the files say about the model.
  let facts: ModelFacts

  /// The side of a catalogue.
  init(_ catalogue: Catalogue) {
    title = catalogue.title
    tensors = catalogue.tensors.filter { $0.obstacle == nil && !$0.isSketch }
    isSketched = !catalogue.tensors.isEmpty && catalogue.tensors.allSatisfy(\.isSketch)
    unreadNames = catalogue.tensors.filter { $0.obstacle != nil }.map(\.facts.name)
    obstacles = catalogue.tensors.compactMap { tensor in
      tensor.obstacle.map { "\(tensor.facts.name): \($0)" }
    }
    var paths: Set<String> = []
    facts = catalogue.tensors.reduce(into: ModelFacts()) { facts, tensor in
      guard case .stored(let file, _) = tensor.source, paths.insert(file.path).inserted else {
        return
      }
      facts = facts.completed(by: file.modelFacts)
    }
  }

  /// What the comparison is told of the tensors.
  var compared: [ComparedTensor] { tensors.map(\.compared) }
}

extension OpenTensor {
  /// What a comparison is told of it.
  var compared: ComparedTensor {
    let isPlain = facts.elementType?.rawValue == facts.storedAs
    return ComparedTensor(
      name: facts.name, shape: facts.shape, storedAs: facts.storedAs,
      elementType: isPlain ? facts.elementType : nil, byteCount: storedByteCount)
  }

  /// Everything that is stored for it, the scales beside its codes included.
  private var storedByteCount: Int {
    guard case .stored(let file, let position) = source else { return facts.byteCount }
    return file.storedByteCount(of: position)
  }

  /// Whether there are only bins, without an order.
  var isSketch: Bool { if case .sketch = source { true } else { false } }
}
