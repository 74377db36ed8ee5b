import QuantizationEngine
import TensorFiles

/// The codes and the dequantized values of a whole tensor, as `.npy` files.
struct QuantizedArrays {
  /// The values in row-major order, rounded to float32 as the tools compute.
  private let values: [Float]
  private let layout: BlockLayout
  private let quantizers: [AffineQuantizer?]

  init(_ values: consuming TensorValues, layout: BlockLayout, quantizers: [AffineQuantizer?]) {
    switch consume values {
    case .float32(let values): self.values = values
    case .float64(let values): self.values = values.map { Float($0) }
    }
    self.layout = layout
    self.quantizers = quantizers
  }

  /// The codes of a tensor whose every block has an encoding, in the smallest integer type of the scheme's signedness that holds them.
  func codes(of scheme: Scheme) -> [UInt8] {
    switch (scheme.signedness, scheme.bitWidth <= 8) {
    case (.unsigned, true): npy { UInt8($0.quantize($1)) }
    case (.signed, true): npy { Int8($0.quantize($1)) }
    case (.unsigned, false): npy { UInt16($0.quantize($1)) }
    case (.signed, false): npy { Int16($0.quantize($1)) }
    }
  }

  /// The dequantized values; NaN in blocks without an encoding.
  func dequantized() -> [UInt8] {
    npy(missing: .nan) { $0.fakeQuantize($1) }
  }

  private func npy<Element: NpyElementType & Numeric>(
    missing: Element = 0, _ transform: (AffineQuantizer, Float) -> Element
  ) -> [UInt8] {
    var elements = [Element](repeating: missing, count: values.count)
    for case (let block, let quantizer?) in quantizers.enumerated() {
      layout.forEachRun(ofBlock: block) { start, length in
        for index in start..<start + length {
          elements[index] = transform(quantizer, values[index])
        }
      }
    }
    return NpyWriter.bytes(of: elements, shape: layout.shape)
  }
}
