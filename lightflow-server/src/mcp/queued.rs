//! Runs that agents start on a server wait in its queue like all others.

use std::time::Duration;

use lightflow_service::runs::RunId;
use lightflow_service::service::{Ask, Ready};

use super::{Fault, Runner};
use crate::app::App;
use crate::http::{begin, in_own_folder};
use crate::live::Follow;
use crate::problem::Problem;

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        let hint = problem.to_json()["hint"].as_str().unwrap_or("try again").to_owned();
        Self::new(problem.code(), problem.detail(), hint)
    }
}

impl Runner for App {
    fn admit(&self, mut ask: Ask) -> Result<Ask, Fault> {
        self.uploads().resolve(&mut ask.inputs)?;
        in_own_folder(self, &mut ask);
        ask.wanted = true;
        Ok(ask)
    }

    async fn start(&self, ready: Ready) -> Result<RunId, Fault> {
        self.blocking(move |app| begin(app, &ready)).await.map_err(Fault::from)
    }

    async fn ended(&self, run: RunId, within: Duration) {
        let Ok(mut follow) = Follow::new(self.tails(), run, 0) else { return };
        let over = async { while let Ok(Some(_)) = follow.next().await {} };
        // What is not over by then is asked for again.
        let _ = tokio::time::timeout(within, over).await;
    }
}
