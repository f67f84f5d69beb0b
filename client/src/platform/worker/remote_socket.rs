//! The page's handle of a socket in the worker.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::sockets_worker::SocketsWorker;
use super::words::{self, Command, Report, SocketId};
use crate::platform::session_socket::Destination;
use session::payload::Payload;
use session::tab::{Attempt, Event};

/// Nothing more is handed to the worker while so many bytes of messages are on their way to it.
const ON_THEIR_WAY_BYTES: usize = 64 << 20;

/// Nor while so many messages are.
const ON_THEIR_WAY_MESSAGES: usize = 1_024;

/// A socket in the worker that tells its events to a session. Dropped, it closes.
pub(crate) struct RemoteSocket {
    worker: Rc<SocketsWorker>,
    id: SocketId,
    attempt: Attempt,
    hear: Rc<dyn Fn(Event)>,
    /// What the worker has not yet answered for; it answers in order.
    on_their_way: RefCell<VecDeque<Payload>>,
    on_their_way_bytes: Cell<usize>,
    is_closed: Cell<bool>,
}

impl RemoteSocket {
    /// Begins to connect.
    pub(crate) fn open(
        worker: &Rc<SocketsWorker>,
        attempt: Attempt,
        destination: &Destination,
        hear: Rc<dyn Fn(Event)>,
    ) -> Rc<Self> {
        let socket = Rc::new_cyclic(|itself| Self {
            worker: Rc::clone(worker),
            id: worker.enter(itself),
            attempt,
            hear,
            on_their_way: RefCell::default(),
            on_their_way_bytes: Cell::default(),
            is_closed: Cell::default(),
        });
        let offered: Array = destination
            .subprotocols
            .iter()
            .map(|it| JsValue::from_str(it))
            .collect();
        let command = Command::Open(Rc::clone(&destination.address), offered);
        worker.say(socket.id, command);
        socket
    }

    /// Has the worker send a message; what became of it is an event, later.
    pub(crate) fn send(&self, payload: Payload) {
        let has_room = self.on_their_way_bytes.get() < ON_THEIR_WAY_BYTES
            && self.on_their_way.borrow().len() < ON_THEIR_WAY_MESSAGES;
        if self.is_closed.get() || !has_room {
            (self.hear)(Event::NotTaken);
            return;
        }
        let (message, buffer) = words::message_of(&payload);
        self.on_their_way_bytes
            .update(|bytes| bytes + payload.len());
        self.on_their_way.borrow_mut().push_back(payload);
        let command = Command::Send(message);
        match buffer {
            Some(buffer) => self.worker.give(self.id, command, &buffer),
            None => self.worker.say(self.id, command),
        }
    }

    /// Has the worker begin the closing handshake, with a code and a reason or with neither.
    pub(crate) fn close(&self, with: Option<(u16, Rc<str>)>) {
        self.worker.say(self.id, Command::Close(with));
    }

    /// What the worker says of the socket, in the session's words.
    pub(super) fn hear(&self, report: Report) {
        let event = match report {
            Report::Ready => return,
            Report::Refused => Event::Refused(self.attempt),
            Report::Opened(opening) => Event::Opened(self.attempt, opening),
            Report::Received(messages) => {
                (self.hear)(Event::Received(self.attempt, words::payloads_of(&messages)));
                // Now and not before, so that a page that has much to do is told no more than it
                // can take in.
                self.worker.say(self.id, Command::TookIn);
                return;
            }
            Report::Taken => match self.answered() {
                Some(payload) => Event::Handed(payload),
                None => return,
            },
            Report::NotTaken => match self.answered() {
                Some(_) => Event::NotTaken,
                None => return,
            },
            Report::Closed(close) => {
                self.is_closed.set(true);
                // The worker finds the socket closed when these arrive.
                while self.answered().is_some() {
                    (self.hear)(Event::NotTaken);
                }
                Event::Closed(self.attempt, close)
            }
        };
        (self.hear)(event);
    }

    /// Takes out the message that the worker has answered for.
    fn answered(&self) -> Option<Payload> {
        let payload = self.on_their_way.borrow_mut().pop_front()?;
        self.on_their_way_bytes
            .update(|bytes| bytes - payload.len());
        Some(payload)
    }
}

impl Drop for RemoteSocket {
    fn drop(&mut self) {
        self.worker.leave(self.id);
    }
}

impl fmt::Debug for RemoteSocket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RemoteSocket")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
