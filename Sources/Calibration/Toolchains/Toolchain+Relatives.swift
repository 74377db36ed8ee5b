import QuantizationEngine

extension Toolchain {
  /// The other toolchains of the same tool that have a scheme, as the end of a sentence, such as
  /// `; torch-fake has it`; empty if none has.
  func relatives(with scheme: Scheme) -> String {
    let family = name.prefix { $0 != "-" }
    let names = ToolchainCatalog.all.filter { other in
      other.name != name && other.name.prefix { $0 != "-" } == family
        && other.repertoire.refusal(of: scheme) == nil
    }.map(\.name)
    return names.isEmpty
      ? "" : "; \(names.joined(separator: ", ")) \(names.count == 1 ? "has" : "have") it"
  }
}
