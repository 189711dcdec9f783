//! Pictures, films and speech that a service makes.
