//! `/bearer`: an echo behind a token (RFC 6750).

use axum::http::header::{AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL};
use protocol::catalogue::{self, bearer};
use protocol::list;

use super::{Echo, EndpointRefusal, Handshake};
use crate::http::lines;

/// An echo behind a token.
#[derive(Clone, Copy, Debug)]
pub struct Bearer;

impl Bearer {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &bearer::ENDPOINT;

    /// The echo, for a client with the right token.
    ///
    /// # Errors
    ///
    /// The credentials are missing or wrong, or a parameter is out of its range.
    pub fn from_handshake(handshake: &Handshake<'_>) -> Result<Echo, EndpointRefusal> {
        let token = bearer::TOKEN.value(&handshake.query)?;
        let offered = lines(&handshake.request.headers, SEC_WEBSOCKET_PROTOCOL);
        let mut carried =
            list::elements(offered).filter_map(|name| name.strip_prefix(bearer::CARRIER));
        if handshake.credentials(AUTHORIZATION, "Bearer") == Some(token.as_str())
            || carried.any(|carried| carried == token)
        {
            Ok(Echo::default())
        } else {
            Err(EndpointRefusal::Unauthorized {
                challenge: r#"Bearer realm="Ullim""#,
            })
        }
    }
}
