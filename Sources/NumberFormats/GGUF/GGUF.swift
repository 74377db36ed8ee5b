/// The block types of GGUF files, as ggml's C code reads them.
///
/// A block is a few fields one after another, little-endian, without padding. In the tables of the
/// types, `d` is a scale and `m` a minimum, both float16; `x[j]` is value j of the block. The values
/// of a tensor's rows go into blocks in order, so a block never spans two rows.
///
/// Source: ggml 0.25.3, `src/ggml-common.h` (layouts) and the functions `dequantize_row_…` of
/// `src/ggml-quants.c` (arithmetic). Multiplications are written in ggml's order, for
/// `(d · scale) · code` is not always `d · (scale · code)` where a scale is infinite or NaN.
enum GGUF {}
