//! The transports of tabs, in the page or in the worker.

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::rc::Rc;

use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared};
use wasm_bindgen_futures::spawn_local;

use super::socket::{self, Socket};
use super::worker::{RemoteSocket, SocketsWorker};

pub use super::worker::WorkerAlarm;
use session::payload::Payload;
use session::request::Request;
use session::transport::{MessageId, Transport, TransportEvent};

/// The thread of a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thread {
    /// The page.
    Page,
    /// The worker; the page where there is no worker.
    Worker,
}

/// The worker, once it has started; `None` where it does not start.
type Starting = Shared<LocalBoxFuture<'static, Option<Rc<SocketsWorker>>>>;

/// Opens transports. One worker holds all sockets outside the page; it starts with the first of them.
#[derive(Debug, Default)]
pub struct Transports {
    worker: RefCell<Option<Starting>>,
}

impl Transports {
    /// Begins to connect on this thread. The listener gets the events of the transport.
    pub fn open(
        &self,
        thread: Thread,
        request: Request,
        hear: impl Fn(TransportEvent) + 'static,
    ) -> Rc<dyn Transport> {
        if thread == Thread::Page {
            return Rc::new(Socket::open(&request, hear));
        }
        let worker = self.worker();
        let link = Rc::new(Link {
            hear: Rc::new(hear),
            transport: OnceCell::new(),
            is_cancelled: Cell::new(false),
        });
        let opening = Rc::clone(&link);
        spawn_local(async move { opening.open(worker.await, &request) });
        Rc::new(StartingTransport { link })
    }

    /// Lets the worker go, which ends with the last of its transports. The next transport starts another.
    pub fn stop(&self) {
        self.worker.take();
    }

    /// Calls back once after this time, by a timer of the worker; `None` where none runs. A later alarm takes the place
    /// of this one.
    pub fn alarm(&self, delay_ms: u32, wake: impl FnOnce() + 'static) -> Option<WorkerAlarm> {
        let worker = self.worker.borrow();
        let worker = worker.as_ref()?.peek()?.as_ref()?;
        Some(WorkerAlarm::set(worker, delay_ms, wake))
    }

    /// The worker, which starts with the first call.
    fn worker(&self) -> Starting {
        let start = || SocketsWorker::start().boxed_local().shared();
        self.worker.borrow_mut().get_or_insert_with(start).clone()
    }
}

/// A transport in the worker, or in the page if the worker does not start. Until then nothing is open, and no
/// message is taken.
#[derive(Debug)]
struct StartingTransport {
    link: Rc<Link>,
}

/// The part that the transport shares with the task that waits for the worker.
struct Link {
    hear: Rc<dyn Fn(TransportEvent)>,
    transport: OnceCell<Rc<dyn Transport>>,
    /// Whether the transport was closed or dropped before it opened anything.
    is_cancelled: Cell<bool>,
}

impl Link {
    fn open(&self, worker: Option<Rc<SocketsWorker>>, request: &Request) {
        if self.is_cancelled.get() {
            return;
        }
        let hear = Rc::clone(&self.hear);
        let transport: Rc<dyn Transport> = match worker.filter(|worker| !worker.has_failed()) {
            Some(worker) => RemoteSocket::open(&worker, request, hear),
            None => Rc::new(Socket::open(request, move |event| hear(event))),
        };
        // It is set once: there is one task.
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
            None if self.link.is_cancelled.replace(true) => {}
            None => {
                let link = Rc::clone(&self.link);
                spawn_local(async move { (link.hear)(TransportEvent::Closed(socket::failed())) });
            }
        }
    }
}

impl Drop for StartingTransport {
    fn drop(&mut self) {
        self.link.is_cancelled.set(true);
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
