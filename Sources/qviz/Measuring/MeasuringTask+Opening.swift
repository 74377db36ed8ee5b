extension MeasuringTask {
  /// What is opened, and what is to be measured of it: by the encodings of a file where one is named.
  ///
  /// - Parameters:
  ///   - input: The tensors.
  ///   - scheme: The codes; beside a file of encodings what that leaves out.
  ///   - range: The ranges, which a file of encodings excludes.
  ///   - batches: What calibrators see.
  ///   - given: The file of encodings, if one is named.
  /// - Returns: The two.
  /// - Throws: `Failure`.
  static func opened(
    _ input: TensorOptions, _ scheme: SchemeOptions, _ range: RangeOptions,
    _ batches: BatchOptions, _ given: SourceOptions
  ) throws -> (Catalogue, MeasuringTask) {
    guard let source = try given.source(range) else {
      let task = try MeasuringTask(scheme, range, batches)
      return (try Catalogue(input, batches), task)
    }
    var task = try MeasuringTask(scheme.withoutGranularity, range, batches)
    let said = try scheme.given()
    if scheme.granularity != nil || scheme.groupSize != nil {
      standardError.write("note: what shares an encoding is what the file of encodings says\n")
    }
    let catalogue = try Catalogue(input, batches)
    task.encodings = .file(
      FileEncodings(source, given: said, tensorCount: catalogue.tensors.count))
    return (catalogue, task)
  }
}
