//! Every mistake of `cases/` is one error at its token, has a code and a page, and a repair that compiles.

mod cases;
mod fixed;
mod one_error_each;
mod pages;
mod repairs;
