import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// Layers of checkpoints that are read in parts, from shards, and out of order.
@Suite struct CheckpointReadingTests {
  private let fixtures = LibraryFixtures("checkpoints")

  @Test("a part of a layer is the same part of all of it")
  func parts() throws {
    var random = SplitMix64(seed: 20)
    for path in try Set(CheckpointCase.all().flatMap { $0.layers.map(\.file) }).sorted()
    where path.hasSuffix(".safetensors") {
      let file = try fixtures.open(path)
      for tensor in file.tensors.indices {
        let count = file.tensors[tensor].elementCount
        let all = try #require(try file.values(of: tensor).float32).map(\.bitPattern)
        let elements = try file.storedElements(of: tensor)
        for _ in 0..<8 {
          let first = Int.random(in: 0...count, using: &random)
          let run = first..<Int.random(in: first...min(first + 700, count), using: &random)
          let values = try #require(try file.values(of: tensor, elements: run).float32)
          #expect(values.map(\.bitPattern) == Array(all[run]), "\(path) \(tensor) \(run)")
          guard file.storedEncoding(of: tensor) == nil, elements.elementType == .float32 else {
            continue
          }
          let bytes = elements.withBytes(of: run) { span in
            span.withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) }
          }
          #expect(bytes == Array(all[run]), "\(path) \(tensor) \(run)")
        }
        try elements.checkWhole()
      }
    }
  }

  @Test("a layer larger than what is decoded at once is that of its rows")
  func large() throws {
    // 700 rows of 3000 columns: more than one rectangle in both directions, and in rows.
    let (rows, columns) = (704, 3008)
    var random = SplitMix64(seed: 21)
    var gptq = CheckpointBytes(zeros: [
      ("m.qweight", "I32", [columns / 8, rows]), ("m.qzeros", "I32", [columns / 32, rows / 8]),
      ("m.scales", "F16", [columns / 32, rows]),
    ])
    gptq["m.qweight"]?.bytes = (0..<rows * columns / 2).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
    gptq["m.scales"]?.bytes = (0..<rows * columns / 32).flatMap { _ -> [UInt8] in [0, 0x3C] }
    let words = try #require(gptq["m.qweight"]?.bytes)
    var awq = CheckpointBytes(zeros: [
      ("m.qweight", "I32", [columns, rows / 8]), ("m.qzeros", "I32", [columns / 32, rows / 8]),
      ("m.scales", "F16", [columns / 32, rows]),
    ])
    awq["m.qweight"]?.bytes = words
    awq["m.scales"]?.bytes = gptq["m.scales"]?.bytes ?? []
    let folder = try ScratchFolder()
    let gptqValues = try #require(try folder.read("g.safetensors", gptq.bytes).values.float32)
    let awqValues = try #require(try folder.read("a.safetensors", awq.bytes).values.float32)
    let lanes = [0, 4, 1, 5, 2, 6, 3, 7]
    for index in stride(from: 0, to: rows * columns, by: 7) {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let byte = ((column / 8) * rows + row) * 4 + column % 8 / 2
      let code = words[byte] >> UInt8(column % 2 * 4) & 15
      #expect(gptqValues[index] == Float(code) - 1)
      let lane = lanes[row % 8]
      let other = words[(column * (rows / 8) + row / 8) * 4 + lane / 2] >> UInt8(lane % 2 * 4) & 15
      #expect(awqValues[index] == Float(other))
    }
  }

  @Test("the parts of a layer may lie in different shards")
  func shards() throws {
    let name = "gptq_4bit_g32_asym_actorder/quantized"
    let layer = "model.layers.0.self_attn.q_proj"
    let whole = try fixtures.open("\(name)/model.safetensors")
    let all = try CheckpointBytes(fixtures.data("\(name)/model.safetensors"))
    let folder = try ScratchFolder()
    var map: [String] = []
    for (index, part) in all.parts.enumerated() {
      var shard = CheckpointBytes(zeros: [])
      shard[part.name] = part
      _ = try folder.file("s\(index).safetensors", shard.bytes)
      map.append(#""\#(part.name)":"s\#(index).safetensors""#)
    }
    let index = try folder.file(
      "model.safetensors.index.json",
      Array(#"{"weight_map":{\#(map.joined(separator: ","))}}"#.utf8))
    let file = try TensorFile.open(path: index)
    #expect(file.tensors.map(\.name) == ["\(layer).weight"])
    #expect(file.tensors[0].storedAs == "gptq int4 group 32")
    #expect(file.parts.count == all.parts.count)
    #expect(try file.values(of: 0).checksum == whole.values(of: 0).checksum)
    // Without one of the shards the layer is listed, and says that it is missing.
    try FileManager.default.removeItem(atPath: folder.path("s2.safetensors"))
    let broken = try TensorFile.open(path: index)
    #expect(broken.tensors.map(\.name) == ["\(layer).weight"])
    #expect(broken.obstacle(to: 0) == .missing(path: folder.path("s2.safetensors")))
  }

  @Test("without a configuration a layer is told by its parts")
  func lone() throws {
    let folder = try ScratchFolder()
    for golden in try CheckpointCase.all() where !Self.described.contains(golden.case) {
      for path in Set(golden.layers.map(\.file)) where path.hasSuffix(".safetensors") {
        let bytes = Array(try fixtures.data(path))
        let lone = try TensorFile.open(path: try folder.file("lone.safetensors", bytes))
        let beside = try fixtures.open(path)
        #expect(lone.tensors.map(\.name) == beside.tensors.map(\.name), "\(path)")
        #expect(lone.tensors.map(\.shape) == beside.tensors.map(\.shape), "\(path)")
        for tensor in lone.tensors.indices {
          #expect(
            try lone.values(of: tensor).checksum == beside.values(of: tensor).checksum, "\(path)")
        }
      }
    }
  }

  /// The cases of which the configuration says what the parts do not: v2 and planar words, and by what
  /// ModelOpt rounds.
  private static let described: Set<String> = [
    "gptq_v2_4bit_g64_asym", "gptq_p_3bit_g32", "modelopt",
  ]
}
