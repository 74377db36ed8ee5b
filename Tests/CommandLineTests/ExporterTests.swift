import Calibration
import EncodingFiles
import Foundation
import QuantizationEngine
import Synchronization
import TensorFiles
import Testing

@testable import Explorer
@testable import qviz

/// Exports as the screen asks for them.
@Suite struct ExporterTests {
  /// Some values per tensor, to be written to a path, relative to the folder.
  private func request(
    path: String, channels: Int = 1, rangeCount: Int = 1
  ) throws -> ExportRequest {
    let ranges = Array(repeating: ClippingRange(lower: -1, upper: 1), count: rangeCount)
    return ExportRequest(
      Tuning(scheme: .standard, ranges: BlockRanges(ranges)), as: Exporter.formats[0], path: path,
      layout: try BlockLayout(shape: [channels, 3], granularity: .perChannel(axis: 0)))
  }

  private func exporter() throws -> Exporter {
    Exporter(catalogue: Catalogue(paths: [], layout: RawLayout(), budget: .standard))
  }

  @Test("more blocks than a file may have are refused before anything is worked out")
  func tooMany() throws {
    let scratch = try ScratchFolder()
    // There is one range: whoever works out more than the sentence finds that first.
    let request = try request(path: scratch.path("a"), channels: DocumentSize.blockLimit + 1)
    let sentence = "a file of encodings may have up to 8388608 blocks, found 8388609"
    guard case .previewFailed(sentence)? = try exporter().preview(request),
      case .exportFailed(sentence) = try exporter().export(request, .ask)
    else {
      Issue.record("no sentence, or another")
      return
    }
    #expect(try scratch.names.isEmpty)
  }

  @Test(
    "plain symmetric codes, of which a tool leaves the lowest out, are exported as restricted ones",
    arguments: [("tflite", -127), ("ncnn", -127), ("torch", -128), ("tensorrt", -127)])
  func restricted(_ tool: String, _ lowest: Int) throws {
    let plain = try Scheme(bitWidth: 8, symmetry: .symmetric)
    let scheme = try ToolchainCatalog.toolchain(named: tool).scheme(plain)
    let range = ClippingRange(lower: -1, upper: 1)
    #expect(try scheme.encoding(for: range).quantMin == lowest)
    for format in Exporter.formats {
      let request = ExportRequest(
        Tuning(scheme: scheme, ranges: BlockRanges([range])), as: format, path: "a",
        layout: try BlockLayout(shape: [3], granularity: .perTensor))
      let written = request.tensors[0].writtenScheme
      #expect(written.quantMin == lowest && written.quantMax == 127)
      switch try exporter().preview(request) {
      case .preview(let preview): #expect(!preview.lines.isEmpty)
      case .previewFailed(let sentence):
        // What says all 2^b codes, or scales that are powers of two, cannot say this.
        #expect(sentence.contains("tensor 'w' has"), "\(tool) as \(format.identifier)")
        #expect(!["qviz-json", "csv", "torch"].contains(format.identifier))
      default: Issue.record("no preview of \(tool) as \(format.identifier)")
      }
    }
  }

  @Test("what chose the ranges goes along, and where nobody knows there is no word")
  func origin() throws {
    let ranges = [ClippingRange(lower: -1, upper: 1), ClippingRange(lower: -2, upper: 2)]
    func preview(_ ranges: BlockRanges) throws -> String {
      let request = ExportRequest(
        Tuning(scheme: .standard, ranges: ranges), as: Exporter.formats[0], path: "a",
        layout: try BlockLayout(shape: [2, 3], granularity: .perChannel(axis: 0)))
      guard case .preview(let preview)? = try exporter().preview(request) else { return "" }
      return preview.lines.joined(separator: "\n")
    }
    var taken = BlockRanges(ranges, from: "percentile:99.5")
    #expect(try preview(taken).contains("range_from\" : \"percentile:99.5\""))
    taken[1] = ClippingRange(lower: 0, upper: 1)
    #expect(
      try preview(taken).contains("range_from\" : \"percentile:99.5, 1 of 2 blocks by hand"))
    taken[0] = ClippingRange(lower: 0, upper: 1)
    #expect(try preview(taken).contains("range_from\" : \"by hand\""))
    #expect(try !preview(BlockRanges(ranges)).contains("range_from"))
  }

  @Test("a preview stops within some thousand blocks once nobody wants it")
  func unwanted() throws {
    let count = 100_000
    let request = try request(path: "a", channels: count, rangeCount: count)
    let asked = Mutex(0)
    let monitor = ProgressMonitor(
      isCancelled: {
        asked.withLock {
          $0 += 1
          return $0 > 2
        }
      }, report: { _ in })
    #expect(try exporter().preview(request, monitor) == nil)
    #expect(asked.withLock(\.self) == 3)
    #expect(try exporter().preview(request) != nil)
  }

  /// What an export to a path answers.
  private func export(
    _ catalogue: Catalogue, to path: String, _ policy: ExistingFilePolicy
  ) throws -> Answer? {
    let handler = EffectHandler(catalogue, firstPicture: .everything)
    let answers = Mutex<[Answer]>([])
    handler.perform(
      .export(
        try request(path: path), existingFile: policy, Ticket(topic: .export, number: 1)), .none
    ) { answer in answers.withLock { $0.append(answer) } }
    return answers.withLock { $0.first }
  }

  /// What it answers at last, where the person agrees to replace what is there.
  private func export(_ catalogue: Catalogue, to path: String) throws -> Answer? {
    guard let found = try question(catalogue, to: path, .ask) else {
      return try export(catalogue, to: path, .ask)
    }
    return try export(catalogue, to: path, .replace(found))
  }

  /// The file that is asked about; nil where nothing is asked.
  private func question(
    _ catalogue: Catalogue, to path: String, _ policy: ExistingFilePolicy
  ) throws -> FoundFile? {
    guard
      case .exportNeedsConfirmation(path, let found)? = try export(catalogue, to: path, policy)
    else { return nil }
    return found
  }

  @Test("yes to a question is about the file that was there when it was asked")
  func changedWhileAsked() throws {
    let scratch = try ScratchFolder()
    let tensor = try scratch.write(NpyArray.file([1, 2, 3]), to: "in.npy")
    let catalogue = Catalogue(paths: [tensor], layout: RawLayout(), budget: .standard)
    let path = scratch.path("a.json")
    #expect(try question(catalogue, to: path, .ask) == nil)
    let first = try #require(try question(catalogue, to: path, .ask))
    try scratch.write(Array("theirs".utf8), to: "a.json")
    let second = try #require(try question(catalogue, to: path, .replace(first)))
    #expect(second != first)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "theirs")
    #expect(try question(catalogue, to: path, .replace(second)) == nil)
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("qviz-encodings"))
    #expect(try scratch.names == ["a.json", "in.npy"])
  }

  @Test("what is explored is not written over, by any of its names; another file is")
  func explored() throws {
    let scratch = try ScratchFolder()
    let bytes = NpyArray.file([1, 2, 3])
    let path = try scratch.write(bytes, to: "in.npy")
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: "in.npy")
    try manager.linkItem(atPath: path, toPath: scratch.path("hard"))
    try scratch.write([1], to: "other")
    let catalogue = Catalogue(paths: [path], layout: RawLayout(), budget: .standard)
    for name in ["in.npy", "link", "hard", "./in.npy"] {
      let target = scratch.url.path + "/" + name
      guard case .exportFailed(let sentence) = try export(catalogue, to: target) else {
        Issue.record("\(name) was written over")
        continue
      }
      #expect(sentence == "\(target): is one of the files that are read")
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data(bytes))
    guard case .exported(_, let byteCount) = try export(catalogue, to: scratch.path("other")) else {
      Issue.record("nothing was exported")
      return
    }
    #expect(byteCount > 100)
  }

  @Test("what took the name of the explored tensor meanwhile is not written over either")
  func replaced() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(NpyArray.file([1, 2, 3]), to: "in.npy")
    let catalogue = Catalogue(paths: [path], layout: RawLayout(), budget: .standard)
    try scratch.write(NpyArray.file([4, 5]), to: "new.npy")
    _ = rename(scratch.path("new.npy"), path)
    guard case .exportFailed = try export(catalogue, to: path) else {
      Issue.record("the newer tensor was written over")
      return
    }
  }

  @Test("neither a shard of a checkpoint nor its index is written over")
  func shards() throws {
    let scratch = try ScratchFolder()
    let shards = Checkout.root.appending(path: "Tests/Fuzz/Shards")
    for name in ["one.safetensors", "two.safetensors"] {
      try scratch.write(try Data(contentsOf: shards.appending(path: name)), to: name)
    }
    let names = try TensorFile.open(path: scratch.path("one.safetensors")).tensors.map(\.name)
    let map = names.map { "\"\($0)\": \"one.safetensors\"" }.joined(separator: ", ")
    let index = try scratch.write(Array("{\"weight_map\": {\(map)}}".utf8), to: "i.json")
    let catalogue = Catalogue(paths: [index], layout: RawLayout(), budget: .standard)
    #expect(catalogue.failures.isEmpty && !catalogue.tensors.isEmpty)
    for name in ["i.json", "one.safetensors"] {
      guard case .exportFailed = try export(catalogue, to: scratch.path(name)) else {
        Issue.record("\(name) was written over")
        continue
      }
    }
  }
}

extension ExportRequest {
  /// What is tuned of one tensor `w`.
  init(_ tuning: Tuning, as format: ExportFormat, path: String, layout: BlockLayout) {
    self.init(
      format: format, path: path,
      tensors: [TunedTensor(tuning, tensor: 0, name: "w", layout: layout)])
  }
}
