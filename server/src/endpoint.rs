//! The endpoints: what the server does on a connection once the handshake is done.
//!
//! An endpoint is a path and a file. It says its `PATH`, is made from what it needs, and
//! `serve`s one connection, over any stream and sink of messages, so that a test can drive it
//! with channels. What may not enter: HTTP, TCP, the closing handshake.

pub mod lesson;

use futures_util::{Sink, Stream};
use tokio_tungstenite::tungstenite::{Error, Message};

pub use lesson::Lesson;

/// Any endpoint. It travels from the handshake that chose it to the connection that serves it.
#[derive(Clone, Debug)]
pub enum Endpoint {
    /// Greets and answers.
    Lesson(Lesson),
}

impl Endpoint {
    /// Its path, by which logs name it.
    #[must_use]
    pub fn path(&self) -> &'static str {
        match self {
            Self::Lesson(_) => Lesson::PATH,
        }
    }

    /// Serves one connection until the client has left or the endpoint has nothing more to say.
    ///
    /// # Errors
    ///
    /// What broke the connection: the transport, or a client that broke the protocol.
    pub async fn serve(self, socket: impl Socket) -> Result<(), Error> {
        match self {
            Self::Lesson(lesson) => lesson.serve(socket).await,
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
