internal import Calibration
internal import QuantizationEngine

extension Model {
  /// Opens a line to type in.
  mutating func open(_ action: Action) {
    switch action {
    case .typeThreshold:
      guard shown != nil else { return }
      let value = activeThreshold.value(in: shownRange)
      overlay = .entry(
        Entry(purpose: .threshold(activeThreshold), editor: LineEditor(thresholdText(value))))
    case .typePercentile:
      guard let row = percentileRow else { return }
      let percent = (table.calibrators[row] as? PercentileCalibrator)?.percent
      overlay = .entry(
        Entry(
          purpose: .percentile(row: row), editor: LineEditor(percent.map { "\($0)" } ?? "")))
    case .command:
      overlay = .entry(Entry(purpose: .command, editor: LineEditor()))
    default: break
    }
  }

  /// Types a character, where there is something to type in.
  mutating func type(_ character: Character) {
    switch overlay {
    case .entry(var entry):
      entry.editor.insert(character)
      entry.complaint = nil
      overlay = .entry(entry)
    case .export(var dialog) where dialog.stage == .choosing:
      dialog.fileName.insert(character)
      dialog.hasOwnName = true
      dialog.complaint = nil
      overlay = .export(dialog)
    default: break
    }
  }

  /// Changes the line being typed.
  mutating func edit(_ edit: LineEditor.Edit) {
    switch overlay {
    case .entry(var entry):
      entry.editor.apply(edit)
      entry.complaint = nil
      overlay = .entry(entry)
    case .export(var dialog) where dialog.stage == .choosing:
      dialog.fileName.apply(edit)
      dialog.hasOwnName = true
      dialog.complaint = nil
      overlay = .export(dialog)
    default: break
    }
  }

  /// Applies what was typed; what cannot be applied stays, with the reason.
  mutating func apply(_ entry: Entry) -> [Effect] {
    switch entry.purpose {
    case .threshold(let threshold):
      guard let value = NumberEntry.value(of: entry.editor.text) else {
        complain(entry, NumberEntry.complaint(about: entry.editor.text))
        return []
      }
      overlay = nil
      activeThreshold = threshold
      history.endRun()
      set(threshold, to: value)
      // A value without an encoding stays in the line, so that it can be mended.
      if let status, status.tone == .bad {
        overlay = .entry(entry)
        complain(entry, status.text)
        self.status = nil
      }
      return []
    case .percentile(let row):
      guard let value = NumberEntry.value(of: entry.editor.text) else {
        complain(entry, NumberEntry.complaint(about: entry.editor.text))
        return []
      }
      do throws(CalibrationError) {
        setPercentile(try PercentileCalibrator(percent: value), row: row)
        overlay = nil
      } catch {
        complain(entry, "\(error)")
      }
      return []
    case .command:
      overlay = nil
      do throws(CommandError) {
        return try run(command: entry.editor.text)
      } catch {
        overlay = .entry(entry)
        complain(entry, error.description)
        return []
      }
    }
  }

  private mutating func complain(_ entry: Entry, _ complaint: String) {
    var entry = entry
    entry.complaint = complaint
    overlay = .entry(entry)
  }

  /// Puts a threshold of the block on the screen where the person says.
  mutating func set(_ threshold: Threshold, to value: Double) {
    guard let shown else { return }
    let label = "\(threshold.name) \(thresholdText(value))"
    if change(to: tuning.moving(threshold, ofBlock: shown.index, to: value), label: label) {
      say(label)
    }
  }

  /// The row of the table that a percentage belongs to: the selected one if it has one.
  var percentileRow: Int? {
    let rows = table.calibrators.indices.filter { table.calibrators[$0] is PercentileCalibrator }
    return rows.contains(table.selection) ? table.selection : rows.first
  }

  /// The percentages that `+` and `-` go through.
  private static let percentages: [Double] = [
    90, 95, 98, 99, 99.5, 99.9, 99.95, 99.99, 99.995, 99.999, 99.9999, 100,
  ]

  /// Goes to a higher or a lower percentage.
  mutating func stepPercentile(_ step: Int) {
    guard let row = percentileRow,
      let current = table.calibrators[row] as? PercentileCalibrator
    else { return }
    let next =
      step > 0
      ? Model.percentages.first { $0 > current.percent }
      : Model.percentages.last { $0 < current.percent }
    guard let next, let calibrator = try? PercentileCalibrator(percent: next) else {
      say("there is no further step; % types a percentage")
      return
    }
    setPercentile(calibrator, row: row)
  }

  /// Sets the percentage of a row, which is then asked for anew.
  mutating func setPercentile(_ calibrator: PercentileCalibrator, row: Int) {
    replaceCalibrator(of: row, with: calibrator)
  }

  /// Gives the row of a calibrator the settings that a text has after its name, or the standard ones.
  ///
  /// - Throws: ``CalibrationError`` where there is no such calibrator, or it has no such settings.
  mutating func setCalibrator(_ text: String) throws(CalibrationError) {
    let calibrator = try CalibratorCatalog.calibrator(text)
    guard let row = table.calibrators.firstIndex(where: { $0.name == calibrator.name }) else {
      throw .unknownCalibrator(calibrator.name, known: table.calibrators.map(\.name))
    }
    replaceCalibrator(of: row, with: calibrator)
  }

  /// Changes the settings of a row, which is then asked for anew.
  private mutating func replaceCalibrator(of row: Int, with calibrator: any Calibrator) {
    table.replace(row, with: calibrator)
    table.select(row)
    // The answer that is on its way may belong to the old settings.
    tickets.cancel(.calibration)
    say([calibrator.name, calibrator.setting].compactMap(\.self).joined(separator: " "))
  }
}

/// Numbers as a person types them.
enum NumberEntry {
  /// The finite number that some text says; nil if it says none.
  static func value(of text: String) -> Double? {
    let trimmed = trim(text)
    // Double also reads hexadecimal and "nan", which nobody means here.
    let allowed = trimmed.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
    guard allowed, let value = Double(trimmed), value.isFinite else { return nil }
    return value
  }

  /// Why some text is not a number.
  static func complaint(about text: String) -> String {
    let trimmed = trim(text)
    return trimmed.isEmpty
      ? "expected a number such as -1.5 or 2e-3, found nothing"
      : "expected a finite number such as -1.5 or 2e-3, found \(trimmed)"
  }

  /// Text without blanks at either end, and with the typographic minus as the plain one.
  static func trim(_ text: String) -> String {
    var characters = Array(text)[...]
    while characters.first?.isWhitespace == true { characters.removeFirst() }
    while characters.last?.isWhitespace == true { characters.removeLast() }
    return String(characters.map { $0 == "−" ? "-" : $0 })
  }
}
