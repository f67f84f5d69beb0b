//! The transports of tabs, on whichever thread they are.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::rc::Rc;

use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared};
use wasm_bindgen_futures::spawn_local;

use super::socket::{self, Socket};
use super::worker::{RemoteSocket, SocketsWorker};
use session::payload::Payload;
use session::request::Request;
use session::transport::{MessageId, Transport, TransportEvent};

/// On which thread a socket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thread {
    /// The page's own.
    Page,
    /// That of a worker, where there can be one; or else the page's.
    Worker,
}

/// Where transports come from. One worker holds all sockets that are in one; it starts with the first.
#[derive(Debug, Default)]
pub struct Transports {
    worker: OnceCell<Shared<LocalBoxFuture<'static, Option<Rc<SocketsWorker>>>>>,
}

impl Transports {
    /// Begins to connect on this thread. The listener hears what the transport tells.
    pub fn open(
        &self,
        thread: Thread,
        request: Request,
        hear: impl Fn(TransportEvent) + 'static,
    ) -> Rc<dyn Transport> {
        if thread == Thread::Page {
            return Rc::new(Socket::open(&request, hear));
        }
        let start = || SocketsWorker::start().boxed_local().shared();
        let worker = self.worker.get_or_init(start).clone();
        let link = Rc::new(Link {
            hear: Rc::new(hear),
            transport: OnceCell::new(),
            is_given_up: Cell::new(false),
        });
        let opening = Rc::clone(&link);
        spawn_local(async move { opening.open(worker.await, &request) });
        Rc::new(StartingTransport { link })
    }
}

/// A transport in the worker, or in the page where there can be no worker. Until that is known nothing is
/// open.
#[derive(Debug)]
struct StartingTransport {
    link: Rc<Link>,
}

/// What the transport shares with the task that waits for the worker.
struct Link {
    hear: Rc<dyn Fn(TransportEvent)>,
    transport: OnceCell<Rc<dyn Transport>>,
    /// It was closed or dropped before there was anything to close: nothing is to be opened.
    is_given_up: Cell<bool>,
}

impl Link {
    fn open(&self, worker: Option<Rc<SocketsWorker>>, request: &Request) {
        if self.is_given_up.get() {
            return;
        }
        let hear = Rc::clone(&self.hear);
        let transport: Rc<dyn Transport> = match worker.filter(|worker| !worker.has_failed()) {
            Some(worker) => RemoteSocket::open(&worker, request, hear),
            None => Rc::new(Socket::open(request, move |event| hear(event))),
        };
        // A link is opened once.
        let _ = self.transport.set(transport);
    }
}

impl Transport for StartingTransport {
    fn send(&self, message: MessageId, payload: Payload) {
        match self.link.transport.get() {
            Some(transport) => transport.send(message, payload),
            None => (self.link.hear)(TransportEvent::SendFailed(message)),
        }
    }

    fn close(&self, with: Option<(u16, Rc<str>)>) {
        match self.link.transport.get() {
            Some(transport) => transport.close(with),
            None if self.link.is_given_up.replace(true) => {}
            None => {
                let link = Rc::clone(&self.link);
                spawn_local(async move { (link.hear)(TransportEvent::Closed(socket::failed())) });
            }
        }
    }
}

impl Drop for StartingTransport {
    fn drop(&mut self) {
        self.link.is_given_up.set(true);
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Link")
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}
