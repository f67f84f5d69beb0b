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

/// The shortest time between two batches, in milliseconds: about a frame, as the page draws no more often.
const BATCH_INTERVAL_MS: u32 = 16;

/// The close code and reason when the queue for the page is full. The code is free for private use (RFC 6455 section
/// 7.4.2), and recalls 1009, Message Too Big.
const QUEUE_FULL: (u16, &str) = (4009, "more than 256 MiB waited for the page");

/// A socket that posts its messages to the page in batches, no faster than the page acknowledges them.
///
/// It is the browser's handle and not gloo-net's socket, which would turn each message into a Rust string and back.
/// Dropped, it closes and posts nothing more.
pub(super) struct HostedSocket {
    page: DedicatedWorkerGlobalScope,
    id: SocketId,
    handle: WebSocket,
    itself: Weak<Self>,
    outbox: RefCell<Outbox<Batch>>,
    pause: RefCell<Option<Timeout>>,
    /// The time of the latest batch, on the clock of events.
    batch_at_ms: Cell<f64>,
    gave_up: Cell<bool>,
    /// The close event, posted after the last batch.
    close: RefCell<Option<CloseEvent>>,
    on_open: Closure<dyn Fn(Event)>,
    on_message: Closure<dyn Fn(MessageEvent)>,
    on_close: Closure<dyn Fn(web_sys::CloseEvent)>,
}

/// Messages, and the buffers among them, which are transferred without a copy.
#[derive(Default)]
struct Batch {
    messages: Array,
    buffers: Array,
}

impl HostedSocket {
    /// Begins to connect; `None` if the browser refuses the address or the subprotocols.
    pub(super) fn open(
        page: &DedicatedWorkerGlobalScope,
        id: SocketId,
        address: &str,
        subprotocols: &Array,
    ) -> Option<Rc<Self>> {
        let handle = WebSocket::new_with_str_sequence(address, subprotocols).ok()?;
        // A `Blob` could only be read later, out of order.
        handle.set_binary_type(BinaryType::Arraybuffer);
        let socket = Rc::new_cyclic(|itself| Self {
            page: page.clone(),
            id,
            handle,
            itself: Weak::clone(itself),
            outbox: RefCell::default(),
            pause: RefCell::default(),
            batch_at_ms: Cell::default(),
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

    /// Hands a message to the browser and acknowledges it to the page.
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

    /// Begins the closing handshake. An invalid code or reason changes nothing.
    pub(super) fn close(&self, with: Option<&(u16, Rc<str>)>) {
        // In Chromium 156 it means nothing after `close()`.
        let unsent_bytes = self.handle.buffered_amount();
        let closed = match with {
            None => self.handle.close(),
            Some((code, reason)) => self.handle.close_with_code_and_reason(*code, reason),
        };
        if closed.is_ok() && unsent_bytes > 0 {
            self.tell(TransportEvent::Unsent(unsent_bytes.into()));
        }
    }

    /// The page acknowledged a batch.
    pub(super) fn acknowledge(&self) {
        self.outbox.borrow_mut().acknowledge();
        self.post_queued();
    }

    fn opened(&self) {
        self.tell(TransportEvent::Opened(Opening {
            subprotocol: self.handle.protocol().into(),
            extensions: self.handle.extensions().into(),
            ..Opening::default()
        }));
    }

    fn received(&self, message: JsValue, at_ms: f64) {
        if self.gave_up.get() {
            return;
        }
        let buffer = message.dyn_ref::<ArrayBuffer>();
        let bytes = buffer.map_or_else(
            // A browser takes at most two bytes for a code unit.
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
                let (code, reason) = QUEUE_FULL;
                // The browser takes this code, and a reason of this length.
                let _ = self.handle.close_with_code_and_reason(code, reason);
            }
        }
        // In a flood the timer fires late: it waits behind messages for up to a tenth of a second.
        if at_ms - self.batch_at_ms.get() >= f64::from(BATCH_INTERVAL_MS) {
            self.pause.take();
        }
        self.post_queued();
    }

    fn closed(&self, event: &web_sys::CloseEvent) {
        // The peer may answer with the code alone, or not at all.
        let (code, reason) = if self.gave_up.get() {
            (QUEUE_FULL.0, QUEUE_FULL.1.into())
        } else {
            (event.code(), event.reason().into())
        };
        *self.close.borrow_mut() = Some(CloseEvent {
            code,
            reason,
            was_clean: event.was_clean(),
        });
        self.post_queued();
    }

    /// Posts the next batch if it is time and the page keeps up, and the close event after the last batch.
    fn post_queued(&self) {
        if self.pause.borrow().is_none() {
            let batch = self.outbox.borrow_mut().take();
            if let Some(Batch { messages, buffers }) = batch {
                let batch = ToPage::Batch(messages).encode(self.id);
                // A browser refuses what cannot be cloned or transferred; strings and buffers can.
                let _ = self.page.post_message_with_transfer(&batch, &buffers);
                let clock = self.page.performance();
                self.batch_at_ms.set(clock.map_or(0.0, |clock| clock.now()));
                let go_on = with(&self.itself, |it, ()| {
                    it.pause.take();
                    it.post_queued();
                });
                let pause = Timeout::new(BATCH_INTERVAL_MS, move || go_on(()));
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
        // A browser refuses nothing but a code or a reason.
        let _ = self.handle.close();
    }
}

/// A callback on a socket, which does nothing once the socket is dropped.
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
