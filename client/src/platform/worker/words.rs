//! What the page and its worker say to each other.
//!
//! Each saying is a JavaScript array: its kind, the socket it is about, and the rest. Messages stay
//! the strings and buffers that the browser made of them; to encode them once more would cost more
//! than all else on the way.

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};

use session::payload::Payload;
use session::record::{CloseEvent, Opening};

/// Which socket in the worker. The page counts them; none is ever used again.
pub(super) type SocketId = u32;

/// What the page says.
#[derive(Debug)]
pub(super) enum Command {
    /// Connect to this address and offer these subprotocols, an array of strings.
    Open(Rc<str>, Array),
    /// Send this, a string or a buffer.
    Send(JsValue),
    /// Begin the closing handshake, with a code and a reason or with neither.
    Close(Option<(u16, Rc<str>)>),
    /// The page has taken in a batch.
    TookIn,
    /// Nobody listens to the socket any more.
    Forget,
}

/// What the worker says.
#[derive(Debug)]
pub(super) enum Report {
    /// It listens; what was said to it before is lost. About no socket in particular.
    Ready,
    /// The browser takes neither the address nor the subprotocols.
    Refused,
    /// The opening handshake succeeded.
    Opened(Opening),
    /// Messages arrived, strings and buffers.
    Received(Array),
    /// The oldest message to send that had no answer yet was handed to the browser.
    Taken,
    /// That message was not taken.
    NotTaken,
    /// The socket is closed and says no more.
    Closed(CloseEvent),
}

impl Command {
    pub(super) fn write(self, id: SocketId) -> Array {
        match self {
            Self::Open(address, subprotocols) => {
                saying(0, id, [(&*address).into(), subprotocols.into()])
            }
            Self::Send(message) => saying(1, id, [message]),
            Self::Close(None) => saying(2, id, []),
            Self::Close(Some((code, reason))) => saying(3, id, [code.into(), (&*reason).into()]),
            Self::TookIn => saying(4, id, []),
            Self::Forget => saying(5, id, []),
        }
    }

    /// `None` for what the other end never says.
    pub(super) fn read(said: &JsValue) -> Option<(SocketId, Self)> {
        let (kind, id, [first, second, _]) = heard(said)?;
        let command = match kind {
            0 => Self::Open(text(&first)?, second.dyn_into().ok()?),
            1 => Self::Send(first),
            2 => Self::Close(None),
            3 => Self::Close(Some((code(&first)?, text(&second)?))),
            4 => Self::TookIn,
            5 => Self::Forget,
            _ => return None,
        };
        Some((id, command))
    }
}

impl Report {
    pub(super) fn write(self, id: SocketId) -> Array {
        match self {
            Self::Ready => saying(0, id, []),
            Self::Refused => saying(1, id, []),
            Self::Opened(opening) => {
                let Opening {
                    subprotocol,
                    extensions,
                } = opening;
                saying(2, id, [(&*subprotocol).into(), (&*extensions).into()])
            }
            Self::Received(messages) => saying(3, id, [messages.into()]),
            Self::Taken => saying(4, id, []),
            Self::NotTaken => saying(5, id, []),
            Self::Closed(close) => {
                let reason = (&*close.reason).into();
                saying(6, id, [close.code.into(), reason, close.was_clean.into()])
            }
        }
    }

    /// `None` for what the other end never says.
    pub(super) fn read(said: &JsValue) -> Option<(SocketId, Self)> {
        let (kind, id, [first, second, third]) = heard(said)?;
        let report = match kind {
            0 => Self::Ready,
            1 => Self::Refused,
            2 => Self::Opened(Opening {
                subprotocol: text(&first)?,
                extensions: text(&second)?,
            }),
            3 => Self::Received(first.dyn_into().ok()?),
            4 => Self::Taken,
            5 => Self::NotTaken,
            6 => Self::Closed(CloseEvent {
                code: code(&first)?,
                reason: text(&second)?,
                was_clean: third.as_bool()?,
            }),
            _ => return None,
        };
        Some((id, report))
    }
}

/// A message as the browser takes it, and the buffer in it that can change hands without a copy.
pub(super) fn message_of(payload: &Payload) -> (JsValue, Option<ArrayBuffer>) {
    match payload {
        Payload::Text(text) => ((&**text).into(), None),
        Payload::Binary(bytes) => {
            let buffer = Uint8Array::from(&**bytes).buffer();
            ((&buffer).into(), Some(buffer))
        }
    }
}

/// The messages of a batch in the model's words.
pub(super) fn payloads_of(messages: &Array) -> Vec<Payload> {
    let payload_of = |message: JsValue| match message.as_string() {
        Some(text) => Payload::Text(text.into()),
        None => Payload::Binary(Uint8Array::new(&message).to_vec().into()),
    };
    messages.iter().map(payload_of).collect()
}

fn saying<const N: usize>(kind: u8, id: SocketId, rest: [JsValue; N]) -> Array {
    [kind.into(), id.into()].into_iter().chain(rest).collect()
}

fn heard(said: &JsValue) -> Option<(u8, SocketId, [JsValue; 3])> {
    let said: &Array = said.dyn_ref()?;
    let number = |index| said.get(index).as_f64();
    let rest = [said.get(2), said.get(3), said.get(4)];
    Some((number(0)? as u8, number(1)? as SocketId, rest))
}

fn text(value: &JsValue) -> Option<Rc<str>> {
    value.as_string().map(Into::into)
}

fn code(value: &JsValue) -> Option<u16> {
    value.as_f64().map(|code| code as u16)
}
