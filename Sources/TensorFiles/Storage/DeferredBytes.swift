/// Bytes that are made in memory when somebody reads them, and not before.
protocol DeferredBytes: AnyObject, Sendable {
  /// All of the bytes, which readers at one time share.
  ///
  /// - Parameter goOn: Hears the share that is there, every few milliseconds, and says whether to go on.
  /// - Returns: The bytes; nil if `goOn` said no.
  /// - Throws: ``TensorFileError`` where they are not what was promised, `notEnoughMemory`, and
  ///   `fileShrank`.
  func inflated(while goOn: (Double) -> Bool) throws(TensorFileError) -> MappedFile?
}

extension DeferredBytes {
  /// All of the bytes, however long it takes.
  ///
  /// - Throws: As ``inflated(while:)``.
  func inflated() throws(TensorFileError) -> MappedFile {
    while true {
      // Whoever always wants more gets all of it at the first turn.
      if let memory = try inflated(while: { _ in true }) { return memory }
    }
  }
}
