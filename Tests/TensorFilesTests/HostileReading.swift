import Testing

@testable import TensorFiles

extension ScratchFolder {
  /// Opens a file that may hold anything, and reads all that can be read of it.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - name: What it is called.
  ///   - limit: How many elements of a tensor are read, where one may repeat its bytes to more; nil
  ///     where every tensor has bytes of its own.
  /// - Returns: The error if it is refused.
  /// - Throws: What writing the file, and reading what can be read, fail with.
  func outcome(
    of bytes: [UInt8], named name: String, limit: Int? = nil
  ) throws -> TensorFileError? {
    let path = try file(name, bytes)
    do throws(TensorFileError) {
      let file = try TensorFile.open(path: path)
      for index in file.tensors.indices {
        let tensor = file.tensors[index]
        #expect(tensor.shape.reduce(1, *) == tensor.elementCount)
        if let obstacle = file.obstacle(to: index) {
          #expect(obstacle.description.hasPrefix(path))
          #expect(throws: obstacle) { try file.values(of: index) }
        } else {
          #expect(limit != nil || tensor.byteCount <= bytes.count)
          let count = min(tensor.elementCount, limit ?? .max)
          #expect(try file.values(of: index, elements: 0..<count).count == count)
        }
      }
      return nil
    } catch {
      #expect(error.description.hasPrefix(path + ": "))
      return error
    }
  }

  /// Expects that a file is refused with a sentence, which begins with its name.
  func expectRefusal(
    _ name: String, _ bytes: [UInt8], _ expected: String, layout: RawLayout = RawLayout(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    expectSentence(
      try refusal(name, bytes, layout: layout), "\(name): \(expected)",
      sourceLocation: sourceLocation)
  }
}
