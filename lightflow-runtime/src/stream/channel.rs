//! The edge between the maker of a stream and its reader.

use std::borrow::Cow;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use futures_core::Stream;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;
use tokio::sync::mpsc;

use super::Gauge;
use crate::port::{CodecError, Port, Reader, Storage, Writer};

/// So many items wait in a stream at most.
const CAPACITY: usize = 8;

/// What a node that gives `impl Stream<Item = T>` puts on its edge: items that one step reads while another makes them.
///
/// A node reads it as `impl Stream<Item = T>`, which this is, and a `for` runs its body for each item as it comes. At most eight
/// items wait in it: a maker that is faster than its reader waits.
///
/// It has one reader, lives in one process and is not stored: where its maker has to run again, it makes it again. In a test, a
/// list makes one:
///
/// ```
/// use lightflow_runtime::ItemStream;
///
/// fn longest(words: ItemStream<String>) -> usize {
///     words.into_iter().map(|word| word.len()).max().unwrap_or(0)
/// }
///
/// assert_eq!(longest(ItemStream::from(vec!["a".to_owned(), "tale".to_owned()])), 4);
/// ```
pub struct ItemStream<T>(Source<T>);

enum Source<T> {
    List(std::vec::IntoIter<T>),
    Edge { items: mpsc::Receiver<T>, gauge: Arc<Gauge>, since: Option<Instant> },
}

/// The other end of an [`ItemStream`].
#[derive(Debug)]
pub struct Feed<T> {
    pub(super) items: mpsc::Sender<T>,
    pub(super) gauge: Arc<Gauge>,
}

impl<T> Feed<T> {
    /// What both ends know of each other.
    pub fn gauge(&self) -> Arc<Gauge> {
        self.gauge.clone()
    }
}

/// Both ends of an edge.
pub fn channel<T>() -> (Feed<T>, ItemStream<T>) {
    let (sender, receiver) = mpsc::channel(CAPACITY);
    let gauge = Arc::<Gauge>::default();
    let feed = Feed { items: sender, gauge: gauge.clone() };
    (feed, ItemStream(Source::Edge { items: receiver, gauge, since: None }))
}

impl<T> Unpin for ItemStream<T> {}

impl<T> Stream for ItemStream<T> {
    type Item = T;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let (items, gauge, since) = match &mut self.get_mut().0 {
            Source::List(items) => return Poll::Ready(items.next()),
            Source::Edge { items, gauge, since } => (items, gauge, since),
        };
        let polled = items.poll_recv(context);
        if let Poll::Ready(item) = polled {
            if let Some(since) = since.take() {
                gauge.starved(since.elapsed());
            }
            // A maker that failed ends the run, and so whoever waits here; its stream has no end that could be taken for one.
            return if item.is_some() || gauge.is_finished() { Poll::Ready(item) } else { Poll::Pending };
        }
        since.get_or_insert_with(Instant::now);
        Poll::Pending
    }
}

impl<T> Drop for ItemStream<T> {
    fn drop(&mut self) {
        if let Source::Edge { gauge, .. } = &self.0 {
            gauge.leave();
        }
    }
}

impl<T> From<Vec<T>> for ItemStream<T> {
    fn from(items: Vec<T>) -> Self {
        Self(Source::List(items.into_iter()))
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ItemStream(..)")
    }
}

/// Reads a stream in a sync node, whose thread waits for each item. An `async` node reads it as a `Stream`.
#[derive(Debug)]
pub struct Blocking<T>(ItemStream<T>);

impl<T> IntoIterator for ItemStream<T> {
    type Item = T;
    type IntoIter = Blocking<T>;

    fn into_iter(self) -> Blocking<T> {
        Blocking(self)
    }
}

impl<T> Iterator for Blocking<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        match &mut self.0.0 {
            Source::List(items) => items.next(),
            Source::Edge { items, gauge, .. } => {
                if let Ok(item) = items.try_recv() {
                    return Some(item);
                }
                let since = Instant::now();
                let item = items.blocking_recv();
                gauge.starved(since.elapsed());
                if item.is_none() && !gauge.is_finished() {
                    // The run breaks off. What came so far must not look like all, so nothing after this runs.
                    std::panic::resume_unwind(Box::new("the stream broke off"));
                }
                item
            }
        }
    }
}

impl<T: Port> Port for ItemStream<T> {
    const STORAGE: Storage = Storage::Handle;

    fn name() -> Cow<'static, str> {
        format!("stream of {}", T::name()).into()
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        crate::private::handle_schema(&Self::name())
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        Err(CodecError::handle(&Self::name()))
    }

    fn from_json(_: Value) -> Result<Self, CodecError> {
        Err(CodecError::handle(&Self::name()))
    }

    fn write(&self, _: &mut Writer<'_>) -> Result<(), CodecError> {
        Err(CodecError::handle(&Self::name()))
    }

    fn read(_: &mut Reader) -> Result<Self, CodecError> {
        Err(CodecError::handle(&Self::name()))
    }
}
