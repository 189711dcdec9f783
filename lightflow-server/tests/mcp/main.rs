//! An agent and a server of the Model Context Protocol in one process.

mod assets;
mod http;
mod program;
mod refusals;
mod resources;
mod runs;
