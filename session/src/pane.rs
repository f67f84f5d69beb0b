//! The panes of a tab: the log of what went over its connection, and what an endpoint makes of it.
//!
//! What belongs here: the panes that an address has. What may not enter: the content of a pane.

use protocol::catalogue::{chat, ticker};
use serde::Serialize;

use super::address;

/// A part of a tab that shows its connection in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pane {
    /// Every message, as it went over the wire. Each tab has this one.
    #[default]
    Log,
    /// The room of `/chat`, in `superchat`.
    Room,
    /// The quotes of `/ticker`.
    Quotes,
}

impl Pane {
    const ALL: [Self; 3] = [Self::Log, Self::Room, Self::Quotes];

    /// The name in saved data and in the document.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Room => "room",
            Self::Quotes => "quotes",
        }
    }

    /// The pane of this name; the log for an unknown name.
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        let found = Self::ALL.into_iter().find(|pane| pane.tag() == tag);
        found.unwrap_or_default()
    }

    /// The pane that was made for the endpoint at this address. The address is a result of
    /// [`address::understand`]. Endpoints are at the root of a server, or in the folder of the page's own, which is `/`
    /// or `/tools/ullim/`.
    #[must_use]
    pub fn made_for(understood: &str, folder: &str) -> Self {
        let path = address::path(understood);
        let in_folder = path.strip_prefix(folder.trim_end_matches('/'));
        let is = |endpoint: &str| path == endpoint || in_folder == Some(endpoint);
        if is(chat::ENDPOINT.path) {
            Self::Room
        } else if is(ticker::ENDPOINT.path) {
            Self::Quotes
        } else {
            Self::Log
        }
    }

    /// The panes of a connection to this address, the one made for it first. The room needs `superchat`, agreed
    /// on or offered.
    #[must_use]
    pub fn of(understood: &str, folder: &str, is_superchat: bool) -> &'static [Self] {
        match Self::made_for(understood, folder) {
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
    fn tag_of_each_pane_finds_it_and_unknown_tags_find_the_log() {
        for pane in Pane::ALL {
            assert_eq!(Pane::of_tag(pane.tag()), pane);
            assert_eq!(serde_json::to_value(pane).unwrap(), pane.tag());
        }
        assert_eq!(Pane::of_tag("mirror"), Pane::Log);
    }

    #[test]
    fn endpoint_panes_are_its_own_and_the_log() {
        let of = |address| Pane::of(address, "/", true);
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
    fn endpoint_in_the_folder_of_the_page_has_its_pane() {
        let of = |address| Pane::made_for(address, "/tools/ullim/");
        assert_eq!(of("ws://a/tools/ullim/chat?room=b"), Pane::Room);
        assert_eq!(of("ws://a/tools/ullim/ticker"), Pane::Quotes);
        assert_eq!(of("ws://b/chat"), Pane::Room, "another server");
        for address in [
            "ws://a/tools/chat",
            "ws://a/api/ticker",
            "ws://a/tools/ullimchat",
        ] {
            assert_eq!(of(address), Pane::Log, "{address}");
        }
    }

    #[test]
    fn chat_without_superchat_has_the_log_alone() {
        assert_eq!(Pane::of("ws://a/chat", "/", false), [Pane::Log]);
        assert_eq!(
            Pane::of("ws://a/ticker", "/", false),
            [Pane::Quotes, Pane::Log]
        );
    }
}
