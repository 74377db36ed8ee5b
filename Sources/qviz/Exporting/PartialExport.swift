import EncodingFiles
import FilePaths
import Glibc
import QuantizationEngine

/// What is there of an export over many tensors while it goes on: a file beside the one that is to be written,
/// from which a run that was ended is taken up again.
///
/// It is qviz JSON of the tensors so far, written whole every few seconds, and says what the run was asked: a
/// run that was asked something else does not go on with it.
final class PartialExport {
  /// Where it is.
  let path: String
  private let task: String
  private let interval: Duration
  private var lastWritten = ContinuousClock.now
  private var pause: Duration
  private var hasComplained = false

  /// So long are tensors in memory alone, but where writing them takes a tenth of the time.
  static let standardInterval = Duration.seconds(2)

  /// The part of an export.
  ///
  /// - Parameters:
  ///   - output: The file that is to be written in the end.
  ///   - task: What the run is asked, in words that another task does not have.
  ///   - interval: How long tensors are in memory alone.
  init(of output: String, task: String, interval: Duration = standardInterval) {
    path = output + ".partial"
    self.task = task
    self.interval = interval
    pause = interval
  }

  /// The tensors of a run that was ended, by the bytes of their names; none where there was none.
  ///
  /// - Throws: `Failure` where the file cannot be read, or is of another task.
  func found() throws -> [[UInt8]: TensorEncodings] {
    guard unsafe access(path.systemPath, F_OK) == 0 else { return [:] }
    let document: DecodedDocument
    var found: [[UInt8]: TensorEncodings] = [:]
    do {
      document = try EncodingFileReader.read(path, as: QvizFormat())
      for tensor in document.tensors {
        found[Array(tensor.name.utf8)] = try TensorEncodings(tensor)
      }
    } catch {
      throw Failure(
        "\(error); without --resume the export begins anew, and replaces it", exit: .badData)
    }
    guard document.task == task else {
      throw Failure(
        "\(path): is of another run than this one, or its files have changed since "
          + "(\(document.task ?? "which it does not say")); "
          + "without --resume the export begins anew, and replaces it", exit: .usage)
    }
    return found
  }

  /// Writes what is there so far, unless it has just been done.
  func note(_ tensors: [TensorEncodings]) {
    let start = ContinuousClock.now
    guard start - lastWritten >= pause else { return }
    do {
      var document = try EncodingDocument(tensors: tensors, producerVersion: Program.version)
      document.task = task
      _ = try EncodingFileWriter.write(document, as: QvizFormat(), to: path, existing: .replace)
    } catch {
      if !hasComplained {
        standardError.write(
          DisplaySentence.of("note: nothing is kept for --resume: \(error)") + "\n")
      }
      hasComplained = true
    }
    lastWritten = ContinuousClock.now
    pause = max(interval, (lastWritten - start) * 10)
  }

  /// Takes the file away: the export is written.
  func remove() { _ = unsafe unlink(path.systemPath) }
}
