import Glibc

/// e^x, rounded to float32 from float64.
///
/// A converter's own float32 exponential may differ in the last bit.
func exponential(_ value: Float) -> Float {
  Float(exp(Double(value)))
}
