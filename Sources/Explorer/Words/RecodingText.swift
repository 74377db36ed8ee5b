internal import NumberFormats
internal import TerminalScreen

/// What is in force, in words: a number format, what is stored, or the scheme.
enum RecodingText {
  /// What keys change under a scheme that is not there under anything else.
  enum Choice: Hashable, Sendable {
    case thresholds, signedness, rounding, scaling, symmetry, axis, block, bits, blocks, arithmetic
    /// Whatever is tuned.
    case tuning

    /// What formats differ in.
    init(_ facet: FormatFacet) {
      self =
        switch facet {
        case .bits: .bits
        case .blocks: .blocks
        case .symmetry: .symmetry
        case .arithmetic: .arithmetic
        }
    }
  }

  /// What it is called: `gguf-q4_k`, `what is stored`, or of the scheme `uint8 asymmetric`.
  static func name(_ recoding: Recoding?, _ desk: Desk) -> String {
    switch recoding {
    case .format(let format): format.name
    case .stored: "what is stored"
    case nil:
      SchemeText.codes(desk.tuning.scheme) + " " + SchemeText.symmetry(desk.tuning.scheme)
    }
  }

  /// What is stored in place of the tensor, fit for the screen.
  static func storedAs(_ desk: Desk) -> String {
    DisplayText(desk.subject.counterpart?.storedAs ?? "").string
  }

  /// How many bits a value takes, everything that is stored shared out; nil where nobody knows.
  static func bitsPerValue(_ recoding: Recoding, _ desk: Desk) -> Double? {
    switch recoding {
    case .format(let format): (try? format.bitsPerValue(shape: desk.subject.shape)) ?? nil
    case .stored: desk.subject.counterpart?.bitsPerValue
    }
  }

  /// The same in words: `4.5 bits per value`.
  static func bits(_ recoding: Recoding, _ desk: Desk) -> String? {
    bitsPerValue(recoding, desk).map { "\(number(ofBits: $0)) bit\($0 == 1 ? "" : "s") per value" }
  }

  /// A number of bits without zeros at its end: `4.5`, `8`, `3.4375`.
  static func number(ofBits bits: Double) -> String {
    var text = NumberText.fixed(bits, decimals: 4)
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// What is said when it is put in force.
  static func announcement(_ recoding: Recoding?, _ desk: Desk) -> String {
    guard let recoding else { return "\(name(nil, desk)) is in force again" }
    return switch recoding {
    case .format(let format): "\(format.name) is in force; \(wayBack(desk))"
    case .stored: "as stored, \(storedAs(desk)); S shows it as tuned"
    }
  }

  /// How to get back to the scheme.
  private static func wayBack(_ desk: Desk) -> String { "Esc returns to \(name(nil, desk))" }

  /// Why a key does nothing.
  static func refusal(_ recoding: Recoding, toChange choice: Choice, _ desk: Desk) -> String {
    let name = name(recoding, desk)
    let reason =
      switch choice {
      case .thresholds: "\(name) has no thresholds to move"
      case .tuning: "\(name) is in force, and nothing of it is tuned"
      case .block: "\(name) is shown of the whole tensor"
      case .signedness: "\(name) leaves no choice of signs"
      case .rounding: "\(name) leaves no choice of rounding"
      case .scaling: "\(name) leaves no choice of scaling"
      case .symmetry: "\(name) leaves no choice of symmetry"
      case .axis: "\(name) leaves no choice of the axis"
      case .bits: "\(name) leaves no choice of bits"
      case .blocks: "\(name) leaves no choice of blocks"
      case .arithmetic: "\(name) leaves no choice of arithmetic"
      }
    return "\(reason); \(wayBack(desk))"
  }

  /// Why there is no other format to walk to.
  static func lonely(
    _ format: NumberFormat, _ walk: FormatWalk, _ desk: Desk
  ) -> String {
    switch walk {
    case .fewer: "no format of the kind of \(format.name) has fewer bits; 5 shows all"
    case .more: "no format of the kind of \(format.name) has more bits; 5 shows all"
    case .next(let facet): refusal(.format(format), toChange: Choice(facet), desk)
    }
  }

  /// What is said where no key has done anything to speak of.
  static func idle(_ recoding: Recoding, _ desk: Desk) -> String {
    switch recoding {
    case .format(let format): "every value was encoded as \(format.name) has it, and decoded again"
    case .stored:
      "stored as \(DisplayText(desk.subject.counterpart?.name ?? "").string) in the quantized model"
    }
  }

  /// Why there are no encodings to export.
  static func noExport(_ recoding: Recoding, _ desk: Desk) -> String {
    switch recoding {
    case .format(let format): "\(format.name) has no encodings to export; \(wayBack(desk))"
    case .stored: "what is stored is in a file already; \(wayBack(desk))"
    }
  }

  /// How far the worker is.
  static func progress(_ recoding: Recoding, _ progress: LoadProgress?) -> String {
    let percent = progress.map { " " + NumberEntry.trim(ProgressText($0).percent) } ?? ""
    return switch recoding {
    case .format(let format): "encoding as \(format.name)…\(percent)"
    case .stored: "reading what is stored…\(percent)"
    }
  }
}
