import Glibc

/// A run of bins of one code, none of which is empty: what it adds to a divergence at least, and with it
/// every longer run that holds it, before that is divided by the number of values.
protocol DivergenceRun {
  /// Takes a bin in that holds so many values, or as many bins as are said; with −1 it is taken out again.
  mutating func add(_ count: Double, times: Double)

  /// What no run has less of that holds these bins.
  var leastSum: Double { get }
}

/// A run of bins and what it adds to KL.
///
/// A run costs no less than a part of it, for KL to the mean of two groups is that to the means of each
/// and that of the means.
struct KullbackLeiblerRun: DivergenceRun {
  private var mass = 0.0
  private var logarithms = 0.0
  private var length = 0.0

  mutating func add(_ count: Double, times: Double) {
    mass += times * count
    logarithms += count > 1 ? times * count * log(count) : 0
    length += times
  }

  var leastSum: Double { logarithms - mass * log(mass / length) }
}

/// A run of bins and what it adds to JS.
///
/// With g(p, q) = p ln(2p / (p + q)) + q ln(2q / (p + q)) a run costs h(q) = Σ g(p, q), q the mean of its
/// counts. No g is negative, so a longer run costs at least what these bins have of it at its own mean,
/// and that is no less than the least of h. At their mean a
///
///     h′(a) = Σ ln(2a / (p + a)) ≥ 0,   h″(q) = Σ p / (q (p + q)),
///
/// h″ falls with q, so below a the curve lies above the parabola that has its slope and curvature there,
/// and above a it rises:
///
///     h(q) ≥ h(a) − h′(a)² / (2 h″(a))
///
/// Bins of a fifth count are passed over, for what is left of a run costs no more than all of it.
struct JensenShannonRun: DivergenceRun {
  private var counts = SIMD4<Double>.zero
  /// How many bins there are of each count.
  private var numbers = SIMD4<Double>.zero

  mutating func add(_ count: Double, times: Double) {
    for lane in 0..<4 where counts[lane] == 0 || counts[lane] == count {
      counts[lane] = count
      numbers[lane] += times
      return
    }
  }

  var leastSum: Double {
    // Equal counts are their own mean.
    guard counts[1] > 0 else { return 0 }
    let mean = (counts * numbers).sum() / numbers.sum()
    var (sum, slope, curvature) = (0.0, 0.0, 0.0)
    for lane in 0..<4 where numbers[lane] > 0 {
      let (count, number) = (counts[lane], numbers[lane])
      let tilt = log(2 * mean / (count + mean))
      sum += number * (count * log(2 * count / (count + mean)) + mean * tilt)
      slope += number * tilt
      curvature += number * count / (mean * (count + mean))
    }
    return sum - slope * slope / (2 * curvature)
  }
}
