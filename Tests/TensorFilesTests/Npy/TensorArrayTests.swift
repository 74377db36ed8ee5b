import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("tensors on their way into .npy files")
struct TensorArrayTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// The file that an array makes, read again.
  private func again(
    _ array: TensorArray, as layout: RawLayout = RawLayout()
  ) throws -> (TensorDescription, TensorValues) {
    var bytes = array.header
    try array.forEachPiece { bytes += $0 }
    let read = try folder.read("again.npy", bytes, layout: layout)
    return (read.description, read.values)
  }

  @Test("the values of every type come back", arguments: ElementType.allCases)
  func values(_ type: ElementType) throws {
    let bits = type.interestingBits
    let bytes = bits.flatMap { SlowDecoder.bytes($0, count: type.byteCount, order: .little) }
    let npy = NpyBytes(descr: "<" + type.npyKind, shape: [bits.count, 1], data: bytes)
    let layout = RawLayout(elementType: type.npyKind.hasPrefix("V") ? type : nil)
    let file = try TensorFile.open(path: try folder.file("v.npy", npy.bytes), layout: layout)
    let (description, values) = try again(try file.valueArray(of: 0))
    #expect(description.shape == [bits.count, 1])
    #expect(description.elementType == (type.widensToFloat32 ? .float32 : .float64))
    #expect(
      difference(values.asDoubles, bits.map { SlowDecoder.value($0, as: type) }) == nil)
  }

  @Test(
    "what is stored comes back bit for bit, in either order of bytes and elements",
    arguments: ElementType.allCases)
  func stored(_ type: ElementType) throws {
    let bits = Array(type.interestingBits.prefix(6))
    for order in [ByteOrder.little, .big] {
      for isFortranOrder in [false, true] {
        let bytes = bits.flatMap { SlowDecoder.bytes($0, count: type.byteCount, order: order) }
        let npy = NpyBytes(
          descr: (order == .little ? "<" : ">") + type.npyKind, isFortranOrder: isFortranOrder,
          shape: [2, 3], data: bytes)
        let layout = RawLayout(elementType: type.npyKind.hasPrefix("V") ? type : nil)
        let file = try TensorFile.open(path: try folder.file("v.npy", npy.bytes), layout: layout)
        let (description, values) = try again(
          try file.storedArray(of: 0), as: RawLayout(elementType: type))
        #expect(description.shape == [2, 3])
        #expect(
          difference(values.asDoubles, try file.values(of: 0).asDoubles) == nil,
          "\(order) \(isFortranOrder)")
      }
    }
  }
}
