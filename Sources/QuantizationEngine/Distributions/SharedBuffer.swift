/// Memory that several threads write, each in places that no other thread touches meanwhile.
///
/// Sendable is sound because the places of the parts are disjoint by construction and the memory
/// outlives the parallel loop that uses it.
@safe
struct SharedBuffer<Element>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>

  static func + (buffer: SharedBuffer, places: Int) -> SharedBuffer {
    unsafe SharedBuffer(base: buffer.base + places)
  }
}

/// One of the two places between which numbers go to and fro.
enum Place {
  case numbers, scratch
}
