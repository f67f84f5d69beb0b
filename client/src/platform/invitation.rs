//! The room that the page's address asks for.
//!
//! What belongs here: what only the workbench has to know of the page's address.

use protocol::superchat::{is_name, is_room};

use super::address::take_room;
use session::room::room_address::Invitation;

/// The room in the page's address, as in `?room=lobby&name=kim`, once: it is taken out of the address. A room that the
/// server would refuse is none; a name that it would refuse is left out.
#[must_use]
pub fn take() -> Option<Invitation> {
    let (room, name) = take_room()?;
    let room = composed(&room);
    let name = name
        .map(|name| composed(&name))
        .filter(|name| is_name(name));
    is_room(&room).then(|| Invitation {
        room: room.into(),
        name: name.map(Into::into),
    })
}

/// A text in the form in which the server compares it, Unicode's NFC. Some systems type and paste Hangul in its
/// letters, which look the same. The browser has the tables for it.
fn composed(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}
