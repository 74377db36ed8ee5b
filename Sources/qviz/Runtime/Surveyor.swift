import Calibration
import Explorer
import QuantizationEngine
import TensorFiles

/// Looks at tensors for the rows of the list, by reading alone: nothing is sorted or kept.
struct Surveyor: Sendable {
  /// The tensors, by their positions.
  let tensors: [OpenTensor]

  /// Looks at the tensors of a survey, one after another, until the monitor says to stop.
  func survey(
    _ survey: Survey, _ monitor: ProgressMonitor, answer: @Sendable (Answer) -> Void
  ) {
    for position in survey.tensors where tensors.indices.contains(position) {
      do {
        answer(.glance(position, .seen(try glance(at: tensors[position], survey, monitor))))
      } catch let failure as Failure {
        answer(.glance(position, .unread(failure.sentence)))
      } catch {
        // Cancelled: whoever asked has gone.
        return
      }
    }
    answer(.surveyed)
  }

  private func glance(
    at open: OpenTensor, _ survey: Survey, _ monitor: ProgressMonitor
  ) throws -> Glance {
    guard case .stored(let file, let position) = open.source else {
      // A sketch has no order of elements, and its bins are there.
      let tensor = try TensorLoader(open).distribution(try open.layout(.perTensor))
      let scheme = survey.inForce.scheme.meeting(open.facts.valueType, .perTensor)
      return Glance(tensor, scheme: scheme, binCount: TensorDigest.standardBinCount)
    }
    let choice = survey.inForce.granularity
    let layout = try open.layout(choice.granularity(amongManyOfShape: open.facts.shape))
    let scheme = survey.inForce.scheme.meeting(open.facts.valueType, layout.granularity)
    try scheme.check(layout, of: open)
    guard layout.granularity == .perTensor || file.isRowMajor(position) else {
      throw Failure(
        "\(open.path): blocks of a Fortran order are not read in passing; Enter opens it",
        exit: .usage)
    }
    let seen = try glance(
      file, position, layout, scheme, survey.detail, ignoring: open.ignoring, monitor)
    guard let rule = open.ignoring.unmarking(seen.values.excluded) else {
      return seen
    }
    return try glance(file, position, layout, scheme, survey.detail, ignoring: rule, monitor)
  }

  private func glance(
    _ file: TensorFile, _ position: Int, _ layout: BlockLayout, _ scheme: Scheme,
    _ detail: Survey.Detail, ignoring rule: IgnoreRule, _ monitor: ProgressMonitor
  ) throws -> Glance {
    try file.streaming(position, monitor: monitor) { stream, monitor in
      let stream = stream.ignoring(rule)
      switch detail {
      case .all:
        let digest = try TensorDigest(of: stream, layout: layout, scheme: scheme, monitor: monitor)
        return Glance(digest.pass, histogram: digest.histogram)
      case .damage:
        let pass = try BlockPass(scheme: scheme, layout: layout)
          .run(over: stream, monitor: monitor)
        return Glance(pass, histogram: nil)
      }
    }
  }
}
