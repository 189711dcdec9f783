//! A workflow of three cheap steps over HTTP: by hand, unrecorded, and kept in the store.

use std::time::Duration;

use crate::Failure;
use crate::load::{Contender, Work, by_turns};
use crate::process::Process;
use crate::report::Row;

pub async fn run(server: &Process) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for connections in [1, 16] {
        let contender = |name, work| Contender { name, address: server.guarded, connections, work };
        let contenders = [
            contender("3 steps by hand, behind the guard", Work::GetNumber("/bench/hand")),
            contender("… as a workflow, not recorded", Work::GetNumber("/bench/run")),
        ];
        let figures = by_turns(&contenders, 7, Duration::from_millis(700)).await?;
        let memory = server.memory()?.to_string();
        rows.extend(
            contenders
                .iter()
                .zip(&figures)
                .map(|(contender, figures)| Row::of(contender, figures, contenders[0].name, &memory)),
        );
        // They load the disk, so they are compared with each other.
        let contenders = [
            contender("… POST and wait: recorded, new inputs", Work::Run { fresh: true }),
            contender("… POST and wait: recorded, all known", Work::Run { fresh: false }),
        ];
        let figures = by_turns(&contenders, 5, Duration::from_millis(1_500)).await?;
        let memory = server.memory()?.to_string();
        rows.extend(
            contenders
                .iter()
                .zip(&figures)
                .map(|(contender, figures)| Row::of(contender, figures, contenders[0].name, &memory)),
        );
    }
    Ok(rows)
}
