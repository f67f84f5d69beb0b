//! The panes of a tab: the log of what went over its connection, and what an endpoint makes of it.
//!
//! What belongs here: which panes a connection has. What may not enter: what a pane shows, which is its
//! own model's.

use protocol::catalogue::{chat, ticker};
use serde::Serialize;

use super::address;

/// What is to be seen of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pane {
    /// Every message, as it went over the wire. Each connection has this one.
    #[default]
    Log,
    /// The room of `/chat`, in `superchat`.
    Room,
    /// The quotes of `/ticker`.
    Quotes,
}

impl Pane {
    const ALL: [Self; 3] = [Self::Log, Self::Room, Self::Quotes];

    /// Its name in what is kept and in the document.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Room => "room",
            Self::Quotes => "quotes",
        }
    }

    /// The pane with this name; the log for anything unknown.
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        let found = Self::ALL.into_iter().find(|pane| pane.tag() == tag);
        found.unwrap_or_default()
    }

    /// The pane that the endpoint at this address was made for; the address is one that
    /// [`understand`](address::understand) has understood.
    #[must_use]
    pub fn made_for(understood: &str) -> Self {
        match address::path(understood) {
            path if path == chat::ENDPOINT.path => Self::Room,
            path if path == ticker::ENDPOINT.path => Self::Quotes,
            _ => Self::Log,
        }
    }

    /// The panes of a connection to this address, on which `superchat` is, or may be, spoken or not; the one made for
    /// it first.
    #[must_use]
    pub fn of(understood: &str, is_superchat: bool) -> &'static [Self] {
        match Self::made_for(understood) {
            Self::Room if is_superchat => &[Self::Room, Self::Log],
            Self::Quotes => &[Self::Quotes, Self::Log],
            Self::Room | Self::Log => &[Self::Log],
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_pane_is_known_by_its_name_and_a_stranger_is_the_log() {
        for pane in Pane::ALL {
            assert_eq!(Pane::of_tag(pane.tag()), pane);
            assert_eq!(serde_json::to_value(pane).unwrap(), pane.tag());
        }
        assert_eq!(Pane::of_tag("mirror"), Pane::Log);
    }

    #[test]
    fn an_endpoint_has_the_pane_that_was_made_for_it_and_always_the_log() {
        let of = |address| Pane::of(address, true);
        assert_eq!(of("ws://a/chat"), [Pane::Room, Pane::Log]);
        assert_eq!(of("wss://a:1/chat?room=b"), [Pane::Room, Pane::Log]);
        assert_eq!(of("ws://a/ticker?seed=7"), [Pane::Quotes, Pane::Log]);
        for address in [
            "ws://a",
            "ws://a/",
            "ws://a/chat/b",
            "ws://chat",
            "ws://a/?b=/chat",
        ] {
            assert_eq!(of(address), [Pane::Log], "{address}");
        }
    }

    #[test]
    fn a_room_is_seen_as_one_only_in_superchat() {
        assert_eq!(Pane::of("ws://a/chat", false), [Pane::Log]);
        assert_eq!(Pane::of("ws://a/ticker", false), [Pane::Quotes, Pane::Log]);
    }
}
