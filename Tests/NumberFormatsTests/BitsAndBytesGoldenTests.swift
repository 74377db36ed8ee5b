import QuantizationEngine
import TestSupport
import Testing

@testable import NumberFormats

/// Scales, codes and values of bitsandbytes, bit for bit: `golden/tools/bitsandbytes.tsv`.
@Suite struct BitsAndBytesGoldenTests {
  @Test(
    "a block has the tool's scale, codes and values",
    arguments: [
      ("nf4/b", 384), ("fp4/b", 384), ("nf4/double", 48), ("fp4/double", 48),
      ("dynamic_int8_blockwise", 336), ("int8", 20),
    ])
  func blocks(_ records: String, _ count: Int) throws {
    let goldens = try ToolGolden.all("bitsandbytes", records)
    var tally = GoldenTally("bitsandbytes \(records)")
    for golden in goldens.thinnedInDebug { tally.count(golden) { try differences(golden) } }
    tally.report()
    #expect(tally.differences == [])
    #expect(goldens.count == count)
  }

  private func differences(_ golden: ToolGolden) throws -> [String] {
    let parts = golden.record.split(separator: "/").map(String.init)
    let values = BlockSweep.values(of: golden.tensor)
    switch (parts[0], parts.last) {
    case ("int8", _): return rows(golden, values)
    case (let kind, "double"): return try double(golden, "bnb-\(kind):double", values)
    case ("dynamic_int8_blockwise", let size):
      return try plain(golden, name("bnb-dynamic-int8", size, usual: "b256"), values)
    case (let kind, let size):
      return try plain(golden, name("bnb-\(kind)", size, usual: "b64"), values)
    }
  }

  private func name(_ name: String, _ size: String?, usual: String) -> String {
    size == usual ? name : "\(name):\(size?.dropFirst() ?? "")"
  }

  private func plain(_ golden: ToolGolden, _ name: String, _ values: [Float]) throws -> [String] {
    let format = try #require(Self.formats[name])
    let coded = try #require(CodedBlocks(values, by: format, TensorSummary()))
    return difference("scale", golden.members["scale"], digest(coded.blocks.map(firstFloat)))
      + difference(
        "q", golden.members["q"], ToolGolden.digest(of: coded.blocks.flatMap { $0.dropFirst(4) }))
      + difference("out_f32", golden.members["out_f32"], digest(known(coded.values, golden)))
  }

  private func double(_ golden: ToolGolden, _ name: String, _ values: [Float]) throws -> [String] {
    let format = try #require(Self.formats[name])
    guard case .blocks(let coder as BitsAndBytesDouble, _) = format.arithmetic else {
      return ["is no format of quantized scales"]
    }
    let mean = coder.concluded(coder.surveyedParts(of: values.span).span)
    let coded = CodedBlocks(values, by: coder, size: coder.size, TensorSummary(meanScale: mean))
    let counts = coded.blocks.indices.map {
      (min(coder.size, values.count - $0 * coder.size) + 63) / 64
    }
    let scales = zip(coded.blocks, counts).flatMap { $0[4..<4 + $1] }
    let codes = zip(coded.blocks, counts).flatMap { $0[(4 + $1)...] }
    return difference("m", golden.members["m"], digest([mean]))
      + difference("n", golden.members["n"], digest(coded.blocks.map(firstFloat)))
      + difference("u", golden.members["u"], ToolGolden.digest(of: scales))
      + difference("q", golden.members["q"], ToolGolden.digest(of: codes))
      + difference("out_f32", golden.members["out_f32"], digest(known(coded.values, golden)))
  }

  /// The values as the tool has them: where the last axis is odd, it has 0 for FP4's −0.
  private func known(_ values: [Float], _ golden: ToolGolden) -> [Float] {
    guard golden.record.hasPrefix("fp4"), values.count % 2 == 1 else { return values }
    return values.map { $0 == 0 ? 0 : $0 }
  }

  private func rows(_ golden: ToolGolden, _ values: [Float]) -> [String] {
    let coder = BitsAndBytesInt8()
    let shape = golden.tensor == "sweep" ? [512, 128] : Fixture.named(golden.tensor).shape
    let length = shape.dropFirst().reduce(1, *)
    var scales: [Float] = []
    var codes: [UInt16] = []
    var decoded: [Float] = []
    for start in stride(from: 0, to: values.count, by: length) {
      let row = Array(values[start..<start + length])
      // Taken in two pieces, as a large tensor is.
      var gathered = coder.gathered()
      coder.gather(row.span.extracting(..<(length / 2)), round: 0, into: &gathered)
      var other = coder.gathered()
      coder.gather(row.span.extracting((length / 2)...), round: 0, into: &other)
      coder.join(other, round: 0, into: &gathered)
      coder.close(round: 0, &gathered)
      var rowCodes = [UInt16](repeating: 0xA5A5, count: length)
      var codeSpan = rowCodes.mutableSpan
      coder.encode(row.span, under: gathered, into: &codeSpan)
      var back = row
      var backSpan = back.mutableSpan
      coder.decode(rowCodes.span, under: gathered, into: &backSpan)
      scales.append(gathered)
      codes += rowCodes
      decoded += back
    }
    return difference("scale", golden.members["scale"], digest(scales))
      + difference("q", golden.members["q"], ToolGolden.digest(of: codes.map { UInt8($0) }))
      + difference("out_f32", golden.members["out_f32"], digest(decoded))
  }

  private func firstFloat(_ block: [UInt8]) -> Float { Float(bitPattern: block.span.uint32(at: 0)) }

  private func digest(_ values: [Float]) -> String {
    ToolGolden.digest(of: values.map(canonicalBits))
  }

  private static let formats = Dictionary(
    uniqueKeysWithValues: NumberFormat.bitsAndBytesFormats.map { ($0.name, $0) })
}
