// The one door to zlib. Swift imports nearly all of it as it is; each function below says why
// it cannot import the thing itself.
#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <zlib.h>

// `inflateInit2` is a macro that fills in the version and the size of the structure. The window bits
// below zero ask for the bare stream that zip archives hold, without a header of its own.
static inline int zlib_inflate_start_bare(z_stream *stream) {
    return inflateInit2(stream, -MAX_WBITS);
}

// As above; sixteen more ask for a gzip header, and for its checksum and length to be compared.
static inline int zlib_inflate_start_gzip(z_stream *stream) {
    return inflateInit2(stream, MAX_WBITS + 16);
}

#endif
