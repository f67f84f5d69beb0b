//! The sockets of sessions, on whichever thread they are.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::rc::Rc;

use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared};
use wasm_bindgen_futures::spawn_local;

use super::socket::{self, SendError, Socket};
use super::worker::{RemoteSocket, SocketsWorker};
use session::payload::Payload;
use session::record::{CloseEvent, Opening};
use session::tab::{Attempt, Event, SocketEvent};

/// On which thread a socket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thread {
    /// The page's own.
    Page,
    /// That of a worker, where there can be one; or else the page's.
    Worker,
}

/// What to connect to.
#[derive(Debug, Clone)]
pub struct Destination {
    /// The address of the server.
    pub address: Rc<str>,
    /// What to offer, the most wanted first.
    pub subprotocols: Rc<[Rc<str>]>,
}

/// Where sockets come from. One worker holds all of those that are in one; it starts with the first.
#[derive(Debug, Default)]
pub struct Sockets {
    worker: OnceCell<Shared<LocalBoxFuture<'static, Option<Rc<SocketsWorker>>>>>,
}

/// A socket that tells its events to a session. Dropped, it closes.
#[derive(Debug)]
pub struct SessionSocket {
    link: Rc<Link>,
}

/// What a socket and the page's handle of it have in common.
struct Link {
    attempt: Attempt,
    hear: Rc<dyn Fn(Event)>,
    place: OnceCell<Place>,
    /// Nobody wants it any more: it is not to have a place, if it has none yet.
    is_given_up: Cell<bool>,
}

#[derive(Debug)]
enum Place {
    Page(Socket),
    Worker(Rc<RemoteSocket>),
}

impl Sockets {
    /// Begins to connect. The session hears that it opened once or never, messages in their order,
    /// and last that it closed, once. Of what the browser does not take it hears so first.
    pub fn open(
        &self,
        thread: Thread,
        attempt: Attempt,
        destination: Destination,
        hear: impl Fn(Event) + 'static,
    ) -> SessionSocket {
        let link = Rc::new(Link {
            attempt,
            hear: Rc::new(hear),
            place: OnceCell::new(),
            is_given_up: Cell::new(false),
        });
        match thread {
            Thread::Page => link.open_in_page(&destination),
            Thread::Worker => {
                let start = || SocketsWorker::start().boxed_local().shared();
                let worker = self.worker.get_or_init(start).clone();
                let link = Rc::clone(&link);
                spawn_local(async move {
                    let worker = worker.await;
                    if link.is_given_up.get() {
                        return;
                    }
                    match worker.filter(|worker| !worker.has_failed()) {
                        Some(worker) => link.open_in_worker(&worker, &destination),
                        None => link.open_in_page(&destination),
                    }
                });
            }
        }
        SessionSocket { link }
    }
}

impl SessionSocket {
    /// Hands a message to the browser. The session hears that it was handed over, or that it was not
    /// taken: at once or later, but in the order of the messages.
    pub fn send(&self, payload: Payload) {
        let sent = match self.link.place.get() {
            Some(Place::Worker(socket)) => return socket.send(payload),
            Some(Place::Page(socket)) => match &payload {
                Payload::Text(text) => socket.send(text),
                Payload::Binary(bytes) => socket.send_bytes(bytes),
            },
            None => Err(SendError),
        };
        (self.link.hear)(match sent {
            Ok(()) => Event::Handed(payload),
            Err(SendError) => Event::NotTaken,
        });
    }

    /// Begins the closing handshake, with a code and a reason or with neither. What the browser does
    /// not take changes nothing.
    pub fn close(&self, with: Option<(u16, Rc<str>)>) {
        match self.link.place.get() {
            Some(Place::Worker(socket)) => socket.close(with),
            Some(Place::Page(socket)) => {
                let with = with.as_ref().map(|(code, reason)| (*code, &**reason));
                let _ = socket.close(with);
            }
            None if self.link.is_given_up.replace(true) => {}
            None => {
                let link = Rc::clone(&self.link);
                spawn_local(async move { link.closed(socket::failed()) });
            }
        }
    }
}

impl Drop for SessionSocket {
    fn drop(&mut self) {
        self.link.is_given_up.set(true);
        // One in the worker goes with the link; one in the page is held by its listener.
        if let Some(Place::Page(socket)) = self.link.place.get() {
            // Only a code or a reason could be refused.
            let _ = socket.close(None);
        }
    }
}

impl Link {
    fn open_in_worker(&self, worker: &Rc<SocketsWorker>, destination: &Destination) {
        let hear = Rc::clone(&self.hear);
        let socket = RemoteSocket::open(worker, self.attempt, destination, hear);
        // A link is opened once.
        let _ = self.place.set(Place::Worker(socket));
    }

    fn open_in_page(self: &Rc<Self>, destination: &Destination) {
        let link = Rc::clone(self);
        let Destination {
            address,
            subprotocols,
        } = destination;
        let hear = move |event| link.hear_in_page(event);
        match Socket::open_with_subprotocols(address, subprotocols, hear) {
            Some(socket) => {
                // A link is opened once.
                let _ = self.place.set(Place::Page(socket));
            }
            None => (self.hear)(Event::Refused(self.attempt)),
        }
    }

    /// What a socket in the page says, in the session's words.
    fn hear_in_page(&self, event: SocketEvent) {
        match event {
            SocketEvent::Opened => {
                let opening = match self.place.get() {
                    Some(Place::Page(socket)) => socket.opening(),
                    Some(Place::Worker(_)) | None => Opening::default(),
                };
                (self.hear)(Event::Opened(self.attempt, opening));
            }
            SocketEvent::Received(payloads) => {
                (self.hear)(Event::Received(self.attempt, payloads));
            }
            SocketEvent::Closed(close) => self.closed(close),
        }
    }

    fn closed(&self, close: CloseEvent) {
        (self.hear)(Event::Closed(self.attempt, close));
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Link")
            .field("attempt", &self.attempt)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}
