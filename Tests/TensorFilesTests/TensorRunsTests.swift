import Testing

@testable import TensorFiles

@Suite("samples, and reading as long as somebody wants the values")
struct TensorRunsTests {
  /// A tensor of 300 000 halves in either order, so that reading asks at least twice.
  private func file(_ folder: ScratchFolder, isFortranOrder: Bool) throws -> TensorFile {
    let shape = [500, 600]
    let header = NpyBytes.header(descr: "<u2", isFortranOrder: isFortranOrder, shape: shape)
    let data = (0..<300_000).flatMap { element -> [UInt8] in
      let value = UInt16(truncatingIfNeeded: element &* 40_503)
      return [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
    }
    return try TensorFile.open(
      path: try folder.file("t.npy", NpyBytes(header: header, data: data).bytes))
  }

  @Test("the values of runs are those of the whole tensor there", arguments: [false, true])
  func runs(isFortranOrder: Bool) throws {
    let folder = try ScratchFolder()
    let file = try file(folder, isFortranOrder: isFortranOrder)
    #expect(file.isRowMajor(0) != isFortranOrder)
    guard case .float32(let all) = try file.values(of: 0) else { return }
    for runs in [
      [], [0..<0], [0..<300_000], [0..<1, 299_999..<300_000],
      [5..<700, 4_000..<4_128, 4_128..<4_130],
    ] {
      #expect(try file.values(of: 0, runs: runs) == .float32(runs.flatMap { all[$0] }))
    }
  }

  @Test("a reading that goes on to the end is that of all values", arguments: [false, true])
  func toTheEnd(isFortranOrder: Bool) throws {
    let folder = try ScratchFolder()
    let file = try file(folder, isFortranOrder: isFortranOrder)
    var shares: [Double] = []
    let values = try file.values(of: 0) { share in
      shares.append(share)
      return true
    }
    #expect(try values == file.values(of: 0))
    // In a Fortran order reading is slower, so it asks more often.
    #expect(shares.first == 0 && shares.count == (isFortranOrder ? 2 : 1))
  }

  @Test("a reading that is not wanted any more has no values")
  func cancelled() throws {
    let folder = try ScratchFolder()
    let file = try file(folder, isFortranOrder: true)
    #expect(try file.values(of: 0) { _ in false } == nil)
    #expect(try file.values(of: 0) { $0 == 0 } == nil)
  }

  @Test("runs outside a tensor are programming errors")
  func preconditions() async {
    await #expect(processExitsWith: .failure) {
      let file = try TensorFile.open(path: try ScratchFolder().file("w.bin", [0, 0, 0, 0]))
      _ = try file.values(of: 0, runs: [0..<2])
    }
  }
}
