//! `/bearer`: an echo for whoever has the token (RFC 6750).

use axum::http::header::AUTHORIZATION;
use protocol::catalogue::{self, bearer};

use super::{Echo, Opening, Refused};

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
    pub fn from_opening(opening: &Opening<'_>) -> Result<Echo, Refused> {
        let token = bearer::TOKEN.value(&opening.query)?;
        if opening.credentials(AUTHORIZATION, "Bearer") == Some(token.as_str()) {
            Ok(Echo::default())
        } else {
            Err(Refused::Unauthorized {
                challenge: r#"Bearer realm="Ullim""#,
            })
        }
    }
}
