//! Requests to a server of ours: for its list of endpoints, and for how it would answer a handshake.

use std::rc::Rc;

use gloo_net::http::Request;

use session::catalogue::{Absence, Endpoint, address_of_list, parse};
use session::dry_run::{self, Answer};

/// The endpoints of the server with this WebSocket address.
///
/// # Errors
/// [`Absence::Unreachable`] when no response arrived, [`Absence::NotOffered`] when the response is no
/// list of endpoints.
pub async fn load(server: &str) -> Result<Rc<[Endpoint]>, Absence> {
    let address = address_of_list(server).ok_or(Absence::NotOffered)?;
    parse(&ask(&address).await?).ok_or(Absence::NotOffered)
}

/// How a handshake would be answered, by the dry run at this address; `None` where there is none.
pub async fn try_handshake(address: &str) -> Option<Answer> {
    dry_run::parse(&ask(address).await.ok()?)
}

/// The JSON at this address.
async fn ask(address: &str) -> Result<String, Absence> {
    let request = Request::get(address).header("Accept", "application/json");
    let response = request.send().await.map_err(|_| Absence::Unreachable)?;
    if !response.ok() {
        return Err(Absence::NotOffered);
    }
    response.text().await.map_err(|_| Absence::Unreachable)
}
