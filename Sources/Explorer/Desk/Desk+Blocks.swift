internal import QuantizationEngine

extension Desk {
  /// Shows another block, up to the ends.
  mutating func showBlock(further step: Int) {
    guard let loaded, let shown else { return }
    guard loaded.blockCount > 1 else {
      say("the whole tensor shares one encoding; :channel or :group parts it")
      return
    }
    showBlock(min(max(shown.index + step, 0), loaded.blockCount - 1))
  }

  /// Shows a block of the tensor, all of it.
  mutating func showBlock(_ index: Int) {
    guard let loaded else { return }
    shown = ShownBlock(index, of: loaded)
    zoomWindow = nil
    reach = freshReach
    history.endRun()
  }

  /// How many elements of the block stand behind one value of it on the screen: 1 but for a sample.
  var elementsPerValue: Double {
    guard let loaded, loaded.isSample, let shown, shown.distribution.count > 0 else { return 1 }
    let elements = loaded.layout.elementCount / max(loaded.blockCount, 1)
    return max(Double(elements) / Double(shown.distribution.count), 1)
  }
}
