//! Readers push, callers pull: documents come over a short channel from a thread that reads.
//!
//! A reader is a function that takes bytes as they come and hands documents to a [`Sink`]; so an
//! archive inside an archive is a call inside a call, and nothing is held but the record in hand.

use std::{
    ops::ControlFlow,
    sync::mpsc::{Receiver, sync_channel},
    thread,
};

use model::RawDocument;

use crate::Error;

/// One document, or what is to be told about one.
pub type Item = Result<RawDocument, Error>;

/// Whether to go on: `Break` once nobody listens any more.
pub(crate) type Flow = ControlFlow<()>;

/// Items that wait for the caller at most.
const N_WAITING_MAX: usize = 8;

/// Where readers put what they find, in order.
pub(crate) struct Sink<'a> {
    put: &'a mut dyn FnMut(Item) -> Flow,
    /// Items put so far.
    pub(crate) n_put: u64,
}

impl<'a> Sink<'a> {
    pub(crate) fn new(put: &'a mut dyn FnMut(Item) -> Flow) -> Self {
        Self { put, n_put: 0 }
    }

    pub(crate) fn put(&mut self, item: Item) -> Flow {
        self.n_put += 1;
        (self.put)(item)
    }

    pub(crate) fn document(&mut self, document: RawDocument) -> Flow {
        self.put(Ok(document))
    }

    pub(crate) fn tell(&mut self, error: Error) -> Flow {
        self.put(Err(error))
    }
}

/// Documents in the order of the input, read one after the other while they are asked for.
///
/// Memory holds a handful of documents at a time, however large the input. Dropping it ends the
/// reading.
pub struct Documents {
    receiver: Receiver<Item>,
}

impl Documents {
    /// Runs a reader on a thread of its own.
    pub(crate) fn of(work: impl FnOnce(&mut Sink<'_>) + Send + 'static) -> Self {
        let (sender, receiver) = sync_channel(N_WAITING_MAX);
        thread::spawn(move || {
            let mut put = |item| match sender.send(item) {
                Ok(()) => Flow::Continue(()),
                Err(_) => Flow::Break(()),
            };
            work(&mut Sink::new(&mut put));
        });
        Self { receiver }
    }
}

impl Iterator for Documents {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        self.receiver.recv().ok()
    }
}
