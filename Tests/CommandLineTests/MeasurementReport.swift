import Foundation

/// The JSON object of `qviz measure --json`, as a program that trusts its contract reads it.
struct MeasurementReport: Decodable {
  struct Tensor: Decodable, Equatable {
    let name, dtype: String
    let shape: [Int]
    let count, finite, nan, positiveInfinity, negativeInfinity: Int
    let min, max: Double?
  }

  struct Scheme: Decodable, Equatable {
    let bits: Int
    let signed: Bool
    let symmetry: String
    let quantMin, quantMax: Int
    let rounding, granularity: String
    let axis, groupSize: Int?
  }

  /// One number, or an array of one for each block, where it has one.
  enum Bound: Decodable, Equatable {
    case one(Double)
    case each([Double?])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .one(number)
      } else {
        self = .each(try container.decode([Double?].self))
      }
    }
  }

  struct ClippingRange: Decodable, Equatable {
    let min, max: Bound
  }

  struct Encoding: Decodable, Equatable {
    let scale: Double
    let zeroPoint: Int
    let min, max: Double?
  }

  struct Metrics: Decodable {
    let mse, mseRounding, mseClipping, sqnrDb, mae, maxAbsError, cosine, klNats, jsNats: Double?
    let clippedBelow, clippedAbove, codesUsed: Int
    let codeEntropyBits: Double?
  }

  let tensor: Tensor
  let scheme: Scheme
  let clippingRange: ClippingRange
  let encodings: [Encoding]
  let error: Metrics
  let exactness: [String: String]
  let notes: [String: String]?

  /// Runs `qviz measure --json` and reads what it prints.
  init(measuring arguments: [String], in folder: URL = Checkout.root) throws {
    let outcome = try Program.run(["measure", "--json"] + arguments, in: folder)
    guard outcome.status == 0, outcome.errors.isEmpty else {
      throw UnexpectedOutcome(outcome: outcome)
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(MeasurementReport.self, from: Data(outcome.output.utf8))
  }
}

/// A run that should have gone well and did not.
struct UnexpectedOutcome: Error, CustomStringConvertible {
  let outcome: Program.Outcome

  var description: String { "exit \(outcome.status): \(outcome.errors)" }
}
