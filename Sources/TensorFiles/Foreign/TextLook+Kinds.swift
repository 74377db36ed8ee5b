extension TextLook {
  /// What kind of text it is; every text is of some kind.
  func kind(fileExtension: String) -> ForeignFormat? {
    let shown = String(decoding: text, as: UTF8.self)
    let start = shown.drop { $0.isWhitespace }
    if let format = Self.beginnings.first(where: { start.hasPrefix($0.text) })?.format {
      return format
    }
    if isBracketed { return bracketed(shown) }
    if isNumbers {
      return Self.numbers(between: shown.contains(",") ? "," : shown.contains(";") ? ";" : nil)
    }
    if isPickle { return Self.pickle }
    if shown.contains("layer {") || shown.contains("node {") {
      return ForeignFormat("text (protobuf)", "it describes a model; open the file of its weights")
    }
    if let separator = columnSeparator {
      return ForeignFormat(
        separator == "," ? "text (CSV)" : "text (TSV)",
        "load it with pandas.read_csv and save a column with numpy.save")
    }
    let isYAML =
      ["yaml", "yml"].contains(fileExtension) || start.hasPrefix("---\n")
      || start.hasPrefix("%YAML")
    return ForeignFormat(isYAML ? "text (YAML)" : "text", Self.noTensors)
  }

  /// What is between columns where the first lines all have as many.
  private var columnSeparator: Character? {
    let lines = text.split(separator: 0x0A).prefix(8)
    let whole = isCut ? lines.dropLast() : lines
    guard whole.count >= 2 else { return nil }
    return [Character(","), "\t"].first { separator in
      let counts = Set(whole.map { line in line.count { $0 == separator.asciiValue } })
      return counts.count == 1 && !counts.contains(0)
    }
  }

  private static let noTensors = "there are no tensors in it"

  /// What texts of some kinds begin with.
  private static let beginnings: [(text: String, format: ForeignFormat)] = [
    (
      "version https://git-lfs.github.com/spec/",
      ForeignFormat(
        "a pointer of Git LFS, not the file itself", "fetch the file with git lfs pull")
    ),
    (
      "TRT-",
      ForeignFormat(
        "a calibration cache of TensorRT", "it holds scales; open the tensor that they are for")
    ),
    (
      "7767517",
      ForeignFormat("an ncnn graph", "it describes a model; its weights are in the .bin beside it")
    ),
    ("tree\nversion=", ForeignFormat("a LightGBM model", noTensors)),
    ("-----BEGIN ", ForeignFormat("a key or a certificate", noTensors)),
    ("#!", ForeignFormat("a script", noTensors)),
    ("%!PS", ForeignFormat("a PostScript document", noTensors)),
  ]

  private static let pickle = ForeignFormat(
    "a pickle", "pickle.load what you trust and save its arrays as .npy")

  /// Numbers as text, and how NumPy reads them.
  private static func numbers(between separator: Character?) -> ForeignFormat {
    let argument = separator.map { ", delimiter='\($0)'" } ?? ""
    return ForeignFormat(
      separator == "," ? "text (CSV)" : "text (numbers)",
      "load it with numpy.loadtxt(…\(argument)) and save it with numpy.save")
  }

  /// JSON and XML, and what of them is known.
  private func bracketed(_ shown: String) -> ForeignFormat {
    if shown.drop(while: \.isWhitespace).first == "<" { return Self.markup(shown) }
    let encodings = ["\"activation_encodings\"", "\"param_encodings\"", "\"encodings\""]
    if encodings.contains(where: shown.contains) {
      return ForeignFormat(
        "a file of encodings (JSON)", "it holds scales; open the tensor that they are for")
    }
    return ForeignFormat(
      "text (JSON)", "load it with json.load and save its numbers with numpy.save")
  }

  private static func markup(_ shown: String) -> ForeignFormat {
    if shown.contains("<net ") {
      return ForeignFormat(
        "an OpenVINO model", "openvino reads it; save its constants as .npy or .safetensors")
    }
    let small = shown.lowercased()
    if small.contains("<!doctype html") || small.contains("<html") {
      return ForeignFormat(
        "a page of HTML", "if it was downloaded, that failed; \(noTensors)")
    }
    return small.contains("<svg")
      ? ForeignFormat("an SVG image", "render it and save the array as .npy")
      : ForeignFormat("text (XML)", noTensors)
  }

  /// A pickle of protocol 0: it begins with a mark or a global and ends with a stop.
  var isPickle: Bool {
    guard isCut || text.last == UInt8(ascii: ".") else { return false }
    let start = text.prefix(2)
    let isMarked = start.first == UInt8(ascii: "(") && Array("dltpi".utf8).contains(start.last ?? 0)
    let names = ["cnumpy", "c__builtin__", "ccopy_reg", "ccollections", "cbuiltins"]
    return isMarked && text.dropFirst(2).prefix(2) == Array("p0".utf8)[...]
      || names.contains { text.starts(with: $0.utf8) }
  }
}
