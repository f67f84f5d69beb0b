//! Which room an address leads to, and the addresses that lead to a room.

use std::rc::Rc;

use protocol::catalogue::chat::{ENDPOINT, NAME, ROOM};

/// What a page's address asks for: a room of the page's own server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Which room.
    pub room: Rc<str>,
    /// By which name, if the address says so.
    pub name: Option<Rc<str>>,
}

impl Invitation {
    /// The WebSocket address of the room on this server.
    #[must_use]
    pub fn address(&self, server: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair(ROOM.name, &self.room);
        if let Some(name) = &self.name {
            query.append_pair(NAME.name, name);
        }
        let server = server.trim_end_matches('/');
        [server, ENDPOINT.path, "?", &query.finish()].concat()
    }
}

/// The room, of those on the server, that this address leads to.
#[must_use]
pub fn room(address: &str) -> Rc<str> {
    parameter(address, ROOM.name).unwrap_or_else(|| ROOM.default.into())
}

/// The name that the address asks for.
#[must_use]
pub fn name(address: &str) -> Option<Rc<str>> {
    parameter(address, NAME.name)
}

/// The address by which this room is the same, whoever goes there.
#[must_use]
pub fn place(address: &str) -> Rc<str> {
    let (path, _) = split(address);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(ROOM.name, &room(address));
    [path, "?", &query.finish()].concat().into()
}

/// The address with this name in the place of another.
#[must_use]
pub fn with_name(address: &str, name: &str) -> Rc<str> {
    let (path, query) = split(address);
    let mut changed = form_urlencoded::Serializer::new(String::new());
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        if key != NAME.name {
            changed.append_pair(&key, &value);
        }
    }
    changed.append_pair(NAME.name, name);
    [path, "?", &changed.finish()].concat().into()
}

/// The page on which the server at this address shows the room to whoever opens it.
#[must_use]
pub fn link(address: &str) -> Option<String> {
    let (path, _) = split(address);
    let (scheme, _) = path.split_once("://")?;
    let scheme = if scheme == "wss" { "https" } else { "http" };
    let host = path.strip_suffix(ENDPOINT.path)?;
    let host = &host[host.find("://")?..];
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(ROOM.name, &room(address));
    Some([scheme, host, "/?", &query.finish()].concat())
}

fn parameter(address: &str, key: &str) -> Option<Rc<str>> {
    let (_, query) = split(address);
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs
        .find(|(it, value)| it == key && !value.is_empty())
        .map(|(_, value)| value.as_ref().into())
}

fn split(address: &str) -> (&str, &str) {
    address.split_once('?').unwrap_or((address, ""))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_leads_to_one_room_by_any_name() {
        let here = "ws://a:1/chat?name=%EA%B9%80&room=b%20c";
        assert_eq!((&*room(here), name(here).as_deref()), ("b c", Some("김")));
        assert_eq!(place(here), place("ws://a:1/chat?room=b+c"));
        assert_ne!(place(here), place("ws://a:2/chat?room=b+c"));
        assert_eq!(place("ws://a/chat"), place("ws://a/chat?room=lobby&name="));
        assert_eq!(name("ws://a/chat?name="), None);
    }

    #[test]
    fn a_name_takes_the_place_of_another_and_the_rest_stays() {
        assert_eq!(
            &*with_name("ws://a/chat?room=b&name=c", "d e"),
            "ws://a/chat?room=b&name=d+e"
        );
        assert_eq!(&*with_name("ws://a/chat", "d"), "ws://a/chat?name=d");
    }

    #[test]
    fn a_link_leads_to_the_page_of_the_server_and_gives_no_name_away() {
        let link = |address| link(address).unwrap();
        assert_eq!(link("ws://a:1/chat?room=b&name=c"), "http://a:1/?room=b");
        assert_eq!(link("wss://a/chat"), "https://a/?room=lobby");
    }

    proptest! {
        #[test]
        fn an_invitation_leads_to_its_room(room_name in ".+", member in proptest::option::of(".+")) {
            let invitation = Invitation {
                room: room_name.as_str().into(),
                name: member.as_deref().map(Into::into),
            };
            let address = invitation.address("ws://a/");
            prop_assert_eq!(&*room(&address), room_name.as_str());
            let named = name(&address);
            prop_assert_eq!(named.as_deref(), member.as_deref());
        }
    }
}
