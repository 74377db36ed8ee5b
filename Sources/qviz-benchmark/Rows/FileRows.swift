import QuantizationEngine
import TensorFiles

/// The promises about getting from a file to exact answers.
enum FileRows {
  static let all = [float32, bfloat16, float16, sketch]

  static let float32 = Row(
    name: "file-float32", title: "float32 file in the page cache to exact, per value",
    unit: .secondsPerValue, aim: Aim(measured: .atMost(12e-9), ratio: .atMost(3))
  ) { workshop in
    let count = workshop.sizes.medium
    let path = try workshop.folder.write(workshop.values(count), to: "float32.bin")
    return try opened(
      workshop, path, .float32, count: count, copies: 4, against: "memcpy of the file, 4 times")
  }

  static let bfloat16 = Row(
    name: "file-bfloat16", title: "bfloat16 file in the page cache to exact, per value",
    unit: .secondsPerValue, aim: Aim(measured: .atMost(1.5e-9))
  ) { workshop in
    let count = workshop.sizes.medium
    let bits = workshop.values(count).map { UInt16($0.bitPattern >> 16) }
    let path = try workshop.folder.write(bits, to: "bfloat16.bin")
    return try opened(
      workshop, path, .bfloat16, count: count, copies: 1, against: "memcpy of the file")
  }

  static let float16 = Row(
    name: "file-float16", title: "float16 file in the page cache to exact, per value",
    unit: .secondsPerValue, aim: Aim(measured: .atMost(1.5e-9))
  ) { workshop in
    let count = workshop.sizes.medium
    let path = try workshop.folder.write(
      workshop.values(count).map { Float16($0) }, to: "float16.bin")
    return try opened(
      workshop, path, .float16, count: count, copies: 1, against: "memcpy of the file")
  }

  static let sketch = Row(
    name: "sketch", title: "float32 file in the page cache to a sketch, per value",
    unit: .secondsPerValue, aim: .none
  ) { workshop in
    let count = workshop.sizes.medium
    let path = try workshop.folder.write(workshop.values(count), to: "float32.bin")
    defer { workshop.folder.removeFile(path) }
    let copy = MemoryCopy(byteCount: count * MemoryLayout<Float>.stride)
    let comparison = try workshop.stopwatch.alternate(rounds: workshop.rounds) {
      copy.run(times: 1)
    } subject: { _ in
      let file = try TensorFile.open(path: path, layout: RawLayout(elementType: .float32))
      return Double(try TensorSketch(of: try file.elementStream()).binCount)
    }
    return Finding(
      comparison, per: count, against: "memcpy of the file",
      counting: .times, material: "\(Unit.grouped(count)) float32")
  }

  /// Opens a file and asks for one exact answer, as the program does.
  private static func opened(
    _ workshop: Workshop, _ path: String, _ type: ElementType, count: Int, copies: Int,
    against title: String
  ) throws -> Finding {
    defer { workshop.folder.removeFile(path) }
    let layout = try workshop.layout([count])
    let copy = MemoryCopy(byteCount: count * type.byteCount)
    let comparison = try workshop.stopwatch.alternate(rounds: workshop.rounds) {
      copy.run(times: copies)
    } subject: { _ in
      let file = try TensorFile.open(path: path, layout: RawLayout(elementType: type))
      return Double(try file.exactDistribution(layout).count)
    }
    return Finding(
      comparison, per: count, against: title, counting: .times,
      material: "\(Unit.grouped(count)) \(type.rawValue)")
  }
}
