import Foundation
import TestSupport

/// Random walks of one kind, each made of a seed alone, so that a walk that does harm can be repeated.
///
/// A run makes so many walks, with seeds that follow one another.
/// `QVIZ_ATTACK_ROUNDS` multiplies their number, `QVIZ_ATTACK_SEED` is the first seed.
struct Attack {
  /// What attacks, for the lines of the log.
  let name: String
  /// How many walks a short run has.
  let walks: Int

  private static func number(_ variable: String) -> UInt64? {
    ProcessInfo.processInfo.environment[variable].flatMap { UInt64($0) }
  }

  /// Makes the walks, and says before each which seed it has: after a trap the last line names it.
  ///
  /// - Parameter walk: one walk; it draws all its chances from the generator.
  func run(_ walk: (_ seed: UInt64, _ random: inout SplitMix64) throws -> Void) rethrows {
    let first = Attack.number("QVIZ_ATTACK_SEED") ?? 1
    let count = UInt64(walks) &* max(Attack.number("QVIZ_ATTACK_ROUNDS") ?? 1, 1)
    for seed in first..<first + count {
      FileHandle.standardError.write(Data("attack \(name): seed \(seed)\n".utf8))
      var random = SplitMix64(seed: seed)
      try walk(seed, &random)
    }
  }
}

extension SplitMix64 {
  /// One of some things; nil if there are none.
  mutating func pick<Choices: RandomAccessCollection>(_ choices: Choices) -> Choices.Element? {
    choices.randomElement(using: &self)
  }

  /// Whether something happens that happens once in so many times.
  mutating func happens(onceIn count: UInt64) -> Bool { next() % count == 0 }
}
