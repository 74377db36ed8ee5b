import QuantizationEngine
import Synchronization
import TensorFiles
import Testing

@testable import Explorer
@testable import qviz

@Suite("a look at tensors for the list")
struct SurveyorTests {
  private static let catalogue = Catalogue(
    paths: ["samples"], layout: RawLayout(), budget: .standard)

  private func answers(
    _ survey: Survey, _ monitor: ProgressMonitor = .none
  ) -> [Answer] {
    let answers = Mutex<[Answer]>([])
    Surveyor(tensors: Self.catalogue.tensors).survey(survey, monitor) { answer in
      answers.withLock { $0.append(answer) }
    }
    return answers.withLock(\.self)
  }

  @Test(
    "the damage is that of the line, and the picture holds every value",
    arguments: [GranularityChoice.tensor, .channel(axis: nil), .group(axis: nil, size: 32)])
  func damage(choice: GranularityChoice) throws {
    let tensors = Self.catalogue.tensors
    let scheme = try Scheme(bitWidth: 4, symmetry: .symmetric)
    let survey = Survey(
      tensors: Array(tensors.indices),
      inForce: SchemeInForce(scheme: scheme, granularity: choice), detail: .all, reason: .shown)
    let answers = answers(survey)
    #expect(answers.count == tensors.count + 1)
    for case .glance(let position, .seen(let glance)) in answers {
      let open = tensors[position]
      let loader = TensorLoader(open)
      let line = try loader.distribution(
        try loader.layout(choice.granularity(amongManyOfShape: open.facts.shape)))
      let referee = Glance(line, scheme: scheme, binCount: TensorDigest.standardBinCount)
      #expect(glance.values.counts == referee.values.counts)
      #expect(glance.values.bounds == referee.values.bounds)
      let found = try #require(glance.damage.meanSquaredError)
      let expected = try #require(referee.damage.meanSquaredError)
      // Two orders of the same sums of float64.
      #expect(abs(found - expected) <= 1e-12 * expected)
    }
  }

  @Test("a tensor that cannot be read hides no other, and who is cancelled says no more")
  func failures() throws {
    let inForce = SchemeInForce(scheme: .standard, granularity: .tensor)
    let survey = Survey(tensors: [0, 99, 1], inForce: inForce, detail: .damage, reason: .later)
    #expect(answers(survey).count == 3)
    let cancelled = ProgressMonitor(isCancelled: { true }, report: { _ in })
    #expect(answers(survey, cancelled).isEmpty)
  }
}
