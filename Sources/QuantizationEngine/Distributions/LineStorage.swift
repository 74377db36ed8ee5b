/// The sorted numbers of all blocks of a tensor in one place, with running moments.
///
/// Each block is a range of `numbers`, ascending. For each whole run of ``runLength`` numbers of a
/// block there is an entry of `sums` (of all numbers of the block up to the end of the run) and one of
/// `firsts` (the number behind the run, to search by). A block that starts at `s` has its entries from
/// `s / runLength` on: ranges that do not overlap have entries that do not overlap.
final class LineStorage<Element: LineElement>: Sendable {
  /// How many numbers share an entry: an eighth as many bytes as the numbers take, and at most half as
  /// many additions for an answer.
  static var runLength: Int { 64 }

  /// How many runs one thread sums before it asks whether to go on.
  private static var runsOfPart: Int { WorkMeter.stretchLength / runLength }

  let numbers: [Element]
  let sums: [RunningSums]
  let firsts: [Element]
  /// What is not among the numbers, by the place where its block starts; few blocks have any.
  let excluded: [Int: NonFiniteCounts]

  /// The storage of numbers that are in order within each block.
  init(
    _ numbers: consuming [Element], blocks: [Range<Int>], excluded: [Int: NonFiniteCounts],
    meter: WorkMeter
  ) {
    self.excluded = excluded
    let entries =
      blocks.contains { $0.count >= Self.runLength } ? numbers.count / Self.runLength : 0
    var sums = LargePages.unwrittenArray(RunningSums.self, count: entries)
    var firsts = LargePages.unwrittenArray(Element.self, count: entries)
    let sorted = numbers
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe firsts.withUnsafeMutableBufferPointer { firsts in
        guard let sums = sums.baseAddress, let firsts = firsts.baseAddress else { return }
        unsafe Summation(
          numbers: sorted, sums: SharedBuffer(base: sums), firsts: SharedBuffer(base: firsts),
          meter: meter
        ).run(blocks)
      }
    }
    self.numbers = sorted
    self.sums = sums
    self.firsts = firsts
  }

  /// Fills in the entries of all blocks, on all processors.
  @safe
  private struct Summation {
    let numbers: [Element]
    let sums: SharedBuffer<RunningSums>
    let firsts: SharedBuffer<Element>
    let meter: WorkMeter

    func run(_ blocks: [Range<Int>]) {
      let longest = blocks.reduce(1) { max($0, $1.count) }
      guard longest <= WorkMeter.stretchLength else {
        for block in blocks where meter.mayGoOn() { sumParts(of: block) }
        return
      }
      let blocksOfTurn = WorkMeter.stretchLength / longest
      Parallel.forEach(0..<(blocks.count + blocksOfTurn - 1) / blocksOfTurn) { turn in
        guard meter.mayGoOn() else { return }
        var work = 0
        for block in blocks[turn * blocksOfTurn..<min((turn + 1) * blocksOfTurn, blocks.count)] {
          sum(runs: 0..<block.count / runLength, of: block)
          work += block.count
        }
        meter.advance(by: work)
      }
    }

    /// Sums the parts of a long block side by side, then adds to each what lies before it.
    private func sumParts(of block: Range<Int>) {
      let runs = block.count / runLength
      let parts = (runs + runsOfPart - 1) / runsOfPart
      Parallel.forEach(0..<parts) { part in
        guard meter.mayGoOn() else { return }
        let runs = part * runsOfPart..<min((part + 1) * runsOfPart, runs)
        sum(runs: runs, of: block)
        meter.advance(by: runs.count * runLength)
      }
      meter.advance(by: block.count - runs * runLength)
      guard parts > 1, meter.mayGoOn() else { return }
      let entries = sums + block.lowerBound / runLength
      var bases = [RunningSums.zero]
      for part in 1..<parts {
        unsafe bases.append(bases[part - 1] + entries.base[part * runsOfPart - 1])
      }
      let before = bases
      Parallel.forEach(1..<parts) { part in
        for run in part * runsOfPart..<min((part + 1) * runsOfPart, runs) {
          unsafe entries.base[run] = before[part] + entries.base[run]
        }
      }
    }

    /// The sums from the start of the first of some runs to the end of each.
    private func sum(runs: Range<Int>, of block: Range<Int>) {
      let first = block.lowerBound / runLength
      unsafe numbers.withUnsafeBufferPointer { numbers in
        guard let base = numbers.baseAddress else { return }
        var sums = RunningSums.zero
        for run in runs {
          let start = block.lowerBound + run * runLength
          sums = unsafe sums + RunningSums(of: base + start, count: runLength)
          unsafe self.sums.base[first + run] = sums
          // Behind the last run of a block there may be no number; nobody looks for one there.
          let next = min(start + runLength, block.upperBound - 1)
          unsafe firsts.base[first + run] = base[next]
        }
      }
    }
  }
}
