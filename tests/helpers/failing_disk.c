/* Loaded before the system's own library: once armed, some of the reads that follow fail as a disk's do. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/types.h>
#include <unistd.h>

static long first = 0, count = 0, seen = 0;

/* Has reads `nth` to `nth + many - 1` from now on fail; with 0 for `nth` none does any more. */
void fail_reads(long nth, long many) { first = nth; count = many; seen = 0; }
long reads_seen(void) { return seen; }

static int fails(void) {
    if (first == 0 || ++seen < first || seen >= first + count) return 0;
    errno = EIO;
    return 1;
}

ssize_t pread(int file, void *into, size_t size, off_t at) {
    static ssize_t (*real)(int, void *, size_t, off_t);
    if (!real) real = dlsym(RTLD_NEXT, "pread");
    return fails() ? -1 : real(file, into, size, at);
}

ssize_t pread64(int file, void *into, size_t size, off64_t at) {
    static ssize_t (*real)(int, void *, size_t, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "pread64");
    return fails() ? -1 : real(file, into, size, at);
}
