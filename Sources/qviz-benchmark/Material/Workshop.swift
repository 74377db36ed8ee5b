import QuantizationEngine

/// What rows share: sizes, tensors, the stopwatch, a folder, and where the program is.
///
/// Tensors are made when a row asks for them and kept for the next, except the largest.
final class Workshop {
  let sizes: Sizes
  let seed: UInt64
  /// How often a subject and its baseline have their turns.
  let rounds: Int
  let stopwatch = Stopwatch()
  let folder: ScratchFolder

  private var kept: [Int: [Float]] = [:]
  private var keptDistributions: [Int: TensorDistribution] = [:]

  /// A workshop with an empty folder.
  init(sizes: Sizes, seed: UInt64, rounds: Int) throws(BenchmarkError) {
    self.sizes = sizes
    self.seed = seed
    self.rounds = rounds
    folder = try ScratchFolder()
  }

  /// The program, which is built beside this one.
  func program() throws(BenchmarkError) -> ChildProgram {
    try ChildProgram.beside("qviz")
  }

  /// The values of a synthetic tensor.
  func values(_ count: Int) -> [Float] {
    if let values = kept[count] { return values }
    let values = SyntheticTensor(seed: seed, count: count).values()
    if count < sizes.large { kept[count] = values }
    return values
  }

  /// The same, as a sorted line.
  func distribution(_ count: Int) throws(BenchmarkError) -> TensorDistribution {
    if let distribution = keptDistributions[count] { return distribution }
    let distribution = TensorDistribution(values(count), layout: try layout([count]))
    if count < sizes.large { keptDistributions[count] = distribution }
    return distribution
  }

  /// How the elements of a shape fall into blocks.
  func layout(
    _ shape: [Int], _ granularity: Granularity = .perTensor
  ) throws(BenchmarkError) -> BlockLayout {
    do {
      return try BlockLayout(shape: shape, granularity: granularity)
    } catch {
      throw .refused("\(error)")
    }
  }

  /// The asymmetric scheme of signed codes that the promises are about.
  func scheme(bits: Int) throws(BenchmarkError) -> Scheme {
    do {
      return try Scheme(bitWidth: bits, signedness: .signed)
    } catch {
      throw .refused("\(error)")
    }
  }

  /// The pass over the values that a promise is compared with: int8 over most of their range.
  func vectorizedPass(over values: [Float]) -> Double {
    VectorizedPass.meanSquaredError(of: values, scale: 5 / 128, lowest: -128, highest: 127)
  }
}
