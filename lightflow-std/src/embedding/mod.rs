//! Sentences as vectors, on the CPU.
