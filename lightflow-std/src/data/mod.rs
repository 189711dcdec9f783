//! JSON, templates, tables, text.
