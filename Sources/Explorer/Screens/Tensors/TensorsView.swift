internal import QuantizationEngine
internal import TerminalScreen

/// Draws the list of tensors.
enum TensorsView {
  /// Draws the rows that are on the screen.
  static func draw(_ screen: TensorsScreen, _ sheet: Worksheet, on canvas: inout Canvas) {
    let layout = TensorsLayout(sheet)
    let columns = screen.columns(sheet)
    for place in columns.placed {
      let heading = place.column.heading(
        isComparison: sheet.contents.comparedWith != nil, isPlan: screen.planAnswer != nil)
      canvas.write(
        place.column.isNumeric ? heading.padded(leading: place.width) : heading, style: .muted,
        column: layout.heading.column + place.start, row: layout.heading.row,
        columns: place.width)
    }
    var rest = layout.rows
    for (index, row) in screen.rows.enumerated().dropFirst(screen.top).prefix(rest.rows) {
      let rect = rest.cutTop(1)
      if index == screen.place {
        // The numbers and pictures keep their own colours: in reverse nobody could read them.
        var cursor = rect
        canvas.fill(cursor.cutLeft(columns.nameEnd), with: Cell(style: .selected))
        canvas.write("▸", style: .selected, column: rect.column, row: rect.row)
      }
      if row == .line {
        divider(screen, sheet, isSelected: index == screen.place, on: &canvas, in: rect)
        continue
      }
      let line = TensorLine(row, isSelected: index == screen.place, screen, sheet)
      draw(line, columns, on: &canvas, in: rect)
    }
    if !layout.position.isEmpty {
      canvas.write(
        screen.position(layout, sheet), endColumn: layout.position.endColumn - 1,
        row: layout.position.row)
    }
    DamagePictureView.draw(screen, sheet, layout, on: &canvas)
    TensorDetailView.draw(screen, sheet, on: &canvas, in: layout.detail)
  }

  /// Draws the line between what is below the threshold and the rest.
  private static func divider(
    _ screen: TensorsScreen, _ sheet: Worksheet, isSelected: Bool, on canvas: inout Canvas,
    in rect: Rect
  ) {
    var rest = rect
    _ = rest.cutLeft(1)
    canvas.fill(rest, with: Cell("─", style: .accent))
    let words =
      StyledText(
        " \(TensorWords.decibels(screen.threshold ?? 0)) dB ", Style(.accent, isBold: true))
      + TensorWords.below(screen, sheet, isOnLine: true) + " "
    canvas.write(words, column: rect.column + TensorsScreen.lineWordsColumn, row: rect.row)
    guard isSelected else { return }
    canvas.write("▸", style: .selected, column: rect.column, row: rect.row)
    let hint = StyledText(" ←→ move it, t types it ", .muted)
    if TensorsScreen.lineWordsColumn + words.columns + hint.columns + 4 < rect.columns {
      canvas.write(hint, endColumn: rect.endColumn - 2, row: rect.row)
    }
  }

  private static func draw(
    _ line: TensorLine, _ columns: TensorColumns, on canvas: inout Canvas, in rect: Rect
  ) {
    if !line.mark.isEmpty {
      canvas.write(line.mark, style: line.style(.accent), column: rect.column + 1, row: rect.row)
    }
    for place in columns.placed {
      let column = rect.column + place.start
      if place.column == .name {
        canvas.write(line.name(columns: place.width), column: column, row: rect.row)
      } else if let reason = line.reason {
        // What is said instead of numbers takes the room of all of them.
        canvas.write(
          DisplayText.truncated(reason, columns: rect.endColumn - column - 1),
          style: line.isSurplus ? .muted : Style(.clipped), column: column, row: rect.row)
        return
      } else if place.column == .picture {
        picture(line.picture(columns: place.width), on: &canvas, column: column, row: rect.row)
      } else if place.column == .bar || place.column == .storedBar {
        let share = line.damageShare(place.column == .bar ? .byRule : .asStored)
        bar(share, width: place.width, on: &canvas, column: column, row: rect.row)
      } else {
        let text = line.text(place.column)
        // A group has no word for what is stored, and its number of tensors that room.
        let room = line.isGroup && place.column == .shape ? columns.roomForCount : place.width
        if place.column.isNumeric, text.columns <= place.width {
          canvas.write(text, endColumn: column + place.width, row: rect.row)
          continue
        }
        let shown = DisplayText.truncated(text.string, columns: room)
        canvas.write(
          place.column.isNumeric ? shown.padded(leading: place.width) : shown,
          style: text.pieces.first?.style ?? .text, column: column, row: rect.row)
      }
    }
  }

  private static func picture(
    _ sparkline: Sparkline?, on canvas: inout Canvas, column: Int, row: Int
  ) {
    guard let sparkline else { return }
    for (index, height) in sparkline.eighths.enumerated() {
      canvas[column: column + index, row: row] = Cell(
        BarChart.block(eighths: height), style: Style(.float))
    }
  }

  private static func bar(
    _ share: Double?, width: Int, on canvas: inout Canvas, column: Int, row: Int
  ) {
    guard let share else { return }
    let filled = BarChart.cells(ofShare: share, columns: width)
    let style = Style(.heat(DamageScale.heat(ofShare: share)))
    for index in 0..<width {
      canvas[column: column + index, row: row] =
        index < filled ? Cell("█", style: style) : Cell(" ", style: .text)
    }
  }
}
