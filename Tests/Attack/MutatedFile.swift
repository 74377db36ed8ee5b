import Foundation
import TestSupport

/// A file that once was sound: one of the fixtures or of the fuzzers' inputs with changes at random.
struct MutatedFile {
  /// Its name, mostly with the extension of its format.
  let name: String
  /// What it holds.
  let bytes: [UInt8]

  /// Folders of files, by the extension that those files have.
  private static let folders = [
    ("npy", ["Tests/Fuzz/Corpus/npy", "Tests/TensorFilesTests/Fixtures"]),
    ("npy", ["Tests/TensorFilesTests/Fixtures/ml_dtypes", "Tests/Fixtures/tensors"]),
    ("npz", ["Tests/Fuzz/Corpus/npz", "Tests/TensorFilesTests/Fixtures/archives"]),
    ("safetensors", ["Tests/Fuzz/Corpus/safetensors", "Tests/Fuzz/Shards"]),
    ("json", ["Tests/Fuzz/Corpus/safetensors-index"]),
    ("gguf", ["Tests/Fuzz/Corpus/gguf", "Tests/TensorFilesTests/Fixtures/gguf"]),
    ("bin", ["Tests/Fuzz/Corpus/raw"]),
    ("qvizsketch", ["Tests/Fuzz/Corpus/sketch"]),
  ]

  /// Files of encodings, which no tensor is in.
  static let encodings = "Tests/EncodingFilesTests/Fixtures"

  /// The top of the checked-out tree.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The files of some folders that have an extension, or none, and are small enough to be many.
  private static func files(in folders: [String], of type: String) -> [URL] {
    folders.flatMap { folder in
      let url = root.appending(path: folder)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
      return names.sorted().map { url.appending(path: $0) }.filter { file in
        let keys: Set<URLResourceKey> = [.fileSizeKey, .isRegularFileKey]
        guard let facts = try? file.resourceValues(forKeys: keys), facts.isRegularFile ?? false,
          let size = facts.fileSize
        else { return false }
        return (file.pathExtension.isEmpty || file.pathExtension == type)
          && (1...1 << 15).contains(size)
      }
    }
  }

  private static let tensors = folders.map { ($0.0, files(in: $0.1, of: $0.0)) }
  private static let documents =
    files(in: [encodings], of: "json") + files(in: [encodings], of: "encodings")

  /// A file of tensors.
  init(tensors random: inout SplitMix64) throws {
    let (type, files) = Self.tensors[Int(random.next() % UInt64(Self.tensors.count))]
    guard let file = random.pick(files) else { throw CocoaError(.fileNoSuchFile) }
    let other = Self.tensors[Int(random.next() % UInt64(Self.tensors.count))].0
    name = "attacked." + (random.happens(onceIn: 10) ? other : type)
    bytes = try Self.mutated(file, &random)
  }

  /// A file of encodings.
  init(encodings random: inout SplitMix64) throws {
    guard let file = random.pick(Self.documents) else { throw CocoaError(.fileNoSuchFile) }
    name = file.lastPathComponent
    bytes = try Self.mutated(file, &random)
  }

  private static func mutated(_ file: URL, _ random: inout SplitMix64) throws -> [UInt8] {
    var bytes = [UInt8](try Data(contentsOf: file))
    for _ in 0..<random.next() % 5 { mutate(&bytes, &random) }
    return bytes
  }

  /// Changes something, in the first bytes as often as anywhere: headers are there.
  private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let reach = random.happens(onceIn: 2) ? min(bytes.count, 200) : bytes.count
    guard reach > 0 else { return bytes.append(UInt8(truncatingIfNeeded: random.next())) }
    let place = Int(random.next() % UInt64(reach))
    switch random.next() % 8 {
    case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.removeLast(bytes.count - place)
    case 3: bytes += (0..<random.next() % 64).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    case 4: bytes.removeSubrange(place..<min(place + Int(random.next() % 16) + 1, bytes.count))
    case 5:
      let end = min(place + Int(random.next() % 64), bytes.count)
      bytes.insert(contentsOf: bytes[place..<end], at: end)
    case 6:
      let extremes: [UInt64] = [
        0, 1, .max, .max >> 1, 1 << 63, 1 << 31, 1 << 32, .max >> 32, 1 << 40, 0x7FF0 << 48,
        0x7F80_0000_7F80_0000, 0xFFC0_0000_7FC0_0000,
      ]
      let number = random.pick(extremes) ?? 0
      let size = min(random.happens(onceIn: 2) ? 8 : 4, bytes.count - place)
      for index in 0..<size {
        bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * index))
      }
    default:
      // A number of a text becomes another.
      guard let digit = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else {
        return
      }
      let words = ["-1", "0", "9223372036854775807", "18446744073709551616", "1e9", "4294967296"]
      bytes.replaceSubrange(digit...digit, with: (random.pick(words) ?? "").utf8)
    }
  }
}
