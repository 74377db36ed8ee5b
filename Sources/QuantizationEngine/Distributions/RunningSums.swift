/// Σx and Σx² of some numbers, to about 106 bits.
struct RunningSums: Sendable {
  var sum: DoubleDouble
  var squares: DoubleDouble

  static let zero = RunningSums(sum: .zero, squares: .zero)

  @inline(__always)
  static func + (first: RunningSums, second: RunningSums) -> RunningSums {
    RunningSums(sum: first.sum + second.sum, squares: first.squares + second.squares)
  }

  @inline(__always)
  static func - (first: RunningSums, second: RunningSums) -> RunningSums {
    RunningSums(sum: first.sum - second.sum, squares: first.squares - second.squares)
  }

  /// The sums of a short run of numbers.
  ///
  /// Four chains of additions run side by side, so that none waits for another.
  @inline(__always)
  init<Element: LineElement>(of numbers: UnsafePointer<Element>, count: Int) {
    var first = Chain()
    var second = Chain()
    var third = Chain()
    var fourth = Chain()
    var index = 0
    while index &+ 4 <= count {
      unsafe first.add(numbers[index])
      unsafe second.add(numbers[index &+ 1])
      unsafe third.add(numbers[index &+ 2])
      unsafe fourth.add(numbers[index &+ 3])
      index &+= 4
    }
    while index < count {
      unsafe first.add(numbers[index])
      index &+= 1
    }
    if count >= 4 {
      first.add(second)
      third.add(fourth)
      first.add(third)
    }
    self = first.sums
  }

  init(sum: DoubleDouble, squares: DoubleDouble) {
    self.sum = sum
    self.squares = squares
  }

  /// A chain of additions whose rounding errors are added up apart.
  ///
  /// Over a run of 64 the sum of the errors is itself exact to 2⁻⁹⁹ of the whole, far below what the
  /// running sums keep.
  ///
  /// Source: T. Ogita, S. M. Rump, S. Oishi, "Accurate sum and dot product" (2005), Sum2.
  private struct Chain {
    var sum = 0.0
    var sumError = 0.0
    var squares = 0.0
    var squaresError = 0.0

    @inline(__always)
    mutating func add<Element: LineElement>(_ number: Element) {
      let value = Double(number)
      let total = sum + value
      let part = total - sum
      sumError += (sum - (total - part)) + (value - part)
      sum = total
      let square = value * value
      let squaresTotal = squares + square
      let squaresPart = squaresTotal - squares
      squaresError += (squares - (squaresTotal - squaresPart)) + (square - squaresPart)
      // A float32 squared is exact in float64.
      if Element.self != Float.self { squaresError += (-square).addingProduct(value, value) }
      squares = squaresTotal
    }

    /// Adds what another chain has added up.
    @inline(__always)
    mutating func add(_ other: Chain) {
      let total = sum + other.sum
      let part = total - sum
      sumError += (sum - (total - part)) + (other.sum - part) + other.sumError
      sum = total
      let squaresTotal = squares + other.squares
      let squaresPart = squaresTotal - squares
      squaresError += (squares - (squaresTotal - squaresPart)) + (other.squares - squaresPart)
      squaresError += other.squaresError
      squares = squaresTotal
    }

    @inline(__always)
    var sums: RunningSums {
      var sums = RunningSums(sum: DoubleDouble(sum), squares: DoubleDouble(squares))
      sums.sum += sumError
      sums.squares += squaresError
      return sums
    }
  }
}
