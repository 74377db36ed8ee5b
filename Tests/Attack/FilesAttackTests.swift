import Calibration
import EncodingFiles
import Foundation
import QuantizationEngine
import Synchronization
import TensorFiles
import TestSupport
import Testing

@testable import Explorer
@testable import qviz

/// A random walk over files: each was sound once and was changed at random.
///
/// Whatever a file holds, it is opened, listed, measured and calibrated, or refused with a sentence.
@Suite(.serialized) struct FilesAttackTests {
  /// How many files a walk has that the parts of the program see.
  static let filesOfWalk = 24
  /// How much memory a tensor may take.
  static let budget = MemoryBudget(byteCount: 64 << 20)

  @Test("no file of tensors ends it")
  func tensors() throws {
    let folder = try AttackedFolder()
    try Self.addShards(to: folder)
    try Attack(name: "files", walks: 6).run { seed, random in
      for turn in 0..<Self.filesOfWalk {
        let file = try MutatedFile(tensors: &random)
        try folder.write(file.bytes, to: file.name)
        let broken = Self.open(folder.path(file.name), &random)
        #expect(broken.isEmpty, "seed \(seed), file \(turn), \(file.name): \(broken)")
        try folder.remove(file.name)
      }
    }
  }

  @Test("no file of encodings ends it")
  func encodings() throws {
    try Attack(name: "encodings", walks: 10).run { seed, random in
      for turn in 0..<Self.filesOfWalk {
        let file = try MutatedFile(encodings: &random)
        for format in EncodingFormatCatalog.readable {
          do throws(EncodingFileError) {
            let said = try format.decode(file.bytes)
            #expect(said.tensors.allSatisfy { $0.levels.blockCount > 0 || $0.shape != nil })
          } catch {
            let broken = Self.broken(sentence: "\(error)")
            #expect(broken == nil, "seed \(seed), file \(turn), \(file.name): \(broken ?? "")")
          }
        }
      }
    }
  }

  @Test("the program says of any file what is in it, or one sentence and the right code")
  func commands() throws {
    let folder = try AttackedFolder()
    try Self.addShards(to: folder)
    try Attack(name: "commands", walks: 12).run { seed, random in
      let file = try MutatedFile(tensors: &random)
      try folder.write(file.bytes, to: file.name)
      let command = Self.command(on: file.name, &random)
      let broken = try Self.run(command, in: folder)
      #expect(broken.isEmpty, "seed \(seed), \(command.joined(separator: " ")): \(broken)")
      for name in try folder.names where name == file.name || name.hasPrefix("out") {
        try folder.remove(name)
      }
    }
  }

  private static func addShards(to folder: AttackedFolder) throws {
    let shards = MutatedFile.root.appending(path: "Tests/Fuzz/Shards")
    for name in try FileManager.default.contentsOfDirectory(atPath: shards.path) {
      try folder.write(try Data(contentsOf: shards.appending(path: name)), to: name)
    }
  }

  /// What is wrong with a sentence; nil if nothing is.
  static func broken(sentence: String) -> String? {
    if sentence.isEmpty { return "an empty sentence" }
    let isClean = sentence.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    return isClean ? nil : "control characters in \(sentence.debugDescription)"
  }
}

// MARK: In this process

extension FilesAttackTests {
  /// Opens a file and does with some of its tensors what the screen and the commands do.
  private static func open(_ path: String, _ random: inout SplitMix64) -> [String] {
    let layout =
      random.happens(onceIn: 5)
      ? RawLayout(
        elementType: random.pick(ElementType.allCases),
        shape: random.happens(onceIn: 2) ? nil : [Int(random.next() % 9), Int(random.next() % 9)])
      : RawLayout()
    let catalogue = Catalogue(paths: [path], layout: layout, budget: budget)
    var broken = catalogue.failures.compactMap { Self.broken(sentence: $0.sentence) }
    do {
      try catalogue.checkNotEmpty()
    } catch let failure as Failure {
      broken += [Self.broken(sentence: failure.sentence)].compactMap(\.self)
    } catch {
      broken.append("no sentence but \(error)")
    }
    for _ in 0..<min(3, catalogue.tensors.count) {
      let position = Int(random.next() % UInt64(catalogue.tensors.count))
      broken += read(position, of: catalogue, &random)
    }
    return broken
  }

  private static func read(
    _ position: Int, of catalogue: Catalogue, _ random: inout SplitMix64
  ) -> [String] {
    let open = catalogue.tensors[position]
    if let obstacle = open.obstacle { return broken(sentence: obstacle).map { [$0] } ?? [] }
    let axis = Int(random.next() % UInt64(max(open.facts.shape.count, 1)))
    let granularity: Granularity =
      switch random.next() % 3 {
      case 0: .perTensor
      case 1: .perChannel(axis: axis)
      default: .perGroup(axis: axis, size: 1 + Int(random.next() % 40))
      }
    let answers = Mutex<[Answer]>([])
    EffectHandler(catalogue, firstPicture: random.happens(onceIn: 2) ? .sample : .everything)
      .perform(
        .load(position, granularity, Ticket(topic: .tensor, number: 1)), .none
      ) { answer in answers.withLock { $0.append(answer) } }
    var broken: [String] = []
    for answer in answers.withLock(\.self) {
      switch answer {
      case .loadFailed(let sentence): broken += [Self.broken(sentence: sentence)].compactMap(\.self)
      case .loaded(let tensor), .sampled(let tensor):
        broken += measure(tensor.distribution, &random)
      default: break
      }
    }
    let isAnswered = answers.withLock { answers in
      answers.contains {
        switch $0 {
        case .loaded, .loadFailed: true
        default: false
        }
      }
    }
    return isAnswered ? broken : broken + ["no answer to a loading"]
  }

  private static func measure(
    _ tensor: TensorDistribution, _ random: inout SplitMix64
  ) -> [String] {
    // What many blocks of many codes cost is another attack's question.
    guard tensor.blocks.count <= 64, tensor.count <= 1 << 16 else { return [] }
    guard
      let scheme = try? Scheme(
        bitWidth: 2 + Int(random.next() % 7),
        symmetry: random.happens(onceIn: 2) ? .asymmetric : .symmetric),
      let calibrator = random.pick(CalibratorCatalog.all)
    else { return ["no scheme"] }
    let row = CalibrationRow(
      calibrator, on: tensor, scheme: scheme, reference: DivergenceReference(tensor))
    switch row.outcome {
    case .notApplicable(let error): return [broken(sentence: "\(error)")].compactMap(\.self)
    case .chosen(let choice):
      let error = choice.error.meanSquaredError
      return error.map { $0.isNaN || $0 < 0 } ?? false
        ? ["\(calibrator.name): MSE \(error ?? 0)"] : []
    }
  }
}

// MARK: As a process

extension FilesAttackTests {
  /// A command over a file, with options at random.
  private static func command(on file: String, _ random: inout SplitMix64) -> [String] {
    let scheme = [
      [], ["--bits", "\(2 + random.next() % 7)"], ["--symmetric"], ["--granularity", "channel"],
      ["--granularity", "channel", "--axis", "\(random.next() % 4)"],
      ["--granularity", "group", "--group-size", "\(1 + random.next() % 40)"],
      ["--min", "-1", "--max", "2"], ["--toolchain", "tflite"],
    ]
    let raw = [
      [], [], [], ["--dtype", random.pick(ElementType.allCases)?.rawValue ?? ""],
      ["--shape", "\(random.next() % 9),\(random.next() % 9)"],
    ]
    let which = random.happens(onceIn: 3) ? ["--tensor", "\(random.next() % 4)"] : []
    let options = (random.pick(raw) ?? []) + ["--memory", "64M"]
    let rule = random.pick(scheme) ?? []
    switch random.next() % 7 {
    case 0: return ["list", file] + (random.pick(raw) ?? [])
    case 1: return ["measure", file] + which + options + rule
    case 2: return ["measure", file, "--json"] + which + options + rule
    case 3: return ["measure", file] + which + options + ["--codes", "out.npy"]
    case 4:
      return ["calibrate", file, "--calibrator", random.pick(CalibratorCatalog.all)?.name ?? "mse"]
        + which + options
    case 5: return ["snapshot", file] + which + options + rule
    default: return ["extract", file, "-o", "out.npy"] + which + (random.pick(raw) ?? [])
    }
  }

  /// Runs the program; what it did that it must not.
  private static func run(_ command: [String], in folder: AttackedFolder) throws -> [String] {
    // More address space than this is more memory than was allowed, by far.
    let process = try Subprocess(
      ["bash", "-c", "ulimit -v 4000000; exec timeout 120 \"$0\" \"$@\"", AttackedProgram.path]
        + command,
      environment: AttackedProgram.environment(in: folder),
      directory: URL(filePath: folder.path))
    var broken: [String] = []
    guard case .exited(let status) = process.ending,
      [0, 64, 65, 66, 69, 73, 74].contains(status)
    else { return ["ended by \(process.ending): \(process.errorText.prefix(400))"] }
    let lines = process.errorText.split(separator: "\n", omittingEmptySubsequences: false)
    if status == 0 ? !process.error.isEmpty : lines.count != 2 || lines.last != "" {
      broken.append(
        "\(status) with \(lines.count - 1) lines: \(process.errorText.debugDescription)")
    }
    if status != 0, !lines.allSatisfy({ $0.isEmpty || $0.hasPrefix("qviz: ") }) {
      broken.append("no sentence: \(process.errorText.debugDescription)")
    }
    if status != 0, !process.output.isEmpty, command.first != "list" {
      broken.append("\(process.output.count) bytes of output of a failure")
    }
    for text in [process.errorText, process.outputText] {
      let isClean = text.unicodeScalars.allSatisfy {
        $0 == "\n" || $0.properties.generalCategory != .control
      }
      if !isClean { broken.append("control characters") }
    }
    return broken
  }
}
