//! A socket in the worker.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer, JsString};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BinaryType, DedicatedWorkerGlobalScope, Event, MessageEvent, WebSocket};

use super::messages::{SocketId, ToPage};
use session::outbox::Outbox;
use session::record::{CloseEvent, Opening};
use session::transport::{MessageId, TransportEvent};

/// The page hears of messages no more often than it draws.
const BATCH_EVERY_MS: u32 = 16;

/// With what the worker closes when more waits for the page than may: of the codes that are free
/// for private use, the one that recalls 1009, Message Too Big.
const TOO_MUCH_WAITS: (u16, &str) = (4009, "more than 256 MiB waited for the page");

/// A socket that tells the page in batches what it hears, and no more than the page takes in.
///
/// The browser's own handle and not gloo-net's socket: that would turn each message into a Rust
/// string, only for this to turn it back. Dropped, it closes without a word.
pub(super) struct HostedSocket {
    page: DedicatedWorkerGlobalScope,
    id: SocketId,
    handle: WebSocket,
    itself: Weak<Self>,
    outbox: RefCell<Outbox<Batch>>,
    pause: RefCell<Option<Timeout>>,
    /// When the page was last told of messages, on the clock of events.
    told_at_ms: Cell<f64>,
    gave_up: Cell<bool>,
    /// Told when nothing waits any more.
    close: RefCell<Option<CloseEvent>>,
    on_open: Closure<dyn Fn(Event)>,
    on_message: Closure<dyn Fn(MessageEvent)>,
    on_close: Closure<dyn Fn(web_sys::CloseEvent)>,
}

/// Messages, and those among them that change hands without a copy.
#[derive(Default)]
struct Batch {
    messages: Array,
    buffers: Array,
}

impl HostedSocket {
    /// Begins to connect, unless the browser takes neither the address nor the subprotocols.
    pub(super) fn open(
        page: &DedicatedWorkerGlobalScope,
        id: SocketId,
        address: &str,
        subprotocols: &Array,
    ) -> Option<Rc<Self>> {
        let handle = WebSocket::new_with_str_sequence(address, subprotocols).ok()?;
        // A `Blob` could only be read later, and so out of turn.
        handle.set_binary_type(BinaryType::Arraybuffer);
        let socket = Rc::new_cyclic(|itself| Self {
            page: page.clone(),
            id,
            handle,
            itself: Weak::clone(itself),
            outbox: RefCell::default(),
            pause: RefCell::default(),
            told_at_ms: Cell::default(),
            gave_up: Cell::default(),
            close: RefCell::default(),
            on_open: Closure::new(with(itself, |it, _| it.opened())),
            on_message: Closure::new(with(itself, |it, event: MessageEvent| {
                it.received(event.data(), event.time_stamp());
            })),
            on_close: Closure::new(with(itself, |it, event| it.closed(&event))),
        });
        let handle = &socket.handle;
        handle.set_onopen(Some(socket.on_open.as_ref().unchecked_ref()));
        handle.set_onmessage(Some(socket.on_message.as_ref().unchecked_ref()));
        handle.set_onclose(Some(socket.on_close.as_ref().unchecked_ref()));
        Some(socket)
    }

    /// Hands a message to the browser and says whether it was taken.
    pub(super) fn send(&self, message: MessageId, content: &JsValue) {
        let is_open = self.handle.ready_state() == WebSocket::OPEN;
        let is_taken = is_open
            && match content.dyn_ref::<ArrayBuffer>() {
                Some(buffer) => self.handle.send_with_array_buffer(buffer).is_ok(),
                None => content
                    .as_string()
                    .is_some_and(|text| self.handle.send_with_str(&text).is_ok()),
            };
        self.tell(if is_taken {
            TransportEvent::Sent(message)
        } else {
            TransportEvent::SendFailed(message)
        });
    }

    /// Begins the closing handshake. A code or a reason that the browser does not take changes
    /// nothing.
    pub(super) fn close(&self, with: Option<&(u16, Rc<str>)>) {
        let _ = match with {
            None => self.handle.close(),
            Some((code, reason)) => self.handle.close_with_code_and_reason(*code, reason),
        };
    }

    /// The page has taken in a batch.
    pub(super) fn acknowledge(&self) {
        self.outbox.borrow_mut().acknowledge();
        self.tell_what_waits();
    }

    fn opened(&self) {
        self.tell(TransportEvent::Opened(Opening {
            subprotocol: self.handle.protocol().into(),
            extensions: self.handle.extensions().into(),
        }));
    }

    fn received(&self, message: JsValue, at_ms: f64) {
        if self.gave_up.get() {
            return;
        }
        let buffer = message.dyn_ref::<ArrayBuffer>();
        let bytes = buffer.map_or_else(
            // Two bytes a code unit is the most that a browser takes for it.
            || 2 * message.unchecked_ref::<JsString>().length() as usize,
            |buffer| buffer.byte_length() as usize,
        );
        match self.outbox.borrow_mut().batch_for(bytes) {
            Some(batch) => {
                if let Some(buffer) = buffer {
                    batch.buffers.push(buffer);
                }
                batch.messages.push(&message);
            }
            None => {
                self.gave_up.set(true);
                let (code, reason) = TOO_MUCH_WAITS;
                // It takes any code from 4000 to 4999, and a reason as short as this.
                let _ = self.handle.close_with_code_and_reason(code, reason);
            }
        }
        // In a flood the timer waits behind the messages, for a tenth of a second at a time.
        if at_ms - self.told_at_ms.get() >= f64::from(BATCH_EVERY_MS) {
            self.pause.take();
        }
        self.tell_what_waits();
    }

    fn closed(&self, event: &web_sys::CloseEvent) {
        // A peer answers with the code at most, and one that floods perhaps not at all.
        let (code, reason) = if self.gave_up.get() {
            (TOO_MUCH_WAITS.0, TOO_MUCH_WAITS.1.into())
        } else {
            (event.code(), event.reason().into())
        };
        *self.close.borrow_mut() = Some(CloseEvent {
            code,
            reason,
            was_clean: event.was_clean(),
        });
        self.tell_what_waits();
    }

    /// Tells the next batch, if it is time and the page keeps up; when all is told, the close.
    fn tell_what_waits(&self) {
        if self.pause.borrow().is_none() {
            let batch = self.outbox.borrow_mut().take();
            if let Some(Batch { messages, buffers }) = batch {
                let batch = ToPage::Batch(messages).encode(self.id);
                // Refused only for what cannot be cloned or given away; strings and buffers can.
                let _ = self.page.post_message_with_transfer(&batch, &buffers);
                let clock = self.page.performance();
                self.told_at_ms.set(clock.map_or(0.0, |clock| clock.now()));
                let go_on = with(&self.itself, |it, ()| {
                    it.pause.take();
                    it.tell_what_waits();
                });
                let pause = Timeout::new(BATCH_EVERY_MS, move || go_on(()));
                *self.pause.borrow_mut() = Some(pause);
            }
        }
        if self.outbox.borrow().is_empty()
            && let Some(close) = self.close.take()
        {
            self.tell(TransportEvent::Closed(close));
        }
    }

    fn tell(&self, event: TransportEvent) {
        // As above.
        let _ = self
            .page
            .post_message(&ToPage::Event(event).encode(self.id));
    }
}

impl Drop for HostedSocket {
    fn drop(&mut self) {
        self.handle.set_onopen(None);
        self.handle.set_onmessage(None);
        self.handle.set_onclose(None);
        // Only a code or a reason could be refused.
        let _ = self.handle.close();
    }
}

/// Something to be done with a socket, as long as it is there.
fn with<T: 'static>(
    socket: &Weak<HostedSocket>,
    act: impl Fn(&HostedSocket, T) + 'static,
) -> impl Fn(T) + 'static {
    let socket = Weak::clone(socket);
    move |given| {
        if let Some(socket) = socket.upgrade() {
            act(&socket, given);
        }
    }
}
