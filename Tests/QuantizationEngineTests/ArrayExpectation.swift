import Testing

/// Two arrays are equal; if not, where they first differ.
///
/// A failing `#expect(first == second)` would work out the difference of two long arrays, which takes
/// longer than anyone waits.
func expectSame<Element: Equatable>(
  _ found: [Element], _ expected: [Element], _ context: @autoclosure () -> String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard found != expected else { return }
  let place = zip(found, expected).enumerated().first { $0.element.0 != $0.element.1 }
  let difference =
    place.map { "element \($0.offset) is \($0.element.0), expected \($0.element.1)" }
    ?? "\(found.count) elements, expected \(expected.count)"
  Issue.record("\(context()): \(difference)", sourceLocation: sourceLocation)
}
