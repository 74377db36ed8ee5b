import QuantizationEngine
import Testing

@testable import EncodingFiles

/// What formats say and leave out, proved by writing and reading.
@Suite struct SaidMembersTests {
  /// Tensors that differ in every member, over all schemes and granularities.
  private static let tensors: [TensorEncodings] = {
    var tensors: [TensorEncodings] = []
    let granularities: [Granularity] = [
      .perTensor, .perChannel(axis: 0), .perChannel(axis: 1), .perGroup(axis: 1, size: 3),
    ]
    for role in TensorRole.allCases {
      for granularity in granularities {
        for scheme in RoundTripTests.schemes {
          for place in ZeroPlace.allCases {
            let tensor = try? tensor(role, granularity, scheme, place)
            if let tensor { tensors.append(tensor) }
          }
        }
      }
    }
    return tensors
  }()

  /// Where the zero-points of asymmetric codes are.
  private enum ZeroPlace: CaseIterable {
    /// Below the middle of the codes.
    case low
    /// In the middle, by chance.
    case middle
    /// Above it.
    case high
  }

  private static func tensor(
    _ role: TensorRole, _ granularity: Granularity, _ scheme: Scheme, _ place: ZeroPlace
  ) throws -> TensorEncodings {
    let scheme = try Scheme(
      levelCount: scheme.levelCount, symmetry: scheme.symmetry, signedness: scheme.signedness,
      arithmetic: place == .high
        ? QuantizationArithmetic(rounding: .halfAway, scaling: .multiplyByInverse)
        : scheme.arithmetic)
    // Channels of either axis and groups are as many, so that no number tells the shape.
    let count = try BlockLayout(shape: [6, 6], granularity: granularity).blockCount
    let half = Double(scheme.levelCount / 2)
    let ranges = (1...count).map { block -> ClosedRange<Double> in
      let step = 0.01 * Double(block)
      return switch place {
      case .low: -0.37 * Double(block)...0.91 * Double(block)
      case .middle: -half * step...(Double(scheme.levelCount) - 1 - half) * step
      case .high: -0.91 * Double(block)...0.37 * Double(block)
      }
    }
    var tensor = try Samples.tensor(
      "w", role: role, elementType: "bfloat16", shape: [6, 6], granularity: granularity,
      scheme: scheme, ranges: ranges)
    tensor.rangeOrigin = "mse"
    tensor.scaleType = .bfloat16
    tensor.note = "the first layer"
    tensor.error = RecordedError(meanSquaredError: 1.0 / 3, sqnrInDecibels: 31)
    return tensor
  }

  /// Whether a member is the same of two tensors.
  private static func isEqual(
    _ member: TensorMember, _ one: TensorEncodings, _ other: TensorEncodings
  ) -> Bool {
    let (first, second) = (one.scheme, other.scheme)
    switch member {
    case .role: return one.role == other.role
    case .elementType: return one.elementType == other.elementType
    case .shape: return one.shape == other.shape
    case .granularity: return one.granularity.scope == other.granularity.scope
    case .axis: return one.granularity.axis == other.granularity.axis
    case .codes: return first.quantMax - first.quantMin == second.quantMax - second.quantMin
    case .signedness: return first.signedness == second.signedness
    // 2^b − 1 codes about zero are those of b bits without the lowest, by whatever name.
    case .symmetry: return (first.symmetry == .asymmetric) == (second.symmetry == .asymmetric)
    case .rounding: return first.arithmetic.rounding == second.arithmetic.rounding
    case .scaling: return first.arithmetic.scaling == second.arithmetic.scaling
    case .scaleType: return one.scaleType == other.scaleType
    case .clippingRange: return one.clippingRanges == other.clippingRanges
    case .rangeOrigin: return one.rangeOrigin == other.rangeOrigin
    case .note: return one.note == other.note
    case .error: return one.error == other.error
    }
  }

  @Test(
    "what a format says comes back for every tensor, and what it does not say does not",
    arguments: EncodingFormatCatalog.readable.map(\.identifier))
  func readable(identifier: String) throws {
    let format = try #require(
      EncodingFormatCatalog.format(identifier: identifier) as? any ReadableEncodingFormat)
    var unproved: [EncodingScope: Set<TensorMember>] = [:]
    for tensor in Self.tensors {
      let document = try EncodingDocument(tensors: [tensor], producerVersion: Samples.version)
      guard let text = try? format.encode(document) else { continue }
      let scope = tensor.granularity.scope
      let unsaid = Set(format.unsaid(of: tensor))
      unproved[scope] = unproved[scope] ?? unsaid
      let decoded = try format.decode(text).tensors[0]
      // The sign of zero-points that are in the file without their codes is a guess.
      guard let completed = try? decoded.completed(from: format) else {
        #expect(identifier == "ort-overrides", "\(tensor.scheme) \(tensor.granularity)")
        continue
      }
      for member in tensor.members {
        let isEqual = Self.isEqual(member, completed.encodings, tensor)
        if unsaid.contains(member) {
          if !isEqual { unproved[scope]?.remove(member) }
        } else {
          #expect(isEqual, "\(member) \(tensor.scheme) \(tensor.granularity) \(tensor.role)")
        }
      }
      #expect(completed.said.isDisjoint(with: unsaid))
    }
    #expect(!unproved.isEmpty)
    for (scope, members) in unproved {
      #expect(members.isEmpty, "\(identifier) says \(members) of every \(scope)")
    }
  }

  /// A tensor with one member changed, and no other.
  private static func changed(
    _ member: TensorMember, of tensor: TensorEncodings
  ) throws -> TensorEncodings? {
    let arithmetic = tensor.scheme.arithmetic
    var (role, elementType, scheme) = (tensor.role, tensor.elementType, tensor.scheme)
    var (shape, granularity, ranges) = (
      tensor.shape ?? [], tensor.granularity, tensor.clippingRanges
    )
    switch member {
    case .role: role = role == .activation ? .parameter : .activation
    case .elementType: elementType = "float64"
    case .shape: shape[shape.count - 1] += 2
    case .axis: granularity = .perChannel(axis: granularity.axis == 0 ? 1 : 0)
    case .rounding:
      scheme = try Scheme(
        levelCount: scheme.levelCount, symmetry: scheme.symmetry, signedness: scheme.signedness,
        arithmetic: QuantizationArithmetic(rounding: .up, scaling: arithmetic.scaling))
    case .scaling:
      scheme = try Scheme(
        levelCount: scheme.levelCount, symmetry: scheme.symmetry, signedness: scheme.signedness,
        arithmetic: QuantizationArithmetic(
          rounding: arithmetic.rounding,
          scaling: arithmetic.scaling == .divide ? .multiplyByInverse : .divide))
    case .clippingRange: ranges[0].upper = ranges[0].upper.nextUp
    case .scaleType, .rangeOrigin, .note, .error: break
    case .granularity, .codes, .signedness, .symmetry: return nil
    }
    var changed = try TensorEncodings(
      name: tensor.name, role: role, elementType: elementType,
      layout: BlockLayout(shape: shape, granularity: granularity), scheme: scheme,
      clippingRanges: ranges, encodings: tensor.encodings)
    changed.scaleType = member == .scaleType ? .float16 : tensor.scaleType
    changed.rangeOrigin = member == .rangeOrigin ? "entropy" : tensor.rangeOrigin
    changed.note = member == .note ? "the last layer" : tensor.note
    changed.error = member == .error ? nil : tensor.error
    return changed
  }

  @Test("what a format says shows in its bytes, and what it does not say does not")
  func bytes() throws {
    for format in EncodingFormatCatalog.all {
      var taken = 0
      for tensor in Self.tensors where tensor.granularity == .perChannel(axis: 0) {
        guard
          let text = try? format.encode(
            EncodingDocument(tensors: [tensor], producerVersion: Samples.version))
        else { continue }
        taken += 1
        for member in TensorMember.allCases {
          guard let changed = try Self.changed(member, of: tensor),
            let other = try? format.encode(
              EncodingDocument(tensors: [changed], producerVersion: Samples.version))
          else { continue }
          #expect(
            (other == text) == !format.isSaid(member, of: tensor),
            "\(format.identifier) \(member) \(tensor.scheme)")
        }
      }
      let isOfTensors = ["ort-cache", "ort-trt-table", "trt-cache", "trt-ranges", "espdl"].contains(
        format.identifier)
      #expect(taken > 0 || isOfTensors, "\(format.identifier)")
    }
  }

  @Test("losses are told by how many tensors have them")
  func losses() throws {
    let document = try Samples.parameters()
    #expect(QvizFormat().unsaid(of: document).isEmpty)
    let found = OverridesFormat().unsaid(of: document)
    #expect(found.map(\.tensorCount) == [6])
    #expect(
      found[0].words
        == "the role, the element type, the shape, the codes, the sign of the codes, the symmetry, "
        + "the rounding, the scaling and the clipping range")
    #expect(Aimet100Format().unsaid(of: document).map(\.members).last == [.axis])
  }
}
