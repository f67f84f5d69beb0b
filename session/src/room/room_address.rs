//! Addresses of rooms: WebSocket addresses, their names, and links to the page.

use std::rc::Rc;

use protocol::catalogue::chat::{ENDPOINT, NAME, ROOM};

/// A room of the page's own server that the page was opened for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The room's name.
    pub room: Rc<str>,
    /// The member's name, if the page's address has one.
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

/// The name of the room at this address.
#[must_use]
pub fn room_name(address: &str) -> Rc<str> {
    parameter(address, ROOM.name).unwrap_or_else(|| ROOM.default.into())
}

/// The member's name in this address.
#[must_use]
pub fn member_name(address: &str) -> Option<Rc<str>> {
    parameter(address, NAME.name)
}

/// The address without a member's name, the same for every member: two addresses lead to the same room if
/// this is equal.
#[must_use]
pub fn canonical(address: &str) -> Rc<str> {
    let (path, _) = split(address);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(ROOM.name, &room_name(address));
    [path, "?", &query.finish()].concat().into()
}

/// The address with this member's name instead of the one that it has.
#[must_use]
pub fn with_member_name(address: &str, name: &str) -> Rc<str> {
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

/// The address of the page that opens this room, without a member's name. `None` if the server's page
/// cannot be told from the address.
#[must_use]
pub fn page_link(address: &str) -> Option<String> {
    let (path, _) = split(address);
    let (scheme, _) = path.split_once("://")?;
    let scheme = if scheme == "wss" { "https" } else { "http" };
    let host = path.strip_suffix(ENDPOINT.path)?;
    let host = &host[host.find("://")?..];
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(ROOM.name, &room_name(address));
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
    fn canonical_of_any_member_name_is_the_same_room() {
        let here = "ws://a:1/chat?name=%EA%B9%80&room=b%20c";
        assert_eq!(
            (&*room_name(here), member_name(here).as_deref()),
            ("b c", Some("김"))
        );
        assert_eq!(canonical(here), canonical("ws://a:1/chat?room=b+c"));
        assert_ne!(canonical(here), canonical("ws://a:2/chat?room=b+c"));
        assert_eq!(
            canonical("ws://a/chat"),
            canonical("ws://a/chat?room=lobby&name=")
        );
        assert_eq!(member_name("ws://a/chat?name="), None);
    }

    #[test]
    fn with_member_name_replaces_only_the_name() {
        assert_eq!(
            &*with_member_name("ws://a/chat?room=b&name=c", "d e"),
            "ws://a/chat?room=b&name=d+e"
        );
        assert_eq!(&*with_member_name("ws://a/chat", "d"), "ws://a/chat?name=d");
    }

    #[test]
    fn page_link_leads_to_the_servers_page_without_a_name() {
        let link = |address| page_link(address).unwrap();
        assert_eq!(link("ws://a:1/chat?room=b&name=c"), "http://a:1/?room=b");
        assert_eq!(link("wss://a/chat"), "https://a/?room=lobby");
    }

    proptest! {
        #[test]
        fn address_of_an_invitation_has_its_names(room in ".+", member in proptest::option::of(".+")) {
            let invitation = Invitation {
                room: room.as_str().into(),
                name: member.as_deref().map(Into::into),
            };
            let address = invitation.address("ws://a/");
            prop_assert_eq!(&*room_name(&address), room.as_str());
            let named = member_name(&address);
            prop_assert_eq!(named.as_deref(), member.as_deref());
        }
    }
}
