//! `/headers`: what the server saw of the handshake, then an echo.

use std::net::{IpAddr, SocketAddr};

use futures_util::SinkExt;
use protocol::catalogue::{self, headers};
use serde::Serialize;
use tokio_tungstenite::tungstenite::Error;

use super::{CloseAction, Echo, Handshake, Socket, json};

/// What the server saw of a handshake.
#[derive(Clone, Debug, Serialize)]
pub struct Headers {
    /// The first line of the request.
    request_line: String,
    /// Names and values in the order of arrival; a value that is not UTF-8 has U+FFFD in it.
    headers: Vec<(String, String)>,
    /// Who is at the other end of the TCP connection.
    peer: SocketAddr,
    /// Who is behind it, where the peer is a proxy that the server trusts.
    client: IpAddr,
    /// Whether the connection came by TLS to this server.
    tls: bool,
    /// The subprotocol that the server selected.
    subprotocol: Option<&'static str>,
}

impl Headers {
    /// What the catalogue says of it.
    pub const ENTRY: &catalogue::Endpoint = &headers::ENDPOINT;

    /// What there is to tell of a handshake.
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
        }
    }

    /// Tells, then echoes until the client has left.
    ///
    /// # Errors
    ///
    /// What broke the connection.
    pub async fn serve(self, mut socket: impl Socket) -> Result<CloseAction, Error> {
        socket.send(json(&self)).await?;
        Echo::default().serve(socket).await
    }
}
