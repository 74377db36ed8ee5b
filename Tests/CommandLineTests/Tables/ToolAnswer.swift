import TestSupport

/// Where a calibrator's tool says what it would answer: a record of `golden/tools`, and which of its
/// members mean what.
///
/// A tool's calibrator that is in the catalog and not here has no answer of its tool among the
/// fixtures; the document says so.
struct ToolAnswer {
  /// qviz's name for it.
  let calibrator: String
  /// The scheme that the record is about.
  let scheme: ComparedScheme
  /// The file of the tool.
  let tool: String
  /// The record's name.
  let record: String
  /// What the record's members mean.
  let members: [Member]

  /// A member of a record, and what of qviz's answer it is compared with.
  enum Member {
    /// The scale, as a float32.
    case scale(String)
    case zeroPoint(String)
    /// Minus the zero-point.
    case lowestCode(String)
    case lower(String)
    case upper(String)
    /// The scales of all channels.
    case scales(String)
  }

  /// All of them, in the order of the catalog.
  static let all: [ToolAnswer] =
    oneEach(
      "ort", "calibrate/", "/create_calibrator_default", .unsigned,
      [
        ("ort-minmax", "minmax"), ("ort-entropy", "entropy"), ("ort-percentile", "percentile"),
        ("ort-distribution", "distribution"),
      ], [.lower("lowest"), .upper("highest")])
    + oneEach(
      "ort", "calibrate/", "", .unsigned,
      [
        ("ort-moving-average", "minmax/moving_average_c0.01_8chunks")
      ], [.lower("lowest"), .upper("highest")])
    + oneEach(
      "ort", "collector/", "", .unsigned,
      [
        ("ort-entropy-2048", "entropy/bins2048_q128")
      ], [.lower("low"), .upper("high")])
    + oneEach(
      "ort-float8", "", "", .symmetric, [("ort-float8", "distribution/same")], [.scale("scale")])
    + oneEach(
      "torch", "", "", .unsigned,
      [
        ("torch-minmax", "MinMaxObserver/quint8_affine"),
        ("torch-moving-average", "MovingAverageMinMaxObserver/quint8_affine/8chunks_c0.01"),
        ("torch-histogram", "HistogramObserver/quint8_affine/single"),
      ], [.scale("scale"), .zeroPoint("zero_point")])
    + oneEach(
      "torch", "", "", .channels,
      [
        ("torch-per-channel-minmax", "PerChannelMinMaxObserver/qint8_symmetric/axis0")
      ], [.scales("scale")])
    + oneEach(
      "aimet", "", "/bw8/asymmetric", .unsigned,
      [
        ("aimet-minmax", "tf"), ("aimet-tf-enhanced", "tf_enhanced"),
        ("aimet-percentile", "percentile99.99"),
      ], [.scale("encodings.delta"), .lowestCode("encodings.offset")])
    + oneEach(
      "torchao", "torchao_affine/", "/per_tensor", .symmetric,
      [
        ("torchao-minmax", "SYMMETRIC/int8")
      ], [.scale("scale")])
    + oneEach(
      "aimet-torch", "", "/bw8/asymmetric", .unsigned,
      [
        ("aimet-torch-minmax", "minmax")
      ], [.scale("delta"), .lowestCode("offset")])
    + oneEach(
      "aimet-2.0", "", "/bw8/asymmetric", .unsigned,
      [
        ("aimet-v1-minmax", "tf"), ("snpe-minmax", "tf"),
      ], [.scale("encodings.delta"), .lowestCode("encodings.offset")])
    + oneEach(
      "aimet-entropy", "", "/bw8/asymmetric", .unsigned,
      [
        ("aimet-entropy", "entropy")
      ], [.scale("encodings.delta"), .lowestCode("encodings.offset")])
    + oneEach(
      "modelopt", "", "", .restricted,
      [
        ("tensorrt-max", "MaxCalibrator/per_tensor"),
        ("tensorrt-entropy", "HistogramCalibrator/torch_histc/bits8/entropy_stride1"),
        (
          "tensorrt-percentile",
          "HistogramCalibrator/torch_histc/bits8/percentile_percentile99.99"
        ),
        ("tensorrt-mse", "HistogramCalibrator/torch_histc/bits8/mse_argfix"),
        ("modelopt-mse", "MseCalibrator/default_0.25..4.0_step0.1/bits8"),
      ], [.upper("amax")])
    + oneEach(
      "tflite", "tflite::", "", .unsigned,
      [
        ("tflite-minmax", "ChooseQuantizationParams/uint8")
      ], [.scale("scale"), .zeroPoint("zero_point")])
    + oneEach(
      "tflite", "aeq/", "/per_tensor", .signed,
      [
        ("litert-minmax", "asymmetric_int8")
      ], [.scale("scale"), .zeroPoint("zero_point")])
    + oneEach(
      "tflite", "aeq/", "/per_tensor", .symmetric,
      [
        ("litert-octav", "octav_int8"), ("litert-mse", "mse_rule_int8"),
      ], [.scale("scale")])
    + oneEach(
      "ppq", "", "/asym8", .unsigned,
      [
        ("ppq-minmax", "minmax"), ("ppq-mse", "mse"), ("ppq-percentile", "percentile"),
      ], [.scale("scale"), .zeroPoint("offset")])
    + oneEach("ppq", "", "/sym8", .symmetric, [("ppq-kl", "kl")], [.scale("scale")])
    + oneEach(
      "ncnn", "", "/8", .symmetric,
      [
        ("ncnn-kl", "kl"), ("ncnn-aciq", "aciq"),
      ], [.upper("threshold")])
    + oneEach(
      "nncf", "", "", .unsigned,
      [
        ("nncf-minmax", "minmax/asymmetric/8")
      ], [.scale("scale"), .zeroPoint("zero_point")])
    + oneEach("brevitas", "", "/8", .symmetric, [("brevitas-kl", "kl")], [.upper("threshold")])
    + oneEach(
      "brevitas", "", "/8", .symmetric,
      [
        ("brevitas-percentile", "act")
      ], [.scale("scale")])
    + oneEach(
      "compressed-tensors", "", "", .symmetric,
      [
        ("compressed-tensors-minmax", "minmax/symmetric/8")
      ], [.scale("scale"), .zeroPoint("zero_point")])
    + oneEach(
      "neural-compressor-more", "", "", .symmetric,
      [
        ("neural-compressor-kl", "kl/8")
      ], [.scale("scale")])

  /// Calibrators of one tool whose records are named and made alike.
  private static func oneEach(
    _ tool: String, _ prefix: String, _ suffix: String, _ scheme: ComparedScheme,
    _ records: [(calibrator: String, record: String)], _ members: [Member]
  ) -> [ToolAnswer] {
    records.map { calibrator, record in
      ToolAnswer(
        calibrator: calibrator, scheme: scheme, tool: tool, record: prefix + record + suffix,
        members: members)
    }
  }
}

/// The schemes of 8 bits under which calibrators are compared, each with its options.
enum ComparedScheme: String, CaseIterable {
  case unsigned = "uint8"
  case signed = "int8"
  case symmetric = "int8 symmetric"
  case restricted = "int8 restricted"
  case channels = "int8 symmetric, channels"

  /// What the command line is told.
  var options: [String] {
    switch self {
    case .unsigned: ["--asymmetric", "--unsigned"]
    case .signed: ["--asymmetric", "--signed"]
    case .symmetric: ["--symmetric"]
    case .restricted: ["--restricted-symmetric"]
    case .channels: ["--symmetric", "--granularity", "channel", "--axis", "0"]
    }
  }
}
