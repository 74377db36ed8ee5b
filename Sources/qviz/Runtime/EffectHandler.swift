import Calibration
import Explorer
import NumberFormats
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

  private let catalogue: Catalogue
  private let lastShelf = LastBatchShelf()
  private let firstPicture: FirstPicture
  private let memory: TuningMemory?
  private let counterparts: Counterparts?
  private let against: AgainstModel?

  /// A handler for the tensors of a catalogue, which the explorer names by their positions; without a
  /// memory no session knows of another one, and without counterparts there is nothing to compare with.
  init(
    _ catalogue: Catalogue, firstPicture: FirstPicture, memory: TuningMemory? = nil,
    counterparts: Counterparts? = nil, against: AgainstModel? = nil
  ) {
    self.catalogue = catalogue
    self.firstPicture = firstPicture
    self.memory = memory
    self.counterparts = counterparts ?? against?.counterparts
    self.against = against
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
      compute(computation, monitor, answer: answer)
    case .preview(let request, _):
      if let preview = exporter.preview(request, monitor) { answer(preview) }
    case .export(let request, let policy, _):
      answer(exporter.export(request, policy))
    case .survey(let survey, _):
      Surveyor(tensors: tensors, against: against).survey(survey, monitor, answer: answer)
    case .tryFormats(let trial, _):
      tryFormats(trial, monitor, answer: answer)
    case .recode(let request, _):
      Recoder(tensors: tensors, counterparts: counterparts)
        .recode(request, monitor, answer: answer)
    case .writePlan(let writing, _): answer(PlanFile.answer(to: writing, catalogue))
    case .recall(let tensor, _):
      guard let recalled = memory?.recall(tensor) else { return }
      answer(.recalled(recalled.tunings, complaint: recalled.complaint))
    case .listKept:
      if let memory { answer(.keptTensors(memory.keptTensors())) }
    case .keep, .abandon, .suspend, .quit: break
    }
  }

  private var exporter: Exporter { Exporter(catalogue: catalogue, memory: memory) }

  private var tensors: [OpenTensor] { catalogue.tensors }

  private func compute(
    _ computation: Computation, _ monitor: ProgressMonitor,
    answer: @escaping @Sendable (Answer) -> Void
  ) {
    do {
      let computation = try told(computation, monitor)
      guard case .calibration = computation else {
        answer(.computed(try computation.run(monitor)))
        return
      }
      let clock = LoadClock(byteCount: 0, monitor: monitor) { answer(.progress($0)) }
      answer(.computed(try computation.run(clock.monitor("calibrating", 0...1))))
    } catch let failure as Failure {
      // Only batches are read for a computation, and only calibrators have them.
      guard case .calibration(let calibrator, _, _, _, _) = computation else { return }
      let row = CalibrationRow(calibrator, failing: .notRead(reason: failure.sentence))
      answer(.computed(.calibration(row)))
    } catch {
      // Cancelled: whoever asked has gone.
    }
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

  private func tryFormats(
    _ trial: FormatTrial, _ monitor: ProgressMonitor, answer: @Sendable (Answer) -> Void
  ) {
    do {
      for format in trial.formats {
        let measured = try FormatMeasurement(tensors[trial.tensor], format, monitor: monitor)
        try measured.checkFinite()
        try monitor.checkCancellation()
        answer(
          .formatTried(
            FormatOutcome(
              format: format, bitsPerValue: measured.pass.bitsPerValue ?? 0,
              byteCount: measured.storedByteCount, result: measured.result)))
      }
    } catch let failure as Failure {
      answer(.formatsFailed(failure.sentence))
    } catch {
      // Cancelled: whoever asked has gone.
    }
  }

  private func load(
    _ loader: TensorLoader, _ granularity: Granularity, monitor: ProgressMonitor,
    answer: @escaping @Sendable (Answer) -> Void
  ) {
    do {
      // What cannot be done is said before anything is shown.
      let layout = try loader.layout(granularity)
      let stored = try loader.open.storedRanges(by: granularity)
      if firstPicture == .sample, let sample = try loader.sample(layout, monitor: monitor) {
        try monitor.checkCancellation()
        answer(.sampled(LoadedTensor(sample, reference: reference(of: sample), stored: stored)))
      }
      let tensor = try loader.distribution(layout, monitor: monitor) { answer(.progress($0)) }
      try monitor.checkCancellation()
      answer(.loaded(LoadedTensor(tensor, reference: reference(of: tensor), stored: stored)))
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

extension OpenTensor {
  /// What a file of encodings has for the tensor, or its own file stores with the codes, where they are of such
  /// blocks.
  fileprivate func storedRanges(by granularity: Granularity) throws -> StoredRanges? {
    if let given { return given.calibrator.granularity == granularity ? given.ranges : nil }
    guard storedGranularity == granularity, let rule = try storedRule() else { return nil }
    return StoredRanges(scheme: rule.scheme, ranges: rule.blocks.map(\.range))
  }
}
