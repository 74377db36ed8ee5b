/// Whole numbers out of JSON, which has only numbers.
enum WholeNumbers {
  /// The integer that a number is; AIMET writes −128 as `-128.0`.
  ///
  /// - Throws: ``EncodingFileError/notWhole(member:found:)``.
  static func whole(_ number: Double, member: String) throws(EncodingFileError) -> Int {
    guard let whole = Int(exactly: number) else { throw .notWhole(member: member, found: number) }
    return whole
  }

  /// The integers that numbers are.
  static func whole(
    _ numbers: [Double], member: String
  ) throws(EncodingFileError) -> [Int] {
    var wholes: [Int] = []
    wholes.reserveCapacity(numbers.count)
    for (index, number) in numbers.enumerated() {
      wholes.append(try whole(number, member: "\(member)[\(index)]"))
    }
    return wholes
  }
}
