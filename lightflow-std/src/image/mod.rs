//! Pictures: load, change, measure, save.
