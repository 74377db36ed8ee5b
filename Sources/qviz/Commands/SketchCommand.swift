import ArgumentParser
import QuantizationEngine
import TensorFiles

/// `qviz sketch`: a small file that stands for a tensor of any size.
struct SketchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sketch",
    abstract: "Summarize tensors in one small file that opens as a tensor.",
    usage: """
      qviz sketch activation.bin -o activation.qvizsketch
      qviz sketch shard-*.npy --name weights -o all.qvizsketch
      qviz all.qvizsketch
      """,
    discussion: """
      Several files are parts of one tensor. A sketch keeps bins instead of values, so every \
      number made of it comes with a bound; merging the sketches of the parts gives the sketch of \
      the whole, bit for bit.
      """)

  @Argument(help: "Tensor files, or sketches.", completion: .file())
  var files: [String]

  @Option(help: "The tensor's name, in files of several.")
  var tensor: String?

  @Option(help: "What the sketch calls the tensor (default: what all files call it).")
  var name: String?

  @OptionGroup(title: "Values left out") var ignored: IgnoreOptions
  @OptionGroup(title: "Headerless files") var layout: LayoutOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.check(against: files)
    if let refusal = StandardInput.refusal(among: files) { throw refusal }
    var whole: TensorSketch?
    for path in files {
      let open = try Catalogue(
        paths: [path], layout: layout.rawLayout, budget: .standard, ignoring: ignored.rule
      ).tensor(named: tensor)
      let sketch = try TensorLoader(open).sketch(name: name)
      whole = try SketchFile.merge(whole, sketch, from: path)
    }
    if let whole { try SketchFile.write(whole, to: output.output) }
  }
}

/// `qviz merge`: the sketches of the parts of a tensor made into that of the whole.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Merge sketches of parts of a tensor into one.",
    usage: """
      qviz merge host-*.qvizsketch -o all.qvizsketch
      """)

  @Argument(help: "Sketches.", completion: .file())
  var files: [String]

  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.check(against: files)
    if let refusal = StandardInput.refusal(among: files) { throw refusal }
    var whole: TensorSketch?
    for path in files {
      let open = try Catalogue(paths: [path], layout: RawLayout(), budget: .standard)
        .tensor(named: nil)
      guard case .sketch(let sketch) = open.source else {
        throw Failure("\(path): is not a sketch; 'qviz sketch' makes one of it", exit: .badData)
      }
      whole = try SketchFile.merge(whole, sketch, from: path)
    }
    if let whole { try SketchFile.write(whole, to: output.output) }
  }
}
