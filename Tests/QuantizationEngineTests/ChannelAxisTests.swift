import Testing

@testable import QuantizationEngine

@Suite("the axis of channels where nobody says")
struct ChannelAxisTests {
  @Test(
    "by shape",
    arguments: [
      ([], 0), ([7], 0), ([1], 0), ([0], 0), ([768, 3072], 0), ([64, 3, 7, 7], 0),
      ([64, 1, 3, 3], 0), ([1, 64, 28, 28], 1), ([1, 256, 1, 1], 0), ([1, 64, 7, 7], 0),
      ([1, 33, 1536], 2), ([1, 16, 9], 0), ([1, 1536], 0), ([1, 2, 3, 4, 500], 4), ([2, 1], 0),
      ([1, 0, Int.max, Int.max], 1),
    ] as [([Int], Int)])
  func byShape(_ shape: [Int], _ axis: Int) {
    #expect(Granularity.channelAxis(ofShape: shape) == axis)
  }

  @Test("a choice becomes the granularity of each shape")
  func choices() {
    #expect(GranularityChoice.tensor.granularity(ofShape: [2, 3]) == .perTensor)
    #expect(
      GranularityChoice.channel(axis: nil).granularity(ofShape: [2, 3]) == .perChannel(axis: 0))
    #expect(
      GranularityChoice.channel(axis: nil).granularity(ofShape: [1, 3, 64]) == .perChannel(axis: 2))
    #expect(
      GranularityChoice.channel(axis: -1).granularity(ofShape: [2, 3]) == .perChannel(axis: 1))
    #expect(
      GranularityChoice.channel(axis: -3).granularity(ofShape: [2, 3]) == .perChannel(axis: -3))
    #expect(
      GranularityChoice.group(axis: nil, size: 32).granularity(ofShape: [2, 3])
        == .perGroup(axis: 1, size: 32))
    #expect(
      GranularityChoice.group(axis: 0, size: 32).granularity(ofShape: [2, 3])
        == .perGroup(axis: 0, size: 32))
  }

  @Test("among many, what cannot be parted is taken as a whole")
  func amongMany() {
    let channel = GranularityChoice.channel(axis: 2)
    #expect(channel.granularity(amongManyOfShape: [2, 3]) == .perTensor)
    #expect(channel.granularity(amongManyOfShape: [2, 3, 4]) == .perChannel(axis: 2))
    #expect(GranularityChoice.channel(axis: nil).granularity(amongManyOfShape: [7]) == .perTensor)
    #expect(
      GranularityChoice.group(axis: nil, size: 4).granularity(amongManyOfShape: []) == .perTensor)
  }
}
