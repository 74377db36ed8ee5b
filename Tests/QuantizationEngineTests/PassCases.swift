import TestSupport
import Testing

@testable import QuantizationEngine

/// The tensors that passes go through.
enum PassCases {
  /// A shape with a granularity.
  struct Layout: Sendable, CustomTestStringConvertible {
    let shape: [Int]
    let granularity: Granularity
    var testDescription: String { "\(shape) \(granularity)" }
    var layout: BlockLayout {
      get throws { try BlockLayout(shape: shape, granularity: granularity) }
    }
  }

  /// Blocks in a row, side by side, ragged, single, and none.
  static let layouts: [Layout] = {
    func layouts(_ shape: [Int], sizes: [Int]) -> [Layout] {
      [Layout(shape: shape, granularity: .perTensor)]
        + shape.indices.flatMap { axis in
          [Layout(shape: shape, granularity: .perChannel(axis: axis))]
            + sizes.map { Layout(shape: shape, granularity: .perGroup(axis: axis, size: $0)) }
        }
    }
    return layouts([6, 5, 7], sizes: [1, 2, 3, 7, 40])
      + layouts([3, 19, 1, 4], sizes: [4, 18, Int.max])
      + layouts([17, 70], sizes: [8, 32])
      + layouts([2, 0, 3], sizes: [2]) + layouts([1], sizes: [1]) + layouts([], sizes: [])
  }()

  /// How values are made.
  enum Values: String, CaseIterable, Sendable {
    case normal, anyBits, ties, huge, subnormal, constant, zeros, deadBlocks, nothing

    /// Some values of the kind, in row-major order.
    func values(_ count: Int, _ random: inout SplitMix64) -> [Float] {
      (0..<count).map { index in
        switch self {
        case .normal: Float(random.nextNormal())
        // NaN and the infinities are among them.
        case .anyBits: Float(bitPattern: UInt32(truncatingIfNeeded: random.next() >> 32))
        // Halves of a scale of one where the block reaches from −128 to 127.
        case .ties:
          index % 16 == 0
            ? -128 : index % 16 == 1 ? 127 : Float(Int(random.next() % 511) - 256) / 2
        case .huge: Float(random.nextNormal()) * 8e37
        case .subnormal: Float(random.nextNormal() * 3e-42)
        case .constant: -0.3125
        case .zeros: index % 2 == 0 ? 0 : -0.0
        // Long runs of what has no encoding, and of zeros, between values.
        case .deadBlocks:
          [Float.nan, 0, Float(random.nextNormal()), .infinity][index / 7 % 4]
        case .nothing: [Float.nan, -.infinity, .infinity][index % 3]
        }
      }
    }
  }

  /// The common arithmetics, and one with each of the other roundings, zero-points and precisions.
  static let arithmetics: [QuantizationArithmetic] =
    RoundingMode.allCases.flatMap { rounding in
      ScalingOperation.allCases.map {
        QuantizationArithmetic(rounding: rounding, scaling: $0)
      }
    }
    + ZeroPointAddition.allCases.map { QuantizationArithmetic(zeroPointAddition: $0) }
    + ArithmeticPrecision.allCases.map {
      QuantizationArithmetic(scaling: .multiplyByInverse, precision: $0)
    }
    + [QuantizationArithmetic(levels: .sumOfProducts)]
}

extension ElementStream {
  /// A stream of float32 values, in memory.
  init(_ values: [Float], byteOrder: ByteOrder = .little) {
    self.init(.float32, byteOrder: byteOrder, bits: values.map(\.bitPattern))
  }

  /// A stream of float64 values, in memory.
  init(_ values: [Double], byteOrder: ByteOrder = .little) {
    self.init(.float64, byteOrder: byteOrder, bits: values.map(\.bitPattern))
  }
}
