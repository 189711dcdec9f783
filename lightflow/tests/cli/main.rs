//! The command line, called as a function: what it prints and how it exits.

mod assets;
mod errors;
mod find;
mod help;
mod inputs;
mod lifecycle;
mod preflight;
mod recipes;
mod run;
mod runs;
mod studio;
mod support;
mod trace;
