//! The page's handle of a socket in the worker.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::messages::{self, SocketId, ToPage, ToWorker};
use super::sockets_worker::SocketsWorker;
use crate::platform::socket;
use session::payload::Payload;
use session::request::{Request, Via};
use session::transport::{MessageId, Transport, TransportEvent};

/// The limit on bytes in flight to the worker; beyond it a message fails to be sent. Each message in flight is in memory
/// twice.
const MAX_IN_FLIGHT_BYTES: usize = 64 << 20;

/// The limit on messages in flight to the worker; beyond it a message fails to be sent.
const MAX_IN_FLIGHT_MESSAGES: usize = 1_024;

/// The page's handle of a socket in the worker.
pub(crate) struct RemoteSocket {
    worker: Rc<SocketsWorker>,
    id: SocketId,
    hear: Rc<dyn Fn(TransportEvent)>,
    /// The messages that the worker has not acknowledged, each with its size in bytes. It acknowledges in order.
    in_flight: RefCell<VecDeque<(MessageId, usize)>>,
    in_flight_bytes: Cell<usize>,
    is_closed: Cell<bool>,
}

impl RemoteSocket {
    /// Begins to connect. A request that the browser refuses has [`TransportEvent::Refused`] and then
    /// [`TransportEvent::Closed`]; so has one with headers, which a worker cannot send.
    pub(crate) fn open(
        worker: &Rc<SocketsWorker>,
        request: &Request,
        hear: Rc<dyn Fn(TransportEvent)>,
    ) -> Rc<Self> {
        let socket = Rc::new_cyclic(|itself| Self {
            worker: Rc::clone(worker),
            id: worker.enter(itself),
            hear,
            in_flight: RefCell::default(),
            in_flight_bytes: Cell::default(),
            is_closed: Cell::default(),
        });
        let Request {
            url,
            subprotocols,
            headers,
            via: Via::Direct,
        } = request;
        if headers.is_empty() {
            let offered: Array = subprotocols
                .iter()
                .map(|it| JsValue::from_str(it))
                .collect();
            worker.tell(socket.id, ToWorker::Open(Rc::clone(url), offered));
        } else {
            let refused = Rc::downgrade(&socket);
            spawn_local(async move {
                for event in [
                    TransportEvent::Refused,
                    TransportEvent::Closed(socket::failed()),
                ] {
                    if let Some(socket) = refused.upgrade() {
                        socket.hear(ToPage::Event(event));
                    }
                }
            });
        }
        socket
    }

    /// A message of the worker about this socket.
    pub(super) fn hear(&self, message: ToPage) {
        let event = match message {
            ToPage::Ready | ToPage::Awake => return,
            ToPage::Batch(contents) => {
                (self.hear)(TransportEvent::Received(messages::payloads_of(&contents)));
                // Only now, so that a busy page gets no more than it can process.
                self.worker.tell(self.id, ToWorker::BatchAck);
                return;
            }
            ToPage::Event(event) => event,
        };
        match event {
            TransportEvent::Sent(_) | TransportEvent::SendFailed(_) => {
                let _ = self.acknowledged();
            }
            TransportEvent::Closed(_) => {
                self.is_closed.set(true);
                // The worker finds the socket closed when these messages arrive.
                while let Some(message) = self.acknowledged() {
                    (self.hear)(TransportEvent::SendFailed(message));
                }
            }
            TransportEvent::Refused
            | TransportEvent::Opened(_)
            | TransportEvent::Received(_)
            | TransportEvent::Unsent(_) => {}
        }
        (self.hear)(event);
    }

    /// Removes the oldest message in flight.
    fn acknowledged(&self) -> Option<MessageId> {
        let (message, bytes) = self.in_flight.borrow_mut().pop_front()?;
        self.in_flight_bytes.update(|all| all - bytes);
        Some(message)
    }
}

impl Transport for RemoteSocket {
    fn send(&self, message: MessageId, payload: Payload) {
        let has_room = self.in_flight_bytes.get() < MAX_IN_FLIGHT_BYTES
            && self.in_flight.borrow().len() < MAX_IN_FLIGHT_MESSAGES;
        if self.is_closed.get() || !has_room {
            (self.hear)(TransportEvent::SendFailed(message));
            return;
        }
        let bytes = payload.len();
        self.in_flight_bytes.update(|all| all + bytes);
        self.in_flight.borrow_mut().push_back((message, bytes));
        let (content, buffer) = messages::content_of(&payload);
        let send = ToWorker::Send(message, content);
        match buffer {
            Some(buffer) => self.worker.give(self.id, send, &buffer),
            None => self.worker.tell(self.id, send),
        }
    }

    fn close(&self, with: Option<(u16, Rc<str>)>) {
        self.worker.tell(self.id, ToWorker::Close(with));
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
