import Explorer
import QuantizationEngine
import TensorFiles

/// Does what the explorer asks for, on whatever thread calls it.
///
/// It holds an open file and no state of the session, so every call stands alone.
struct EffectHandler: Sendable {
  /// What a large tensor shows first.
  enum FirstPicture {
    /// A sample, at once.
    case sample
    /// All values, however long that takes.
    case everything
  }

  private let loader: TensorLoader
  private let exporter: Exporter
  private let firstPicture: FirstPicture

  init(_ open: OpenTensor, firstPicture: FirstPicture) {
    loader = TensorLoader(open)
    exporter = Exporter(elementType: open.description.elementType)
    self.firstPicture = firstPicture
  }

  /// Carries out an effect that has an answer, saying what there is to say as it goes.
  ///
  /// Once `monitor` says that nobody wants the answer any more there may be none.
  func perform(
    _ effect: Effect, monitor: ProgressMonitor, answer: @escaping @Sendable (Answer) -> Void
  ) {
    switch effect {
    case .load(let granularity, _): load(granularity, monitor: monitor, answer: answer)
    case .compute(let computation, _):
      if let result = try? computation.run(monitor) { answer(.computed(result)) }
    case .preview(let request, _): answer(exporter.preview(request))
    case .export(let request, let policy, _): answer(exporter.export(request, policy))
    case .suspend, .quit: break
    }
  }

  private func load(
    _ granularity: Granularity, monitor: ProgressMonitor,
    answer: @escaping @Sendable (Answer) -> Void
  ) {
    let description = loader.file.tensors[loader.position]
    do {
      let layout = try BlockLayout(shape: description.shape, granularity: granularity)
      // What cannot be done is said before anything is shown.
      _ = try loader.way(for: layout)
      if firstPicture == .sample, let sample = try loader.sample(layout) {
        try monitor.checkCancellation()
        // The reference of many blocks takes long, and only calibrators ask for it: they wait.
        answer(.sampled(sample, layout.blockCount == 1 ? DivergenceReference(sample) : nil))
      }
      let clock = LoadClock(byteCount: description.byteCount, monitor: monitor) {
        answer(.progress($0))
      }
      let tensor = try loader.distribution(layout, clock: clock)
      try monitor.checkCancellation()
      answer(.loaded(tensor, DivergenceReference(tensor)))
    } catch let failure as Failure {
      answer(.loadFailed(failure.sentence))
    } catch let error as GranularityError {
      answer(.loadFailed("\(loader.file.path): \(error)"))
    } catch {
      // Cancelled: whoever asked has gone.
    }
  }
}
