/// The memory that one processor reads pieces into.
///
/// *Invariant:* it belongs to one reader, which reads one piece at a time; so it is sent to a
/// processor and never shared by two.
@safe
final class PieceRoom: @unchecked Sendable {
  let values: UnsafeMutablePointer<Float>
  let levels: UnsafeMutablePointer<Float>
  let scales: UnsafeMutablePointer<Float>?
  let weights: UnsafeMutablePointer<Float>?

  /// Room for pieces of so many elements.
  init(length: Int, hasScales: Bool, hasWeights: Bool) {
    func room() -> UnsafeMutablePointer<Float> {
      let room = UnsafeMutablePointer<Float>.allocate(capacity: length)
      unsafe room.initialize(repeating: 0, count: length)
      return unsafe room
    }
    unsafe values = room()
    unsafe levels = room()
    unsafe scales = hasScales ? room() : nil
    unsafe weights = hasWeights ? room() : nil
  }

  deinit {
    unsafe values.deallocate()
    unsafe levels.deallocate()
    unsafe scales?.deallocate()
    unsafe weights?.deallocate()
  }

  func values(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
    unsafe UnsafeMutableBufferPointer(start: values, count: count)
  }

  func levels(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
    unsafe UnsafeMutableBufferPointer(start: levels, count: count)
  }

  func scales(_ count: Int) -> UnsafeMutableBufferPointer<Float>? {
    unsafe scales.map { unsafe UnsafeMutableBufferPointer(start: $0, count: count) }
  }

  func weights(_ count: Int) -> UnsafeMutableBufferPointer<Float>? {
    unsafe weights.map { unsafe UnsafeMutableBufferPointer(start: $0, count: count) }
  }
}
