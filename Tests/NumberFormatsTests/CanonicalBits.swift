/// The bits of a value, those of one NaN for all: which NaN it is, is the processor's affair.
func canonicalBits(_ value: Float) -> UInt32 {
  value.isNaN ? 0x7FC0_0000 : value.bitPattern
}
