import Foundation
import ModelComparison
import NumberFormats
import QuantizationEngine
import Synchronization
import TensorFiles
import TestSupport
import Testing

@testable import Explorer
@testable import qviz

@Suite("the counts of a tensor before and after")
struct RecoderTests {
  private func open(_ paths: [String]) throws -> Catalogue {
    let catalogue = Catalogue(
      paths: paths.map { $0.hasPrefix("/") ? $0 : Checkout.root.appending(path: $0).path },
      layout: RawLayout(), budget: .standard)
    try catalogue.checkNotEmpty()
    return catalogue
  }

  private func answers(
    _ handler: EffectHandler, _ request: RecodingRequest, _ monitor: ProgressMonitor = .none
  ) -> [Answer] {
    let answers = Mutex<[Answer]>([])
    handler.perform(.recode(request, Ticket(topic: .recoding, number: 1)), monitor) { answer in
      answers.withLock { $0.append(answer) }
    }
    return answers.withLock(\.self).filter { if case .progress = $0 { false } else { true } }
  }

  private func recoded(_ handler: EffectHandler, _ request: RecodingRequest) throws -> RecodedTensor
  {
    guard case .recoded(let tensor)? = answers(handler, request).first else {
      throw Failure("there is no picture", exit: .badData)
    }
    return tensor
  }

  private func request(
    _ recoding: Recoding, window: ClosedRange<Double> = -1...1, bins: Int = 256
  ) -> RecodingRequest {
    RecodingRequest(
      tensor: 0, recoding: recoding, window: window, isWholeLine: true, binCount: bins)
  }

  /// Compares counts and error with those of going through all pairs, one after another.
  private func expect(
    _ tensor: RecodedTensor, isOf values: [Float], _ decoded: [Float],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let bins = tensor.histogram.bins
    var (before, after) = (
      [Int](repeating: 0, count: bins.count), [Int](repeating: 0, count: bins.count)
    )
    let edges = (0...bins.count).map(bins.edge)
    var errors = [Double](repeating: 0, count: bins.count)
    var total = 0.0
    var count = 0
    func bin(_ value: Float) -> Int? {
      let value = Double(value)
      guard value >= bins.lower, value <= bins.upper else { return nil }
      // The last edge that is not above it, by halving.
      var (low, high) = (0, bins.count)
      while high - low > 1 {
        let middle = (low + high) / 2
        if value < edges[middle] { high = middle } else { low = middle }
      }
      return low
    }
    for (value, level) in zip(values, decoded) where value.isFinite {
      let place = bin(value)
      if let place { before[place] += 1 }
      guard level.isFinite else { continue }
      let error = (Double(value) - Double(level)) * (Double(value) - Double(level))
      if let place { errors[place] += error }
      if let place = bin(level) { after[place] += 1 }
      total += error
      count += 1
    }
    #expect(tensor.histogram.values.counts == before, sourceLocation: sourceLocation)
    #expect(tensor.histogram.quantized.counts == after, sourceLocation: sourceLocation)
    for (found, error) in zip(tensor.histogram.squaredErrors, errors) {
      #expect(abs(found - error) <= 1e-11 * error, sourceLocation: sourceLocation)
    }
    let mean = tensor.result.error.meanSquaredError ?? .nan
    #expect(
      abs(mean - total / Double(count)) <= 1e-11 * mean || mean == 0 && total == 0,
      sourceLocation: sourceLocation)
    #expect(tensor.result.error.sums.count == count, sourceLocation: sourceLocation)
  }

  /// Blocks of 32 as ggml's Q8_0 has them, written down once more: the largest magnitude over 127 in
  /// float32, kept as float16, and codes rounded half away from zero.
  private func refereeQ8(_ values: [Float]) -> [Float] {
    stride(from: 0, to: values.count, by: 32).flatMap { start -> [Float] in
      let block = values[start..<start + 32]
      let scale = (block.map(\.magnitude).max() ?? 0) / 127
      let inverse = scale == 0 ? 0 : 1 / scale
      return block.map {
        ($0 * inverse).rounded(.toNearestOrAwayFromZero) * Float(Float16(scale))
      }
    }
  }

  @Test("of Q8_0 they are those of a decoder that was written for this test alone")
  func referee() throws {
    let catalogue = try open(["samples/linear-weight.npy"])
    let handler = EffectHandler(catalogue, firstPicture: .everything)
    let format = try #require(NumberFormat.named("gguf-q8_0"))
    let values = try NpyArray(
      path: Checkout.root.appending(path: "samples/linear-weight.npy").path
    ).floats
    let tensor = try recoded(handler, request(.format(format)))
    expect(tensor, isOf: values, refereeQ8(values))
    #expect(tensor.bitsPerValue == 8.5)
    #expect(tensor.byteCount == values.count / 32 * 34)
    #expect(tensor.change == nil)
  }

  @Test(
    "they are those of the values that are written as dequantized",
    arguments: ["gguf-q4_k", "mxfp4", "int4:g128", "bnb-nf4", "fp8-e4m3:channel", "ternary"])
  func dequantized(name: String) throws {
    let scratch = try ScratchFolder()
    let path = Checkout.root.appending(path: "samples/gelu.npy").path
    let outcome = try Program.run([
      "measure", path, "--format", name, "--dequantized", scratch.path("d.npy"),
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let handler = EffectHandler(try open([path]), firstPicture: .everything)
    let format = try #require(NumberFormat.named(name))
    // A window that cuts values off at both ends, in bins of no round number.
    for window in [-4...8, -0.11...1.7] {
      let tensor = try recoded(handler, request(.format(format), window: window, bins: 333))
      expect(
        tensor, isOf: try NpyArray(path: path).floats,
        try NpyArray(path: scratch.path("d.npy")).floats)
    }
  }

  @Test("what is not finite is nowhere, and who is cancelled says no more")
  func notFinite() throws {
    let scratch = try ScratchFolder()
    let values: [Float] = [1, -2, .nan, 3, .infinity, -.infinity, 1e30, 0.25]
    let path = scratch.path("x.bin")
    try values.withUnsafeBytes { try Data($0).write(to: URL(filePath: path)) }
    let handler = EffectHandler(try open([path]), firstPicture: .everything)
    let format = try #require(NumberFormat.named("float16"))
    let tensor = try recoded(handler, request(.format(format), window: -4...4))
    expect(tensor, isOf: values, values.map { Float(Float16($0)) })
    #expect(tensor.result.lostCount == 1)
    #expect(tensor.result.excluded.total == 3)
    let cancelled = ProgressMonitor(isCancelled: { true }, report: { _ in })
    #expect(answers(handler, request(.format(format)), cancelled).isEmpty)
  }

  @Test("what does not fit says why, and so does what has no counterpart")
  func failures() throws {
    let handler = EffectHandler(try open(["samples/softmax.npy"]), firstPicture: .everything)
    for recoding in [Recoding.stored, .format(try #require(NumberFormat.named("gguf-q4_k")))] {
      guard case .recodingFailed(let sentence)? = answers(handler, request(recoding)).first else {
        Issue.record("it did not fail")
        continue
      }
      #expect(sentence.contains(recoding == .stored ? "no counterpart" : "does not fit"))
    }
  }

  @Test("as stored they are those of the two files, in the order of the original")
  func stored() throws {
    let scratch = try ScratchFolder()
    let path = Checkout.root.appending(path: "samples/linear-weight.npy").path
    let outcome = try Program.run([
      "measure", path, "--format", "gguf-q4_0", "--dequantized", scratch.path("linear-weight.npy"),
    ])
    #expect(outcome.status == 0)
    let decoded = try NpyArray(path: scratch.path("linear-weight.npy"))
    // The same with its axes exchanged, as some converters store it.
    let (rows, columns) = (decoded.shape[0], decoded.shape[1])
    let levels = decoded.floats
    let transposed = (0..<columns).flatMap { column in
      (0..<rows).map { levels[$0 * columns + column] }
    }
    let other = scratch.path("t")
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    try Data(NpyArray.file(transposed, shape: [columns, rows]))
      .write(to: URL(filePath: "\(other)/linear-weight.npy"))
    for quantized in [scratch.path("linear-weight.npy"), "\(other)/linear-weight.npy"] {
      let (ours, theirs) = (ComparedSide(try open([path])), ComparedSide(try open([quantized])))
      let comparing = try ModelComparing(ours, theirs)
      let counterparts = Counterparts(
        reader: PairReader(original: ours.tensors, quantized: theirs.tensors, importance: nil),
        pairs: comparing.pairing.pairs, positions: [0])
      let handler = EffectHandler(
        try open([path]), firstPicture: .everything, counterparts: counterparts)
      let tensor = try recoded(handler, request(.stored))
      expect(tensor, isOf: try NpyArray(path: path).floats, levels)
      let counterpart = try #require(counterparts.counterpart(of: 0))
      #expect(counterpart.storedAs == "float32" && counterpart.bitsPerValue == 32)
      #expect(counterpart.byteCount == 4 * levels.count)
      #expect(counterparts.counterpart(of: 1) == nil)
    }
  }
}
