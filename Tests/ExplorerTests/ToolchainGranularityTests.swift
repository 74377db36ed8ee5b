import Calibration
import QuantizationEngine
import Testing

@testable import Explorer

@Suite("blocks that a toolchain lacks")
struct ToolchainGranularityTests {
  private static func session(_ toolchain: some Toolchain) throws -> Session {
    let natural = try Scheme(bitWidth: 8)
    return Session(
      .channels, scheme: try toolchain.scheme(natural), answersComputations: false)
  }

  @Test("c says in the tool's name what it has where it has nothing else")
  func refused() throws {
    var session = try Self.session(TorchToolchain(.reduced))
    session.press("c")
    #expect(session.model.desk.granularity == .perTensor)
    #expect(
      session.model.status
        == Status(
          text:
            "torch-reduced cannot: it has no channels, only whole tensors; torch-per-channel has channels",
          tone: .bad))
  }

  @Test("a toolchain that lacks the blocks is refused, and T passes over it")
  func passedOver() throws {
    var session = Session(.channels, answersComputations: false)
    session.press("c")
    #expect(session.model.desk.granularity == .perChannel(axis: 0))
    session.press(":")
    session.type("toolchain torch-reduced")
    session.press("Enter")
    #expect(session.model.desk.tuning.scheme.rule.name == nil)
    session.press("Esc")
    var names: [String] = []
    for _ in 0...ToolchainCatalog.all.count {
      session.press("T")
      guard let name = session.model.desk.tuning.scheme.rule.name else { break }
      names.append(name)
    }
    #expect(names.contains("ort") && names.contains("torch-per-channel"))
    #expect(!names.contains("torch-reduced") && !names.contains("tf-fake-quant-narrow"))
    #expect(Set(names).count == names.count)
    #expect(session.model.desk.tuning.scheme.rule.name == nil)
  }

  @Test("what PyTorch has apart for channels comes and goes with them")
  func apart() throws {
    var session = Session(.channels, answersComputations: false)
    session.press(":")
    session.type("toolchain torch")
    session.press("Enter")
    session.press("c")
    #expect(session.model.desk.granularity == .perChannel(axis: 0))
    #expect(session.model.desk.tuning.scheme.rule.name == "torch-per-channel")
    session.press("u")
    #expect(session.model.desk.tuning.scheme.rule.name == "torch")
  }
}
