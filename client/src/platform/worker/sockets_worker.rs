//! The page's handle of the worker.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::future::sleep;
use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::messages::{SocketId, ToPage, ToWorker};
use super::remote_socket::RemoteSocket;
use crate::platform::socket;
use session::transport::TransportEvent;

/// The script that starts the worker. Trunk puts it beside the page, named after `client/src/bin/sockets.rs`.
const LOADER: &str = "sockets_loader.js";

/// The time for the worker to start; after it sockets open in the page.
const START_TIMEOUT: Duration = Duration::from_secs(5);

/// What an alarm calls, once.
type Wake = Box<dyn FnOnce()>;

/// The worker. It ends when the last handle is dropped.
pub(crate) struct SocketsWorker {
    worker: Worker,
    /// At most one a tab, so a linear search is enough.
    sockets: RefCell<Vec<(SocketId, Weak<RemoteSocket>)>>,
    last_id: Cell<SocketId>,
    /// The alarm that is set, with its number. There is one: a workbench waits for its nearest deadline.
    alarm: RefCell<Option<(SocketId, Wake)>>,
    has_failed: Cell<bool>,
    starting: RefCell<Option<oneshot::Sender<()>>>,
    on_message: Closure<dyn Fn(MessageEvent)>,
    on_error: Closure<dyn Fn()>,
}

impl SocketsWorker {
    /// Starts the worker. `None` where it does not start: in an old browser, on a page without a server, or on a
    /// server without the worker's files.
    pub(crate) async fn start() -> Option<Rc<Self>> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(LOADER, &options).ok()?;
        let (starting, started) = oneshot::channel();
        let it = Rc::new_cyclic(|it: &Weak<Self>| Self {
            worker,
            sockets: RefCell::default(),
            last_id: Cell::new(0),
            alarm: RefCell::default(),
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
        // A worker whose WebAssembly does not load reports nothing.
        match select(started, sleep(START_TIMEOUT)).await {
            Either::Left((Ok(()), _)) => Some(it),
            Either::Left((Err(_), _)) | Either::Right(_) => None,
        }
    }

    /// Whether the worker failed after it had started.
    pub(crate) fn has_failed(&self) -> bool {
        self.has_failed.get()
    }

    /// Registers a socket for its messages and returns its number.
    pub(super) fn enter(&self, socket: &Weak<RemoteSocket>) -> SocketId {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        self.sockets.borrow_mut().push((id, Weak::clone(socket)));
        id
    }

    /// Unregisters a socket, which the worker then drops.
    pub(super) fn leave(&self, id: SocketId) {
        self.sockets.borrow_mut().retain(|(other, _)| *other != id);
        self.tell(id, ToWorker::Forget);
    }

    pub(super) fn tell(&self, id: SocketId, message: ToWorker) {
        // A browser refuses what cannot be cloned; strings and numbers can.
        let _ = self.worker.post_message(&message.encode(id));
    }

    /// As [`SocketsWorker::tell`], with a buffer that is transferred without a copy.
    pub(super) fn give(&self, id: SocketId, message: ToWorker, buffer: &ArrayBuffer) {
        let buffers: Array = [buffer].into_iter().collect();
        // As above; and the buffer was not transferred before.
        let _ = self
            .worker
            .post_message_with_transfer(&message.encode(id), &buffers);
    }

    /// Calls back once after this time. An earlier alarm is cancelled.
    pub(super) fn wake_after(&self, delay_ms: u32, wake: Wake) {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        self.alarm.replace(Some((id, wake)));
        self.tell(id, ToWorker::Wake(delay_ms));
    }

    fn hear(&self, event: &MessageEvent) {
        let Some((id, message)) = ToPage::decode(&event.data()) else {
            return;
        };
        if matches!(message, ToPage::Ready) {
            if let Some(starting) = self.starting.take() {
                // The receiver is gone if the worker came too late.
                let _ = starting.send(());
            }
            return;
        }
        if matches!(message, ToPage::Awake) {
            let due = self.alarm.borrow_mut().take_if(|(set, _)| *set == id);
            if let Some((_, wake)) = due {
                wake();
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

    /// An error in the worker: it did not start, or its state cannot be trusted any more.
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

impl fmt::Debug for SocketsWorker {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SocketsWorker")
            .field("has_failed", &self.has_failed)
            .finish_non_exhaustive()
    }
}

impl Drop for SocketsWorker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
