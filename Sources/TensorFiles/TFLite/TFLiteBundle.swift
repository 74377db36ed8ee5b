import QuantizationEngine

/// The models in a zip archive, which MediaPipe calls a task: they are stored as they are, so that each
/// is walked where it lies.
///
/// The name of a constant begins with that of its model, `hand_detector/conv/kernel`. A model that is
/// packed or broken is a row of its own, which says why; whatever else is in the archive is left out.
///
/// Source: google-ai-edge/mediapipe, `mediapipe/tasks/cc/core/model_asset_bundle_resources.cc`, which
/// refuses packed members too.
struct TFLiteBundle {
  /// The constants of all models, in the order of the archive.
  let tensors: [StoredTensor]

  /// The archive with some members; nil where none is a model.
  init?(_ members: [ZipMember], of file: MappedFile) {
    let models = members.filter { Self.isModel($0, in: file) }
    guard !models.isEmpty else { return nil }
    tensors = models.flatMap { Self.tensors(in: $0, of: file) }
  }

  private static let suffix = ".tflite"

  /// Whether a member is a model: by its signature, or, where that cannot be seen, by its name.
  private static func isModel(_ member: ZipMember, in file: MappedFile) -> Bool {
    if member.entry.method == 0, case .success(let contents) = member.contents {
      return TFLiteModel.isSigned(file, in: contents)
    }
    return member.entry.name.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  /// The constants of a model, or the one row that says why there are none.
  private static func tensors(in member: ZipMember, of file: MappedFile) -> [StoredTensor] {
    let entry = member.entry
    let path = "\(file.path): \(TensorFileError.quoted(entry.name))"
    let isNamed = entry.name.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    let name = isNamed ? String(entry.name.dropLast(suffix.count)) : entry.name
    do throws(TensorFileError) {
      let contents: Range<Int>
      do throws(ZipFault) {
        contents = try member.contents.get()
      } catch {
        throw .zip(path: path, error)
      }
      do throws(TFLiteFault) {
        guard entry.method == 0 else { throw .packed }
        return try TFLiteModel(file, in: contents, path: path, prefix: name + "/").tensors
      } catch {
        throw .tflite(path: path, error)
      }
    } catch {
      let description = TensorDescription(
        name: name, elementType: .uint8, storedAs: "unread", shape: [entry.size],
        elementCount: entry.size, byteCount: entry.size)
      return [StoredTensor(description: description, file: file, start: 0, form: .unread(error))]
    }
  }
}
