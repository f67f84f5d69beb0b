//! How serving a connection ended, and what the server then sends (RFC 6455 section 7.4).

use std::io;

use frames::extension::ReceiveError;
use frames::utf8::InvalidUtf8;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Utf8Bytes};
use tracing::{Span, debug, info, warn};

use super::limit_exceeded::LimitExceeded;
use crate::endpoint::CloseAction;
use crate::ops::metrics::ClosedBy;

/// Where the log says that the end of a connection is from: filters name it.
const TARGET: &str = "server::websocket::connection";

/// How serving ended. The three errors have log levels of their own. So a log can show a failing network, or a client
/// that breaks the protocol, without every close.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The endpoint has finished, or the client has closed the connection.
    Finished(CloseAction),
    /// The server stops.
    ServerStops,
    /// The connection broke, or the client left without a close frame.
    Lost(Error),
    /// The client broke the protocol or sent something too large: the connection fails in the sense of
    /// RFC 6455 section 7.1.7.
    Failed(Error),
    /// The client broke a rule of compression: the connection fails, too.
    Undecodable(ReceiveError),
    /// The client exceeded a limit on its behaviour.
    LimitExceeded(LimitExceeded),
}

/// What the server still sends.
pub(super) enum Closing {
    /// A close frame, with a code or without.
    Frame(Option<CloseFrame>),
    /// No close frame; TCP ends in order or by a reset.
    Tcp { reset: bool },
}

impl From<Result<CloseAction, Error>> for Outcome {
    fn from(served: Result<CloseAction, Error>) -> Self {
        match served {
            Ok(action) => Self::Finished(action),
            Err(Error::ConnectionClosed | Error::AlreadyClosed) => {
                Self::Finished(CloseAction::normal())
            }
            Err(Error::Io(error)) => Self::of_stream(error),
            Err(
                error @ (Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)
                | Error::Tls(_)),
            ) => Self::Lost(error),
            Err(error) => Self::Failed(error),
        }
    }
}

impl Outcome {
    /// Of an error of the streams under tungstenite.
    fn of_stream(error: io::Error) -> Self {
        let error = match error.downcast::<LimitExceeded>() {
            Ok(exceeded) => return Self::LimitExceeded(exceeded),
            Err(error) => error,
        };
        let error = match error.downcast::<ReceiveError>() {
            Ok(error) => return Self::Undecodable(error),
            Err(error) => error,
        };
        match error.downcast::<InvalidUtf8>() {
            Ok(error) => Self::Failed(Error::Utf8(error.to_string())),
            Err(error) => Self::Lost(Error::Io(error)),
        }
    }

    pub(super) fn log(&self, span: &Span) {
        match self {
            Self::Finished(_) => debug!(target: TARGET, parent: span, "closed"),
            Self::ServerStops => debug!(target: TARGET, parent: span, "closing, the server stops"),
            Self::Lost(error) => info!(target: TARGET, parent: span, %error, "lost"),
            Self::Failed(error) => warn!(target: TARGET, parent: span, %error, "failed"),
            Self::Undecodable(error) => warn!(target: TARGET, parent: span, %error, "failed"),
            Self::LimitExceeded(exceeded) => {
                warn!(target: TARGET, parent: span, limit = %exceeded, "closed, a limit was exceeded");
            }
        }
    }

    /// Who ended the connection, where the client sent no close frame.
    pub(super) fn closed_by(&self) -> ClosedBy {
        match self {
            Self::Lost(_) => ClosedBy::Client,
            Self::Finished(_)
            | Self::ServerStops
            | Self::Failed(_)
            | Self::Undecodable(_)
            | Self::LimitExceeded(_) => ClosedBy::Server,
        }
    }

    /// What the server still sends, where all before it is on its way or is not. After the client's own close frame
    /// tungstenite drops it, because it has answered that one.
    pub(super) fn closing(&self, is_flushed: bool) -> Closing {
        let (code, reason) = match self {
            Self::Finished(CloseAction::Close { code, reason }) => {
                ((*code).into(), reason.as_str().into())
            }
            Self::Finished(CloseAction::CloseWithoutCode) => return Closing::Frame(None),
            Self::Finished(CloseAction::Abort { reset }) => return Closing::Tcp { reset: *reset },
            Self::Lost(_) => return Closing::Tcp { reset: false },
            Self::LimitExceeded(LimitExceeded::NotReading(_)) => {
                return Closing::Tcp { reset: true };
            }
            // What waits for the client is given up, and a close frame cannot come into its middle.
            Self::LimitExceeded(LimitExceeded::OutOfMemory) if !is_flushed => {
                return Closing::Tcp { reset: true };
            }
            Self::LimitExceeded(exceeded) => (exceeded.close_code(), exceeded.to_string().into()),
            Self::Undecodable(error) => {
                let reason = match error.close_code() {
                    1009 => "message too big (--max-message-bytes, --max-frame-bytes)",
                    _ => "the compression breaks a rule",
                };
                (error.close_code().into(), Utf8Bytes::from_static(reason))
            }
            Self::ServerStops => (CloseCode::Away, Utf8Bytes::from_static("the server stops")),
            Self::Failed(error) => {
                let (code, reason) = match error {
                    Error::Utf8(_) => (CloseCode::Invalid, "text that is not UTF-8"),
                    Error::Capacity(CapacityError::MessageTooLong { .. }) => (
                        CloseCode::Size,
                        "message too big (--max-message-bytes, --max-frame-bytes)",
                    ),
                    Error::Capacity(_) => (CloseCode::Size, "message too big"),
                    Error::WriteBufferFull(_) => (
                        CloseCode::Error,
                        "answer too big (--max-write-buffer-bytes)",
                    ),
                    _ => (CloseCode::Protocol, "protocol violation"),
                };
                (code, Utf8Bytes::from_static(reason))
            }
        };
        Closing::Frame(Some(CloseFrame { code, reason }))
    }

    /// Whether the memory budget lets the connection go.
    pub(super) fn is_eviction(&self) -> bool {
        matches!(self, Self::LimitExceeded(LimitExceeded::OutOfMemory))
    }

    /// Whether the server reads on for the client's close frame. After a broken frame the start of the next one
    /// is unknown, and a client that exceeded a limit is not read from.
    pub(super) fn awaits_answer(&self) -> bool {
        !matches!(
            self,
            Self::Failed(_) | Self::Undecodable(_) | Self::LimitExceeded(_)
        )
    }
}

impl Closing {
    /// The code that the client sees, by RFC 6455 section 7.1.5.
    pub(super) fn code(&self) -> u16 {
        match self {
            Self::Frame(Some(frame)) => frame.code.into(),
            Self::Frame(None) => 1005,
            Self::Tcp { .. } => 1006,
        }
    }
}
