/// A graph or a function, in which a name means one thing.
struct ONNXScope: Sendable {
  /// What the names of its tensors begin with in the list.
  let path: String
  /// The scope in which it lies, whose names mean something here too.
  let around: Int?
  /// How many scopes lie around it.
  let depth: Int
  /// Where in the list each of its tensors is, by its name here.
  var positions: [ExactText: Int] = [:]
}
