@testable import TensorFiles

extension FuzzTarget {
  /// Gzip, with its beginning put in front: without it the bytes are no gzip to anybody.
  static let gzip = FuzzTarget(name: "gzip") { bytes in
    do throws(TensorFileError) {
      let hostile = try HostileFile([0x1F, 0x8B, 8] + bytes, path: "hostile.gz")
      let contents = try FileContents(hostile.file, memoryLimit: limit)
      Finding.unless(
        contents.spooled.map { $0.byteCount <= limit } ?? true, "no more is unpacked than may be")
      Reading.everything(in: try TensorFile(contents))
    } catch {
      Reading.check(error)
    }
  }

  private static let limit = 1 << 20
}
