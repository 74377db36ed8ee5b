public import TerminalScreen

extension Model {
  /// The screen as it is now, of exactly ``size``.
  ///
  /// Everything was measured by ``settle()``, or else is for this picture alone; from then on this only
  /// draws.
  public func canvas(_ capabilities: TerminalCapabilities) -> Canvas {
    guard isSettled else {
      var settled = self
      settled.settle()
      return settled.canvas(capabilities)
    }
    var canvas = Canvas(size: size)
    draw(on: &canvas)
    return canvas.limited(to: capabilities.glyphs)
  }

  /// Draws every cell of a canvas of this model's size.
  func draw(on canvas: inout Canvas) {
    canvas.fill()
    guard ScreenShape(size) != .tooSmall else {
      TooSmallView.draw(size, on: &canvas)
      return
    }
    let rows = ScreenRows(size)
    let header = screen.header(sheet) ?? Header(sheet.desk, columns: size.columns)
    HeaderView.draw(header, on: &canvas, in: rows.header)
    if let notice {
      NoticeView.draw(notice, on: &canvas, in: rows.body)
    } else {
      screen.draw(sheet, on: &canvas)
    }
    if case .export(let dialog) = overlay {
      ExportView.draw(dialog, self, on: &canvas, in: rows.body)
    } else if let (page, title, firstLine) = textPage {
      TextPageView.draw(page, title: title, firstLine: firstLine, on: &canvas)
    }
    StatusView.draw(self, on: &canvas, in: rows.status)
    FooterView.draw(self, on: &canvas, in: rows.footer)
  }
}
