//! How the process keeps memory.

/// Lets threads share as many arenas of glibc as there are cores. By itself it has eight for each core, and every one keeps what its
/// threads freed: a program that works on large pictures would hold twice the memory, for no gain in time. `MALLOC_ARENA_MAX` has the
/// last word. For the begin of a program, before it has threads.
pub fn share_arenas() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    if std::env::var_os("MALLOC_ARENA_MAX").is_none() {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        // SAFETY: `mallopt` sets a number of the allocator under its own lock, and reads no memory of ours.
        unsafe { libc::mallopt(libc::M_ARENA_MAX, i32::try_from(cores).unwrap_or(i32::MAX)) };
    }
}
