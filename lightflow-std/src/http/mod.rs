//! Requests and downloads.
