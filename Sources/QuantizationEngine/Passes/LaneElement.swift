/// A floating-point type that a pass works on four at a time.
protocol LaneElement: LineElement {
  /// Four neighbours, as float32 for the tools' arithmetic and as float64 for the sums.
  static func lanes(
    at source: UnsafeRawPointer, element: Int
  ) -> (rounded: SIMD4<Float>, exact: SIMD4<Double>)
}

extension Float: LaneElement {
  @inline(__always)
  static func lanes(
    at source: UnsafeRawPointer, element: Int
  ) -> (rounded: SIMD4<Float>, exact: SIMD4<Double>) {
    let lanes = unsafe source.loadUnaligned(
      fromByteOffset: element &* 4, as: SIMD4<Float>.self)
    return (lanes, SIMD4<Double>(lanes))
  }
}

extension Double: LaneElement {
  @inline(__always)
  static func lanes(
    at source: UnsafeRawPointer, element: Int
  ) -> (rounded: SIMD4<Float>, exact: SIMD4<Double>) {
    let lanes = unsafe source.loadUnaligned(
      fromByteOffset: element &* 8, as: SIMD4<Double>.self)
    return (SIMD4<Float>(lanes), lanes)
  }
}
