/// What is known of the tensor under number formats, or as its counterpart is stored, and what was
/// asked.
///
/// It keeps what was seen last, so that a look back waits for nobody.
struct RecodedShelf: Sendable {
  /// What counts depend on, beside the tensor.
  struct Key: Hashable, Sendable {
    /// What the values become.
    let recoding: Recoding
    /// The part of the line; nil for all of it.
    let zoom: ClosedRange<Double>?
  }

  /// Something known, and what for.
  struct Found: Sendable {
    /// What it depends on.
    let key: Key
    /// What was found.
    let tensor: RecodedTensor
  }

  /// What was asked last and is not answered.
  private(set) var pending: Key?
  /// How far the worker is; nil where it has not said anything.
  private(set) var progress: LoadProgress?
  private var found: [Found] = []
  private var failures: [Recoding: String] = [:]

  /// How many pictures are kept.
  private static let limit = 8

  /// Whether this must be asked: it is neither known, nor on its way, nor impossible.
  func mustAsk(_ key: Key) -> Bool {
    pending != key && failures[key.recoding] == nil && !found.contains { $0.key == key }
  }

  /// Remembers that this was asked.
  mutating func ask(_ key: Key) {
    pending = key
    progress = nil
  }

  /// Hears how far the worker is.
  mutating func advance(_ progress: LoadProgress) {
    if pending != nil { self.progress = progress }
  }

  /// Takes the answer to what was asked last.
  mutating func take(_ tensor: RecodedTensor) {
    guard let key = pending else { return }
    abandon()
    found.append(Found(key: key, tensor: tensor))
    if found.count > Self.limit { found.removeFirst() }
  }

  /// Takes in why there is no answer to what was asked last.
  mutating func fail(_ sentence: String) {
    guard let key = pending else { return }
    abandon()
    failures[key.recoding] = sentence
  }

  /// Lets what could not be counted be asked for once more.
  mutating func retry(_ recoding: Recoding) { failures[recoding] = nil }

  /// Forgets what was asked: nobody will answer.
  mutating func abandon() {
    pending = nil
    progress = nil
  }

  /// What is to be shown: what was asked for, or until it is there the newest picture of the same.
  func shown(_ key: Key) -> Found? {
    found.last { $0.key == key } ?? found.last { $0.key.recoding == key.recoding }
  }

  /// Why there is nothing to be shown; nil where there is, or may be.
  func failure(_ recoding: Recoding) -> String? { failures[recoding] }
}
