//! `cargo lightflow` on projects that it made itself. All of them share one target folder.

mod check;
mod edit_loop;
mod new;
mod show;
mod support;
