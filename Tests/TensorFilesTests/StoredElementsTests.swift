import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("elements as they are stored")
struct StoredElementsTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func bytes(_ elements: StoredElements, _ run: Range<Int>) -> [UInt8] {
    elements.withBytes(of: run) { span in
      (0..<span.byteCount).map { span.unsafeLoadUnaligned(fromByteOffset: $0, as: UInt8.self) }
    }
  }

  @Test("a run of them is the file's bytes, whatever its order")
  func runs() throws {
    let data: [UInt8] = (0..<12).map { $0 }
    for isFortranOrder in [false, true] {
      let path = try folder.file(
        "w.npy",
        NpyBytes(descr: ">i2", isFortranOrder: isFortranOrder, shape: [2, 3], data: data).bytes)
      let elements = try TensorFile.open(path: path).storedElements(of: 0)
      #expect(elements.elementType == .int16)
      #expect(elements.byteOrder == .big)
      #expect(elements.count == 6)
      #expect(elements.shape == [2, 3])
      #expect(elements.elementOrder == (isFortranOrder ? .columnMajor(shape: [2, 3]) : .rowMajor))
      #expect(bytes(elements, 0..<6) == data)
      #expect(bytes(elements, 2..<4) == [4, 5, 6, 7])
      #expect(bytes(elements, 6..<6) == [])
    }
  }

  @Test("a shape that was asked for leaves the order of a Fortran file as it is stored")
  func reshaped() throws {
    let path = try folder.file(
      "w.npy",
      NpyBytes(descr: "|u1", isFortranOrder: true, shape: [2, 3], data: [0, 1, 2, 3, 4, 5]).bytes)
    let elements = try TensorFile.open(path: path, layout: RawLayout(shape: [6]))
      .storedElements(of: 0)
    #expect(elements.shape == [2, 3])
  }

  @Test("what was released is read again from the file")
  func released() throws {
    let data = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 >> 3) }
    let path = try folder.file("w.bin", data)
    let elements = try TensorFile.open(path: path, layout: RawLayout(elementType: .uint8))
      .storedElements(of: 0)
    #expect(bytes(elements, 0..<100_000) == data)
    elements.release(0..<100_000)
    elements.release(5..<6)
    elements.release(100_000..<100_000)
    #expect(bytes(elements, 0..<100_000) == data)
  }

  @Test("an empty tensor has no bytes")
  func empty() throws {
    let path = try folder.file("w.npy", NpyBytes(descr: "<f4", shape: [0, 3]).bytes)
    let elements = try TensorFile.open(path: path).storedElements(of: 0)
    #expect(bytes(elements, 0..<0) == [])
    elements.release(0..<0)
  }
}
