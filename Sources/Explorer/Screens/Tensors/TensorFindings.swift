/// What was seen of the tensors so far.
struct TensorFindings: Sendable {
  /// The values of each tensor; nil until it was read.
  private(set) var values: [Glance.Values?] = []
  /// Why tensors could not be read, by position.
  private(set) var unread: [Int: String] = [:]
  /// The damage of each tensor, by the rule that does it: who goes back to one finds it there.
  private var damages: [RuleInForce: [Damage?]] = [:]
  /// What became of each tensor in the quantized model; nil until it was compared.
  private(set) var stored: [StoredOutcome?] = []
  /// The damage of each as it is stored; nil where it is not known.
  private(set) var storedDamages: [Damage?] = []
  /// Σe² over everything that was compared, each pair once.
  private(set) var storedSquaredError = 0.0
  /// Whether anything that was compared is to be looked at.
  private(set) var hasFlags = false
  /// Counts what was taken in.
  private(set) var revision = 0

  /// How many rules are remembered.
  private static let ruleLimit = 24

  /// The damage of a tensor; nil until it was measured.
  func damage(of tensor: Int, by rule: RuleInForce) -> Damage? {
    damages[rule]?[tensor]
  }

  /// The damage of every tensor by a rule; empty where none was measured.
  func damages(by rule: RuleInForce) -> [Damage?] { damages[rule] ?? [] }

  /// Takes in what came of a look at one of `count` tensors.
  mutating func take(
    _ outcome: GlanceOutcome, of tensor: Int, among count: Int, by rule: RuleInForce
  ) {
    if values.isEmpty { values = Array(repeating: nil, count: count) }
    guard values.indices.contains(tensor) else { return }
    revision += 1
    switch outcome {
    case .unread(let sentence): unread[tensor] = sentence
    case .seen(let glance):
      if let seen = glance.values, values[tensor] == nil { values[tensor] = seen }
      guard let damage = glance.damage else { return }
      if damages.count >= TensorFindings.ruleLimit, damages[rule] == nil { damages = [:] }
      damages[rule, default: Array(repeating: nil, count: count)][tensor] = damage
    }
  }

  /// Takes in what became of some tensors, of `count`, which are one in the quantized model.
  mutating func take(_ outcome: StoredOutcome, of tensors: [Int], among count: Int) {
    if stored.isEmpty {
      stored = Array(repeating: nil, count: count)
      storedDamages = Array(repeating: nil, count: count)
    }
    let known = tensors.filter(stored.indices.contains)
    guard let first = known.first else { return }
    revision += 1
    if case .compared(let damage) = outcome, stored[first] == nil {
      storedSquaredError += damage.damage.squaredError
      hasFlags = hasFlags || !damage.flags.isEmpty
    }
    for tensor in known {
      stored[tensor] = outcome
      if case .compared(let damage) = outcome { storedDamages[tensor] = damage.damage }
    }
  }

  /// What became of a tensor in the quantized model; nil until it was compared.
  func stored(of tensor: Int) -> StoredOutcome? {
    stored.indices.contains(tensor) ? stored[tensor] : nil
  }

  /// What a tensor lost there; nil where that is not known.
  func storedDamage(of tensor: Int) -> StoredDamage? {
    if case .compared(let damage)? = stored(of: tensor) { damage } else { nil }
  }

  /// The values of a tensor; nil until it was read.
  func values(of tensor: Int) -> Glance.Values? {
    values.indices.contains(tensor) ? values[tensor] : nil
  }
}
