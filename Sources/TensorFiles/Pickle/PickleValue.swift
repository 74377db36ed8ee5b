/// A value in a pickle.
///
/// Texts and bytes stay where they lie in the file; what holds other values is a node of a
/// ``PickleGraph``, so that several can hold the same one, itself included.
enum PickleValue: Hashable, Sendable {
  /// Nothing, in Python's sense.
  case none
  /// A truth value.
  case boolean(Bool)
  /// A whole number.
  case integer(Int)
  /// A whole number past 64 bits, which nothing that is read can be.
  case largeInteger
  /// A real number.
  case real(Double)
  /// Characters, by the bytes that are their UTF-8.
  case text(Range<Int>)
  /// Bytes, by where they lie.
  case bytes(Range<Int>)
  /// What holds other values, by its position in ``PickleGraph/nodes``.
  case node(Int)
}

/// A name of something in a Python program, as a pickle gives it.
///
/// It is a name and nothing else: nothing is looked up by it, imported or called.
struct PickleGlobal: Hashable, Sendable {
  /// Module and name, with a dot between them.
  let name: String

  /// How many bytes a module, or a name in it, may have.
  static let lengthLimit = 1024

  init(_ name: String) { self.name = name }
}

/// A value that holds others.
struct PickleNode: Sendable {
  /// What it is.
  let kind: PickleNodeKind
  /// The items of a tuple, a list or a set; the arguments of a call.
  var items: [PickleValue] = []
  /// The keys and values of a dictionary, or what was set in anything else as if it were one.
  var entries: [(key: PickleValue, value: PickleValue)] = []
  /// What should be restored in an object that was made before.
  var state: PickleValue?
  /// Where the instruction is that made it, as sentences count it.
  let position: Int
}

/// What sort of value holds others.
enum PickleNodeKind: Hashable, Sendable {
  /// A sequence that stays as it is.
  case tuple
  /// A sequence that can grow.
  case list
  /// Keys with a value each.
  case dictionary
  /// Values without an order.
  case set
  /// A name.
  case global(PickleGlobal)
  /// What a call of a listed name would give; the call is recorded and never made.
  case call(PickleGlobal)
  /// An empty object of a class, which is known by its name only; what it holds is its state.
  case object(PickleGlobal)
  /// A reference to something outside of the pickle; its description is the one item.
  case persistent
}
