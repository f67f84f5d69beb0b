//! The WebSocket.

use std::future::poll_fn;
use std::rc::Rc;

use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State, WebSocketError};
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::frame::next_frame;
use session::payload::Payload;
use session::record::{CloseEvent, Opening};
use session::tab::SocketEvent;

/// A socket that tells its events to a listener.
///
/// gloo-net reads it. The browser's own handle is kept beside, because gloo-net's `close` consumes
/// the socket and with it the close event that follows, which is what the page wants to tell.
#[derive(Debug)]
pub struct Socket {
    handle: web_sys::WebSocket,
}

/// The socket is not open, or the browser refused the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendError;

/// The browser takes only 1000 and 3000–4999 as a code, and 123 bytes of reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseError;

impl Socket {
    /// Begins to connect. The listener hears [`SocketEvent::Opened`] once or never, messages in
    /// their order, and last [`SocketEvent::Closed`], once; never before this function returns.
    /// An address that the browser does not take is heard as a connection that failed.
    pub fn open(address: &str, listener: impl Fn(SocketEvent) + 'static) -> Option<Self> {
        Self::open_with_subprotocols(address, &[], listener)
    }

    /// As [`Socket::open`], and offers these subprotocols, the most wanted first.
    pub fn open_with_subprotocols(
        address: &str,
        subprotocols: &[Rc<str>],
        listener: impl Fn(SocketEvent) + 'static,
    ) -> Option<Self> {
        let offered: Array = subprotocols
            .iter()
            .map(|it| JsValue::from_str(it))
            .collect();
        let Ok(handle) = web_sys::WebSocket::new_with_str_sequence(address, &offered) else {
            spawn_local(async move { listener(SocketEvent::Closed(failed())) });
            return None;
        };
        match WebSocket::try_from(handle.clone()) {
            Ok(socket) => spawn_local(listen(socket, listener)),
            Err(_) => spawn_local(async move { listener(SocketEvent::Closed(failed())) }),
        }
        Some(Self { handle })
    }

    /// What the opening handshake agreed on; nothing, before it has succeeded.
    #[must_use]
    pub fn opening(&self) -> Opening {
        Opening {
            subprotocol: self.handle.protocol().into(),
            extensions: self.handle.extensions().into(),
        }
    }

    /// Hands a text message to the browser, which sends it in its own time.
    ///
    /// # Errors
    /// When the socket is not open: a browser would drop the message without a word.
    pub fn send(&self, text: &str) -> Result<(), SendError> {
        self.open_handle()?
            .send_with_str(text)
            .map_err(|_| SendError)
    }

    /// Hands a binary message to the browser, which sends it in its own time.
    ///
    /// # Errors
    /// As [`Socket::send`].
    pub fn send_bytes(&self, bytes: &[u8]) -> Result<(), SendError> {
        self.open_handle()?
            .send_with_u8_array(bytes)
            .map_err(|_| SendError)
    }

    /// Begins the closing handshake; [`SocketEvent::Closed`] follows when it ends. Without a
    /// code the close frame is empty, as the lesson's is, and the event says 1005.
    ///
    /// # Errors
    /// When the browser does not take the code or the reason.
    pub fn close(&self, code_and_reason: Option<(u16, &str)>) -> Result<(), CloseError> {
        match code_and_reason {
            None => self.handle.close(),
            Some((code, reason)) => self.handle.close_with_code_and_reason(code, reason),
        }
        .map_err(|_| CloseError)
    }

    fn open_handle(&self) -> Result<&web_sys::WebSocket, SendError> {
        let is_open = self.handle.ready_state() == web_sys::WebSocket::OPEN;
        is_open.then_some(&self.handle).ok_or(SendError)
    }
}

async fn listen(mut socket: WebSocket, listener: impl Fn(SocketEvent)) {
    // Ready means that connecting has ended, well or not.
    let _ = poll_fn(|context| socket.poll_ready_unpin(context)).await;
    if matches!(socket.state(), State::Open) {
        listener(SocketEvent::Opened);
    }
    // What has arrived since the last frame enters the model at once and costs one render. So no
    // more waits here than arrives during a frame, and there is no need to bound a batch.
    // Fused, because a batch may meet the end, which a socket tells only once.
    let mut heard = socket.fuse();
    while let Some(first) = heard.next().await {
        let mut batch = vec![first];
        while let Some(Some(next)) = heard.next().now_or_never() {
            batch.push(next);
        }
        for event in events_of(batch) {
            listener(event);
        }
        next_frame().await;
    }
}

/// A batch of what gloo-net heard in the model's words: its messages together, then the close.
fn events_of(batch: Vec<Result<Message, WebSocketError>>) -> Vec<SocketEvent> {
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
    let received = (!payloads.is_empty()).then_some(SocketEvent::Received(payloads));
    received
        .into_iter()
        .chain(closed.map(SocketEvent::Closed))
        .collect()
}

/// What a browser reports of a connection that failed.
pub(super) fn failed() -> CloseEvent {
    CloseEvent {
        code: 1006,
        reason: "".into(),
        was_clean: false,
    }
}
