import Foundation
import Testing

@testable import TensorFiles

/// Long runs are decoded by pieces, side by side, and leave none of the file's pages in memory.
@Suite("memory while decoding")
struct DecodingMemoryTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Three pieces and a part of a fourth, most of it a hole in the file, with a few marked elements.
  private static let count = 3 << 20 + 12_345
  private static let marks = [0, 1, 1 << 20 - 1, 1 << 20, 2 << 20 + 77, count - 1]

  private func file(_ name: String, header: [UInt8] = []) throws -> String {
    let path = try folder.file(name, header)
    #expect(truncate(path, header.count + Self.count * 4) == 0)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    for mark in Self.marks {
      try handle.seek(toOffset: UInt64(header.count + mark * 4))
      try handle.write(contentsOf: Data([UInt8(mark % 251), 1, 0x80, 0x3F]))
    }
    try handle.close()
    return path
  }

  /// How many kilobytes of a mapped file are in this program's memory.
  private func residentKilobytes(_ path: String) throws -> Int {
    let list = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/self/smaps"))
    let text = String(decoding: try list.readToEnd() ?? Data(), as: UTF8.self)
    let mappings = text.components(separatedBy: path + "\n").dropFirst()
    return mappings.reduce(0) { sum, mapping in
      let line = mapping.split(separator: "\n").first { $0.hasPrefix("Rss:") }
      return sum + (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
    }
  }

  @Test("every piece is decoded, and the pages of all of them are released")
  func pieces() throws {
    let path = try file("w.bin")
    let opened = try TensorFile.open(path: path)
    guard case .float32(let values) = try opened.values(of: 0) else {
      Issue.record("raw values are float32")
      return
    }
    #expect(values.count == Self.count)
    for mark in Self.marks {
      let bits = UInt32(0x3F80_0100) | UInt32(mark % 251)
      #expect(values[mark].bitPattern == bits, "element \(mark)")
    }
    #expect(values.count { $0 != 0 } == Self.marks.count)
    // The pages at the seams stay, and what the system maps around them: far less than the file.
    #expect(try residentKilobytes(path) * 1024 < Self.count * 4 / 8)
  }

  @Test("a run that begins and ends within pieces is the same values")
  func run() throws {
    let opened = try TensorFile.open(path: try file("w.bin"))
    let run = 1 << 20 - 1..<Self.count
    guard case .float32(let values) = try opened.values(of: 0, elements: run) else { return }
    #expect(values.count == run.count)
    for mark in Self.marks where run.contains(mark) {
      #expect(values[mark - run.lowerBound] != 0, "element \(mark)")
    }
    #expect(values.count { $0 != 0 } == Self.marks.count { run.contains($0) })
  }

  @Test("a Fortran tensor is released when it has been transposed")
  func columnMajor() throws {
    let rows = 3 << 10
    let columns = 1 << 10
    let header = "{'descr': '<f4', 'fortran_order': True, 'shape': (\(rows), \(columns)), }"
    let padded = header + String(repeating: " ", count: 117 - header.count) + "\n"
    let bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8)
    let path = try folder.file("w.npy", bytes)
    #expect(truncate(path, bytes.count + rows * columns * 4) == 0)
    let opened = try TensorFile.open(path: path)
    guard case .float32(let values) = try opened.values(of: 0) else { return }
    #expect(values.count == rows * columns)
    #expect(try residentKilobytes(path) * 1024 < rows * columns * 4 / 8)
  }
}
