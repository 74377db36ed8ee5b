import Testing

@testable import QuantizationEngine

@Suite("the axis of channels where nobody says")
struct ChannelAxisTests {
  @Test(
    "by shape",
    arguments: [
      ([], 0), ([7], 0), ([1], 0), ([0], 0), ([768, 3072], 0), ([64, 3, 7, 7], 0),
      ([64, 1, 3, 3], 0),
      ([1, 64, 28, 28], 1), ([1, 33, 1536], 2), ([1, 1536], 1), ([1, 2, 3, 4, 5], 4), ([2, 1], 0),
    ] as [([Int], Int)])
  func byShape(_ shape: [Int], _ axis: Int) {
    #expect(Granularity.channelAxis(ofShape: shape) == axis)
  }
}
