/// What was seen of the tensors so far.
struct TensorFindings: Sendable {
  /// The values of each tensor; nil until it was read.
  private(set) var values: [Glance.Values?] = []
  /// Why tensors could not be read, by position.
  private(set) var unread: [Int: String] = [:]
  /// The damage of each tensor, by the scheme that does it: who goes back to one finds it there.
  private var damages: [SchemeInForce: [Glance.Damage?]] = [:]
  /// Counts what was taken in.
  private(set) var revision = 0

  /// How many schemes are remembered.
  private static let schemeLimit = 8

  /// The damage of a tensor; nil until it was measured.
  func damage(of tensor: Int, by inForce: SchemeInForce) -> Glance.Damage? {
    damages[inForce]?[tensor]
  }

  /// The damage of every tensor by a scheme; empty where none was measured.
  func damages(by inForce: SchemeInForce) -> [Glance.Damage?] { damages[inForce] ?? [] }

  /// Takes in what came of a look at one of `count` tensors.
  mutating func take(
    _ outcome: GlanceOutcome, of tensor: Int, among count: Int, by inForce: SchemeInForce
  ) {
    if values.isEmpty { values = Array(repeating: nil, count: count) }
    guard values.indices.contains(tensor) else { return }
    revision += 1
    switch outcome {
    case .unread(let sentence): unread[tensor] = sentence
    case .seen(let glance):
      if values[tensor] == nil { values[tensor] = glance.values }
      if damages.count >= TensorFindings.schemeLimit, damages[inForce] == nil { damages = [:] }
      damages[inForce, default: Array(repeating: nil, count: count)][tensor] = glance.damage
    }
  }

  /// The values of a tensor; nil until it was read.
  func values(of tensor: Int) -> Glance.Values? {
    values.indices.contains(tensor) ? values[tensor] : nil
  }
}
