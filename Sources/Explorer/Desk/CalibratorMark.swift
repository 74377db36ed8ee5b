internal import Calibration
internal import QuantizationEngine

/// A calibrator with the letter that stands for it in pictures.
struct CalibratorMark: Hashable, Sendable {
  /// The letter.
  let letter: Character
  /// The calibrator's name with its setting.
  let name: String
  /// What it chose for the block on the screen; nil if nothing, or not yet.
  let range: ClippingRange?
  /// Why there is no range.
  let reason: String
}

extension Desk {
  /// Every calibrator, with what it chose for the block on the screen.
  var calibratorMarks: [CalibratorMark] {
    table.calibrators.indices.map { row in
      let calibrator = table.calibrators[row]
      let name = [calibrator.name, calibrator.setting].compactMap(\.self).joined(separator: " ")
      let index = shown?.index ?? 0
      let isReady = if case .ready = table.rows[row] { true } else { false }
      return CalibratorMark(
        letter: Desk.letter(row), name: name,
        range: table.choice(row)?.range(ofBlock: index),
        reason: isReady ? "n/a" : "…")
    }
  }

  /// The letter of a row: a to z, then A to Z, and `+` for those beyond.
  private static func letter(_ row: Int) -> Character {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return row < letters.count ? letters[row] : "+"
  }
}
