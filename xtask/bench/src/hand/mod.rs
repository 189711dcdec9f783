//! The same graphs by hand, as one would write a small executor for exactly these steps.
//!
//! The baselines are plans too: which function runs, where its inputs lie and where its output goes is read from a
//! table at run time, and values travel through slots in memory. A straight line of calls would be inlined to
//! nothing, and would be no executor. Everything else is in their favour: one value type, an order known before,
//! no counters, no events, no cancellation, no errors.

pub mod payloads;
pub mod plan;
pub mod steps;
