/// What is wrong with a pickle, or what it asks for that is not done.
///
/// Positions count bytes from 0 at the start of the file or of the member.
public enum PickleFault: Error, Hashable, Sendable {
  /// The pickle ends where an instruction or its argument should be.
  case cut(position: Int)
  /// The protocol is one that does not exist.
  case version(found: UInt8, position: Int)
  /// An instruction is none of those that tensors need.
  case opcode(UInt8, position: Int)
  /// An instruction takes more values than there are.
  case underflow(position: Int)
  /// An instruction is for another kind of value than the one it finds.
  case operand(position: Int)
  /// A value is asked for that was not kept.
  case memo(position: Int)
  /// A name is longer than any that is read.
  case nameTooLong(limit: Int, position: Int)
  /// There are more instructions, or more values, than are read.
  case tooLong(limit: Int, position: Int)
  /// Something is to be called that is not listed.
  case call(name: String, position: Int)
}

extension PickleFault {
  /// What is wrong and where, as the rest of a sentence that began with the path.
  var predicate: String {
    switch self {
    case .cut(let position): "pickle ends within an instruction at byte \(position)"
    case .version(let found, let position):
      "pickle is of protocol \(found) (byte \(position)), expected 2 to 5"
    case .opcode(let opcode, let position):
      "pickle has the instruction \(TensorFileError.character(opcode)) at byte \(position), "
        + "which no tensor needs"
    case .underflow(let position):
      "pickle takes a value at byte \(position) where there is none"
    case .operand(let position):
      "pickle has a value of the wrong kind for its instruction at byte \(position)"
    case .memo(let position):
      "pickle asks at byte \(position) for a value that it did not keep"
    case .nameTooLong(let limit, let position):
      "pickle has a name at byte \(position) of more than \(TensorFileError.bytes(limit))"
    case .tooLong(let limit, let position):
      "pickle goes on past \(limit) values at byte \(position), expected at most so many"
    case .call(let name, let position):
      "pickle asks to call \(TensorFileError.quoted(name)) (byte \(position)), which is refused: "
        + "nothing in a file is executed; save the state_dict() alone"
    }
  }
}
