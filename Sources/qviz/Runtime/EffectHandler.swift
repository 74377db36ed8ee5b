import Calibration
import Explorer
import QuantizationEngine

/// Does what the explorer asks for, on whatever thread calls it.
///
/// It holds open files, the batches that were read last, and no state of the session, so every call
/// stands alone.
struct EffectHandler: Sendable {
  /// What a large tensor shows first.
  enum FirstPicture {
    /// A sample, at once.
    case sample
    /// All values, however long that takes.
    case everything
  }

  private let tensors: [OpenTensor]
  private let lastShelf = LastBatchShelf()
  private let firstPicture: FirstPicture

  /// A handler for tensors that the explorer names by their positions.
  init(_ tensors: [OpenTensor], firstPicture: FirstPicture) {
    self.tensors = tensors
    self.firstPicture = firstPicture
  }

  /// Carries out an effect that has an answer, saying what there is to say as it goes.
  ///
  /// Once `monitor` says that nobody wants the answer any more there may be none.
  func perform(
    _ effect: Effect, _ monitor: ProgressMonitor, answer: @escaping @Sendable (Answer) -> Void
  ) {
    switch effect {
    case .load(let tensor, let granularity, _):
      load(TensorLoader(tensors[tensor]), granularity, monitor: monitor, answer: answer)
    case .compute(let computation, _):
      if let result = try? told(computation, monitor).run(monitor) { answer(.computed(result)) }
    case .preview(let request, _): answer(exporter(of: request).preview(request))
    case .export(let request, let policy, _):
      answer(exporter(of: request).export(request, policy))
    case .survey(let survey, _):
      Surveyor(tensors: tensors).survey(survey, monitor, answer: answer)
    case .abandon, .suspend, .quit: break
    }
  }

  private func exporter(of request: ExportRequest) -> Exporter {
    Exporter(typeName: tensors[request.tensor].facts.typeName)
  }

  /// A computation, its calibrator told of the batches where its tool collects them.
  private func told(
    _ computation: Computation, _ monitor: ProgressMonitor
  ) throws -> Computation {
    guard
      case .calibration(let calibrator, let batches, let tensor, let scheme, let reference) =
        computation
    else { return computation }
    let shelf = lastShelf.shelf(of: batches.tensor, TensorLoader(tensors[batches.tensor]))
    let told = try shelf.calibrator(
      calibrator, over: batches.count, of: tensor.layout, monitor: monitor)
    return .calibration(told, over: batches, tensor, scheme, reference)
  }

  private func load(
    _ loader: TensorLoader, _ granularity: Granularity, monitor: ProgressMonitor,
    answer: @escaping @Sendable (Answer) -> Void
  ) {
    do {
      // What cannot be done is said before anything is shown.
      let layout = try loader.layout(granularity)
      if firstPicture == .sample, let sample = try loader.sample(layout) {
        try monitor.checkCancellation()
        answer(.sampled(sample, reference(of: sample)))
      }
      let tensor = try loader.distribution(layout, monitor: monitor) { answer(.progress($0)) }
      try monitor.checkCancellation()
      answer(.loaded(tensor, reference(of: tensor)))
    } catch let failure as Failure {
      answer(.loadFailed(failure.sentence))
    } catch {
      // Cancelled: whoever asked has gone.
    }
  }

  /// What divergences are measured against where that is quick to make.
  ///
  /// That of a million blocks is not, and only calibrators ask for it: the explorer does when it
  /// needs it.
  private func reference(of tensor: TensorDistribution) -> DivergenceReference? {
    tensor.blocks.count == 1 ? DivergenceReference(tensor) : nil
  }
}
