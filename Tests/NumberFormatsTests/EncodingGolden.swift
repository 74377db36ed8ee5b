import Foundation
import TestSupport

@testable import NumberFormats

/// What a tool makes of a tensor of the fixtures: a line of `Fixtures/ggml-encodings.tsv`.
struct EncodingGolden: Sendable, CustomStringConvertible {
  let tool: String
  let format: String
  let tensor: String
  /// Whether there is an importance matrix.
  let isWeighed: Bool
  /// How many values from the beginning of the tensor are the row.
  let count: Int
  /// The digest of the bytes, or `refused`.
  let bytes: String
  /// The digest of the values that the bytes stand for; nil where the tool was not asked.
  let values: String?

  var description: String {
    "\(format) of \(tensor)\(isWeighed ? " with importance" : "") by \(tool)"
  }

  static let all: [EncodingGolden] = lines(of: "ggml-encodings").map { cells in
    EncodingGolden(
      tool: cells[0], format: cells[1], tensor: cells[2], isWeighed: cells[3] == "importance",
      count: Int(cells[4]) ?? 0, bytes: cells[5], values: cells[6] == "-" ? nil : cells[6])
  }

  /// What differs from gguf-py: its digest and qviz's, by format and tensor.
  static let differences: [String: (tool: String, qviz: String)] = Dictionary(
    uniqueKeysWithValues: lines(of: "gguf-py-differences").map { cells in
      ("\(cells[0]) of \(cells[1]) by gguf-py", (cells[2], cells[3]))
    })

  private static func lines(of name: String) -> [[String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Fixtures/\(name).tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      line.split(separator: "\t").map(String.init)
    }
  }

  /// The first 16 digits of a SHA-256.
  static func digest<Element: BitwiseCopyable>(of elements: [Element]) -> String {
    String(SHA256.hexadecimal(of: elements).prefix(16))
  }
}

extension NumberFormat {
  /// A row encoded block by block, as it is encoded anywhere, and decoded again.
  ///
  /// - Parameters:
  ///   - row: Whole blocks.
  ///   - weights: As many, or none.
  /// - Returns: The bytes and the values, or nil if this is no format of blocks along a row.
  func coded(_ row: [Float], weights: [Float] = []) -> (bytes: [UInt8], values: [Float])? {
    guard case .blocks(let coder, _) = arithmetic, case .row(let size) = shape else { return nil }
    // One after another in float32, as ggml sums a row.
    let sum = row.reduce(Float(0)) { $0 + $1 * $1 }
    let tensor = TensorSummary(rowMeanSquare: sum / Float(row.count))
    let blockBytes = coder.byteCount(for: size)
    var bytes: [UInt8] = []
    var values: [Float] = []
    for block in 0..<row.count / size {
      let range = (block * size)..<((block + 1) * size)
      let blockValues = Array(row[range])
      let blockWeights = weights.isEmpty ? [] : Array(weights[range])
      var written = [UInt8](repeating: 0xA5, count: blockBytes)
      var span = written.mutableSpan
      coder.encode(blockValues.span, weights: blockWeights.span, of: tensor, into: &span)
      bytes += written
      var decoded = [Float](repeating: BlockCases.unwritten, count: size)
      var decodedSpan = decoded.mutableSpan
      coder.decode(written.span, of: tensor, into: &decodedSpan)
      values += decoded
    }
    return (bytes, values)
  }

  /// The formats of GGUF by their names.
  static let ggufByName = Dictionary(uniqueKeysWithValues: ggufFormats.map { ($0.name, $0) })
}
