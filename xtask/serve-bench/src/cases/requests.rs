//! Small requests: a bare handler, the same behind our listener and our guard, and `GET /api/health`.

use std::time::Duration;

use crate::Failure;
use crate::load::{Contender, Work, by_turns};
use crate::process::Process;
use crate::report::Row;

pub async fn run(server: &Process) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for connections in [1, 16] {
        let contender = |name, address, path| Contender { name, address, connections, work: Work::Get(path) };
        let contenders = [
            contender("a bare handler, `axum::serve`", server.bare, "/bench/small"),
            contender("… behind `listen::serve`", server.open, "/bench/small"),
            contender("… and the guard", server.guarded, "/bench/small"),
            contender("`GET /api/health`", server.guarded, "/api/health"),
        ];
        let figures = by_turns(&contenders, 7, Duration::from_millis(700)).await?;
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
