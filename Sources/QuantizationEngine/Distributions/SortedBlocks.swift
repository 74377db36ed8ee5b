/// The finite numbers of a tensor, sorted within each block.
struct SortedBlocks<Element: LineElement> {
  /// The numbers of all blocks.
  let storage: LineStorage<Element>
  /// The places of each block in `storage`.
  let places: [Range<Int>]
  /// How many elements are on no line, and why.
  let excluded: NonFiniteCounts

  /// Gathers, sorts and sums the elements of each block, on all processors.
  ///
  /// - Precondition: there are as many values as the order has elements.
  /// - Complexity: O(n) time, whatever the number of blocks; n further numbers while it sorts.
  init(_ values: consuming [Element], order: BlockOrder) {
    self.init(values, order: order, meter: Self.meter(of: order, monitor: .none))
  }

  /// Gathers, sorts and sums the elements of each block, and is watched while it does.
  ///
  /// - Precondition: as above.
  /// - Throws: `CancellationError` if the monitor says so.
  init(
    _ values: consuming [Element], order: BlockOrder, monitor: ProgressMonitor
  ) throws(CancellationError) {
    let meter = Self.meter(of: order, monitor: monitor)
    self.init(values, order: order, meter: meter)
    try meter.checkCancellation()
    monitor.report(1)
  }

  private static func meter(of order: BlockOrder, monitor: ProgressMonitor) -> WorkMeter {
    // A visit for each pass, one to gather or to touch the scratch, and one to sum.
    let visits = RadixSort<Element>.visits + 2
    return WorkMeter(total: order.elementCount * visits, monitor: monitor)
  }

  /// The blocks, or nothing of any use if the meter stops.
  private init(_ values: consuming [Element], order: BlockOrder, meter: WorkMeter) {
    var numbers = values
    precondition(numbers.count == order.elementCount, "values and layout differ in number")
    var scratch = LargePages.unwrittenArray(Element.self, count: numbers.count)
    if !order.isRowMajor {
      Self.withBuffers(&numbers, &scratch) { numbers, scratch in
        order.gather(numbers, into: scratch, meter: meter)
      }
      swap(&numbers, &scratch)
    } else {
      Self.withBuffers(&numbers, &scratch) { _, scratch in
        Self.touch(scratch, count: order.elementCount, meter: meter)
      }
    }
    var counts = [Int](repeating: 0, count: order.blockCount)
    var place = Place.numbers
    var excluded: [Int: NonFiniteCounts] = [:]
    Self.withBuffers(&numbers, &scratch) { numbers, scratch in
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        guard let base = counts.baseAddress, meter.mayGoOn() else { return }
        let sorter = unsafe Sorter(
          order: order, numbers: numbers, scratch: scratch, counts: SharedBuffer(base: base),
          meter: meter)
        (place, excluded) = sorter.sort()
      }
    }
    if place == .scratch { swap(&numbers, &scratch) }
    scratch = []
    let finite = meter.mayGoOn() ? counts : []
    places = finite.indices.map { block in
      let first = order.places(ofBlock: block).lowerBound
      return first..<first + finite[block]
    }
    storage = LineStorage(numbers, blocks: places, excluded: excluded, meter: meter)
    self.excluded = excluded.values.reduce(NonFiniteCounts(), +)
  }

  /// Writes once to each page of memory that is new.
  ///
  /// The system clears a page when it is first written. A pass writes all over the scratch, so its
  /// first stretch would wait for gigabytes to be cleared; here that goes from page to page, on all
  /// processors, and may be cancelled.
  private static func touch(
    _ scratch: SharedBuffer<Element>, count: Int, meter: WorkMeter
  ) {
    let parts = Parallel.parts(of: count)
    Parallel.forEach(parts.indices) { part in
      meter.forEachStretch(of: parts[part]) { stretch in
        for index in stride(from: stretch.lowerBound, to: stretch.upperBound, by: 512) {
          unsafe scratch.base[index] = 0
        }
      }
    }
  }

  private static func withBuffers(
    _ numbers: inout [Element], _ scratch: inout [Element],
    _ body: (SharedBuffer<Element>, SharedBuffer<Element>) -> Void
  ) {
    unsafe numbers.withUnsafeMutableBufferPointer { numbers in
      unsafe scratch.withUnsafeMutableBufferPointer { scratch in
        guard let numbers = numbers.baseAddress, let scratch = scratch.baseAddress else { return }
        unsafe body(SharedBuffer(base: numbers), SharedBuffer(base: scratch))
      }
    }
  }

  /// Sorts each block, long ones on all processors, short ones side by side.
  @safe
  private struct Sorter {
    let order: BlockOrder
    let numbers: SharedBuffer<Element>
    let scratch: SharedBuffer<Element>
    /// Where the number of finite values of each block goes.
    let counts: SharedBuffer<Int>
    let meter: WorkMeter

    /// Where the numbers are now, and what is not among them, by the place where its block starts.
    func sort() -> (Place, [Int: NonFiniteCounts]) {
      guard order.longestBlock > BlockSort<Element>.longestBlock else {
        return (.numbers, sortShort())
      }
      var excluded: [Int: NonFiniteCounts] = [:]
      for block in 0..<order.blockCount where meter.mayGoOn() {
        let places = order.places(ofBlock: block)
        let outcome = RadixSort.sort(
          numbers + places.lowerBound, scratch: scratch + places.lowerBound, count: places.count,
          meter: meter)
        let count = places.count - outcome.excluded.total
        unsafe counts.base[block] = count
        if outcome.excluded.total > 0 { excluded[places.lowerBound] = outcome.excluded }
        if order.blockCount == 1 { return (outcome.place, excluded) }
        if outcome.place == .scratch { copyBack(places.prefix(count)) }
      }
      return (.numbers, excluded)
    }

    private func copyBack(_ places: Range<Int>) {
      let parts = Parallel.parts(of: places.count)
      Parallel.forEach(parts.indices) { part in
        let first = places.lowerBound + parts[part].lowerBound
        unsafe (numbers.base + first).update(
          from: scratch.base + first, count: parts[part].count)
      }
    }

    private func sortShort() -> [Int: NonFiniteCounts] {
      let blocksOfTurn = WorkMeter.stretchLength / max(order.longestBlock, 1)
      let turns = (order.blockCount + blocksOfTurn - 1) / blocksOfTurn
      let parts = Parallel.map(Array(0..<turns)) { turn in
        var excluded: [(Int, NonFiniteCounts)] = []
        guard meter.mayGoOn() else { return excluded }
        let sort = BlockSort<Element>()
        defer { sort.deallocate() }
        var work = 0
        for block in turn * blocksOfTurn..<min((turn + 1) * blocksOfTurn, order.blockCount) {
          let places = order.places(ofBlock: block)
          let start = unsafe numbers.base + places.lowerBound
          let others = unsafe BlockSort.filter(start, places.count)
          let count = places.count - others.total
          unsafe sort.sort(start, scratch: scratch.base + places.lowerBound, count: count)
          unsafe counts.base[block] = count
          if others.total > 0 { excluded.append((places.lowerBound, others)) }
          work += places.count
        }
        meter.advance(by: work * (RadixSort<Element>.visits))
        return excluded
      }
      return Dictionary(parts.joined()) { $0 + $1 }
    }
  }
}
