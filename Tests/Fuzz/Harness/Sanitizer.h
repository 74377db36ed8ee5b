// What AddressSanitizer offers the program that it watches.
#include <sanitizer/asan_interface.h>
