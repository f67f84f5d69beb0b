//! Requests for a server's list of endpoints.

use std::rc::Rc;

use gloo_net::http::Request;

use session::catalogue::{Absence, Endpoint, address_of_list, parse};

/// The endpoints of the server with this WebSocket address.
///
/// # Errors
/// [`Absence::Unreachable`] when no response arrived, [`Absence::NotOffered`] when the response is no
/// list of endpoints.
pub async fn load(server: &str) -> Result<Rc<[Endpoint]>, Absence> {
    let address = address_of_list(server).ok_or(Absence::NotOffered)?;
    let request = Request::get(&address).header("Accept", "application/json");
    let response = request.send().await.map_err(|_| Absence::Unreachable)?;
    if !response.ok() {
        return Err(Absence::NotOffered);
    }
    let json = response.text().await.map_err(|_| Absence::Unreachable)?;
    parse(&json).ok_or(Absence::NotOffered)
}
