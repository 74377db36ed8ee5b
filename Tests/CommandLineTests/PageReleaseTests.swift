import Foundation
import QuantizationEngine
import TensorFiles
import Testing

@testable import qviz

@Suite struct PageReleaseTests {
  @Test("what is read in any pieces and any order, twice too, is read right")
  func pieces() throws {
    let scratch = try ScratchFolder()
    // Two regions and a bit, one byte each.
    let count = 2 * PageRelease.regionByteCount + 12345
    let path = try scratch.write(
      (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }, to: "w.bin")
    let file = try TensorFile.open(path: path, layout: RawLayout(elementType: .uint8))
    let elements = try file.storedElements(of: 0)
    let release = PageRelease(elements)
    let length = 3_000_001
    let starts = Array(stride(from: 0, to: count, by: length))
    for start in starts.reversed() + starts {
      let piece = start..<min(start + length, count)
      let isRight = elements.withBytes(of: piece) { bytes in
        unsafe bytes.withUnsafeBytes { bytes in
          piece.allSatisfy { unsafe bytes[$0 - start] == UInt8(truncatingIfNeeded: $0 &* 7) }
        }
      }
      #expect(isRight)
      release.note(piece)
    }
    release.note(0..<0)
  }
}
