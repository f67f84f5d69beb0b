//! The worker, as the page sees it.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::messages::{SocketId, ToPage, ToWorker};
use super::remote_socket::RemoteSocket;
use crate::platform::socket;
use session::transport::TransportEvent;

/// What starts the worker, beside the page: Trunk names it after `client/src/bin/sockets.rs`.
const LOADER: &str = "sockets_loader.js";

/// A worker that is not there by then is not waited for.
const START_WITHIN_MS: u32 = 5_000;

/// The worker, for as long as somebody holds it.
#[derive(Debug)]
pub(crate) struct SocketsWorker {
    worker: Worker,
    /// As few as there are tabs, so they are looked for one by one.
    sockets: RefCell<Vec<(SocketId, Weak<RemoteSocket>)>>,
    last_id: Cell<SocketId>,
    has_failed: Cell<bool>,
    starting: RefCell<Option<oneshot::Sender<()>>>,
    on_message: Closure<dyn Fn(MessageEvent)>,
    on_error: Closure<dyn Fn()>,
}

impl SocketsWorker {
    /// Starts the worker; `None`, where there can be none: an old browser, a page without a server,
    /// a server without the worker's files.
    pub(crate) async fn start() -> Option<Rc<Self>> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(LOADER, &options).ok()?;
        let (starting, started) = oneshot::channel();
        let it = Rc::new_cyclic(|it: &Weak<Self>| Self {
            worker,
            sockets: RefCell::default(),
            last_id: Cell::new(0),
            has_failed: Cell::new(false),
            starting: RefCell::new(Some(starting)),
            on_message: {
                let it = Weak::clone(it);
                Closure::new(move |event: MessageEvent| {
                    if let Some(it) = it.upgrade() {
                        it.hear(&event);
                    }
                })
            },
            on_error: {
                let it = Weak::clone(it);
                Closure::new(move || {
                    if let Some(it) = it.upgrade() {
                        it.fail();
                    }
                })
            },
        });
        it.worker
            .set_onmessage(Some(it.on_message.as_ref().unchecked_ref()));
        it.worker
            .set_onerror(Some(it.on_error.as_ref().unchecked_ref()));
        // A worker whose WebAssembly does not come says nothing of it.
        match select(started, TimeoutFuture::new(START_WITHIN_MS)).await {
            Either::Left((Ok(()), _)) => Some(it),
            Either::Left((Err(_), _)) | Either::Right(_) => None,
        }
    }

    /// Whether it stopped working after it had started.
    pub(crate) fn has_failed(&self) -> bool {
        self.has_failed.get()
    }

    /// Has this socket hear what the worker says of it, under the number that it is given.
    pub(super) fn enter(&self, socket: &Weak<RemoteSocket>) -> SocketId {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        self.sockets.borrow_mut().push((id, Weak::clone(socket)));
        id
    }

    /// The socket has nobody to hear anything any more.
    pub(super) fn leave(&self, id: SocketId) {
        self.sockets.borrow_mut().retain(|(other, _)| *other != id);
        self.tell(id, ToWorker::Forget);
    }

    pub(super) fn tell(&self, id: SocketId, message: ToWorker) {
        // Refused only for what cannot be cloned; strings and numbers can.
        let _ = self.worker.post_message(&message.encode(id));
    }

    /// As [`SocketsWorker::tell`], with a buffer that the worker gets without a copy.
    pub(super) fn give(&self, id: SocketId, message: ToWorker, buffer: &ArrayBuffer) {
        let buffers: Array = [buffer].into_iter().collect();
        // As above; and the buffer is fresh.
        let _ = self
            .worker
            .post_message_with_transfer(&message.encode(id), &buffers);
    }

    fn hear(&self, event: &MessageEvent) {
        let Some((id, message)) = ToPage::decode(&event.data()) else {
            return;
        };
        if matches!(message, ToPage::Ready) {
            if let Some(starting) = self.starting.take() {
                // Nobody waits for a worker that came too late.
                let _ = starting.send(());
            }
            return;
        }
        let socket = {
            let sockets = self.sockets.borrow();
            let entry = sockets.iter().find(|(entered, _)| *entered == id);
            entry.and_then(|(_, socket)| socket.upgrade())
        };
        if let Some(socket) = socket {
            socket.hear(message);
        }
    }

    /// An error in the worker: it never started, or its state is not to be trusted any more.
    fn fail(&self) {
        self.has_failed.set(true);
        self.starting.take();
        self.worker.terminate();
        let sockets = self.sockets.borrow().clone();
        for socket in sockets.into_iter().filter_map(|(_, it)| it.upgrade()) {
            socket.hear(ToPage::Event(TransportEvent::Closed(socket::failed())));
        }
    }
}

impl Drop for SocketsWorker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
