import QuantizationEngine
import TensorFiles

/// Everything that can be read of a file that was opened, and what must be true of it.
enum Reading {
  /// How many values are read of one file at most.
  private static let budget = 1 << 18

  /// Reads the first values of every tensor.
  static func everything(in file: TensorFile) {
    var left = budget
    for (tensor, description) in file.tensors.enumerated() {
      let isCounted = description.shape.reduce(1, *) == description.elementCount
      Finding.unless(isCounted, "a tensor has as many elements as its shape says")
      let count = min(left, description.elementCount)
      left -= count
      do throws(TensorFileError) {
        try read(tensor, count, of: file)
        Finding.unless(file.obstacle(to: tensor) == nil, "what is not read throws")
      } catch {
        check(error)
      }
      file.obstacle(to: tensor).map(check)
    }
    // The system is asked for memory before the values are, and they are as many as were promised.
    if let tensor = file.tensors.firstIndex(where: { $0.elementCount <= budget }) {
      let values = try? file.values(of: tensor)
      let count = file.tensors[tensor].elementCount
      Finding.unless(values.map { $0.count == count } ?? true, "a tensor is read whole")
    }
  }

  /// Whether an error is a sentence that can be shown.
  static func check(_ error: TensorFileError) {
    let sentence = error.description
    Finding.unless(!sentence.isEmpty, "an error has a sentence")
    let isClean = sentence.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    Finding.unless(isClean, "a sentence has no control characters: \(sentence)")
    _ = error.kind
  }

  /// Reads the first values of a tensor in three ways, which must agree.
  private static func read(
    _ tensor: Int, _ count: Int, of file: TensorFile
  ) throws(TensorFileError) {
    let values = try file.values(of: tensor, elements: 0..<count).doubles
    Finding.unless(values.count == count, "a run has its values")
    let middle = count / 3..<count - count / 5
    let rest = middle.upperBound..<count
    let parts = try file.values(of: tensor, runs: [rest, middle]).doubles
    Finding.unless(
      agree(parts, Array(values[rest]) + Array(values[middle])), "a part is a part of the whole")

    let elements = try file.storedElements(of: tensor)
    let bytes = elements.withBytes(of: middle) { span in
      span.withUnsafeBytes { Array($0) }
    }
    let type = elements.elementType
    Finding.unless(bytes.count == middle.count * type.byteCount, "elements have all their bytes")
    // In the order of the file, which is that of the values but for Fortran's.
    guard elements.elementOrder == .rowMajor, type == .float32 else { return }
    let stored = (0..<middle.count).map { index in
      let bits = bytes[4 * index..<4 * index + 4].reversed().reduce(0 as UInt32) {
        $0 << 8 | UInt32($1)
      }
      let isSwapped = elements.byteOrder == .big
      return Double(Float(bitPattern: isSwapped ? bits.byteSwapped : bits))
    }
    Finding.unless(
      agree(stored, Array(values[middle])), "elements are those that values are made of")
    elements.release(middle)
  }

  /// Whether numbers are the same, one NaN being like another.
  private static func agree(_ ones: [Double], _ others: [Double]) -> Bool {
    ones.count == others.count
      && zip(ones, others).allSatisfy { one, other in
        one.bitPattern == other.bitPattern || one.isNaN && other.isNaN
      }
  }
}

extension TensorValues {
  /// The values, every one of which a float64 holds.
  fileprivate var doubles: [Double] {
    switch self {
    case .float32(let values): values.map(Double.init)
    case .float64(let values): values
    }
  }
}
