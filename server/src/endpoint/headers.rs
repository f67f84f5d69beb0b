//! `/headers`: what the server saw of the handshake, then an echo.

use std::net::{IpAddr, SocketAddr};

use frames::negotiation::Answer;
use futures_util::SinkExt;
use protocol::catalogue::{self, headers};
use serde::Serialize;
use tokio_tungstenite::tungstenite::Error;

use super::{CloseAction, Echo, Handshake, MessageSocket, json};

/// What the server saw of a handshake.
#[derive(Clone, Debug, Serialize)]
pub struct Headers {
    /// The first line of the request.
    request_line: String,
    /// Names and values in the order of arrival; a value that is not UTF-8 has U+FFFD in it.
    headers: Vec<(String, String)>,
    /// The other end of the TCP connection.
    peer: SocketAddr,
    /// The client: the peer, or the address that it reports where it is a trusted proxy.
    client: IpAddr,
    /// Whether the connection came by TLS to this server.
    tls: bool,
    /// The subprotocol that the server selected.
    subprotocol: Option<&'static str>,
    /// What was offered of compression, and what was agreed on.
    compression: Compression,
}

/// The negotiation of permessage-deflate (RFC 7692 section 5).
#[derive(Clone, Debug, Serialize)]
struct Compression {
    /// The value of `Sec-WebSocket-Extensions` in the answer; null where none was sent.
    agreed: Option<String>,
    /// The offers that the server declined before that, with the reason.
    declined: Vec<DeclinedOffer>,
}

#[derive(Clone, Debug, Serialize)]
struct DeclinedOffer {
    offer: String,
    reason: String,
}

impl From<&Answer> for Compression {
    fn from(answer: &Answer) -> Self {
        let declined = answer.declined.iter().map(|declined| DeclinedOffer {
            offer: declined.element.clone(),
            reason: declined.reason.to_string(),
        });
        Self {
            agreed: answer.accepted.as_ref().map(ToString::to_string),
            declined: declined.collect(),
        }
    }
}

impl Headers {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &headers::ENDPOINT;

    /// The report on a handshake.
    #[must_use]
    pub fn from_handshake(handshake: &Handshake<'_>) -> Self {
        let request = handshake.request;
        Self {
            request_line: format!("{} {} {:?}", request.method, request.uri, request.version),
            headers: request
                .headers
                .iter()
                .map(|(name, value)| {
                    let value = String::from_utf8_lossy(value.as_bytes());
                    (name.to_string(), value.into_owned())
                })
                .collect(),
            peer: handshake.peer.address,
            client: handshake.client,
            tls: handshake.peer.is_tls,
            subprotocol: handshake.subprotocol,
            compression: handshake.compression.into(),
        }
    }

    /// Sends the report, then echoes until the client has left.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, mut socket: impl MessageSocket) -> Result<CloseAction, Error> {
        socket.send(json(&self)).await?;
        Echo::default().serve(socket).await
    }
}
