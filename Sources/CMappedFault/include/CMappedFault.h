// Keeps the process alive when a mapped file is cut short while it is being read: the missing pages
// read as zeros, and the mapping is marked. See the README for the rules.
#ifndef CMAPPEDFAULT_H
#define CMAPPEDFAULT_H

#include <stddef.h>

// A mapping of a file for reading that is watched.
struct mapped_fault_range;

// Watches a mapping, to be called after `mmap`; the first call installs the handler of SIGBUS.
//
// Returns NULL when there is no memory to remember it; the mapping is not watched then.
struct mapped_fault_range *mapped_fault_watch(const void *start, size_t count);

// Forgets a mapping, to be called before `munmap` when nobody reads it any more.
void mapped_fault_forget(struct mapped_fault_range *range);

// Whether pages of a mapping were missing when they were read, and are zeros now.
int mapped_fault_is_damaged(const struct mapped_fault_range *range);

// What the handler does: if the address is within a watched mapping, puts zeros from its page to the
// end of the mapping, marks the mapping and returns 1; else returns 0.
//
// For another handler of SIGBUS that was installed later, before it gives up. Async-signal-safe.
int mapped_fault_mend(const void *address);

#endif
