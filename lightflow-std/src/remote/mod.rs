//! What the families have in common that ask services: one client, patience, and texts without secrets.

pub mod client;
pub mod patience;
pub mod redact;

#[cfg(test)]
pub mod replay;
