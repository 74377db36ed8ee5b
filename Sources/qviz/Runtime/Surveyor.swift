import Calibration
import Explorer
import NumberFormats
import QuantizationEngine
import TensorFiles

/// Looks at tensors for the rows of the list, by reading alone: nothing is sorted or kept.
struct Surveyor: Sendable {
  /// The tensors, by their positions.
  let tensors: [OpenTensor]
  /// The quantized model that they are compared with; nil without one.
  var against: AgainstModel?

  /// Looks at the tensors of a survey, one after another, until the monitor says to stop.
  func survey(
    _ survey: Survey, _ monitor: ProgressMonitor, answer: @Sendable (Answer) -> Void
  ) {
    var compared: Set<Int> = []
    for position in survey.tensors where tensors.indices.contains(position) {
      do {
        if !survey.parts.isDisjoint(with: [.values, .damage]) {
          answer(.glance(position, try outcome(at: position, survey, monitor)))
        }
        if survey.parts.contains(.stored), !compared.contains(position),
          let (parts, outcome) = try against?.outcome(of: position, monitor)
        {
          answer(.compared(parts, outcome))
          compared.formUnion(parts)
        }
      } catch {
        // Cancelled: whoever asked has gone.
        return
      }
    }
    answer(.surveyed)
  }

  private func outcome(
    at position: Int, _ survey: Survey, _ monitor: ProgressMonitor
  ) throws(CancellationError) -> GlanceOutcome {
    do {
      return .seen(try glance(at: tensors[position], survey, monitor))
    } catch let failure as Failure {
      return .unread(failure.sentence)
    } catch {
      throw CancellationError()
    }
  }

  private func glance(
    at open: OpenTensor, _ survey: Survey, _ monitor: ProgressMonitor
  ) throws -> Glance {
    switch survey.rule {
    case .scheme(let inForce): try glance(at: open, inForce, survey.parts, monitor)
    case .format(let format): try glance(at: open, format, survey.parts, monitor)
    }
  }

  /// A tensor under a number format.
  private func glance(
    at open: OpenTensor, _ format: NumberFormat, _ parts: Survey.Parts,
    _ monitor: ProgressMonitor
  ) throws -> Glance {
    // What the values are is the same under any scheme.
    let values =
      parts.contains(.values)
      ? try glance(
        at: open, SchemeInForce(scheme: .standard, granularity: .tensor), parts, monitor
      ).values : nil
    guard parts.contains(.damage) else { return Glance(values: values, damage: nil) }
    return Glance(values: values, damage: try damage(of: open, in: format, monitor))
  }

  /// What a number format makes of a tensor; one that it does not fit stays as it is, as converters leave
  /// it.
  private func damage(
    of open: OpenTensor, in format: NumberFormat, _ monitor: ProgressMonitor
  ) throws -> Damage {
    if case .sketch = open.source {
      return Damage(leftAlone: "a sketch has no order of elements")
    }
    do {
      _ = try FormatPass(format, shape: open.facts.shape)
    } catch {
      return Damage(leftAlone: "\(error)")
    }
    let measured = try FormatMeasurement(open, format, monitor: monitor)
    return Damage(measured.result, storedBits: measured.pass.storedBits)
  }

  /// A tensor under a scheme.
  private func glance(
    at open: OpenTensor, _ inForce: SchemeInForce, _ parts: Survey.Parts,
    _ monitor: ProgressMonitor
  ) throws -> Glance {
    guard case .stored(let file, let position) = open.source else {
      // A sketch has no order of elements, and its bins are there.
      let tensor = try TensorLoader(open).distribution(try open.layout(.perTensor))
      let scheme = inForce.scheme.meeting(open.facts.valueType, .perTensor)
      return Glance(tensor, scheme: scheme, binCount: TensorDigest.standardBinCount)
    }
    let choice = inForce.granularity
    let layout = try open.layout(choice.granularity(amongManyOfShape: open.facts.shape))
    let scheme = inForce.scheme.meeting(open.facts.valueType, layout.granularity)
    try scheme.check(layout, of: open)
    guard layout.granularity == .perTensor || file.isRowMajor(position) else {
      throw Failure(
        "\(open.path): blocks of a Fortran order are not read in passing; Enter opens it",
        exit: .usage)
    }
    let seen = try glance(
      file, position, layout, scheme, parts, ignoring: open.ignoring, monitor)
    guard let excluded = seen.values?.excluded, let rule = open.ignoring.unmarking(excluded) else {
      return seen
    }
    return try glance(file, position, layout, scheme, parts, ignoring: rule, monitor)
  }

  private func glance(
    _ file: TensorFile, _ position: Int, _ layout: BlockLayout, _ scheme: Scheme,
    _ parts: Survey.Parts, ignoring rule: IgnoreRule, _ monitor: ProgressMonitor
  ) throws -> Glance {
    try file.streaming(position, monitor: monitor) { stream, monitor in
      let stream = stream.ignoring(rule)
      guard parts.contains(.values) else {
        let pass = try BlockPass(scheme: scheme, layout: layout)
          .run(over: stream, monitor: monitor)
        return Glance(pass, histogram: nil)
      }
      let digest = try TensorDigest(of: stream, layout: layout, scheme: scheme, monitor: monitor)
      return Glance(digest.pass, histogram: digest.histogram)
    }
  }
}
