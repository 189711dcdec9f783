//! `serve`: workflows for people, programs and agents, over HTTP.

use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use lightflow_server::guard::{Asked, Guard, HostName, HostNameError, Token, guard};
use lightflow_server::limits::Limits as RequestLimits;
use lightflow_server::listen::{Listen, ListenError, Listeners};
use lightflow_server::queue::{Limits, Queue};
use lightflow_server::{App, Program, guarded, router, serve};

use super::failure::{Code, Failure};
use super::flags::store_arg;
use super::io::Interrupts;
use super::{Context, Output, drive, kept};

/// How long runs have when the server ends; what is not done by then goes on with the next server.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn command() -> Command {
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let count = |name: &'static str, help: &'static str| {
        text(name, "COUNT", help).value_parser(clap::value_parser!(usize))
    };
    Command::new("serve")
        .about("Serve workflows over HTTP: a page, an interface for programs, MCP for agents")
        .after_help(
            "Runs that a server was to finish when it was stopped, however suddenly, go on when it is started again.\n\
             Ctrl-C ends it after the runs that go on, or after 10 seconds; a second one at once.",
        )
        .arg(
            text("listen", "ADDRESS", "127.0.0.1:7700, unix:PATH or systemd; may be repeated [default: 127.0.0.1:7700]")
                .action(ArgAction::Append),
        )
        .arg(
            text("unix", "PATH", "The same as --listen unix:PATH")
                .value_hint(ValueHint::FilePath)
                .action(ArgAction::Append),
        )
        .arg(
            text("token-file", "FILE", "File with the token that is asked for; an address that others reach needs one")
                .value_hint(ValueHint::FilePath),
        )
        .arg(text("host", "NAME", "Another name of this server; may be repeated").action(ArgAction::Append))
        .arg(
            Arg::new("behind-tls")
                .long("behind-tls")
                .action(ArgAction::SetTrue)
                .help("A proxy in front speaks TLS: cookies are for TLS alone"),
        )
        .arg(
            text("ask", "WHOM", "Who is asked for the token: exposed addresses, all of tcp, or all [default: tcp]")
                .value_parser(["exposed", "tcp", "all"]),
        )
        .arg(count("running", "Runs at the same time [default: as many as cores]"))
        .arg(count("waiting", "Runs that may wait [default: 10000]"))
        .arg(count("connections", "Connections at the same time [default: 256]"))
        .arg(store_arg(Arg::new("store").long("store")))
}

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let service = kept::service(context, matches.get_one::<String>("store").map(String::as_str))?;
    service.store().map_err(|error| Failure::service(context, &error))?;
    let places = places(matches)?;
    let (guard_options, limits) = options(matches)?;
    let program = Program { name: context.program.clone(), version: context.about.version.to_owned() };
    let mut queue_limits = Limits::default();
    if let Some(running) = matches.get_one::<usize>("running") {
        queue_limits.running = (*running).max(1);
    }
    if let Some(waiting) = matches.get_one::<usize>("waiting") {
        queue_limits.waiting = *waiting;
    }
    let (runtime, engine) = (drive::threads()?, drive::threads()?);
    let ended = runtime.block_on(async {
        let listeners = Listeners::bind(&places, &guard_options).await.map_err(|error| wrong(&error))?;
        let queue = Queue::new(service.clone(), queue_limits);
        let app = App::new(service, queue.clone(), program).map_err(|error| Failure::service(context, &error))?;
        let found = queue.start_on(engine.handle()).map_err(|error| Failure::service(context, &error))?;
        for address in listeners.addresses() {
            context.io.note(&format!("http://{address}"));
        }
        if found > 0 {
            let runs = if found == 1 { "1 run goes".into() } else { format!("{found} runs go") };
            context.io.note(&format!("{runs} on from before"));
        }
        let mut interrupts = match std::mem::replace(&mut context.io.interrupts, Interrupts::Signals) {
            Interrupts::Signals => drive::signals(),
            Interrupts::Channel(channel) => channel,
        };
        let (asked, mut again) = tokio::sync::mpsc::unbounded_channel();
        let shutdown = async {
            drive::next(&mut interrupts).await;
            context.io.note("ending; press Ctrl-C again to exit at once");
            tokio::spawn(async move {
                drive::next(&mut interrupts).await;
                let _ = asked.send(());
            });
        };
        let router = guard(router(app), &guard_options);
        tokio::select! {
            served = serve(listeners, router, &limits, (&queue, PATIENCE), shutdown) => served.map_err(|error| Failure::new(Code::RunFailed, format!("the server broke off: {error}"))),
            Some(()) = again.recv() => Ok(()),
        }
    });
    // A step that does not stop must not keep the program: the next server goes on with its run.
    runtime.shutdown_background();
    engine.shutdown_background();
    ended.map(|()| Output::Raw(String::new()))
}

fn places(matches: &ArgMatches) -> Result<Vec<Listen>, Failure> {
    let given = matches.get_many::<String>("listen").into_iter().flatten().cloned();
    let sockets = matches.get_many::<String>("unix").into_iter().flatten().map(|path| format!("unix:{path}"));
    let mut places: Vec<String> = given.chain(sockets).collect();
    if places.is_empty() {
        places.push("127.0.0.1:7700".into());
    }
    places
        .iter()
        .map(|place| place.parse())
        .collect::<Result<_, _>>()
        .map_err(|error: ListenError| wrong(&error))
}

/// What is wrong, and behind the semicolon what to do.
fn wrong(error: &dyn std::error::Error) -> Failure {
    let text = error.to_string();
    match text.split_once("; ") {
        Some((message, hint)) => Failure::new(Code::WrongUsage, message).hint(hint),
        None => Failure::new(Code::WrongUsage, text),
    }
}

fn options(matches: &ArgMatches) -> Result<(Guard, RequestLimits), Failure> {
    let mut limits = RequestLimits::default();
    if let Some(connections) = matches.get_one::<usize>("connections") {
        limits.connections = u32::try_from(*connections).unwrap_or(u32::MAX).max(1);
    }
    let mut guard = guarded(Guard::new()).limits(limits.clone()).behind_tls(matches.get_flag("behind-tls"));
    if let Some(path) = matches.get_one::<String>("token-file") {
        let token = Token::read(path).map_err(|error| wrong(&error))?;
        guard = guard.token(token).asked(match matches.get_one::<String>("ask").map(String::as_str) {
            Some("exposed") => Asked::Exposed,
            Some("all") => Asked::All,
            _ => Asked::Tcp,
        });
    }
    for name in matches.get_many::<String>("host").into_iter().flatten() {
        let name: HostName = name.parse().map_err(|error: HostNameError| wrong(&error))?;
        guard = guard.host(name);
    }
    Ok((guard, limits))
}
