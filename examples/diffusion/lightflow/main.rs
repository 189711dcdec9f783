//! A picture from words, by a small diffusion model on the CPU.

lightflow::link!(diffusion);

lightflow::main!();
