package import NumberFormats

extension BlockShape {
  /// Which values make a block, in words.
  ///
  /// A block may have more than one scale: it is what is encoded by itself.
  package var words: String {
    switch self {
    case .value: "each value alone"
    case .flat(let size): "\(size) values in a row"
    case .row(let size): "\(size) values of the last axis"
    case .channel: "a channel of axis 0"
    case .tile(let rows, let columns): "a tile of \(rows)×\(columns)"
    case .tensor: "the tensor"
    }
  }

  /// The same in few letters.
  var shortWords: String {
    switch self {
    case .value: "each value"
    case .flat(let size), .row(let size): "\(size) values"
    case .channel: "a channel"
    case .tile(let rows, let columns): "\(rows)×\(columns)"
    case .tensor: "the tensor"
    }
  }
}
