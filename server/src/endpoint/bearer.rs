//! `/bearer`: an echo for whoever has the token (RFC 6750).

use axum::http::header::AUTHORIZATION;
use protocol::catalogue::{self, bearer};

use super::{Echo, EndpointRefusal, Handshake};

/// A door with a token.
#[derive(Clone, Copy, Debug)]
pub struct Bearer;

impl Bearer {
    /// What the catalogue says of it.
    pub const ENTRY: &catalogue::Endpoint = &bearer::ENDPOINT;

    /// The echo behind the door.
    ///
    /// # Errors
    ///
    /// A 401 with the challenge, or a parameter that is out of its range.
    pub fn from_handshake(handshake: &Handshake<'_>) -> Result<Echo, EndpointRefusal> {
        let token = bearer::TOKEN.value(&handshake.query)?;
        if handshake.credentials(AUTHORIZATION, "Bearer") == Some(token.as_str()) {
            Ok(Echo::default())
        } else {
            Err(EndpointRefusal::Unauthorized {
                challenge: r#"Bearer realm="Ullim""#,
            })
        }
    }
}
