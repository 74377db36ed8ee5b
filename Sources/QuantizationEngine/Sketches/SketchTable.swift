import Glibc

/// The table of all bins that one processor sketches into.
///
/// It is as large as all bins together, but the system hands out the memory of a part only when a
/// value falls there. Pages, one for each sign and exponent, say which parts were touched.
///
/// The pointers are private to the table, which owns them and is used by one thread.
@safe
final class SketchTable {
  private static let pageCount = 512
  private static let pageLength = SketchBins.binCount / pageCount

  private struct Entry {
    var count: UInt64
    var sum: UInt64
    var square: UInt64
  }

  private let entries: UnsafeMutablePointer<Entry>
  private var touched = [UInt8](repeating: 0, count: pageCount)
  private var excluded = NonFiniteCounts()
  private var smallest = Double.infinity
  private var largest = -Double.infinity

  /// An empty table.
  init() {
    let memory = unsafe calloc(SketchBins.binCount, MemoryLayout<Entry>.stride)
    guard let memory = unsafe memory else {
      preconditionFailure("the system has no address space for a table of 100 MB")
    }
    unsafe entries = memory.bindMemory(to: Entry.self, capacity: SketchBins.binCount)
  }

  deinit {
    unsafe free(entries)
  }

  /// Takes values in.
  func add(_ values: some Sequence<Float>) {
    for value in values { add(rounded: value, times: 1, exactly: Double(value)) }
  }

  /// Takes values in.
  func add(_ values: some Sequence<Double>) {
    for value in values { add(rounded: Float(value), times: 1, exactly: value) }
  }

  /// Takes a value in that occurs a number of times.
  @inline(__always)
  func add(rounded value: Float, times: UInt64, exactly: Double) {
    guard value.isFinite else {
      exclude(value, times: Int(times))
      return
    }
    smallest = min(smallest, exactly)
    largest = max(largest, exactly)
    // Adding 0 makes a 0 of −0, so that the two are one place.
    let key = (value + 0).key
    let low = UInt64(key & UInt32(SketchBins.lastLow))
    unsafe touched.withUnsafeMutableBufferPointer { unsafe $0[Int(key >> 23)] = 1 }
    let entry = unsafe entries + Int(key >> UInt32(SketchBins.lowBits))
    unsafe entry.pointee.count &+= times
    unsafe entry.pointee.sum &+= low &* times
    unsafe entry.pointee.square &+= low &* low &* times
  }

  @inline(never)
  private func exclude(_ value: Float, times: Int) {
    if value.isNaN {
      excluded.nan += times
    } else if value > 0 {
      excluded.positiveInfinity += times
    } else {
      excluded.negativeInfinity += times
    }
  }

  /// What was taken in.
  func sketch(name: String, format: ElementFormat) -> TensorSketch {
    var bins = SketchBins()
    for page in 0..<Self.pageCount where touched[page] != 0 {
      for place in page * Self.pageLength..<(page + 1) * Self.pageLength {
        let entry = unsafe entries[place]
        guard entry.count > 0 else { continue }
        bins.append(
          place: UInt32(place), count: entry.count, sum: entry.sum, square: entry.square)
      }
    }
    return TensorSketch(
      name: name, format: format, precision: format.fitsFloat32 ? .float32 : .rounded,
      excluded: excluded, bounds: bins.places.isEmpty ? nil : smallest + 0...largest + 0,
      bins: bins)
  }
}
