//! The workbench as it outlives a reload, as JSON in the browser's storage.
//!
//! What belongs here: what the person arranged. Drafts are saved separately, each under its own key, and
//! received messages are not saved.
//!
//! An older or newer page, or a person, may have written the JSON: unreadable members become defaults. Each
//! member is read by hand, as derived deserializers would weigh more in the page. The names of the members
//! are fixed: browsers hold JSON that earlier releases saved.

use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use super::composer::draft::DraftKind;
use super::layout::Layout;
use super::pane::Pane;
use super::recent::Recent;
use super::view::{Density, HiddenColumns};

/// The limit on tabs; further ones are dropped. A person cannot tell more apart.
const MAX_TABS: usize = 64;

/// A saved workbench.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SavedWorkbench {
    /// The tabs, from left to right.
    pub tabs: Vec<SavedTab>,
    /// The number of the shown tab.
    pub shown: u32,
    /// The recent addresses.
    pub recent: Recent,
    /// The settings of all tabs.
    pub settings: Settings,
}

/// A saved tab. It comes back closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SavedTab {
    /// Its number, unique among the tabs.
    pub id: u32,
    /// Its name; empty if it has none.
    pub name: Rc<str>,
    /// The address, as typed.
    pub address: Rc<str>,
    /// The subprotocols to offer, as typed.
    pub subprotocols: Rc<str>,
    /// Whether it reconnects by itself.
    pub auto_reconnect: bool,
    /// Whether messages sent while it is closed are queued.
    pub queue_when_closed: bool,
    /// The kind of the draft.
    pub kind: DraftKind,
    /// The chosen pane; saved under its first name.
    #[serde(rename = "face")]
    pub pane: Pane,
}

/// The settings of all tabs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// The memory budget of all logs together, in MiB.
    pub memory_budget_mib: u32,
    /// The time limit of connecting, in seconds.
    pub connect_timeout_s: u32,
    /// Patterns whose messages are hidden.
    pub hidden_patterns: Vec<Rc<str>>,
    /// How high the rows of logs are, on a screen that leaves the choice.
    pub density: Density,
    /// The columns of logs that are hidden.
    pub hidden_columns: HiddenColumns,
    /// Whether keys of a single letter do something outside of fields (WCAG 2.2, 2.1.4).
    pub single_keys: bool,
    /// The arrangement.
    pub layout: Layout,
}

impl Settings {
    /// The range of the memory budget, in MiB; a value outside becomes the nearest limit. Less than 8 is no
    /// log, and WebAssembly's memory ends at 4 GiB.
    pub const MEMORY_BUDGET_MIB: std::ops::RangeInclusive<u32> = 8..=2_048;

    /// The range of the time limit of connecting, in seconds; a value outside becomes the nearest limit. No browser
    /// waits for longer than 4 minutes.
    pub const CONNECT_TIMEOUT_S: std::ops::RangeInclusive<u32> = 1..=240;

    /// Reads the settings.
    fn read(parts: &Value) -> Self {
        let at_first = Self::default();
        let budget_mib = number(&parts["memory_budget_mib"]).unwrap_or(at_first.memory_budget_mib);
        let timeout_s = number(&parts["connect_timeout_s"]).unwrap_or(at_first.connect_timeout_s);
        let (least, most) = Self::MEMORY_BUDGET_MIB.into_inner();
        let (shortest, longest) = Self::CONNECT_TIMEOUT_S.into_inner();
        Self {
            memory_budget_mib: budget_mib.clamp(least, most),
            connect_timeout_s: timeout_s.clamp(shortest, longest),
            hidden_patterns: texts(&parts["hidden_patterns"]).collect(),
            density: parts["density"]
                .as_str()
                .and_then(Density::of_tag)
                .unwrap_or_default(),
            hidden_columns: HiddenColumns::of_saved(
                number(&parts["hidden_columns"]).unwrap_or_default(),
            ),
            single_keys: parts["single_keys"]
                .as_bool()
                .unwrap_or(at_first.single_keys),
            layout: Layout::read(&parts["layout"]),
        }
    }
}

impl SavedTab {
    /// Reads a tab; `None` without a number.
    fn read(parts: &Value) -> Option<Self> {
        let text = |name: &str| Rc::from(parts[name].as_str().unwrap_or_default());
        let flag = |name: &str| parts[name].as_bool().unwrap_or_default();
        Some(Self {
            id: number(&parts["id"])?,
            name: text("name"),
            address: text("address"),
            subprotocols: text("subprotocols"),
            auto_reconnect: flag("auto_reconnect"),
            queue_when_closed: flag("queue_when_closed"),
            kind: parts["kind"]
                .as_str()
                .and_then(DraftKind::of_name)
                .unwrap_or_default(),
            pane: Pane::of_tag(parts["face"].as_str().unwrap_or_default()),
        })
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            memory_budget_mib: 256,
            connect_timeout_s: 15,
            hidden_patterns: Vec::new(),
            density: Density::default(),
            hidden_columns: HiddenColumns::default(),
            single_keys: true,
            layout: Layout::default(),
        }
    }
}

impl SavedWorkbench {
    /// Reads the output of [`to_json`](Self::to_json), or as much of it as can be read.
    #[must_use]
    pub fn parse(json: &str) -> Self {
        let parts: Value = serde_json::from_str(json).unwrap_or_default();
        let mut tabs: Vec<SavedTab> = Vec::new();
        for tab in list(&parts["tabs"]).iter().filter_map(SavedTab::read) {
            if tabs.len() < MAX_TABS && tabs.iter().all(|other| other.id != tab.id) {
                tabs.push(tab);
            }
        }
        Self {
            tabs,
            shown: number(&parts["shown"]).unwrap_or_default(),
            recent: texts(&parts["recent"]).collect(),
            settings: Settings::read(&parts["settings"]),
        }
    }

    /// The JSON to save.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Serializing strings, numbers and lists of them cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn texts(value: &Value) -> impl Iterator<Item = Rc<str>> {
    list(value).iter().filter_map(Value::as_str).map(Rc::from)
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64()?.try_into().ok()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::view::Column;

    fn tab(id: u32) -> SavedTab {
        SavedTab {
            id,
            name: "시세".into(),
            address: "ws://a/ticker".into(),
            subprotocols: "chat, superchat".into(),
            auto_reconnect: true,
            queue_when_closed: false,
            kind: DraftKind::Hex,
            pane: Pane::Quotes,
        }
    }

    #[test]
    fn parse_of_a_saved_workbench_returns_it() {
        let saved = SavedWorkbench {
            tabs: vec![tab(3), tab(1)],
            shown: 1,
            recent: ["wss://b".into(), "ws://a".into()].into_iter().collect(),
            settings: Settings {
                memory_budget_mib: 64,
                connect_timeout_s: 20,
                hidden_patterns: vec!["^ping$".into()],
                density: Density::Comfortable,
                hidden_columns: HiddenColumns::default().toggled(Column::Size),
                single_keys: false,
                layout: Layout::default(),
            },
        };
        assert_eq!(SavedWorkbench::parse(&saved.to_json()), saved);
    }

    #[test]
    fn parse_of_each_kind_returns_it() {
        for kind in DraftKind::ALL {
            let saved = SavedWorkbench {
                tabs: vec![SavedTab { kind, ..tab(1) }],
                ..SavedWorkbench::default()
            };
            assert_eq!(SavedWorkbench::parse(&saved.to_json()), saved);
        }
    }

    #[test]
    fn parse_of_unreadable_members_returns_their_defaults() {
        let text = json!({
            "tabs": [{"id": 2, "name": 7, "address": "ws://a", "kind": "smoke"}],
            "settings": {"memory_budget_mib": "much", "hidden_patterns": [7, "^ping$"]},
        })
        .to_string();
        let saved = SavedWorkbench::parse(&text);
        let expected = SavedTab {
            id: 2,
            address: "ws://a".into(),
            ..SavedTab::default()
        };
        assert_eq!(saved.tabs, [expected]);
        assert_eq!(saved.settings.memory_budget_mib, 256);
        assert_eq!(saved.settings.hidden_patterns, ["^ping$".into()]);
    }

    #[test]
    fn parse_of_other_text_returns_defaults() {
        for text in [
            "",
            "null",
            "[]",
            "{",
            "{\"tabs\":7,\"recent\":{},\"settings\":[]}",
        ] {
            assert_eq!(
                SavedWorkbench::parse(text),
                SavedWorkbench::default(),
                "{text}"
            );
        }
    }

    #[test]
    fn parse_of_damaged_lists_returns_the_readable_items() {
        let text = json!({
            "tabs": [{"id": "x"}, {"id": 2, "name": "둘", "colour": "red"}, 7, {"id": 2}],
            "shown": -1,
            "recent": ["ws://a", 7, "ws://a", null, "ws://b"],
            "settings": {"memory_budget_mib": 4_000_000, "connect_timeout_s": 0, "new": true},
            "version": 9,
        })
        .to_string();
        let saved = SavedWorkbench::parse(&text);
        assert_eq!(saved.tabs.len(), 1);
        assert_eq!((saved.tabs[0].id, &*saved.tabs[0].name), (2, "둘"));
        assert_eq!(saved.shown, 0);
        assert_eq!(saved.recent.addresses(), ["ws://a".into(), "ws://b".into()]);
        assert_eq!(saved.settings.memory_budget_mib, 2_048);
        assert_eq!(saved.settings.connect_timeout_s, 1);
    }

    #[test]
    fn parse_of_too_many_tabs_returns_the_limit() {
        let tabs: Vec<_> = (0..1_000).map(tab).collect();
        let text = json!({ "tabs": tabs }).to_string();
        assert_eq!(SavedWorkbench::parse(&text).tabs.len(), MAX_TABS);
    }

    /// JSON of any shape, with the names of saved members.
    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            let name = prop_oneof![
                Just("tabs"),
                Just("id"),
                Just("recent"),
                Just("settings"),
                Just("shown"),
                Just("name"),
                Just("hidden_patterns"),
                Just("memory_budget_mib"),
            ];
            let object = prop::collection::vec((name, inner.clone()), 0..6).prop_map(|members| {
                Value::Object(
                    members
                        .into_iter()
                        .map(|(name, it)| (name.to_owned(), it))
                        .collect(),
                )
            });
            prop_oneof![
                prop::collection::vec(inner, 0..6).prop_map(Value::Array),
                object,
            ]
        })
    }

    proptest! {
        #[test]
        fn parse_of_any_json_survives_a_round_trip(
            text in prop_oneof![anything().prop_map(|it| it.to_string()), any::<String>()],
        ) {
            let saved = SavedWorkbench::parse(&text);
            prop_assert_eq!(SavedWorkbench::parse(&saved.to_json()), saved);
        }
    }
}
