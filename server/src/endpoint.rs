//! The endpoints: what the server does on a connection after the handshake.
//!
//! An endpoint is a path and a file with three items:
//!
//! - `ENTRY`: its entry in the catalogue.
//! - `from_query` or `from_handshake`: the endpoint as the client asked for it, or a refusal.
//! - `serve`: one connection, over any stream and sink of messages, so a test can drive it with channels.
//!
//! [`Broken`] is served on the bare connection instead, because it writes frames that break RFC 6455.
//!
//! What may not enter: TCP, limits, the closing handshake.

mod abort;
mod basic_auth;
mod batch;
mod bearer;
pub mod broken;
mod chat;
mod close;
mod echo;
mod faults;
mod flood;
mod handshake;
mod headers;
mod lesson;
mod ping;
mod refusal;
mod refuse;
mod silent;
mod slow;
mod ticker;

use std::num::NonZeroU64;

use frames::faults::Plan;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, Sink, Stream};
use protocol::catalogue;
use serde::Serialize;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::{Error, Message};

pub use abort::Abort;
pub use basic_auth::BasicAuth;
pub use bearer::Bearer;
pub use broken::Broken;
pub use chat::Chat;
pub use close::Close;
pub use echo::Echo;
pub use faults::Faults;
pub use flood::Flood;
pub use handshake::Handshake;
pub use headers::Headers;
pub use lesson::Lesson;
pub use ping::Ping;
pub use refusal::EndpointRefusal;
pub use refuse::Refuse;
pub use silent::Silent;
pub use slow::Slow;
pub use ticker::Ticker;

/// Makes the endpoint that a handshake asks for.
pub type Factory = fn(&Handshake<'_>) -> Result<Endpoint, EndpointRefusal>;

/// Every entry of the catalogue, in its order, with what serves it.
pub const ALL: &[(&catalogue::Endpoint, Factory)] = &[
    (Lesson::ENTRY, |handshake| {
        Ok(MessageEndpoint::Lesson(Lesson::new(handshake.console.clone())).into())
    }),
    (Echo::ENTRY, |handshake| {
        Ok(MessageEndpoint::Echo(Echo::from_query(&handshake.query)?).into())
    }),
    (Headers::ENTRY, |handshake| {
        Ok(MessageEndpoint::Headers(Headers::from_handshake(handshake)).into())
    }),
    (Ticker::ENTRY, |handshake| {
        Ok(MessageEndpoint::Ticker(Ticker::from_handshake(handshake)?).into())
    }),
    (Chat::ENTRY, |handshake| {
        Ok(MessageEndpoint::Chat(Chat::from_handshake(handshake)?).into())
    }),
    (Flood::ENTRY, |handshake| {
        Ok(MessageEndpoint::Flood(Flood::from_query(&handshake.query)?).into())
    }),
    (Close::ENTRY, |handshake| {
        Ok(MessageEndpoint::Close(Close::from_query(&handshake.query)?).into())
    }),
    (Abort::ENTRY, |handshake| {
        Ok(MessageEndpoint::Abort(Abort::from_query(&handshake.query)?).into())
    }),
    (
        Silent::ENTRY,
        |_| Ok(MessageEndpoint::Silent(Silent).into()),
    ),
    (Slow::ENTRY, |handshake| {
        Ok(MessageEndpoint::Slow(Slow::from_query(&handshake.query)?).into())
    }),
    (Ping::ENTRY, |handshake| {
        Ok(MessageEndpoint::Ping(Ping::from_query(&handshake.query)?).into())
    }),
    (Refuse::ENTRY, |handshake| {
        Err(Refuse::from_query(&handshake.query))
    }),
    (BasicAuth::ENTRY, |handshake| {
        Ok(MessageEndpoint::Echo(BasicAuth::from_handshake(handshake)?).into())
    }),
    (Bearer::ENTRY, |handshake| {
        Ok(MessageEndpoint::Echo(Bearer::from_handshake(handshake)?).into())
    }),
    (Broken::ENTRY, |handshake| {
        Ok(Endpoint::Raw(Broken::from_handshake(handshake)?))
    }),
    (Faults::ENTRY, |handshake| {
        Ok(MessageEndpoint::Faults(Faults::from_handshake(handshake)?).into())
    }),
];

/// The endpoints that know something of others, or tell a page what it could not know. These are the messages of
/// rooms, and the headers of the request with the cookies of this host. See ADR 0011.
pub const PRIVATE: [&catalogue::Endpoint; 2] = [Chat::ENTRY, Headers::ENTRY];

/// Any endpoint. It travels from the handshake that chose it to the connection that it serves.
#[derive(Clone, Debug)]
pub enum Endpoint {
    /// Speaks in messages; tungstenite reads and writes the frames.
    Messages(MessageEndpoint),
    /// Writes bytes onto the bare connection, without tungstenite.
    Raw(Broken),
}

/// Any endpoint that speaks in messages.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each variant is the type of its name")]
pub enum MessageEndpoint {
    Lesson(Lesson),
    Echo(Echo),
    Headers(Headers),
    Ticker(Ticker),
    Chat(Chat),
    Flood(Flood),
    Close(Close),
    Abort(Abort),
    Silent(Silent),
    Slow(Slow),
    Ping(Ping),
    Faults(Faults),
}

impl From<MessageEndpoint> for Endpoint {
    fn from(endpoint: MessageEndpoint) -> Self {
        Self::Messages(endpoint)
    }
}

impl Endpoint {
    /// Whether the time to its answers is a measure of the server's speed.
    #[must_use]
    pub fn answers_at_once(&self) -> bool {
        match self {
            Self::Messages(MessageEndpoint::Lesson(_)) => true,
            Self::Messages(MessageEndpoint::Echo(it)) => it.is_immediate(),
            _ => false,
        }
    }
}

impl MessageEndpoint {
    /// Serves one connection until the client has left or the endpoint has finished.
    ///
    /// The future is boxed, because a connection would hold room for the largest of them otherwise.
    ///
    /// # Errors
    ///
    /// The transport failed, or the client broke the protocol or exceeded a limit.
    pub fn serve<'a>(
        self,
        socket: impl MessageSocket + 'a,
    ) -> BoxFuture<'a, Result<CloseAction, Error>> {
        match self {
            Self::Lesson(it) => it.serve(socket).boxed(),
            Self::Echo(it) => it.serve(socket).boxed(),
            Self::Headers(it) => it.serve(socket).boxed(),
            Self::Ticker(it) => it.serve(socket).boxed(),
            Self::Chat(it) => it.serve(socket).boxed(),
            Self::Flood(it) => it.serve(socket).boxed(),
            Self::Close(it) => it.serve(socket).boxed(),
            Self::Abort(it) => it.serve(socket).boxed(),
            Self::Silent(it) => it.serve(socket).boxed(),
            Self::Slow(it) => it.serve(socket).boxed(),
            Self::Ping(it) => it.serve(socket).boxed(),
            Self::Faults(it) => it.serve(socket).boxed(),
        }
    }

    /// The limit on bytes that are on their way to the client, where it is lower than the system's. The client reads
    /// all of them before it comes to the newest.
    #[must_use]
    pub fn send_buffer_bytes(&self) -> Option<usize> {
        match self {
            Self::Ticker(_) => Some(Ticker::SEND_BUFFER_BYTES),
            _ => None,
        }
    }

    /// What goes wrong with the frames, where that was asked for.
    #[must_use]
    pub fn fault_plan(&self) -> Option<&Plan> {
        match self {
            Self::Faults(it) => Some(&it.plan),
            _ => None,
        }
    }

    /// The limit on the rate of reading from the client, where there is one.
    #[must_use]
    pub fn read_bytes_per_s(&self) -> Option<NonZeroU64> {
        match self {
            Self::Slow(it) => Some(it.bytes_per_s),
            _ => None,
        }
    }
}

/// How the server ends a connection when its endpoint has finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CloseAction {
    /// By a close frame with this code and reason.
    Close {
        /// A code that may stand in a close frame (RFC 6455 section 7.4).
        code: u16,
        /// At most 123 bytes.
        reason: String,
    },
    /// By a close frame without a payload: the client sees 1005.
    CloseWithoutCode,
    /// Without a close frame: the client sees 1006.
    Abort {
        /// By a TCP reset instead of an orderly end.
        reset: bool,
    },
}

impl CloseAction {
    /// 1013 with a reason: "Try Again Later" in the registry of RFC 6455.
    #[must_use]
    pub fn try_again_later(reason: &str) -> Self {
        Self::Close {
            code: 1013,
            reason: reason.to_owned(),
        }
    }

    /// 1000 without a reason.
    #[must_use]
    pub fn normal() -> Self {
        Self::Close {
            code: 1000,
            reason: String::new(),
        }
    }
}

/// Messages in both directions: the socket of a connection, or the channels of a test.
pub trait MessageSocket:
    Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Send + Unpin
{
    /// Tells how many bytes of messages the endpoint keeps while it reads on. They are counted in the memory budget.
    fn keep(&mut self, bytes: usize) {
        let _ = bytes;
    }
}

impl<S: MessageSocket> MessageSocket for &mut S {
    fn keep(&mut self, bytes: usize) {
        (**self).keep(bytes);
    }
}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> MessageSocket for WebSocketStream<S> {}

#[cfg(test)]
impl MessageSocket for testkit::scripted_socket::ScriptedSocket {}

/// Whether the client has ended its side of TCP without a close frame. It may still read: of what it sent before, the
/// answers are due.
fn is_end_of_input(error: &Error) -> bool {
    matches!(
        error,
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)
    )
}

/// Whether a message carries data. tungstenite answers control frames.
fn is_data(message: &Message) -> bool {
    message.is_text() || message.is_binary()
}

/// Waits until `due`, and never completes without one.
async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// A text message of JSON.
fn json(value: &impl Serialize) -> Message {
    // Only a map whose keys are not strings or a failing `Serialize` is an error; there is none here.
    Message::text(serde_json::to_string(value).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn endpoint_of_every_catalogue_entry_is_served() {
        let served: Vec<_> = ALL.iter().map(|(entry, _)| *entry).collect();
        assert_eq!(
            served,
            protocol::catalogue::ENDPOINTS.iter().collect::<Vec<_>>()
        );
    }
}
