/// A format whose values share parameters over a scope of any size: a channel, a tile, a tensor.
///
/// A scope need not be in memory. Its values are gone through in rounds, in pieces and on several
/// processors, and what they say is gathered; afterwards each value is encoded by itself. Within a
/// scope such a format is a staircase.
///
///     var gathered = coder.gathered()
///     for round in 0..<coder.roundCount {
///       coder.gather(values, round: round, into: &gathered)     // piece after piece, joined
///       coder.close(round: round, &gathered)
///     }
///     coder.encode(values, under: gathered, into: &codes)
///     coder.decode(codes, under: gathered, into: &decoded)
///
/// What a scope stores has at most 64 bits. Decoding needs no more than those:
/// `scope(storedAs: stored(gathered))` decodes as `gathered` does.
protocol ScopeCoder: Sendable {
  /// What is known of a scope.
  associatedtype Gathered: Sendable

  /// How many bits a code takes, from 1 to 16.
  var bitsPerCode: Int { get }
  /// How many bits a scope stores beside its codes, at most 64.
  var bitsPerScope: Int { get }
  /// How often all values are gone through before the first can be encoded.
  var roundCount: Int { get }

  /// What is known before the first value.
  func gathered() -> Gathered
  /// Takes values in; those that are not finite are left out of what is gathered.
  func gather(_ values: Span<Float>, round: Int, into gathered: inout Gathered)
  /// Takes in what was gathered of other values of the same scope in the same round.
  ///
  /// The order of joins is that of the values, so that sums are the same on any number of
  /// processors.
  func join(_ other: Gathered, round: Int, into gathered: inout Gathered)
  /// Ends a round: what was gathered becomes what the next round, or the code, needs.
  func close(round: Int, _ gathered: inout Gathered)

  /// What a scope stores, in the low ``bitsPerScope`` bits; all others are 0.
  func stored(_ scope: Gathered) -> UInt64
  /// What is known of a scope that stores these bits: all that decoding needs. Every pattern is a
  /// scope.
  func scope(storedAs bits: UInt64) -> Gathered

  /// The code of each value, in the low ``bitsPerCode`` bits; all others are 0.
  func encode(_ values: Span<Float>, under scope: Gathered, into codes: inout MutableSpan<UInt16>)
  /// The value of each code; bits above a code's own are 0.
  func decode(_ codes: Span<UInt16>, under scope: Gathered, into values: inout MutableSpan<Float>)

  // Blocks of one scope each. They are asked for here, and not only given below, so that they are
  // compiled for each coder.

  /// Encodes the values of one scope, whole in memory, to what it stores and its codes.
  func encodeBlock(_ values: Span<Float>, into block: inout MutableSpan<UInt8>)
  /// Decodes what ``encodeBlock(_:into:)`` wrote.
  func decodeBlock(_ block: Span<UInt8>, into values: inout MutableSpan<Float>)
}
