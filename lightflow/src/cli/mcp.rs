//! `mcp`: answers an agent on stdin and stdout.

use clap::{Arg, ArgMatches, Command};
use lightflow_server::mcp::{Direct, Mcp, Stdio};

use super::failure::{Code, Failure};
use super::flags::store_arg;
use super::{Context, Output, drive, kept};

pub(super) fn command() -> Command {
    Command::new("mcp")
        .about("Answer an agent by the Model Context Protocol, on stdin and stdout")
        .after_help(
            "An agent starts it: {\"command\": \"PROGRAM\", \"args\": [\"mcp\"]}. It ends when stdin does.",
        )
        .arg(store_arg(Arg::new("store").long("store")))
}

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let stdio = Stdio::take().map_err(|error| Failure::stdout(&error))?;
    // What goes wrong from now on is said on stderr: only the protocol is on stdout.
    let service = kept::service(context, matches.get_one::<String>("store").map(String::as_str))?;
    if context.io.stdout_is_terminal {
        context.io.note("an agent is to speak here; Ctrl-D ends it");
    }
    let runtime = drive::threads()?;
    let (name, version) = (context.program.clone(), context.about.version);
    let server = Mcp::new(service.clone(), Direct::new(service), &name, version);
    let spoken = runtime.block_on(stdio.serve(server));
    // Neither a step that does not stop nor a read of stdin must keep the program.
    runtime.shutdown_background();
    spoken.map_err(|error| {
        Failure::new(Code::OutputFailed, error.to_string())
            .hint(format!("start `{name} mcp` from an agent, which speaks first"))
    })?;
    Ok(Output::Raw(String::new()))
}
