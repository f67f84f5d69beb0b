//! `/refuse`: refuses the handshake with an HTTP status.

use axum::http::StatusCode;
use protocol::catalogue::{self, refuse};
use protocol::query::Query;

use super::EndpointRefusal;

/// A handshake that never succeeds.
#[derive(Clone, Copy, Debug)]
pub struct Refuse;

impl Refuse {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &refuse::ENDPOINT;

    /// The refusal with the parameters of `query`, or the refusal of a parameter out of its range.
    #[must_use]
    pub fn from_query(query: &Query<'_>) -> EndpointRefusal {
        let read = || {
            let status = refuse::STATUS.value(query)?;
            let retry_after_s = refuse::RETRY_AFTER.value(query)?;
            // The range of the parameter has statuses only, so the default is never used.
            let status = u16::try_from(status)
                .ok()
                .and_then(|status| StatusCode::from_u16(status).ok())
                .unwrap_or(StatusCode::FORBIDDEN);
            Ok(EndpointRefusal::AsAsked {
                status,
                retry_after_s,
            })
        };
        read().unwrap_or_else(EndpointRefusal::Parameter)
    }
}
