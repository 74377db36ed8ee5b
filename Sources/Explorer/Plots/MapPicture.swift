internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

/// A trade-off map as shades, by how many times the least MSE each place has.
struct MapPicture: Hashable, Sendable {
  /// The cells, row by row; the first row has the lowest `min`.
  let rows: [[Cell]]

  /// The bands: up to so many times the least MSE; the last one has no end.
  static let bands: [Double] = [1.01, 1.1, 1.5, 2, 5, 20, 100]
  /// What a band is drawn with, from the best to the worst.
  static let shades: [Character] = ["·", "░", "░", "▒", "▒", "▓", "▓", "█"]

  /// The picture of a map; nil if it has no finite place.
  init?(_ map: TradeOffMap) {
    let known = map.meanSquaredErrors.compactMap(\.self).filter { $0.isFinite }
    guard let least = known.min() else { return nil }
    rows = map.lowers.indices.map { lower in
      map.uppers.indices.map { upper in
        guard let error = map.meanSquaredError(lower: lower, upper: upper), error.isFinite else {
          return Cell()
        }
        return MapPicture.cell(band: MapPicture.band(of: error, least: least))
      }
    }
  }

  /// The cell of a band.
  static func cell(band: Int) -> Cell {
    Cell(shades[band], style: Style(.heat(UInt8(band))))
  }

  private static func band(of error: Double, least: Double) -> Int {
    guard least > 0 else { return error > 0 ? bands.count : 0 }
    return bands.firstIndex { error <= least * $0 } ?? bands.count
  }
}
