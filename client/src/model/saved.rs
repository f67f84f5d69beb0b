//! What of the workbench outlives a reload, as JSON.
//!
//! What belongs here: what somebody arranged. Drafts are not here: each is kept under a key of its own,
//! as it is typed. What was received outlives nothing.
//!
//! An older or newer page may have written the text, or a person's own hand: each part that can be
//! read is taken and the others are as they are at first. Reading it member by member is also what
//! weighs least in the page.

use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use super::composer::draft::DraftKind;
use super::face::Face;
use super::recent::Recent;

/// More tabs than a person can tell apart; what is beyond was not arranged by hand.
const MAX_TABS: usize = 64;

/// What is kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SavedWorkbench {
    /// The tabs, from left to right.
    pub tabs: Vec<SavedTab>,
    /// The number of the tab that is shown.
    pub shown: u32,
    /// The addresses that were connected to lately.
    pub recent: Recent,
    /// What holds for all tabs.
    pub settings: Settings,
}

/// A tab, closed as it will be when it comes back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SavedTab {
    /// Its number, which no other tab has.
    pub id: u32,
    /// The name that it was given; empty when none was.
    pub name: Rc<str>,
    /// The address, as typed.
    pub address: Rc<str>,
    /// The subprotocols to offer, as typed.
    pub subprotocols: Rc<str>,
    /// Whether it connects again by itself.
    pub auto_reconnect: bool,
    /// Whether what is sent while it is closed is queued.
    pub queue_when_closed: bool,
    /// As what the draft is sent.
    pub kind: DraftKind,
    /// The face that was chosen.
    pub face: Face,
}

/// What holds for all tabs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// How much the logs of all tabs may hold together, in MiB.
    pub memory_budget_mib: u32,
    /// Messages that match one of these are not shown.
    pub hidden_patterns: Vec<Rc<str>>,
}

impl Settings {
    /// The least and the most that the logs may hold: less is no log, and WebAssembly's memory
    /// ends at 4 GiB.
    pub const MEMORY_BUDGET_MIB: std::ops::RangeInclusive<u32> = 8..=2_048;

    /// The settings in the JSON.
    fn read(parts: &Value) -> Self {
        let at_first = Self::default();
        let budget_mib = number(&parts["memory_budget_mib"]).unwrap_or(at_first.memory_budget_mib);
        let (least, most) = Self::MEMORY_BUDGET_MIB.into_inner();
        Self {
            memory_budget_mib: budget_mib.clamp(least, most),
            hidden_patterns: texts(&parts["hidden_patterns"]).collect(),
        }
    }
}

impl SavedTab {
    /// The tab in the JSON, unless it has no number.
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
            face: Face::of_tag(parts["face"].as_str().unwrap_or_default()),
        })
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            memory_budget_mib: 256,
            hidden_patterns: Vec::new(),
        }
    }
}

impl SavedWorkbench {
    /// Reads what [`SavedWorkbench::to_json`] wrote, or as much as can be read.
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

    /// As text to keep.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists of them can always be written.
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

    fn tab(id: u32) -> SavedTab {
        SavedTab {
            id,
            name: "시세".into(),
            address: "ws://a/ticker".into(),
            subprotocols: "chat, superchat".into(),
            auto_reconnect: true,
            queue_when_closed: false,
            kind: DraftKind::Hex,
            face: Face::Quotes,
        }
    }

    #[test]
    fn what_is_kept_comes_back() {
        let saved = SavedWorkbench {
            tabs: vec![tab(3), tab(1)],
            shown: 1,
            recent: ["wss://b".into(), "ws://a".into()].into_iter().collect(),
            settings: Settings {
                memory_budget_mib: 64,
                hidden_patterns: vec!["^ping$".into()],
            },
        };
        assert_eq!(SavedWorkbench::parse(&saved.to_json()), saved);
    }

    #[test]
    fn every_kind_comes_back() {
        for kind in DraftKind::ALL {
            let saved = SavedWorkbench {
                tabs: vec![SavedTab { kind, ..tab(1) }],
                ..SavedWorkbench::default()
            };
            assert_eq!(SavedWorkbench::parse(&saved.to_json()), saved);
        }
    }

    #[test]
    fn what_cannot_be_read_of_a_tab_or_the_settings_is_as_at_first_and_the_rest_is_taken() {
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
    fn with_nothing_kept_everything_is_as_at_first() {
        for text in [
            "",
            "null",
            "[]",
            "{",
            "{\"tabs\":7,\"recent\":{},\"settings\":[]}",
        ] {
            assert_eq!(SavedWorkbench::parse(text), SavedWorkbench::default(), "{text}");
        }
    }

    #[test]
    fn what_can_be_read_is_taken_beside_what_cannot() {
        let text = json!({
            "tabs": [{"id": "x"}, {"id": 2, "name": "둘", "colour": "red"}, 7, {"id": 2}],
            "shown": -1,
            "recent": ["ws://a", 7, "ws://a", null, "ws://b"],
            "settings": {"memory_budget_mib": 4_000_000, "new": true},
            "version": 9,
        })
        .to_string();
        let saved = SavedWorkbench::parse(&text);
        assert_eq!(saved.tabs.len(), 1);
        assert_eq!((saved.tabs[0].id, &*saved.tabs[0].name), (2, "둘"));
        assert_eq!(saved.shown, 0);
        assert_eq!(saved.recent.addresses(), ["ws://a".into(), "ws://b".into()]);
        assert_eq!(saved.settings.memory_budget_mib, 2_048);
    }

    #[test]
    fn there_are_no_more_tabs_than_a_page_can_have() {
        let tabs: Vec<_> = (0..1_000).map(tab).collect();
        let text = json!({ "tabs": tabs }).to_string();
        assert_eq!(SavedWorkbench::parse(&text).tabs.len(), MAX_TABS);
    }

    /// JSON of any shape under the names that are kept.
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
        fn whatever_was_kept_what_is_read_of_it_can_be_kept_again(
            text in prop_oneof![anything().prop_map(|it| it.to_string()), any::<String>()],
        ) {
            let saved = SavedWorkbench::parse(&text);
            prop_assert_eq!(SavedWorkbench::parse(&saved.to_json()), saved);
        }
    }
}
