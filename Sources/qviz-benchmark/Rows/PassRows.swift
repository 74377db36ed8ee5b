import QuantizationEngine
import TensorFiles

/// The promises about the error of many small blocks, each with an encoding of its own range, beside
/// the time that reading the file takes.
enum PassRows {
  static let all = [ElementType.float32, .bfloat16].flatMap { type in
    [4, 8].flatMap { bits in
      [row("channels", type, bits: bits, .perChannel(axis: 0))]
        + [row("groups", type, bits: bits, .perGroup(axis: 1, size: 32))]
    }
  }

  private static func row(
    _ blocks: String, _ type: ElementType, bits: Int, _ granularity: Granularity
  ) -> Row {
    let promised = type == .float32 ? 3e9 : 1.5e9
    let kind = blocks == "groups" ? "groups of 32" : blocks
    return Row(
      name: "pass-\(blocks)-int\(bits)-\(type.rawValue)",
      title:
        "\(type.rawValue) file in the page cache to the min-max int\(bits) error of its \(kind)",
      unit: .bytesPerSecond, aim: Aim(measured: .atLeast(promised))
    ) { workshop in
      let count = workshop.sizes.medium
      let values = workshop.values(count)
      let path =
        type == .float32
        ? try workshop.folder.write(values, to: "pass.bin")
        : try workshop.folder.write(
          values.map { UInt16($0.bitPattern >> 16) }, to: "pass.bin")
      defer { workshop.folder.removeFile(path) }
      let layout = try workshop.layout([count / 4096, 4096], granularity)
      let pass = BlockPass(scheme: try Scheme(bitWidth: bits), layout: layout)
      let file = try TensorFile.open(path: path, layout: RawLayout(elementType: type))
      let stream = try file.elementStream()
      return try workshop.besideCopying(
        byteCount: count * type.byteCount,
        material:
          "\(Unit.grouped(count)) \(type.rawValue), \(Unit.grouped(layout.blockCount)) blocks"
      ) {
        try pass.run(over: stream).error.meanSquaredError ?? .nan
      }
    }
  }
}
