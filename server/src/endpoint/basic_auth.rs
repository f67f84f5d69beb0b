//! `/basic-auth`: an echo behind a user name and a password (RFC 7617).

use axum::http::header::AUTHORIZATION;
use data_encoding::BASE64;
use protocol::catalogue::{self, basic_auth};

use super::{Echo, EndpointRefusal, Handshake};

/// An echo behind a user name and a password.
#[derive(Clone, Copy, Debug)]
pub struct BasicAuth;

impl BasicAuth {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &basic_auth::ENDPOINT;

    /// The echo, for a client with the right credentials.
    ///
    /// # Errors
    ///
    /// The credentials are missing or wrong, or a parameter is out of its range.
    pub fn from_handshake(handshake: &Handshake<'_>) -> Result<Echo, EndpointRefusal> {
        let user = basic_auth::USER.value(&handshake.query)?;
        let password = basic_auth::PASSWORD.value(&handshake.query)?;
        let right = format!("{user}:{password}");
        let given = handshake
            .credentials(AUTHORIZATION, "Basic")
            .and_then(|given| BASE64.decode(given.as_bytes()).ok());
        if given.is_some_and(|given| given == right.as_bytes()) {
            Ok(Echo::default())
        } else {
            Err(EndpointRefusal::Unauthorized {
                challenge: r#"Basic realm="Ullim", charset="UTF-8""#,
            })
        }
    }
}
