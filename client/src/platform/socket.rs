//! A WebSocket in the page.

use std::cell::Cell;
use std::fmt;
use std::future::poll_fn;
use std::rc::{Rc, Weak};

use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State, WebSocketError};
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::frame::next_frame;
use session::payload::Payload;
use session::record::{CloseEvent, Opening};
use session::request::{Request, Via};
use session::transport::{MessageId, Transport, TransportEvent};

/// A socket in the page.
///
/// gloo-net reads it. The handle of the browser is kept too: gloo-net's `close` consumes the socket, and with it the
/// close event that the page waits for.
pub struct Socket {
    /// `None` if the browser refused the request.
    handle: Option<web_sys::WebSocket>,
    /// The task that reads the socket owns it, and drops it after the last event.
    listener: Weak<Listener>,
}

/// The socket is not open, or the browser refused the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendError;

/// The browser takes only 1000 and 3000–4999 as a code, and 123 bytes of reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseError;

impl Socket {
    /// Begins to connect. The listener gets the events of the [`Transport`], the first after this function has
    /// returned. A request that the browser refuses has [`TransportEvent::Refused`] and then
    /// [`TransportEvent::Closed`]; so has one with headers, which a page cannot send.
    #[must_use]
    pub fn open(request: &Request, hear: impl Fn(TransportEvent) + 'static) -> Self {
        let listener = Rc::new(Listener {
            hear: Box::new(hear),
            is_dropped: Cell::new(false),
        });
        let handle = connect(request);
        let socket = Self {
            handle: handle.clone(),
            listener: Rc::downgrade(&listener),
        };
        match handle.and_then(|it| WebSocket::try_from(it).ok()) {
            Some(socket) => spawn_local(listen(socket, listener)),
            None => spawn_local(async move {
                listener.hear(TransportEvent::Refused);
                listener.hear(TransportEvent::Closed(failed()));
            }),
        }
        socket
    }

    /// Hands a message to the browser, which sends it in its own time.
    ///
    /// # Errors
    /// When the socket is not open: a browser would drop the message without a word.
    pub fn try_send(&self, payload: &Payload) -> Result<(), SendError> {
        let is_open =
            |handle: &&web_sys::WebSocket| handle.ready_state() == web_sys::WebSocket::OPEN;
        let handle = self.handle.as_ref().filter(is_open).ok_or(SendError)?;
        match payload {
            Payload::Text(text) => handle.send_with_str(text),
            Payload::Binary(bytes) => handle.send_with_u8_array(bytes),
        }
        .map_err(|_| SendError)
    }

    /// Begins the closing handshake; [`TransportEvent::Closed`] follows when it ends. Without a
    /// code the close frame is empty, as the lesson's is, and the event says 1005.
    ///
    /// # Errors
    /// When the browser does not take the code or the reason.
    pub fn try_close(&self, code_and_reason: Option<(u16, &str)>) -> Result<(), CloseError> {
        let Some(handle) = &self.handle else {
            return Ok(());
        };
        match code_and_reason {
            None => handle.close(),
            Some((code, reason)) => handle.close_with_code_and_reason(code, reason),
        }
        .map_err(|_| CloseError)
    }
}

impl Transport for Socket {
    fn send(&self, message: MessageId, payload: Payload) {
        let event = match self.try_send(&payload) {
            Ok(()) => TransportEvent::Sent(message),
            Err(SendError) => TransportEvent::SendFailed(message),
        };
        if let Some(listener) = self.listener.upgrade() {
            listener.hear(event);
        }
    }

    fn close(&self, with: Option<(u16, Rc<str>)>) {
        let with = with.as_ref().map(|(code, reason)| (*code, &**reason));
        let unsent_bytes = self.handle.as_ref().map_or(0, |it| it.buffered_amount());
        if unsent_bytes > 0
            && let Some(listener) = self.listener.upgrade()
        {
            listener.hear(TransportEvent::Unsent(unsent_bytes.into()));
        }
        // An invalid code or reason changes nothing, as the trait has it.
        let _ = self.try_close(with);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if let Some(listener) = self.listener.upgrade() {
            listener.is_dropped.set(true);
        }
        // A browser refuses nothing but a code or a reason.
        let _ = self.try_close(None);
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Socket")
            .field("handle", &self.handle)
            .finish_non_exhaustive()
    }
}

/// The listener of a socket, which gets no events once the socket is dropped.
struct Listener {
    hear: Box<dyn Fn(TransportEvent)>,
    is_dropped: Cell<bool>,
}

impl Listener {
    fn hear(&self, event: TransportEvent) {
        if !self.is_dropped.get() {
            (self.hear)(event);
        }
    }
}

/// The browser's socket; `None` if it refuses the request.
fn connect(request: &Request) -> Option<web_sys::WebSocket> {
    let Request {
        url,
        subprotocols,
        headers,
        via: Via::Direct,
    } = request;
    if !headers.is_empty() {
        return None;
    }
    let offered: Array = subprotocols
        .iter()
        .map(|it| JsValue::from_str(it))
        .collect();
    web_sys::WebSocket::new_with_str_sequence(url, &offered).ok()
}

async fn listen(mut socket: WebSocket, listener: Rc<Listener>) {
    // Ready means that connecting has ended, well or not.
    let _ = poll_fn(|context| socket.poll_ready_unpin(context)).await;
    if matches!(socket.state(), State::Open) {
        listener.hear(TransportEvent::Opened(Opening {
            subprotocol: socket.protocol().into(),
            extensions: socket.extensions().into(),
            ..Opening::default()
        }));
    }
    // What has arrived since the last frame enters the core at once and costs one render. So no
    // more waits here than arrives during a frame, and there is no need to bound a batch.
    // Fused, because a batch may meet the end, which a socket tells only once.
    let mut heard = socket.fuse();
    while let Some(first) = heard.next().await {
        let mut batch = vec![first];
        while let Some(Some(next)) = heard.next().now_or_never() {
            batch.push(next);
        }
        for event in events_of(batch) {
            listener.hear(event);
        }
        next_frame().await;
    }
}

/// A batch of what gloo-net heard in the core's words: its messages together, then the close.
fn events_of(batch: Vec<Result<Message, WebSocketError>>) -> Vec<TransportEvent> {
    let mut payloads = Vec::with_capacity(batch.len());
    let mut closed = None;
    for heard in batch {
        match heard {
            Ok(Message::Text(text)) => payloads.push(Payload::Text(text.into())),
            Ok(Message::Bytes(bytes)) => payloads.push(Payload::Binary(bytes.into())),
            Err(WebSocketError::ConnectionClose(close)) => {
                closed = Some(CloseEvent {
                    code: close.code,
                    reason: close.reason.into(),
                    was_clean: close.was_clean,
                });
            }
            // A browser's error event says nothing, by design; the close event after it does.
            Err(_) => {}
        }
    }
    let received = (!payloads.is_empty()).then_some(TransportEvent::Received(payloads));
    received
        .into_iter()
        .chain(closed.map(TransportEvent::Closed))
        .collect()
}

/// The close event of a failed connection.
pub(super) fn failed() -> CloseEvent {
    CloseEvent {
        code: 1006,
        reason: "".into(),
        was_clean: false,
    }
}
