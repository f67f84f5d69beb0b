//! The WebSocket.

use std::future::poll_fn;

use futures_util::{SinkExt as _, StreamExt as _};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State, WebSocketError};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;

use crate::model::payload::Payload;
use crate::model::session::{CloseEvent, SocketEvent};

/// A burst enters the model at most once in so many milliseconds, a frame of a 60 Hz display, and
/// so costs one render. It is a timer and not an animation frame because a page in the background
/// gets no frames, and has to hear all the same that its connection closed.
const BATCH_INTERVAL_MS: u32 = 16;

/// No more messages than this enter the model at once, so that a flood cannot hold the page. It is
/// far more than arrive between two renders of a full log: those that were evicted before anybody
/// could see them never cost a render.
const BATCH_MESSAGES: usize = 16_384;

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
        let Ok(handle) = web_sys::WebSocket::new(address) else {
            spawn_local(async move { listener(SocketEvent::Closed(failed())) });
            return None;
        };
        match WebSocket::try_from(handle.clone()) {
            Ok(socket) => spawn_local(listen(socket, listener)),
            Err(_) => spawn_local(async move { listener(SocketEvent::Closed(failed())) }),
        }
        Some(Self { handle })
    }

    /// Hands a text message to the browser, which sends it in its own time.
    ///
    /// # Errors
    /// When the socket is not open: a browser would drop the message without a word.
    pub fn send(&self, text: &str) -> Result<(), SendError> {
        if self.handle.ready_state() != web_sys::WebSocket::OPEN {
            return Err(SendError);
        }
        self.handle.send_with_str(text).map_err(|_| SendError)
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
}

async fn listen(mut socket: WebSocket, listener: impl Fn(SocketEvent)) {
    // Ready means that connecting has ended, well or not.
    let _ = poll_fn(|context| socket.poll_ready_unpin(context)).await;
    if matches!(socket.state(), State::Open) {
        listener(SocketEvent::Opened);
    }
    let mut batches = socket.ready_chunks(BATCH_MESSAGES);
    while let Some(batch) = batches.next().await {
        for event in events_of(batch) {
            listener(event);
        }
        TimeoutFuture::new(BATCH_INTERVAL_MS).await;
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
fn failed() -> CloseEvent {
    CloseEvent {
        code: 1006,
        reason: "".into(),
        was_clean: false,
    }
}
