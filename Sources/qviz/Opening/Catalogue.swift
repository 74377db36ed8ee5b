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
  private(set) var tensors: [OpenTensor]
  /// Why files were not opened.
  let failures: [Failure]
  /// Which files lie in memory, and how much of it they take.
  let held: [String]
  /// What in folders was passed over.
  let notes: [String]
  /// Whether its one tensor was made of those of several paths, so that a name chose those.
  let isJoined: Bool
  /// The files that were opened, those that others name as their parts included.
  let files: Set<FileIdentity>

  /// How often a file is opened that several paths lead to.
  enum Repetition {
    /// Once, where the first of them does.
    case once
    /// Each time, as a loop over the paths would.
    case eachTime
  }

  /// What the options name.
  init(_ options: TensorOptions, repetition: Repetition = .once) throws {
    self.init(
      paths: options.files, layout: options.layout.rawLayout, budget: try options.memory.budget(),
      ignoring: options.ignored.rule, repetition: repetition)
  }

  /// What the options of a command about all tensors name.
  init(_ options: ModelOptions) throws {
    self.init(
      paths: options.paths.files, layout: options.layout.rawLayout,
      budget: try options.memory.budget(), ignoring: options.ignored.rule)
  }

  /// One tensor in place of those that another catalogue has.
  init(of tensor: OpenTensor, instead other: Catalogue) {
    paths = other.paths
    tensors = [tensor]
    failures = other.failures
    held = tensor.spooled.map { ["\(tensor.path): \($0.words)"] } ?? []
    notes = other.notes
    files = other.files
    isJoined = true
  }

  /// What some paths hold.
  init(
    paths: [String], layout: RawLayout, budget: MemoryBudget,
    ignoring rule: IgnoreRule = IgnoreRule(), repetition: Repetition = .once
  ) {
    let paths = paths.map(StandardInput.path)
    isJoined = false
    self.paths = paths
    var tensors: [OpenTensor] = []
    var failures: [Failure] = []
    var held: [String] = []
    var notes: [String] = []
    var room = budget.byteCount
    var seen: Set<FileIdentity> = []
    if let refusal = StandardInput.refusal(among: paths) {
      self.tensors = []
      self.failures = [refusal]
      self.held = []
      self.notes = []
      files = []
      return
    }
    for path in paths {
      var passedOver: [String] = []
      let contents = TensorPaths.files(at: path)
      failures += contents.failures.map(Failure.init)
      for file in contents.files {
        if let identity = FileIdentity(path: file), !seen.insert(identity).inserted,
          repetition == .once
        {
          continue
        }
        do {
          let opened = try OpenFile(
            path: file, layout: layout, room: room, budget: budget, ignoring: rule)
          if let spooled = opened.spooled {
            room -= spooled.byteCount
            held.append("\(file): \(spooled.words)")
          }
          seen.formUnion(opened.parts)
          tensors += opened.tensors
        } catch let failure as Failure {
          // A folder stands for the files of tensors in it: one of a format that is not read is none.
          if contents.files.count > 1, contents.found.contains(file), failure.isForeign {
            passedOver.append(file)
          } else {
            failures.append(failure)
          }
        } catch {
          failures.append(Failure("\(file): \(error)", exit: .ioError))
        }
      }
      if !passedOver.isEmpty { notes.append(Self.note(of: passedOver, in: path)) }
    }
    self.tensors = tensors
    self.failures = failures
    self.held = held
    self.notes = notes
    files = seen
  }

  /// The same tensors, some with encodings of a file beside them.
  func given(_ rules: [Int: GivenRule]) -> Catalogue {
    var catalogue = self
    for (position, rule) in rules { catalogue.tensors[position].given = rule }
    return catalogue
  }

  /// The same tensors with what an importance matrix says of each.
  func weighed(by importance: Importance) -> Catalogue {
    var catalogue = self
    for position in tensors.indices {
      let facts = tensors[position].facts
      catalogue.tensors[position].importance = importance.row(of: facts.name, shape: facts.shape)
    }
    return catalogue
  }

  /// What is said of files in a folder of which nobody said that they hold tensors.
  private static func note(of passedOver: [String], in folder: String) -> String {
    let shown = passedOver.prefix(3).joined(separator: ", ")
    let count = passedOver.count == 1 ? "1 file" : "\(passedOver.count) files"
    return "\(folder): \(count) of formats that are not read passed over: \(shown)"
      + (passedOver.count > 3 ? ", …" : "")
  }

  /// Throws where there is nothing to go on with: the first failure, or that there are no tensors.
  func checkNotEmpty() throws {
    guard tensors.isEmpty else { return }
    throw failures.first ?? notes.first.map { Failure($0, exit: .badData) }
      ?? Failure(
        "\(title): there are no tensors in \(paths.count == 1 ? "it" : "them")", exit: .badData)
  }

  /// Says what was passed over, and throws where files were not opened, each of which is said.
  func sayFailures() throws {
    for note in notes { standardError.write("qviz: \(DisplaySentence.of(note))\n") }
    try Failure.sayAll(failures)
  }

  /// Ends a command over all tensors: says which files were not opened, and throws where one was not,
  /// or where tensors were not measured.
  func finish(failureCount: Int) throws {
    try sayFailures()
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
    if isJoined { return 0 }
    guard let text else {
      if let failure = failures.first { throw failure }
      guard tensors.count == 1 else {
        throw Failure(
          "\(title): has \(tensors.count) tensors; say which with --tensor NAME, or --all",
          exit: .usage)
      }
      return 0
    }
    return try Self.position(of: text, among: tensors, in: title)
  }

  /// The position of the tensor that is meant by a name; `place` is where they are, for a refusal.
  static func position(
    of name: String, among tensors: [OpenTensor], in place: String
  ) throws -> Int {
    let names = tensors.map(\.facts.name)
    switch TensorChoice(name, among: names) {
    case .one(let position): return position
    case .several(let positions):
      throw Failure(
        TensorFileError.ambiguousTensor(
          path: place, name: name, matches: positions.map { names[$0] }, positions: positions))
    case .none(let near):
      throw Failure(
        TensorFileError.noSuchTensor(path: place, name: name, near: near, count: names.count))
    }
  }
}

/// One file with everything in it.
private struct OpenFile {
  /// Its tensors by name.
  let tensors: [OpenTensor]
  /// The files that it consists of.
  let parts: Set<FileIdentity>
  /// What of it lies in memory for as long as it is open.
  let spooled: SpooledBytes?

  init(
    path: String, layout: RawLayout, room: Int, budget: MemoryBudget, ignoring rule: IgnoreRule
  ) throws {
    let contents: FileContents
    do {
      contents = try FileContents(path: path, memoryLimit: room)
    } catch {
      throw Failure(error)
    }
    if let sketch = try SketchFile.read(contents) {
      guard layout == RawLayout() else {
        throw Failure(
          "\(path): is a sketch, which has its own type and no shape; --dtype and --shape are for "
            + "headerless files", exit: .usage)
      }
      guard rule.isEmpty else {
        throw Failure(
          "\(path): is a sketch, of which no values can be left out; qviz sketch leaves them out with"
            + " the same options", exit: .usage)
      }
      tensors = [OpenTensor(path: path, sketch: sketch, budget: budget)]
      parts = []
      spooled = nil
      return
    }
    let spooled = contents.spooled
    self.spooled = spooled
    do {
      let file = try TensorFile(contents, layout: layout)
      tensors = file.tensors.indices
        .sorted { NaturalOrder.precedes(file.tensors[$0].name, file.tensors[$1].name) }
        .map {
          OpenTensor(
            path: path, file: file, position: $0, spooled: spooled, budget: budget,
            ignoring: rule)
        }
      parts = file.parts
    } catch {
      throw MistakenEncodings.failure(error, of: path)
    }
  }
}
