import Foundation
import NumberFormats
import QuantizationEngine
import Synchronization
import TensorFiles
import TestSupport
import Testing

@testable import Explorer
@testable import qviz

@Suite("a look at tensors for the list")
struct SurveyorTests {
  private static let catalogue = Catalogue(
    paths: ["samples"], layout: RawLayout(), budget: .standard)

  private func answers(
    _ survey: Survey, _ monitor: ProgressMonitor = .none,
    of tensors: [OpenTensor] = catalogue.tensors, against: AgainstModel? = nil
  ) -> [Answer] {
    let answers = Mutex<[Answer]>([])
    Surveyor(tensors: tensors, against: against).survey(survey, monitor) { answer in
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
      rule: .scheme(SchemeInForce(scheme: scheme, granularity: choice)),
      parts: [.values, .damage], reason: .shown)
    let answers = answers(survey)
    #expect(answers.count == tensors.count + 1)
    for case .glance(let position, .seen(let glance)) in answers {
      let open = tensors[position]
      let loader = TensorLoader(open)
      let line = try loader.distribution(
        try loader.layout(choice.granularity(amongManyOfShape: open.facts.shape)))
      let referee = Glance(line, scheme: scheme, binCount: TensorDigest.standardBinCount)
      #expect(glance.values?.counts == referee.values?.counts)
      #expect(glance.values?.bounds == referee.values?.bounds)
      let found = try #require(glance.damage?.meanSquaredError)
      let expected = try #require(referee.damage?.meanSquaredError)
      // Two orders of the same sums of float64.
      #expect(abs(found - expected) <= 1e-12 * expected)
    }
  }

  @Test("a tensor that cannot be read hides no other, and who is cancelled says no more")
  func failures() throws {
    let rule = RuleInForce.scheme(SchemeInForce(scheme: .standard, granularity: .tensor))
    let survey = Survey(tensors: [0, 99, 1], rule: rule, parts: .damage, reason: .later)
    #expect(answers(survey).count == 3)
    let cancelled = ProgressMonitor(isCancelled: { true }, report: { _ in })
    #expect(answers(survey, cancelled).isEmpty)
  }

  /// What a command prints as JSON.
  private func object(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  /// Whether a number is that of a report, but for the last bit, which the parser of Foundation may miss.
  private func isSame(_ number: Double?, _ reported: Any?) -> Bool {
    guard let number, let reported = reported as? Double else {
      return (number?.isFinite ?? false) == (reported is Double)
    }
    return (number - reported).magnitude <= 4 * number.ulp
  }

  @Test(
    "the damage of a format is what 'measure --all --format' says, and what it does not fit stays",
    arguments: ["gguf-q4_0", "mxfp4", "bnb-nf4", "fp8-e4m3:channel", "gguf-q4_k"])
  func format(name: String) throws {
    let tensors = Self.catalogue.tensors
    let format = try #require(NumberFormat.named(name))
    let survey = Survey(
      tensors: Array(tensors.indices), rule: .format(format), parts: [.values, .damage],
      reason: .shown)
    var damages: [String: Damage] = [:]
    for case .glance(let position, .seen(let glance)) in answers(survey) {
      damages[tensors[position].path] = glance.damage
      #expect(glance.values?.counts.reduce(0, +) == glance.values?.finiteCount)
    }
    let report = try object(["measure", "samples", "--all", "--format", name, "--json"])
    let objects = try #require(report["tensors"] as? [[String: Any]])
    #expect(objects.count == damages.count && !objects.isEmpty)
    for (position, object) in objects.enumerated() {
      let damage = try #require(damages[tensors[position].path])
      guard let error = object["error"] as? [String: Any] else {
        #expect(damage.leftAlone == object["not_applicable"] as? String)
        continue
      }
      #expect(damage.leftAlone == nil)
      #expect(isSame(damage.sqnrInDecibels, error["sqnr_db"]), "\(error["sqnr_db"] ?? "")")
      #expect(isSame(damage.meanSquaredError, error["mse"]), "\(error["mse"] ?? "")")
      #expect(
        isSame(damage.maximumAbsoluteError, error["max_abs_error"]),
        "\(error["max_abs_error"] ?? "")")
      let bits = try #require((object["format"] as? [String: Any])?["bits_per_value"] as? Double)
      let count = Double(tensors[position].facts.elementCount)
      #expect(isSame(Double(damage.storedBits ?? 0) / count, bits))
    }
  }

  @Test("the damage as stored is what 'compare' says, tensor by tensor, with its flags")
  func stored() throws {
    let scratch = try ScratchFolder()
    for side in ["original", "quantized"] {
      try FileManager.default.createDirectory(
        atPath: scratch.path(side), withIntermediateDirectories: true)
    }
    let formats = [
      "linear-weight": "gguf-q4_0", "embedding": "gguf-q8_0", "residual": "gguf-q5_0", "gelu": "",
    ]
    for (name, format) in formats {
      let sample = Checkout.root.appending(path: "samples/\(name).npy").path
      try FileManager.default.copyItem(atPath: sample, toPath: scratch.path("original/\(name).npy"))
      guard !format.isEmpty else { continue }
      _ = try Program.run([
        "measure", sample, "--format", format, "--dequantized",
        scratch.path("quantized/\(name).npy"),
      ])
    }
    let (original, quantized) = (scratch.path("original"), scratch.path("quantized"))
    func catalogue(_ path: String) -> Catalogue {
      Catalogue(paths: [path], layout: RawLayout(), budget: .standard)
    }
    let ours = catalogue(original)
    let against = try AgainstModel(catalogue(quantized), of: ours)
    let survey = Survey(
      tensors: Array(ours.tensors.indices),
      rule: .scheme(SchemeInForce(scheme: .standard, granularity: .tensor)), parts: .stored,
      reason: .shown)
    let report = try object(["compare", original, quantized, "--json"])
    let objects = try #require(report["tensors"] as? [[String: Any]])
    var seen = 0
    for case .compared(let positions, .compared(let stored)) in answers(
      survey, of: ours.tensors, against: against)
    {
      seen += 1
      let name = ours.tensors[positions[0]].facts.name
      let object = try #require(objects.first { $0["name"] as? String == name })
      let error = try #require(object["error"] as? [String: Any])
      #expect(isSame(stored.damage.sqnrInDecibels, error["sqnr_db"]), "\(error["sqnr_db"] ?? "")")
      #expect(isSame(stored.damage.meanSquaredError, error["mse"]), "\(error["mse"] ?? "")")
      #expect(isSame(stored.cosine, error["cosine"]), "\(error["cosine"] ?? "")")
      let flags = object["findings"] as? [[String: Any]] ?? []
      #expect(stored.flags.map(\.name) == flags.compactMap { $0["name"] as? String })
      let counterpart = try #require(against.counterparts.counterpart(of: positions[0]))
      #expect(isSame(counterpart.bitsPerValue, object["bits_per_value"]))
      #expect(counterpart.storedAs == object["stored_as"] as? String)
    }
    #expect(seen == 3)
    let gelu = try #require(ours.tensors.firstIndex { $0.facts.name.contains("gelu") })
    #expect(against.model.missing[gelu] != nil)
    let cancelled = ProgressMonitor(isCancelled: { true }, report: { _ in })
    #expect(answers(survey, cancelled, of: ours.tensors, against: against).isEmpty)
  }
}
