extension ValueSource {
  /// The values of several tensors, one behind the other: experts that were stacked, layers that
  /// were fused.
  ///
  /// - Parameter parts: the tensors in their order.
  /// - Returns: one source of all their values.
  public static func concatenating(_ parts: [ValueSource]) -> ValueSource {
    if parts.count == 1 { return parts[0] }
    var ends: [Int] = []
    for part in parts { ends.append((ends.last ?? 0) + part.count) }
    let bounds = ends
    var joined = unsafe ValueSource(count: bounds.last ?? 0) { elements, target in
      var next = elements.lowerBound
      // The first part that ends behind the first element, by halving.
      var (part, last) = (0, bounds.count - 1)
      while part < last {
        let middle = (part + last) / 2
        if bounds[middle] > next { last = middle } else { part = middle + 1 }
      }
      while next < elements.upperBound {
        let start = part == 0 ? 0 : bounds[part - 1]
        let end = min(bounds[part], elements.upperBound)
        let place = next - elements.lowerBound
        let room = unsafe UnsafeMutableBufferPointer(rebasing: target[place..<place + end - next])
        unsafe parts[part].read(next - start..<end - start, into: room)
        next = end
        part += 1
      }
    }
    if parts.contains(where: { $0.wide != nil }) {
      joined.wide = .concatenating(parts.map(\.widened))
    }
    return joined
  }

  /// The original's values as a converter changed them, in the original's order.
  ///
  /// - Parameter transform: what the converter did.
  /// - Returns: the source itself if the transform changes no values.
  public func changed(by transform: TensorTransform) -> ValueSource {
    guard transform.changesValues else { return self }
    return unsafe ValueSource(count: count) { elements, target in
      unsafe read(elements, into: target)
      for index in 0..<target.count { unsafe target[index] = transform.stored(target[index]) }
    }
  }

  /// What is stored, in the order of the original.
  ///
  /// - Parameters:
  ///   - shape: the original's shape.
  ///   - transform: what the converter did.
  /// - Returns: nil if the shape does not allow the transform or has another number of elements,
  ///   the source itself if the transform moves no values.
  public func inOrder(ofOriginal shape: [Int], before transform: TensorTransform) -> ValueSource? {
    switch transform {
    case .asIs, .plusOne, .minusOne, .negatedExponential, .foldedColumns: return self
    default: break
    }
    guard let order = ElementOrder(transform, shape: shape), order.elementCount == count else {
      return nil
    }
    var ordered = unsafe ValueSource(count: count) { elements, target in
      var values: [Float] = []
      order.forEachRun(of: elements) { stored, place, step in
        if step == 1 {
          unsafe read(
            stored,
            into: UnsafeMutableBufferPointer(
              rebasing: target[place..<place + stored.count]))
        } else {
          if values.count != stored.count { values = Array(repeating: 0, count: stored.count) }
          unsafe values.withUnsafeMutableBufferPointer { unsafe read(stored, into: $0) }
          for (index, value) in values.enumerated() { unsafe target[place + index * step] = value }
        }
      }
    }
    ordered.wide = wide?.inOrder(order)
    return ordered
  }

  /// The values with each column multiplied by a factor.
  ///
  /// - Parameter factors: one for each place along the last axis.
  /// - Returns: float32 products.
  /// - Precondition: there is a factor, and the values are whole rows of as many columns.
  public func multiplied(byColumn factors: [Float]) -> ValueSource {
    precondition(
      !factors.isEmpty && count.isMultiple(of: factors.count), "each column has its factor")
    return unsafe ValueSource(count: count) { elements, target in
      unsafe read(elements, into: target)
      var column = elements.lowerBound % factors.count
      for index in 0..<target.count {
        unsafe target[index] *= factors[column]
        column = column + 1 == factors.count ? 0 : column + 1
      }
    }
  }
}
