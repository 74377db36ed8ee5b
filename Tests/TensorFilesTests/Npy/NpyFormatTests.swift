import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("npy")
struct NpyFormatTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Stored bits in row-major order, the interesting ones over and over.
  private func bits(_ type: ElementType, count: Int) -> [UInt64] {
    let bits = type.interestingBits
    return (0..<count).map { bits[$0 % bits.count] }
  }

  @Test(
    "every type, byte order, element order, version and alignment is read as the referee reads it",
    arguments: ElementType.allCases)
  func everyType(type: ElementType) throws {
    let shape = [3, 5, 7]
    let rowMajor = bits(type, count: 105)
    let expected = rowMajor.map { SlowDecoder.value($0, as: type) }
    let columnMajor = SlowDecoder.rowMajorPositions(ofColumnMajor: shape).map { rowMajor[$0] }
    for order in [ByteOrder.little, .big] {
      for isFortran in [false, true] {
        for (version, spaces) in [(UInt8(1), 0), (1, 1), (2, 2), (3, 3), (3, 5)] {
          let data = (isFortran ? columnMajor : rowMajor).flatMap {
            SlowDecoder.bytes($0, count: type.byteCount, order: order)
          }
          var npy = NpyBytes(
            descr: (order == .little ? "<" : ">") + type.npyKind, isFortranOrder: isFortran,
            shape: shape, data: data, version: [version, 0])
          npy.padding = .spaces(spaces)
          // NumPy has no name for the small types: the person says which it is.
          let layout = RawLayout(elementType: type.npyKind == "V1" ? type : nil)
          let (description, values) = try folder.read("w.npy", npy.bytes, layout: layout)
          #expect(description.elementType == type)
          #expect(description.shape == shape)
          #expect(values.isFloat32 == type.widensToFloat32)
          let difference = difference(values.asDoubles, expected)
          #expect(difference == nil, "\(order) \(isFortran) \(version).0 \(spaces)")
        }
      }
    }
  }

  @Test(
    "'|', '=' and no sign are this machine's byte order, for the bare bytes of 'V' little",
    arguments: ["|", "=", ""])
  func nativeByteOrder(sign: String) throws {
    let native = SlowDecoder.bytes(0x3FC0_1234, count: 4, order: .native)
    let float = try folder.read(
      "w.npy", NpyBytes(descr: sign + "f4", shape: [1], data: native).bytes)
    #expect(float.values == .float32([Float(bitPattern: 0x3FC0_1234)]))
    let bare = try folder.read(
      "w.npy", NpyBytes(descr: sign + "V2", shape: [1], data: [0xC0, 0x3F]).bytes)
    #expect(bare.description.elementType == .bfloat16)
    #expect(bare.values == .float32([1.5]))
  }

  @Test("the header of numpy is read exactly as it stands in a file")
  func handWrittenFile() throws {
    let bytes: [UInt8] =
      [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 0x3A, 0]
      + Array("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n".utf8)
      + [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
    let (description, values) = try folder.read("encoder.layer.5.npy", bytes)
    #expect(description.name == "encoder.layer.5")
    #expect(description.shape == [2])
    #expect(description.elementCount == 2)
    #expect(description.byteCount == 8)
    #expect(values == .float32([1, -2]))
  }

  @Test("the empty shape is one number")
  func zeroDimensions() throws {
    for isFortran in [false, true] {
      let npy = NpyBytes(
        descr: "<f8", isFortranOrder: isFortran, shape: [],
        data: SlowDecoder.bytes(1.5.bitPattern, count: 8, order: .little))
      let (description, values) = try folder.read("w.npy", npy.bytes)
      #expect(description.shape == [])
      #expect(description.elementCount == 1)
      #expect(values == .float64([1.5]))
    }
  }

  @Test("a dimension of 0 makes an empty tensor", arguments: [[0], [4, 0], [0, 4], [2, 0, 3]])
  func emptyTensor(shape: [Int]) throws {
    for isFortran in [false, true] {
      let npy = NpyBytes(descr: "<f4", isFortranOrder: isFortran, shape: shape)
      let (description, values) = try folder.read("w.npy", npy.bytes)
      #expect(description.shape == shape)
      #expect(description.elementCount == 0)
      #expect(description.byteCount == 0)
      #expect(values == .float32([]))
    }
  }

  @Test("a header past 64 KiB needs version 2 and is read")
  func longHeader() throws {
    var npy = NpyBytes(descr: "|u1", shape: [1], data: [7], version: [2, 0])
    npy.padding = .spaces(70_000)
    #expect(try folder.read("w.npy", npy.bytes).values == .float32([7]))
  }

  @Test("a run of elements is that part of the whole, in both element orders")
  func runs() throws {
    let shape = [4, 3, 1, 5]
    let positions = SlowDecoder.rowMajorPositions(ofColumnMajor: shape)
    for isFortran in [false, true] {
      let data = isFortran ? positions.map { UInt8($0) } : (0..<60).map { UInt8($0) }
      let npy = NpyBytes(descr: "|u1", isFortranOrder: isFortran, shape: shape, data: data)
      let file = try TensorFile.open(path: try folder.file("w.npy", npy.bytes))
      for start in 0...60 {
        for end in start...60 {
          let values = try file.values(of: 0, elements: start..<end)
          #expect(values == .float32((start..<end).map(Float.init)), "\(start)..<\(end)")
        }
      }
    }
  }

  @Test("the bits are read as the type asked for if the items have its size")
  func reinterpretation() throws {
    let one: [UInt8] = [0x80, 0x3F]
    for descr in ["<u2", "|V2", "<V2", "<i2", "<f2"] {
      let (description, values) = try folder.read(
        "w.npy", NpyBytes(descr: descr, shape: [1], data: one).bytes,
        layout: RawLayout(elementType: .bfloat16))
      #expect(description.elementType == .bfloat16)
      #expect(values == .float32([1]))
    }
    let swapped = try folder.read(
      "w.npy", NpyBytes(descr: ">u2", shape: [1], data: one.reversed()).bytes,
      layout: RawLayout(elementType: .bfloat16))
    #expect(swapped.values == .float32([1]))
    let bytes = try folder.read(
      "w.npy", NpyBytes(descr: "|V1", shape: [2], data: [0xFF, 3]).bytes,
      layout: RawLayout(elementType: .int8))
    #expect(bytes.values == .float32([-1, 3]))
  }

  @Test("a type by its word is that type, with a byte for each item of fewer than 8 bits")
  func words() throws {
    let bfloat16 = try folder.read(
      "w.npy", NpyBytes(descr: "bfloat16", shape: [1], data: [0x80, 0x3F]).bytes)
    #expect(bfloat16.values == .float32([1]))
    let int4 = try folder.read(
      "w.npy", NpyBytes(descr: "int4", shape: [3], data: [7, 8, 0xF9]).bytes)
    #expect(int4.description.elementType == .int4)
    #expect(int4.values == .float32([7, -8, -7]))
    // What ml_dtypes has numpy write for float8_e5m2.
    let float8 = try folder.read("w.npy", NpyBytes(descr: "<f1", shape: [1], data: [0x3C]).bytes)
    #expect(float8.description.elementType == .float8E5M2)
    #expect(float8.values == .float32([1]))
  }

  @Test("a type asked for wins over any that has its size, or says none")
  func askedType() throws {
    for descr in ["|S4", "<U1", "<V4", "<i4", "nobody", "", "<q9x"] {
      let (description, values) = try folder.read(
        "w.npy", NpyBytes(descr: descr, shape: [1], data: [0, 0, 0xC0, 0x3F]).bytes,
        layout: RawLayout(elementType: .float32))
      #expect(description.elementType == .float32)
      #expect(values == .float32([1.5]), "\(descr)")
    }
    for descr in ["<c8", "<M8[ns]", "<m8"] {
      let bytes = NpyBytes(
        descr: descr, shape: [1], data: SlowDecoder.bytes(1.5.bitPattern, count: 8, order: .little)
      ).bytes
      let layout = RawLayout(elementType: .float64)
      #expect(try folder.read("w.npy", bytes, layout: layout).values == .float64([1.5]))
    }
  }

  @Test("the byte order asked for wins over the header's")
  func askedOrder() throws {
    let bytes = NpyBytes(descr: "<V4", shape: [1], data: [0x3F, 0xC0, 0, 0]).bytes
    let layout = RawLayout(elementType: .float32, byteOrder: .big)
    #expect(try folder.read("w.npy", bytes, layout: layout).values == .float32([1.5]))
  }

  @Test("the shape asked for replaces a stored one of as many elements, order kept")
  func reshaping() throws {
    let layout = RawLayout(shape: [3, 1, 2])
    let rowMajor = NpyBytes(descr: "|u1", shape: [2, 3], data: [0, 1, 2, 3, 4, 5])
    let columnMajor = NpyBytes(
      descr: "|u1", isFortranOrder: true, shape: [2, 3], data: [0, 3, 1, 4, 2, 5])
    for npy in [rowMajor, columnMajor] {
      let (description, values) = try folder.read("w.npy", npy.bytes, layout: layout)
      #expect(description.shape == [3, 1, 2])
      #expect(values == .float32([0, 1, 2, 3, 4, 5]))
    }
    let empty = try folder.read(
      "w.npy", NpyBytes(descr: "<f4", shape: [0]).bytes, layout: RawLayout(shape: [7, 0]))
    #expect(empty.description.shape == [7, 0])
  }

  @Test("the signature decides before the extension does", arguments: ["w.bin", "w", "w.NPY"])
  func recognisedBySignature(name: String) throws {
    let npy = NpyBytes(descr: "<f4", shape: [1], data: [0, 0, 0x80, 0x3F])
    #expect(try folder.read(name, npy.bytes).values == .float32([1]))
  }
}
