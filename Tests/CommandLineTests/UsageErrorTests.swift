import Testing

/// Mistakes on the command line: the exact sentence, exit code 64, and nothing on standard output.
@Suite struct UsageErrorTests {
  /// Arguments and the sentence they deserve.
  static let mistakes: [(arguments: [String], sentence: String)] = [
    (["measure", "samples/gelu.npy", "--bits", "1"], "bit width must be from 2 to 16, found 1"),
    (["measure", "samples/gelu.npy", "--bits", "17"], "bit width must be from 2 to 16, found 17"),
    (
      ["measure", "samples/gelu.npy", "--levels", "1"],
      "number of levels must be from 2 to 65536, found 1"
    ),
    (
      ["measure", "samples/gelu.npy", "--levels", "2", "--symmetric"],
      "a symmetric scheme needs at least 3 levels, found 2"
    ),
    (
      ["measure", "samples/gelu.npy", "--levels", "9", "--bits", "4"],
      "--bits and --levels exclude each other"
    ),
    (
      ["measure", "samples/gelu.npy", "--min", "1", "--max", "-1"],
      "clipping range must have min at or below max, found 1.0…-1.0"
    ),
    (
      ["measure", "samples/gelu.npy", "--min", "nan"],
      "--min must be finite, found nan"
    ),
    (
      ["measure", "samples/gelu.npy", "--max", "inf"],
      "--max must be finite, found inf"
    ),
    (
      ["measure", "samples/gelu.npy", "--min", "-1", "--calibrator", "mse"],
      "--min and --max exclude --calibrator and --percentile"
    ),
    (
      ["measure", "samples/gelu.npy", "--percentile", "40"],
      "percentile must be above 50 and at most 100, found 40.0"
    ),
    (
      ["measure", "samples/gelu.npy", "--percentile", "99", "--calibrator", "mse"],
      "--percentile needs --calibrator percentile"
    ),
    (
      ["measure", "samples/gelu.npy", "--axis", "1"],
      "--axis and --group-size need --granularity channel or group"
    ),
    (
      ["measure", "samples/gelu.npy", "--granularity", "channel", "--group-size", "8"],
      "--group-size needs --granularity group"
    ),
    (
      ["measure", "samples/gelu.npy", "--granularity", "channel", "--axis", "3"],
      "samples/gelu.npy: axis must be from 0 to 2 for shape [1, 33, 1536], found 3"
    ),
    (
      ["measure", "samples/gelu.npy", "--toolchain", "torch", "--granularity", "group"],
      "torch cannot: it has no groups, only whole tensors; torchao has groups"
    ),
    (
      [
        "calibrate", "samples/gelu.npy", "--toolchain", "litert", "--granularity", "group",
        "--group-size", "48",
      ],
      "litert cannot: group size must be 32, 64, 128, 256, found 48"
    ),
    (
      ["samples/gelu.npy", "--toolchain", "ncnn", "--granularity", "group"],
      "ncnn cannot: it has no groups, only whole tensors and channels"
    ),
    (
      ["measure", "samples/gelu.npy", "--granularity", "group", "--group-size", "0"],
      "samples/gelu.npy: group size must be at least 1, found 0"
    ),
    (
      ["measure", "samples/gelu.npy", "--tensor", "other"],
      "samples/gelu.npy: has no tensor 'other'; 'qviz list' shows the 1 it has"
    ),
    (
      ["measure", "samples/gelu.npy", "--shape", "2,2"],
      "samples/gelu.npy: the shape asked for, [2, 2], has not as many elements as the stored [1, 33, 1536]"
    ),
    (
      ["measure", "samples/gelu.bin", "--shape=-1,7"],
      "samples/gelu.bin: has 50688 elements, which the shape asked for, [-1, 7], does not divide"
    ),
    (
      ["measure", "samples/gelu.npy", "--shape", "-1,0"],
      "samples/gelu.npy: has 50688 elements, which the shape asked for, [-1, 0], does not divide"
    ),
    (
      ["measure", "samples/gelu.npy", "--shape", "-2,7"],
      "samples/gelu.npy: the shape asked for, [-2, 7], is negative at axis 0, expected dimensions of 0 or more, or one -1 for what is left"
    ),
    (
      ["measure", "samples/gelu.npy", "--granularity", "channel", "--axis", "-4"],
      "samples/gelu.npy: axis must be from 0 to 2 for shape [1, 33, 1536], found -4"
    ),
    (
      ["measure", "missing.npy", "--bits", "99"],
      "bit width must be from 2 to 16, found 99"
    ),
    (
      ["measure", "samples/gelu.npy", "--dtype", "float64"],
      "samples/gelu.npy: its items of 4 bytes ('<f4') cannot be read as float64, which has 8"
    ),
    (
      ["measure", "missing.npy", "--memory", "8Q"],
      "--memory must be a size such as 8G, 512M or 50%, found '8Q'"
    ),
    (
      ["snapshot", "samples/gelu.npy", "--memory", "0%"],
      "--memory must be a size such as 8G, 512M or 50%, found '0%'"
    ),
    (
      ["measure", "samples/gelu.npy", "--codes", "q.npy", "--dequantized", "./q.npy"],
      "--codes and --dequantized both name q.npy"
    ),
    (
      ["measure", "samples/gelu.npy", "--codes", "-"],
      "--codes needs the name of a file, found -"
    ),
    (
      ["snapshot", "samples/gelu.npy", "--min", "1"],
      "the explorer needs both --min and --max, or neither"
    ),
  ]

  @Test("a mistake about values is one sentence", arguments: mistakes)
  func sentences(_ arguments: [String], _ sentence: String) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.errors == "qviz: \(sentence)\n")
    #expect(outcome.status == 64 && outcome.output.isEmpty)
  }

  /// Arguments that cannot be parsed; help is pointed to.
  static let misspellings: [(arguments: [String], sentence: String)] = [
    (["measure"], "missing expected argument '<path> ...'"),
    (["list"], "missing expected argument '<files> ...'"),
    (
      ["measure", "samples/gelu.npy", "--bit", "4"],
      "unknown option '--bit'; did you mean '--bits'?"
    ),
    (["measure", "samples/gelu.npy", "--bits"], "missing value for '--bits <n>'"),
    (
      ["measure", "samples/gelu.npy", "--bits", "eight"],
      "the value 'eight' is invalid for '--bits <n>'; expected a whole number"
    ),
    (
      ["measure", "samples/gelu.npy", "--min", "low"],
      "the value 'low' is invalid for '--min <x>'; expected a number"
    ),
    (
      ["measure", "samples/gelu.npy", "--dtype", "float24"],
      "the value 'float24' is invalid for '--dtype <dtype>'; expected float16, bfloat16, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64, uint64, bool, float8_e4m3fn, float8_e5m2, float8_e4m3fnuz, float8_e5m2fnuz, float8_e8m0fnu, float8_e4m3, float8_e3m4, float8_e4m3b11fnuz, float6_e2m3fn, float6_e3m2fn, float4_e2m1fn, int4, uint4, int2, uint2"
    ),
    (
      ["measure", "samples/gelu.npy", "--shape", "1,x"],
      "the value '1,x' is invalid for '--shape <shape>'; expected whole numbers such as 64,3,7,7, 64x3x7x7 or [64, 3, 7, 7], one of them -1 at most"
    ),
    (
      ["measure", "samples/gelu.npy", "--rounding", "down"],
      "the value 'down' is invalid for '--rounding <rounding>'; expected half-even, half-away, half-up, half-down, half-towards-zero, half-away-by-sum, up"
    ),
    (
      ["measure", "samples/gelu.npy", "--granularity", "row"],
      "the value 'row' is invalid for '--granularity <granularity>'; expected 'tensor', 'channel' or 'group'"
    ),
    (
      ["measure", "samples/gelu.npy", "--signed", "--unsigned"],
      "value to be set with flag '--unsigned' had already been set with flag '--signed'"
    ),
    (
      ["snapshot", "samples/gelu.npy", "--size", "80"],
      "the value '80' is invalid for '--size <size>'; expected columns and rows such as 100x30, 1000 of each at most"
    ),
  ]

  @Test("what cannot be parsed is said, and help is pointed to", arguments: misspellings)
  func parsing(_ arguments: [String], _ sentence: String) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.errors == "qviz: \(sentence) (see 'qviz --help')\n")
    #expect(outcome.status == 64 && outcome.output.isEmpty)
  }
}
