extension TensorsScreen {
  /// The damage that the rows are sorted by, and the line is about.
  func kind(_ sheet: Worksheet) -> DamageKind {
    order.kind ?? (sheet.contents.comparedWith == nil ? .byRule : .asStored)
  }

  /// By how many dB the rule in force would be better than what is stored; nil where that is not known.
  func gain(of tensor: Int, _ sheet: Worksheet) -> Double? {
    guard let rule = damage(of: tensor, .byRule, sheet), rule.leftAlone == nil,
      let stored = damage(of: tensor, .asStored, sheet)
    else { return nil }
    let gain = stored.badness - rule.badness
    return gain.isNaN ? nil : gain
  }

  /// Whether a tensor starts with the encoding that its file stores, so that the scheme in force is not
  /// what it has.
  func showsStored(_ tensor: Int, _ sheet: Worksheet) -> Bool {
    sheet.setup.format == nil && planAnswer == nil && sheet.startsAsStored(tensor)
  }

  /// The damage of every tensor; empty where none is known.
  func damages(_ kind: DamageKind, _ sheet: Worksheet) -> [Damage?] {
    switch kind {
    case .byRule:
      if let answer = planAnswer { return answer.damages }
      let damages = findings.damages(by: sheet.setup.rule)
      guard sheet.setup.format == nil, sheet.setup.followsFile else { return damages }
      return damages.indices.map { sheet.startsAsStored($0) ? nil : damages[$0] }
    case .asStored: return findings.storedDamages
    }
  }

  /// The damage of a tensor; nil where it is not known.
  func damage(of tensor: Int, _ kind: DamageKind, _ sheet: Worksheet) -> Damage? {
    switch kind {
    case .byRule:
      if let answer = planAnswer {
        answer.damages.indices.contains(tensor) ? answer.damages[tensor] : nil
      } else {
        showsStored(tensor, sheet) ? nil : findings.damage(of: tensor, by: sheet.setup.rule)
      }
    case .asStored:
      findings.storedDamages.indices.contains(tensor) ? findings.storedDamages[tensor] : nil
    }
  }

  /// Whether some of these tensors have counterparts that they were not compared with yet.
  func waitsForStored(_ members: Range<Int>, _ sheet: Worksheet) -> Bool {
    members.contains { tensor in
      sheet.contents.subjects[tensor].counterpart != nil && findings.stored(of: tensor) == nil
        && sheet.contents.subjects[tensor].obstacle == nil
    }
  }

  /// The damage of the worst tensor of a group that was measured; nil if none was.
  func worst(of group: Int, _ kind: DamageKind, _ sheet: Worksheet) -> Damage? {
    guard let members = groups?.groups[group].members else { return nil }
    return worstTensor(in: members, kind, sheet).flatMap { damage(of: $0, kind, sheet) }
  }

  /// The worst of some tensors, of those that were measured; nil if none was.
  func worstTensor(
    in members: Range<Int>, _ kind: DamageKind, _ sheet: Worksheet
  ) -> Int? {
    var worst: (tensor: Int, badness: Double)?
    for tensor in members {
      guard let badness = damage(of: tensor, kind, sheet)?.badness,
        badness > worst?.badness ?? -.infinity
      else { continue }
      worst = (tensor, badness)
    }
    return worst?.tensor
  }
}
