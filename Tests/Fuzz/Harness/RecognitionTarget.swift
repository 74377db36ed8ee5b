@testable import TensorFiles

extension FuzzTarget {
  /// What any bytes are, under a name that promises nothing and one that promises something, and what
  /// they look like where they are headerless values.
  static let recognition = FuzzTarget(name: "recognition") { bytes in
    for path in ["hostile", "hostile.json"] {
      do throws(TensorFileError) {
        let hostile = try HostileFile(bytes, path: path)
        let format = try TensorFileFormat.of(hostile.file, layout: RawLayout())
        guard format.isHeaderless else { continue }
        let file = try TensorFile(hostile.file, layout: RawLayout(), of: format)
        let sentence = file.hint(for: 0)?.sentence
        Finding.unless(sentence?.isEmpty != true, "a hint has a sentence")
      } catch {
        Reading.check(error)
      }
    }
  }
}
