// The one door to Jansson, a JSON parser in C. Swift imports nearly all of it as it is; each function
// below says why it cannot import the thing itself.
#ifndef CJANSSON_SHIM_H
#define CJANSSON_SHIM_H

#include <jansson.h>

// `json_decref` is inline and touches a reference count through a compiler's builtin for atomics,
// which Swift does not import on every platform.
static inline void jansson_release(json_t *value) { json_decref(value); }

// `json_typeof` is a macro.
static inline json_type jansson_type(const json_t *value) { return json_typeof(value); }

// A function and an enumeration share the name `json_error_code`, which Swift cannot tell apart.
static inline int jansson_error_code(const json_error_t *error) { return json_error_code(error); }

#endif
