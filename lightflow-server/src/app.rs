//! What all handlers share.

use std::sync::Arc;

use lightflow_service::runs::Store;
use lightflow_service::service::{Service, ServiceError};
use tokio::sync::Semaphore;

use crate::live::Tails;
use crate::problem::Problem;
use crate::queue::Queue;
use crate::uploads::Uploads;

/// What all handlers share. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    service: Service,
    store: Store,
    queue: Queue,
    tails: Tails,
    uploads: Uploads,
    program: Program,
    /// Pictures that are made smaller at the same time: each may take much memory.
    drawing: Semaphore,
}

/// Which program is served.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl App {
    /// An interface to a service whose runs go through a queue.
    ///
    /// # Errors
    /// When runs are kept nowhere.
    pub fn new(service: Service, queue: Queue, program: Program) -> Result<Self, ServiceError> {
        let store = service.store()?.clone();
        let tails = Tails::new(store.clone(), queue.clone());
        let uploads = Uploads::in_folder(store.root().join("uploads"));
        let drawing = Semaphore::new(2);
        Ok(Self { shared: Arc::new(Shared { service, store, queue, tails, uploads, program, drawing }) })
    }

    pub(crate) fn service(&self) -> &Service {
        &self.shared.service
    }

    pub(crate) fn store(&self) -> &Store {
        &self.shared.store
    }

    pub(crate) fn queue(&self) -> &Queue {
        &self.shared.queue
    }

    pub(crate) fn tails(&self) -> &Tails {
        &self.shared.tails
    }

    pub(crate) fn uploads(&self) -> &Uploads {
        &self.shared.uploads
    }

    pub(crate) fn program(&self) -> &Program {
        &self.shared.program
    }

    pub(crate) fn drawing(&self) -> &Semaphore {
        &self.shared.drawing
    }

    /// Does something that waits for disks on a thread that may wait.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&app)).await;
        done.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
    }
}
