//! The endpoints: what the server does on a connection once the handshake is done.
//!
//! An endpoint is a path and a file. It names its `ENTRY` in the catalogue, is made `from_query` or
//! `from_opening`, and `serve`s one connection, over any stream and sink of messages, so that a test
//! can drive it with channels. What may not enter: TCP, limits, the closing handshake.

mod abort;
mod basic_auth;
mod batch;
mod bearer;
pub mod broken;
mod chat;
mod close;
mod echo;
mod flood;
mod headers;
mod lesson;
mod opening;
mod ping;
mod refuse;
mod refused;
mod silent;
mod slow;
mod ticker;

use std::num::NonZeroU64;

use futures_util::{Sink, Stream};
use protocol::catalogue;
use serde::Serialize;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::{Error, Message};

pub use abort::Abort;
pub use basic_auth::BasicAuth;
pub use bearer::Bearer;
pub use broken::Broken;
pub use chat::Chat;
pub use close::Close;
pub use echo::Echo;
pub use flood::Flood;
pub use headers::Headers;
pub use lesson::Lesson;
pub use opening::{Opening, Peer};
pub use ping::Ping;
pub use refuse::Refuse;
pub use refused::Refused;
pub use silent::Silent;
pub use slow::Slow;
pub use ticker::Ticker;

/// What an endpoint's handshake leads to.
pub type Open = fn(&Opening<'_>) -> Result<Endpoint, Refused>;

/// Every entry of the catalogue, and how a handshake there is answered.
pub const ALL: &[(&catalogue::Endpoint, Open)] = &[
    (Lesson::ENTRY, |opening| {
        Ok(Endpoint::Lesson(Lesson::new(opening.console.clone())))
    }),
    (Echo::ENTRY, |opening| {
        Ok(Endpoint::Echo(Echo::from_query(&opening.query)?))
    }),
    (Headers::ENTRY, |opening| {
        Ok(Endpoint::Headers(Headers::from_opening(opening)))
    }),
    (Ticker::ENTRY, |opening| {
        Ok(Endpoint::Ticker(Ticker::from_opening(opening)?))
    }),
    (Chat::ENTRY, |opening| {
        Ok(Endpoint::Chat(Chat::from_opening(opening)?))
    }),
    (Flood::ENTRY, |opening| {
        Ok(Endpoint::Flood(Flood::from_query(&opening.query)?))
    }),
    (Close::ENTRY, |opening| {
        Ok(Endpoint::Close(Close::from_query(&opening.query)?))
    }),
    (Abort::ENTRY, |opening| {
        Ok(Endpoint::Abort(Abort::from_query(&opening.query)?))
    }),
    (Silent::ENTRY, |_| Ok(Endpoint::Silent(Silent))),
    (Slow::ENTRY, |opening| {
        Ok(Endpoint::Slow(Slow::from_query(&opening.query)?))
    }),
    (Ping::ENTRY, |opening| {
        Ok(Endpoint::Ping(Ping::from_query(&opening.query)?))
    }),
    (Refuse::ENTRY, |opening| {
        Err(Refuse::from_query(&opening.query))
    }),
    (BasicAuth::ENTRY, |opening| {
        Ok(Endpoint::Echo(BasicAuth::from_opening(opening)?))
    }),
    (Bearer::ENTRY, |opening| {
        Ok(Endpoint::Echo(Bearer::from_opening(opening)?))
    }),
    (Broken::ENTRY, |opening| {
        Ok(Endpoint::Broken(Broken::from_name(opening.placeholder)?))
    }),
];

/// Any endpoint. It travels from the handshake that chose it to the connection that serves it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each variant is the type of its name")]
pub enum Endpoint {
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
    Broken(Broken),
}

impl Endpoint {
    /// Serves one connection until the client has left or the endpoint has nothing more to say.
    ///
    /// # Errors
    ///
    /// What broke the connection: the transport, or a client that broke the protocol.
    pub async fn serve(self, socket: impl Socket) -> Result<Goodbye, Error> {
        match self {
            Self::Lesson(it) => it.serve(socket).await,
            Self::Echo(it) => it.serve(socket).await,
            Self::Headers(it) => it.serve(socket).await,
            Self::Ticker(it) => it.serve(socket).await,
            // In a box: it is twice as large as any other, which would all have to have room for it.
            Self::Chat(it) => Box::pin(it.serve(socket)).await,
            Self::Flood(it) => it.serve(socket).await,
            Self::Close(it) => it.serve(socket).await,
            Self::Abort(it) => it.serve(socket).await,
            Self::Silent(it) => it.serve(socket).await,
            Self::Slow(it) => it.serve(socket).await,
            Self::Ping(it) => it.serve(socket).await,
            // It speaks on the bare connection, of which `connection` takes care.
            Self::Broken(_) => Ok(Goodbye::Abort { reset: false }),
        }
    }

    /// Whether the time to its answers says how fast the server is.
    #[must_use]
    pub fn answers_at_once(&self) -> bool {
        match self {
            Self::Lesson(_) => true,
            Self::Echo(it) => it.is_immediate(),
            _ => false,
        }
    }

    /// How much may be under way to the client, in bytes, where that is less than the system would allow: what
    /// it would have to read before it comes to what is new.
    #[must_use]
    pub fn send_buffer_bytes(&self) -> Option<usize> {
        match self {
            Self::Ticker(_) => Some(Ticker::SEND_BUFFER_BYTES),
            _ => None,
        }
    }

    /// How much it reads in a second, where that is limited.
    #[must_use]
    pub fn pace(&self) -> Option<NonZeroU64> {
        match self {
            Self::Slow(it) => Some(it.bytes_per_s),
            _ => None,
        }
    }
}

/// How the server ends a connection with which an endpoint has finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goodbye {
    /// With a close frame that has this code and reason.
    Close {
        /// A code that may stand in a close frame (RFC 6455 section 7.4).
        code: u16,
        /// At most 123 bytes.
        reason: String,
    },
    /// With a close frame that has no payload: the client sees 1005.
    CloseWithoutCode,
    /// With no close frame: the client sees 1006.
    Abort {
        /// By a TCP reset instead of an orderly end.
        reset: bool,
    },
}

impl Goodbye {
    /// Not now, for this reason: 1013, "Try Again Later" in the registry of RFC 6455.
    #[must_use]
    pub fn try_again_later(reason: &str) -> Self {
        Self::Close {
            code: 1013,
            reason: reason.to_owned(),
        }
    }

    /// All is said: 1000.
    #[must_use]
    pub fn normal() -> Self {
        Self::Close {
            code: 1000,
            reason: String::new(),
        }
    }
}

/// Messages in both directions: a `WebSocketStream`, or the channels of a test.
pub trait Socket:
    Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Send + Unpin
{
}

impl<S> Socket for S where
    S: Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Send + Unpin
{
}

/// Whether a message is one to answer: control frames are tungstenite's to deal with.
fn is_data(message: &Message) -> bool {
    message.is_text() || message.is_binary()
}

/// Waits until `due`; for ever when there is nothing to wait for.
async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// A text message of JSON.
fn json(value: &impl Serialize) -> Message {
    // Only maps with other keys than strings and a failing `Serialize` are errors; there are none.
    Message::text(serde_json::to_string(value).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_entry_of_the_catalogue_is_served() {
        let served: Vec<_> = ALL.iter().map(|(entry, _)| *entry).collect();
        assert_eq!(
            served,
            protocol::catalogue::ENDPOINTS.iter().collect::<Vec<_>>()
        );
    }
}
