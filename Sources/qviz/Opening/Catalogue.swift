import QuantizationEngine
import TensorFiles

/// Everything that some paths hold: tensors ready to be read, and why some files are not.
///
/// A path may be a file of one tensor, a checkpoint, an index of shards, a folder, or a pattern. A
/// file that is reached in several ways is opened once. One that cannot be opened hides no other.
struct Catalogue: Sendable {
  /// The paths as they were given.
  let paths: [String]
  /// The tensors: file after file in the order of the paths, within a file by name in natural order.
  let tensors: [OpenTensor]
  /// Why files were not opened.
  let failures: [Failure]
  /// The files that were opened, those that others name as their parts included.
  let files: Set<FileIdentity>

  /// What the options name.
  init(_ options: TensorOptions) throws {
    self.init(
      paths: options.files, layout: options.layout.rawLayout, budget: try options.memory.budget())
  }

  /// What some paths hold.
  init(paths: [String], layout: RawLayout, budget: MemoryBudget) {
    self.paths = paths
    var tensors: [OpenTensor] = []
    var failures: [Failure] = []
    var seen: Set<FileIdentity> = []
    for path in paths {
      let contents = TensorPaths.files(at: path)
      failures += contents.failures.map(Failure.init)
      for file in contents.files {
        if let identity = FileIdentity(path: file), !seen.insert(identity).inserted { continue }
        do {
          let opened = try OpenFile(path: file, layout: layout, budget: budget)
          seen.formUnion(opened.parts)
          tensors += opened.tensors
        } catch let failure as Failure {
          // A folder stands for the files of tensors in it: one of a format that is not read is none.
          if contents.files.count > 1, failure.isForeign { continue }
          failures.append(failure)
        } catch {
          failures.append(Failure("\(file): \(error)", exit: .ioError))
        }
      }
    }
    self.tensors = tensors
    self.failures = failures
    files = seen
  }

  /// Refuses to write over what was opened.
  func check(output: String) throws {
    if let identity = FileIdentity(path: output), files.contains(identity) {
      throw Failure("\(output): is one of the files that are read", exit: .usage)
    }
  }

  /// Throws where there is nothing to go on with: the first failure, or that there are no tensors.
  func checkNotEmpty() throws {
    guard tensors.isEmpty else { return }
    throw failures.first
      ?? Failure(
        "\(title): there are no tensors in \(paths.count == 1 ? "it" : "them")", exit: .badData)
  }

  /// Ends a command over all tensors: says which files were not opened, and throws where one was not,
  /// or where tensors were not measured.
  func finish(failureCount: Int) throws {
    try Failure.sayAll(failures)
    guard failureCount == 0 else {
      throw Failure(
        "\(title): \(failureCount) of \(tensors.count) tensors were not measured", exit: .badData)
    }
  }

  /// What sentences about all of it begin with.
  var title: String { paths.count == 1 ? paths[0] : "\(paths.count) paths" }

  /// The tensor that a text names, as ``TensorChoice`` says; without a text, the only one.
  ///
  /// - Throws: ``Failure`` where it is none or several; without a text also where a file was not
  ///   opened, for the tensor that is meant may be there.
  func tensor(named text: String?) throws -> OpenTensor {
    tensors[try position(named: text)]
  }

  /// The position in ``tensors`` of the tensor that a text names, as ``tensor(named:)`` has it.
  func position(named text: String?) throws -> Int {
    try checkNotEmpty()
    guard let text else {
      if let failure = failures.first { throw failure }
      guard tensors.count == 1 else {
        throw Failure(
          "\(title): has \(tensors.count) tensors; say which with --tensor NAME, or --all",
          exit: .usage)
      }
      return 0
    }
    let names = tensors.map(\.facts.name)
    switch TensorChoice(text, among: names) {
    case .one(let position): return position
    case .several(let positions):
      throw Failure(
        TensorFileError.ambiguousTensor(
          path: title, name: text, matches: positions.map { names[$0] }, positions: positions))
    case .none(let near):
      throw Failure(
        TensorFileError.noSuchTensor(path: title, name: text, near: near, count: names.count))
    }
  }
}

/// One file with everything in it.
private struct OpenFile {
  /// Its tensors by name.
  let tensors: [OpenTensor]
  /// The files that it consists of.
  let parts: Set<FileIdentity>

  init(path: String, layout: RawLayout, budget: MemoryBudget) throws {
    if let sketch = try SketchFile.read(path) {
      guard layout == RawLayout() else {
        throw Failure(
          "\(path): is a sketch, which has its own type and no shape; --dtype and --shape are for "
            + "headerless files", exit: .usage)
      }
      tensors = [OpenTensor(path: path, sketch: sketch, budget: budget)]
      parts = []
      return
    }
    do {
      let file = try TensorFile.open(path: path, layout: layout)
      tensors = file.tensors.indices
        .sorted { NaturalOrder.precedes(file.tensors[$0].name, file.tensors[$1].name) }
        .map { OpenTensor(path: path, file: file, position: $0, budget: budget) }
      parts = file.parts
    } catch {
      throw Failure(error)
    }
  }
}
