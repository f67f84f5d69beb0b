//! The messages between the page and its worker.
//!
//! Each is a JavaScript array: its kind, the number of the socket, and the rest. Payloads stay the strings and buffers of
//! the browser: encoding them again would cost more than everything else on the way.

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};

use session::payload::Payload;
use session::record::{CloseEvent, Opening};
use session::transport::{MessageId, TransportEvent};

/// The number of a socket in the worker. The page counts them and never reuses one.
pub(super) type SocketId = u32;

/// A message from the page to the worker.
#[derive(Debug)]
pub(super) enum ToWorker {
    /// Connect to this address, offering these subprotocols: an array of strings.
    Open(Rc<str>, Array),
    /// Send this payload, a string or a buffer.
    Send(MessageId, JsValue),
    /// Begin the closing handshake, with a code and a reason or with neither.
    Close(Option<(u16, Rc<str>)>),
    /// The page has processed a batch.
    BatchAck,
    /// The page has dropped the socket.
    Forget,
    /// Answer with [`ToPage::Awake`] after this number of milliseconds. The number is of the alarm. A later one takes its
    /// place.
    Wake(u32),
}

/// A message from the worker to the page.
#[derive(Debug)]
pub(super) enum ToPage {
    /// The worker listens; earlier messages are lost. The number of the socket is 0.
    Ready,
    /// Messages arrived, strings and buffers. The page answers with [`ToWorker::BatchAck`].
    Batch(Array),
    /// The time of a [`ToWorker::Wake`] has passed.
    Awake,
    /// Another event of the socket.
    Event(TransportEvent),
}

impl ToWorker {
    pub(super) fn encode(self, id: SocketId) -> Array {
        match self {
            Self::Open(address, subprotocols) => {
                array(0, id, [(&*address).into(), subprotocols.into()])
            }
            Self::Send(message, content) => array(1, id, [number_of(message), content]),
            Self::Close(None) => array(2, id, []),
            Self::Close(Some((code, reason))) => array(3, id, [code.into(), (&*reason).into()]),
            Self::BatchAck => array(4, id, []),
            Self::Forget => array(5, id, []),
            Self::Wake(delay_ms) => array(6, id, [delay_ms.into()]),
        }
    }

    /// `None` for anything that [`encode`](Self::encode) does not return.
    pub(super) fn decode(data: &JsValue) -> Option<(SocketId, Self)> {
        let (kind, id, [first, second, _]) = parts(data)?;
        let message = match kind {
            0 => Self::Open(text(&first)?, second.dyn_into().ok()?),
            1 => Self::Send(message_id(&first)?, second),
            2 => Self::Close(None),
            3 => Self::Close(Some((code(&first)?, text(&second)?))),
            4 => Self::BatchAck,
            5 => Self::Forget,
            6 => Self::Wake(first.as_f64()? as u32),
            _ => return None,
        };
        Some((id, message))
    }
}

impl ToPage {
    pub(super) fn encode(self, id: SocketId) -> Array {
        let event = match self {
            Self::Ready => return array(0, id, []),
            Self::Batch(contents) => return array(3, id, [contents.into()]),
            Self::Awake => return array(7, id, []),
            Self::Event(event) => event,
        };
        match event {
            TransportEvent::Refused => array(1, id, []),
            TransportEvent::Opened(Opening {
                subprotocol,
                extensions,
                ..
            }) => array(2, id, [(&*subprotocol).into(), (&*extensions).into()]),
            TransportEvent::Received(payloads) => {
                let contents: Array = payloads.iter().map(|it| content_of(it).0).collect();
                array(3, id, [contents.into()])
            }
            TransportEvent::Sent(message) => array(4, id, [number_of(message)]),
            TransportEvent::SendFailed(message) => array(5, id, [number_of(message)]),
            TransportEvent::Unsent(bytes) => array(8, id, [(bytes as f64).into()]),
            TransportEvent::Closed(close) => {
                let reason = (&*close.reason).into();
                array(6, id, [close.code.into(), reason, close.was_clean.into()])
            }
        }
    }

    /// `None` for anything that [`encode`](Self::encode) does not return.
    pub(super) fn decode(data: &JsValue) -> Option<(SocketId, Self)> {
        let (kind, id, [first, second, third]) = parts(data)?;
        let event = match kind {
            0 => return Some((id, Self::Ready)),
            1 => TransportEvent::Refused,
            2 => TransportEvent::Opened(Opening {
                subprotocol: text(&first)?,
                extensions: text(&second)?,
                ..Opening::default()
            }),
            3 => return Some((id, Self::Batch(first.dyn_into().ok()?))),
            7 => return Some((id, Self::Awake)),
            8 => TransportEvent::Unsent(first.as_f64()? as u64),
            4 => TransportEvent::Sent(message_id(&first)?),
            5 => TransportEvent::SendFailed(message_id(&first)?),
            6 => TransportEvent::Closed(CloseEvent {
                code: code(&first)?,
                reason: text(&second)?,
                was_clean: third.as_bool()?,
            }),
            _ => return None,
        };
        Some((id, Self::Event(event)))
    }
}

/// A payload as the browser takes it, and its buffer, which can be transferred without a copy.
pub(super) fn content_of(payload: &Payload) -> (JsValue, Option<ArrayBuffer>) {
    match payload {
        Payload::Text(text) => ((&**text).into(), None),
        Payload::Binary(bytes) => {
            let buffer = Uint8Array::from(&**bytes).buffer();
            ((&buffer).into(), Some(buffer))
        }
    }
}

/// The payloads of a batch.
pub(super) fn payloads_of(contents: &Array) -> Vec<Payload> {
    let payload_of = |content: JsValue| match content.as_string() {
        Some(text) => Payload::Text(text.into()),
        None => Payload::Binary(Uint8Array::new(&content).to_vec().into()),
    };
    contents.iter().map(payload_of).collect()
}

fn array<const N: usize>(kind: u8, id: SocketId, rest: [JsValue; N]) -> Array {
    [kind.into(), id.into()].into_iter().chain(rest).collect()
}

fn parts(data: &JsValue) -> Option<(u8, SocketId, [JsValue; 3])> {
    let data: &Array = data.dyn_ref()?;
    let number = |index| data.get(index).as_f64();
    let rest = [data.get(2), data.get(3), data.get(4)];
    Some((number(0)? as u8, number(1)? as SocketId, rest))
}

fn text(value: &JsValue) -> Option<Rc<str>> {
    value.as_string().map(Into::into)
}

fn code(value: &JsValue) -> Option<u16> {
    value.as_f64().map(|code| code as u16)
}

/// The number of a message in JavaScript, exact up to 2⁵³.
fn number_of(message: MessageId) -> JsValue {
    (message.0 as f64).into()
}

fn message_id(value: &JsValue) -> Option<MessageId> {
    value.as_f64().map(|number| MessageId(number as u64))
}
