//! Who is next: the highest priority, and of those with one priority who came first.

use std::collections::{BTreeMap, HashMap};

use lightflow_service::runs::RunId;

/// Runs that wait.
#[derive(Debug, Default)]
pub struct Line {
    /// In the order in which they are next.
    waiting: BTreeMap<(i64, u64), RunId>,
    places: HashMap<RunId, (i64, u64)>,
    /// Places that are taken before anybody stands there.
    reserved: usize,
    next: u64,
}

/// A place in the line that nobody else gets.
#[derive(Debug)]
pub struct Place(());

impl Line {
    /// How many wait.
    pub fn len(&self) -> usize {
        self.waiting.len() + self.reserved
    }

    pub fn has(&self, id: RunId) -> bool {
        self.places.contains_key(&id)
    }

    /// Reserves a place, if there are fewer than `limit`.
    pub fn place(&mut self, limit: usize) -> Option<Place> {
        if self.len() >= limit {
            return None;
        }
        self.reserved += 1;
        Some(Place(()))
    }

    /// Stands in a reserved place.
    pub fn take(&mut self, place: Place, id: RunId, priority: i32) {
        self.leave(place);
        self.push(id, priority);
    }

    /// Gives a place back.
    pub fn leave(&mut self, _: Place) {
        self.reserved -= 1;
    }

    /// Stands at the end of those with this priority; who stands there already stays.
    pub fn push(&mut self, id: RunId, priority: i32) {
        if self.has(id) {
            return;
        }
        let key = (-i64::from(priority), self.next);
        self.next += 1;
        self.waiting.insert(key, id);
        self.places.insert(id, key);
    }

    /// Who is next.
    pub fn pop(&mut self) -> Option<RunId> {
        let (_, id) = self.waiting.pop_first()?;
        self.places.remove(&id);
        Some(id)
    }

    pub fn remove(&mut self, id: RunId) {
        if let Some(key) = self.places.remove(&id) {
            self.waiting.remove(&key);
        }
    }
}
