import QuantizationEngine

/// The files beside a model in which values of its tensors lie, each mapped once.
struct ONNXCompanions {
  private let model: MappedFile
  private let folder: CompanionFolder
  private var opened: [ExactText: Companion] = [:]

  /// A file of values, or why there is none.
  private enum Companion {
    case file(MappedFile)
    case refused(CompanionRefusal)
    case failed(TensorFileError)
  }

  /// Nothing opened yet.
  init(_ model: MappedFile) {
    self.model = model
    folder = CompanionFolder(path: model.path)
  }

  /// A tensor where its values lie in a file beside the model.
  ///
  /// - Returns: the tensor; listed and not read where the file cannot be opened.
  /// - Throws: ``ONNXFault``, the cases about a file of values.
  mutating func placed(
    _ tensor: ONNXTensor, _ description: TensorDescription, form: StoredForm
  ) throws(ONNXFault) -> StoredTensor {
    let name = description.name
    let position = tensor.message.lowerBound
    let location = tensor.external.first { $0.key == ONNXExternalKey.location.rawValue }?.value
    guard let location, !location.isEmpty else {
      throw .noLocation(name: name, position: position)
    }
    let offset = try Self.number(.offset, tensor, name)
    let length = try Self.number(.length, tensor, name)
    guard length == nil || length == description.byteCount else {
      throw .byteCount(
        name: name, .external, expected: description.byteCount, found: length ?? 0,
        position: position)
    }
    let file: MappedFile
    switch companion(location) {
    case .file(let opened): file = opened
    case .refused(let refusal):
      throw .location(name: name, location: location, refusal: refusal, position: position)
    case .failed(let error):
      return StoredTensor(
        description: description, file: model, start: 0, form: .unread(error))
    }
    let start = offset ?? 0
    guard start <= file.byteCount, description.byteCount <= file.byteCount - start else {
      throw .pastEnd(
        name: name, location: location, offset: start, byteCount: description.byteCount,
        available: file.byteCount, position: position)
    }
    return StoredTensor(description: description, file: file, start: start, form: form)
  }

  /// The file with a name, opened the first time.
  private mutating func companion(_ location: String) -> Companion {
    if let known = opened[ExactText(location)] { return known }
    let companion = open(location)
    opened[ExactText(location)] = companion
    return companion
  }

  private func open(_ location: String) -> Companion {
    if let refusal = folder.refusal(of: location) { return .refused(refusal) }
    do throws(TensorFileError) {
      return .file(try MappedFile(path: folder.path(of: location)))
    } catch {
      return .failed(error)
    }
  }

  /// A number of bytes that a tensor says; nil if it does not.
  private static func number(
    _ key: ONNXExternalKey, _ tensor: ONNXTensor, _ name: String
  ) throws(ONNXFault) -> Int? {
    guard let text = tensor.external.first(where: { $0.key == key.rawValue })?.value else {
      return nil
    }
    let digits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard digits, let number = Int(text) else {
      throw .number(key, name: name, found: text, position: tensor.message.lowerBound)
    }
    return number
  }
}
