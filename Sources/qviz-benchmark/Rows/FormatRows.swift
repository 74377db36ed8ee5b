import NumberFormats
import QuantizationEngine
import TensorFiles

/// The promises about number formats over a weight: each value encoded to the bits that are stored,
/// decoded again, and its error added up, beside the time that reading the file takes.
enum FormatRows {
  /// The formats, and whether a gigabyte a second is promised: of those whose scales are searched for
  /// it is not, which are compared with ggml itself in `Tests/Peers`.
  private static let formats = [
    ("fp8-e4m3", true), ("mxfp4", true), ("nvfp4", true), ("bnb-nf4", true), ("int4:g32", true),
    ("gguf-q8_0", true), ("gguf-q4_0", true), ("gguf-q4_k", false), ("gguf-q6_k", false),
  ]

  static let all = formats.map { row($0, isPromised: $1) }

  private static func row(_ name: String, isPromised: Bool) -> Row {
    Row(
      name: "format-\(name.replacing(":", with: "-"))",
      title: "float32 file in the page cache to the error of \(name)", unit: .bytesPerSecond,
      aim: isPromised ? Aim(measured: .atLeast(1e9)) : .none
    ) { workshop in
      let count = workshop.sizes.medium
      let path = try workshop.folder.write(workshop.values(count), to: "format.bin")
      defer { workshop.folder.removeFile(path) }
      guard let format = NumberFormat.named(name) else {
        throw BenchmarkError.refused("no number format is called \(name)")
      }
      let pass = try FormatPass(format, shape: [count / 4096, 4096])
      let file = try TensorFile.open(path: path, layout: RawLayout(elementType: .float32))
      let stream = try file.elementStream()
      return try workshop.besideCopying(
        byteCount: count * MemoryLayout<Float>.stride,
        material: "\(Unit.grouped(count)) float32, 4096 a row"
      ) {
        try pass.run(over: stream).error.meanSquaredError ?? .nan
      }
    }
  }
}
