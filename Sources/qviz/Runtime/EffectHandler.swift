import Explorer
import QuantizationEngine
import TensorFiles

/// Does what the explorer asks for, on whatever thread calls it.
///
/// It holds an open file and no state of the session, so every call stands alone.
struct EffectHandler: Sendable {
  private let file: TensorFile
  private let position: Int
  private let exporter: Exporter

  init(_ open: OpenTensor) {
    file = open.file
    position = open.position
    exporter = Exporter(elementType: open.description.elementType)
  }

  /// Carries out an effect that has an answer, saying what there is to say as it goes.
  func perform(_ effect: Effect, answer: (Answer) -> Void) {
    switch effect {
    case .load(let granularity, _): load(granularity, answer: answer)
    case .compute(let computation, _): answer(.computed(computation.run()))
    case .preview(let request, _): answer(exporter.preview(request))
    case .export(let request, let policy, _): answer(exporter.export(request, policy))
    case .suspend, .quit: break
    }
  }

  private func load(_ granularity: Granularity, answer: (Answer) -> Void) {
    let description = file.tensors[position]
    let layout: BlockLayout
    do {
      layout = try BlockLayout(shape: description.shape, granularity: granularity)
    } catch {
      return answer(.loadFailed("\(file.path): \(error)"))
    }
    answer(.progress(0, label: "reading"))
    let values: TensorValues
    do {
      values = try file.values(of: position)
    } catch {
      return answer(.loadFailed("\(error)"))
    }
    answer(.progress(0.3, label: "sorting"))
    let tensor = TensorDistribution(values, layout: layout)
    answer(.progress(0.9, label: "counting"))
    answer(.loaded(tensor, DivergenceReference(tensor)))
  }
}
