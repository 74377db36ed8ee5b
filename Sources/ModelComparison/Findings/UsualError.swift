/// The SQNR that a way to store values usually gives, in decibels.
///
/// Measured on 256 × 4096 random numbers of three distributions, of which Student's t with 5
/// degrees of freedom has the longest tails; GGUF types with ggml's own encoder without an
/// importance matrix. One line for all formats would mislead: 15 dB is bad for Q4_K and good for
/// Q2_K.
public struct UsualError: Hashable, Sendable {
  /// Of normally distributed values.
  public let gauss: Double
  /// Of values of a Laplace distribution.
  public let laplace: Double
  /// Of values of a t distribution with 5 degrees of freedom.
  public let student: Double

  /// The least of the three.
  public var lowest: Double { min(gauss, laplace, student) }
  /// The greatest of the three.
  public var highest: Double { max(gauss, laplace, student) }

  /// What is usual for a way to store values.
  ///
  /// - Parameter storedAs: as lists name it: `gguf-q4_k`, `bfloat16`, `int8 per_channel axis 0`,
  ///   `gptq int4 group 128`; variants such as `bnb-nf4:64` count as their format.
  /// - Returns: nil where it was not measured.
  public static func of(_ storedAs: String) -> UsualError? {
    let name = storedAs.lowercased()
    if let exact = table[name] { return exact }
    if let format = name.split(separator: ":").first, let found = table[String(format)] {
      return found
    }
    return ofIntegers(name.split(separator: " "))
  }

  /// Integers with a scale for each tensor, channel or group: `int8 per_channel axis 0`.
  private static func ofIntegers(_ words: [Substring]) -> UsualError? {
    guard let type = words.first(where: { $0.hasPrefix("int") || $0.hasPrefix("uint") }) else {
      return nil
    }
    if type.hasSuffix("int8") {
      let isWhole = words.contains { $0 == "per_tensor" || $0 == "tensor" }
      let isChannel = words.contains { $0 == "per_channel" || $0 == "channel" || $0 == "row" }
      return isChannel ? table["int8 per row"] : isWhole ? table["int8 per tensor"] : nil
    }
    guard type.hasSuffix("int4"), let group = words.firstIndex(of: "group"),
      group + 1 < words.count, let size = Int(words[group + 1])
    else { return nil }
    switch size {
    // Finer groups are better: what is usual for 128 is a lower bound for them.
    case 1...32 where words.contains("asymmetric"): return table["int4 asymmetric group 32"]
    case 1...128 where words.contains("asymmetric"): return table["int4 asymmetric group 128"]
    case 1...128: return table["int4 group 128"]
    default: return nil
    }
  }

  private static let table: [String: UsualError] = [
    "bfloat16": UsualError(gauss: 55.6, laplace: 55.6, student: 55.6),
    "gguf-q8_0": UsualError(gauss: 45.4, laplace: 43.4, student: 43.4),
    "int8 per row": UsualError(gauss: 41.2, laplace: 36.8, student: 34.1),
    "int8 per tensor": UsualError(gauss: 37.9, laplace: 33.4, student: 26.1),
    "bnb-int8": UsualError(gauss: 41.2, laplace: 36.8, student: 34.1),
    "gguf-q6_k": UsualError(gauss: 35.0, laplace: 33.3, student: 33.4),
    "fp8-e4m3": UsualError(gauss: 31.5, laplace: 31.6, student: 31.6),
    "gguf-q5_k": UsualError(gauss: 28.9, laplace: 27.4, student: 27.5),
    "gguf-q5_0": UsualError(gauss: 27.4, laplace: 25.4, student: 25.4),
    "fp8-e5m2": UsualError(gauss: 25.6, laplace: 25.6, student: 25.6),
    "int4 asymmetric group 32": UsualError(gauss: 22.1, laplace: 20.7, student: 20.9),
    "gguf-q4_k": UsualError(gauss: 22.9, laplace: 21.4, student: 21.6),
    "gguf-iq4_nl": UsualError(gauss: 22.4, laplace: 21.1, student: 21.0),
    "gguf-q4_0": UsualError(gauss: 21.3, laplace: 19.4, student: 19.3),
    "bnb-nf4": UsualError(gauss: 20.7, laplace: 19.7, student: 19.6),
    "int4 asymmetric group 128": UsualError(gauss: 20.0, laplace: 17.7, student: 17.6),
    "gguf-nvfp4": UsualError(gauss: 19.7, laplace: 20.3, student: 20.2),
    "nvfp4": UsualError(gauss: 19.7, laplace: 20.3, student: 20.2),
    "gguf-mxfp4": UsualError(gauss: 18.9, laplace: 18.0, student: 18.0),
    "mxfp4": UsualError(gauss: 18.9, laplace: 18.0, student: 18.0),
    "int4 group 128": UsualError(gauss: 18.6, laplace: 15.9, student: 15.3),
    "gguf-q3_k": UsualError(gauss: 16.4, laplace: 15.1, student: 15.1),
    "gguf-q2_k": UsualError(gauss: 10.6, laplace: 9.3, student: 9.5),
    "gguf-tq2_0": UsualError(gauss: 1.9, laplace: 1.6, student: 1.4),
    "gguf-tq1_0": UsualError(gauss: 1.9, laplace: 1.6, student: 1.4),
  ]
}
