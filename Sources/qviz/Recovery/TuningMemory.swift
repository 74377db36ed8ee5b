import Calibration
import EncodingFiles
import Explorer
import Glibc
import QuantizationEngine
import Synchronization

/// What the explorer asks to be kept, and asks for again, as records in a store.
final class TuningMemory: Sendable {
  private let tensors: [OpenTensor]
  private let store: TuningStore
  /// Where tensors came from when they were looked at first: their files may change after that.
  private let origins = Mutex<[Int: TensorOrigin]>([:])

  /// A memory for tensors, by their positions.
  init(_ tensors: [OpenTensor], in store: TuningStore) {
    self.tensors = tensors
    self.store = store
  }

  /// Keeps what is tuned.
  ///
  /// - Returns: whether another session keeps the same tensor.
  func keep(_ snapshot: TunedTensor) throws(Failure) -> TuningStore.Keeping {
    guard let origin = origin(of: snapshot.tensor) else { return .alone }
    guard let ranges = snapshot.sparseRanges(atMost: TuningRecord.rangeLimit) else {
      throw Failure(
        "more than \(TuningRecord.rangeLimit) blocks have a range of their own; e exports them",
        exit: .cannotCreate)
    }
    var record: TuningRecord
    do throws(EncodingFileError) {
      record = try TuningRecord(
        producerVersion: Program.version, subject: origin.subject, time: Glibc.time(nil),
        layout: snapshot.layout, scheme: snapshot.scheme, toolchain: snapshot.scheme.rule.name,
        ranges: ranges)
    } catch {
      throw Failure("\(error)", exit: .cannotCreate)
    }
    record.rangeOrigin = snapshot.rangeOrigin
    record.note = snapshot.note
    record.error = snapshot.error.flatMap(RecordedError.init)
    return try store.keep(record)
  }

  /// What was tuned of a tensor in earlier sessions, the newest first, and what is to be said of what
  /// could not be read.
  func recall(_ tensor: Int) -> (tunings: [RecalledTuning], complaint: String?) {
    guard let origin = origin(of: tensor) else { return ([], nil) }
    let findings = store.findings(of: origin.key)
    var complaint = findings.complaints.first
    var tunings: [RecalledTuning] = []
    for record in findings.records {
      do throws(CalibrationError) {
        tunings.append(
          RecalledTuning(
            scheme: try record.schemeInForce().meeting(
              tensors[tensor].facts.valueType, record.layout.granularity),
            granularity: record.layout.granularity,
            ranges: record.ranges, rangeOrigin: record.rangeOrigin, note: record.note,
            time: LocalTime(record.time).text,
            fileChange: record.subject == origin.subject ? .none : .changed))
      } catch {
        complaint = "what was tuned before cannot be taken up: \(error)"
      }
    }
    return (tunings, complaint)
  }

  private func origin(of tensor: Int) -> TensorOrigin? {
    origins.withLock { origins in
      let origin = origins[tensor] ?? TensorOrigin(tensors[tensor])
      origins[tensor] = origin
      return origin
    }
  }

  /// The tensors of which something is kept.
  func keptTensors() -> [Int] {
    let names = store.keptNames()
    guard !names.isEmpty else { return [] }
    var origins = TensorOrigins()
    return tensors.indices.filter { index in
      origins.key(of: tensors[index]).map { names.contains($0.name) } ?? false
    }
  }
}

extension TuningRecord {
  /// The scheme with the rule of its toolchain.
  ///
  /// - Throws: where there is no such toolchain, or it has no such scheme.
  fileprivate func schemeInForce() throws(CalibrationError) -> Scheme {
    guard let toolchain else { return scheme }
    let named = try ToolchainCatalog.toolchain(named: toolchain).scheme(scheme)
    return scheme.with(arithmetic: scheme.arithmetic, rule: named.rule)
  }
}
