//! One of those who bring runs to their end.

use lightflow_service::runs::{RunId, RunStatus};
use lightflow_service::service::{Active, ServiceError};

use super::{Going, Queue};

/// Takes runs from the queue, one after another, until the server is stopped.
pub async fn work(queue: Queue) {
    loop {
        let changed = queue.shared.changed.notified();
        tokio::pin!(changed);
        // Listening starts before looking, so that nothing is missed in between.
        changed.as_mut().enable();
        if queue.is_stopping() {
            return;
        }
        let next = {
            let mut state = queue.state();
            let next = state.line.pop();
            state.beginning.extend(next);
            next
        };
        match next {
            Some(id) => {
                run(&queue, id).await;
                // What one of several was told may have been for another.
                queue.shared.changed.notify_one();
            }
            None => changed.await,
        }
    }
}

async fn run(queue: &Queue, id: RunId) {
    let active = match begin(queue, id).await {
        Ok(active) => active,
        Err(error) => {
            tracing::warn!(run = %id, %error, "a run that waited cannot begin");
            give_up(queue, id, &error).await;
            queue.state().beginning.remove(&id);
            queue.shared.changed.notify_waiters();
            return;
        }
    };
    let going = Going { cancel: active.canceller(), grown: active.grown() };
    {
        let mut state = queue.state();
        state.active.insert(id, going);
        state.beginning.remove(&id);
    }
    queue.tell(id, RunStatus::Running);
    let ended = active.ended().await;
    if let Some(trouble) = &ended.trouble {
        tracing::warn!(run = %id, trouble, "not all of a run could be kept");
    }
    queue.state().active.remove(&id);
    let store = queue.shared.service.store();
    if let Ok(run) = store.and_then(|store| Ok(store.run(id)?)) {
        queue.tell(id, run.status);
    }
    queue.shared.changed.notify_waiters();
}

async fn begin(queue: &Queue, id: RunId) -> Result<Active, ServiceError> {
    let service = queue.shared.service.clone();
    let secrets = queue.state().secrets.remove(&id).unwrap_or_default();
    // Checking reads files, and beginning writes some.
    let begun = tokio::task::spawn_blocking(move || {
        let resumable = service.resumable(&id.to_string(), secrets)?;
        let recording = service.resume(&resumable, resumable.ready.ask.reuse.clone())?;
        Ok::<_, ServiceError>((resumable.ready, recording))
    });
    let (ready, recording) =
        begun.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?;
    queue.shared.service.start(ready, Some(recording))
}

/// Ends a run that cannot begin, with the reason.
async fn give_up(queue: &Queue, id: RunId, error: &ServiceError) {
    let (service, reason) = (queue.shared.service.clone(), error.to_string());
    let ended = tokio::task::spawn_blocking(move || service.refuse(id, &reason));
    if matches!(ended.await, Ok(Ok(()))) {
        queue.tell(id, RunStatus::Failed);
    }
}
