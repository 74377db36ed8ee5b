#define _GNU_SOURCE
#include "CMappedFault.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// A slot of the registry. `start` is 0 while the slot is free, 1 while it is being filled; it is
// written last, so that whoever sees an address there sees the rest.
struct mapped_fault_range {
  _Atomic uintptr_t start;
  _Atomic uintptr_t end;
  atomic_int is_damaged;
};

#define SLOTS 256

// Slots come by the block, which is never freed: a handler may be walking it.
struct block {
  struct mapped_fault_range slots[SLOTS];
  struct block *next;  // written before the block can be seen
};

static struct block first;
static struct block *_Atomic blocks = &first;

static struct sigaction former;
static uintptr_t page_size;  // written before the handler is installed
static pthread_once_t installed = PTHREAD_ONCE_INIT;

int mapped_fault_mend(const void *address) {
  uintptr_t place = (uintptr_t)address;
  for (struct block *block = atomic_load(&blocks); block; block = block->next) {
    for (size_t i = 0; i < SLOTS; i++) {
      struct mapped_fault_range *range = &block->slots[i];
      uintptr_t start = atomic_load(&range->start);
      uintptr_t last = atomic_load(&range->end);
      if (start <= 1 || place < start || place >= last) continue;
      // Another thread may have given the slot to another mapping between the two: then it is not
      // the one of this address, and zeros up to its end would fall on everything in between.
      if (atomic_load(&range->start) != start) continue;
      // All the rest and not one page: a file of gigabytes would fault a million times.
      uintptr_t page = place / page_size * page_size;
      uintptr_t end = (last + page_size - 1) / page_size * page_size;
      int saved = errno;
      atomic_store(&range->is_damaged, 1);
      void *zeros = mmap((void *)page, end - page, PROT_READ,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
      errno = saved;
      return zeros != MAP_FAILED;
    }
  }
  return 0;
}

// The action that was there before is called rather than put back, so that this one stays: the
// former may be a handler that goes on.
static void pass_on(int signal, siginfo_t *info, void *context) {
  if (former.sa_flags & SA_SIGINFO) {
    former.sa_sigaction(signal, info, context);
  } else if (former.sa_handler != SIG_DFL && former.sa_handler != SIG_IGN) {
    former.sa_handler(signal);
  } else if (former.sa_handler == SIG_DFL || info->si_code > 0) {
    // A fault cannot be ignored. The signal is blocked here, so it kills on return, with the
    // faulting registers in place.
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, NULL);
    raise(signal);
  }
}

static void on_fault(int signal, siginfo_t *info, void *context) {
  // What another process sent has no address.
  if (info->si_code > 0 && mapped_fault_mend(info->si_addr)) return;
  pass_on(signal, info, context);
}

static void install(void) {
  page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
  sigaction(SIGBUS, NULL, &former);
  struct sigaction action = {.sa_sigaction = on_fault,
                             .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
  sigfillset(&action.sa_mask);
  sigaction(SIGBUS, &action, NULL);
}

static struct mapped_fault_range *take_slot(struct block *block) {
  for (size_t i = 0; i < SLOTS; i++) {
    uintptr_t none = 0;
    if (atomic_compare_exchange_strong(&block->slots[i].start, &none, 1)) return &block->slots[i];
  }
  return NULL;
}

struct mapped_fault_range *mapped_fault_watch(const void *start, size_t count) {
  pthread_once(&installed, install);
  struct mapped_fault_range *range = NULL;
  struct block *newest = atomic_load(&blocks);
  for (struct block *block = newest; block && !range; block = block->next)
    range = take_slot(block);
  if (!range) {
    struct block *block = calloc(1, sizeof *block);
    if (!block) return NULL;
    range = &block->slots[0];
    atomic_store(&range->start, 1);
    block->next = newest;
    while (!atomic_compare_exchange_weak(&blocks, &block->next, block)) continue;
  }
  atomic_store(&range->is_damaged, 0);
  atomic_store(&range->end, (uintptr_t)start + count);
  atomic_store(&range->start, (uintptr_t)start);
  return range;
}

void mapped_fault_forget(struct mapped_fault_range *range) { atomic_store(&range->start, 0); }

int mapped_fault_is_damaged(const struct mapped_fault_range *range) {
  return atomic_load(&range->is_damaged);
}
