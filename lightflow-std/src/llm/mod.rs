//! Chat with language models.
