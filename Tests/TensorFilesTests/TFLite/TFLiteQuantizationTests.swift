import QuantizationEngine
import Testing

@testable import TensorFiles

/// What a model says about its codes, right and wrong; the values are in ``TFLiteLibraryTests``.
@Suite("quantized TensorFlow Lite")
struct TFLiteQuantizationTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// The parameters of a tensor.
  private func parameters(
    _ scales: [Float]?, _ zeroPoints: [Int64]?, axis: Int32 = 0, kind: UInt8? = nil,
    details: FlatNode? = nil
  ) -> FlatField {
    var fields: [Int: FlatField] = [6: .of(axis)]
    if let scales { fields[2] = .child(.numbers(scales.map(\.bitPattern))) }
    if let zeroPoints { fields[3] = .child(.numbers(zeroPoints)) }
    if let kind { fields[4] = .of(kind) }
    if let details { fields[5] = .child(details) }
    return .child(.table(fields))
  }

  /// Blocks whose scales and zero-points have these indices.
  private func blocks(_ scales: Int32, _ zeroPoints: Int32, _ size: Int32) -> FlatField {
    parameters(
      nil, nil, kind: 2,
      details: .table([0: .of(scales), 1: .of(zeroPoints), 2: .of(size)]))
  }

  /// A model of int8 codes from −3 on, of float32 numbers from 1 on, and of an integer.
  private func model(_ shape: [Int32], type: Int8 = 9, _ parameters: FlatField) -> TFLiteBytes {
    let count = shape.reduce(1, *)
    let codes = (0..<Int8(count)).map { UInt8(bitPattern: $0 - 3) }
    let floats = [1, 2, 3, 4] as [Float]
    return TFLiteBytes.model([
      (.init("codes", shape, type: type, buffer: 0, more: [4: parameters]), codes),
      (
        .init("scales", [2, 2], type: 0, buffer: 0),
        floats.flatMap(\.bitPattern.littleEndianBytes)
      ),
      (.init("integers", [4], type: 9, buffer: 0), [1, 2, 3, 4]),
    ])
  }

  private func open(_ model: TFLiteBytes) throws -> TensorFile {
    try TensorFile.open(path: try folder.file("m.tflite", model.bytes))
  }

  private func expectRefusal(
    _ model: TFLiteBytes, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = try open(model)
    let obstacle = try #require(file.obstacle(to: 0), sourceLocation: sourceLocation)
    let sentence = folder.withoutFolder(obstacle.description)
      .replacing(#/ \(byte \d+\)/#, with: "")
    expectSentence(
      sentence, "m.tflite: tensor 'codes' " + expected, sourceLocation: sourceLocation)
    #expect(file.obstacle(to: 1) == nil, sourceLocation: sourceLocation)
  }

  @Test("one scale is that of the tensor, several are those of the channels")
  func affine() throws {
    var file = try open(model([2, 2], parameters([0.5], [-3])))
    #expect(file.tensors[0].storedAs == "int8 per_tensor")
    #expect(file.tensors[0].elementType == .float32)
    #expect(try file.values(of: 0) == .float32([0, 0.5, 1, 1.5]))
    file = try open(model([2, 2], parameters([0.5, 2], [-3, -1], axis: 1)))
    #expect(file.tensors[0].storedAs == "int8 per_channel axis 1")
    #expect(try file.values(of: 0) == .float32([0, -2, 1, 2]))
  }

  @Test("blocks have their scales in another constant, along the axis that is shorter there")
  func inBlocks() throws {
    for (shape, expected) in [
      ([2, 4], "int8 per_group axis 1 size 2"), ([4, 2], "int8 per_group axis 0 size 2"),
      ([2, 3], "int8 per_group axis 1 size 2"),
    ] as [([Int32], String)] {
      let file = try open(model(shape, blocks(1, -1, 2)))
      #expect(file.tensors[0].storedAs == expected)
      #expect(try file.storedEncoding(of: 0)?.allScales() == [1, 2, 3, 4])
    }
    let file = try open(model([2, 4], blocks(1, -1, 2)))
    #expect(try file.values(of: 0) == .float32([-3, -2, -2, 0, 3, 6, 12, 16]))
  }

  @Test("integers of which nothing is said, and floats, are what they are")
  func themselves() throws {
    for parameters in [parameters(nil, nil), parameters([], []), parameters([0], [0])] {
      let file = try open(model([2, 2], parameters))
      #expect(file.tensors[0].storedAs == "int8")
      #expect(try file.values(of: 0) == .float32([-3, -2, -1, 0]))
    }
    let file = try open(model([4], type: 6, parameters([3], [0])))
    #expect(file.tensors[0].storedAs == "bool")
  }

  @Test("codes that stand for values in an unknown way are read as codes and called so")
  func unknown() throws {
    let kinds: [(UInt8, String)] = [
      (1, "int8 custom"), (3, "int8 multi_axis"), (9, "int8 tflite-details-9"),
    ]
    for (kind, expected) in kinds {
      let file = try open(model([2, 2], parameters([1], [0], kind: kind, details: .table([:]))))
      #expect(file.tensors[0].storedAs == expected)
      #expect(try file.values(of: 0) == .float32([-3, -2, -1, 0]))
    }
    let details = FlatNode.table([0: .of(1 as Int32), 3: .child(.numbers([1, 2] as [Int32]))])
    let file = try open(model([2, 2], parameters(nil, nil, kind: 2, details: details)))
    #expect(file.tensors[0].storedAs == "int8 block_shape")
  }

  @Test("parameters that cannot be meant")
  func affineFaults() throws {
    try expectRefusal(
      model([2, 2], parameters([1, 2], [0, 0], axis: 2)),
      "has scales along axis 2, expected one from 0 to 1")
    try expectRefusal(
      model([2, 2], parameters([1, 2], [0, 0], axis: -1)),
      "has scales along axis -1, expected one from 0 to 1")
    try expectRefusal(
      model([2, 2], parameters([1, 2, 3], [0, 0, 0])),
      "has 3 scales, expected 1 or, along its axis, 2")
    try expectRefusal(
      model([2, 2], parameters([1, 2], [0])), "has 1 zero-points, expected 2, one for each scale")
    try expectRefusal(
      model([2, 2], parameters([1], nil)), "has 0 zero-points, expected 1, one for each scale")
    try expectRefusal(
      model([2, 2], parameters([1], [128])), "has the zero-point 128, expected one from -128 to 127"
    )
    try expectRefusal(
      model([2, 2], type: 3, parameters([1], [-1])),
      "has the zero-point -1, expected one from 0 to 255")
    try expectRefusal(
      model([1], type: 2, parameters([1], [0])), "has 1 byte, expected 4 for int32 [1]")
    let range = ElementType.int32.zeroPoints
    #expect(range.lowerBound == -16_777_216 && range.upperBound == 16_777_215)
    #expect(ElementType.uint4.zeroPoints == 0...15)
    #expect(ElementType.int2.zeroPoints == -2...1)
  }

  @Test("blocks that cannot be meant")
  func blockFaults() throws {
    try expectRefusal(
      model([2, 2], parameters(nil, nil, kind: 2)),
      "is quantized in blocks, of which nothing is said")
    for index in [2, 3, -1, 0] as [Int32] {
      try expectRefusal(
        model([2, 4], blocks(index, -1, 2)),
        "has the scales of its blocks in tensor \(index), expected a constant of real numbers")
    }
    for index in [2, 3, 0] as [Int32] {
      try expectRefusal(
        model([2, 4], blocks(1, index, 2)),
        "has the zero-points of its blocks in tensor \(index), "
          + "expected a constant of the shape of its scales")
    }
    for (shape, size) in [([2, 4], 0), ([2, 4], 4), ([2, 4], -2), ([8], 2), ([3, 4], 2)]
      as [([Int32], Int32)]
    {
      try expectRefusal(
        model(shape, blocks(1, -1, size)),
        "has scales of the shape [2, 2] for blocks of \(size), "
          + "expected one for each block along an axis of \(shape)")
    }
  }

  @Test("the axis of blocks is the only one that suits, and any where all have the same blocks")
  func axes() {
    #expect(TFLiteBlocks.axis(ofBlocks: 32, [64, 6], of: [64, 192]) == 1)
    #expect(TFLiteBlocks.axis(ofBlocks: 32, [2, 192], of: [64, 192]) == 0)
    #expect(TFLiteBlocks.axis(ofBlocks: 32, [64, 7], of: [64, 193]) == 1)
    #expect(TFLiteBlocks.axis(ofBlocks: 1, [4, 4], of: [4, 4]) == 1)
    #expect(TFLiteBlocks.axis(ofBlocks: .max, [4, 1], of: [4, 8]) == 1)
    #expect(TFLiteBlocks.axis(ofBlocks: 32, [], of: []) == nil)
  }
}
