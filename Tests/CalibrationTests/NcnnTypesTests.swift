import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("ncnn on float16 and bfloat16 tensors")
struct NcnnTypesTests {
  @Test(
    "values are converted, and then quantized as float32",
    arguments: [ElementType.float16, .bfloat16])
  func converted(type: ElementType) throws {
    let scheme = try Scheme(bitWidth: 8, symmetry: .symmetric)
    for fixture in ["adv_laplace", "lpips_vgg_lin2"].map(Fixture.named) {
      for calibrator in [NcnnAciqCalibrator(), NcnnEntropyCalibrator()] as [any Calibrator] {
        func asked(as name: ElementType) throws -> AffineQuantizer {
          try calibrator.calibrated(
            SortedDistribution(fixture.values(roundedTo: type)),
            scheme: scheme.with(valueType: name)
          ).quantizer
        }
        let (found, float32) = (try asked(as: type), try asked(as: .float32))
        #expect(found == float32, "\(calibrator.name) of \(fixture.id)")
        #expect(found.arithmetic.levelType == .float32)
      }
    }
  }
}
