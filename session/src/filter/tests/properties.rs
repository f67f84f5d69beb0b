//! Property tests of the filter against a naive one.

use proptest::prelude::*;

use super::{closed, compiled, naive, opened, plain, record, regex, text};
use crate::filter::{Criteria, PayloadKind, bytes_of};
use crate::payload::Payload;
use crate::record::{Direction, Record, RecordKind};

/// A message made of the patterns' characters, and of bytes that a careless search would stumble over.
fn message() -> impl Strategy<Value = Record> {
    let payload = prop_oneof![
        "[abcABC가나σςΣȺⱥ\n_ ]{0,8}".prop_map(|text| Payload::Text(text.into())),
        prop::collection::vec(
            prop::sample::select(&b"aAb\xea\xb0\x80\xff\xcf\x83\x82\xce\xa3"[..]),
            0..8
        )
        .prop_map(|bytes| Payload::Binary(bytes.into())),
    ];
    let direction = prop_oneof![Just(Direction::Sent), Just(Direction::Received)];
    prop_oneof![
        8 => (direction, payload).prop_map(|(way, payload)| record(RecordKind::Message(way, payload))),
        1 => Just(opened()),
        1 => Just(closed()),
    ]
}

fn criteria() -> impl Strategy<Value = (Criteria, Option<naive::Node>, Vec<naive::Node>)> {
    let toggles = any::<[bool; 3]>();
    let direction = prop::option::of(prop_oneof![
        Just(Direction::Sent),
        Just(Direction::Received)
    ]);
    let kind = prop::option::of(prop_oneof![
        Just(PayloadKind::Text),
        Just(PayloadKind::Binary)
    ]);
    let size = || prop::option::of(0_u64..10);
    (
        prop::option::of(naive::node()),
        prop::collection::vec(naive::node(), 0..3),
        toggles,
        direction,
        kind,
        size(),
        size(),
    )
        .prop_map(|(query, hidden, toggles, direction, kind, min, more)| {
            let [match_case, invert, only_hits] = toggles;
            let criteria = Criteria {
                query: query
                    .iter()
                    .map(naive::Node::regex)
                    .collect::<String>()
                    .into(),
                is_regex: true,
                match_case,
                invert,
                only_hits,
                direction,
                kind,
                min_bytes: min,
                max_bytes: more.map(|more| min.unwrap_or(0) + more),
                hidden: hidden.iter().map(|node| node.regex().into()).collect(),
            };
            (criteria, query, hidden)
        })
}

proptest! {
    #[test]
    fn filter_of_any_criteria_agrees_with_a_naive_one(
        (criteria, query, hidden) in criteria(),
        records in prop::collection::vec(message(), 0..20),
    ) {
        let filter = compiled(&criteria);
        for record in &records {
            let found = |node: &naive::Node, match_case| {
                record.message().is_some_and(|(_, payload)| {
                    node.is_in(bytes_of(payload), match_case)
                })
            };
            let is_hit = record.message().is_some()
                && query.as_ref().is_some_and(|node| {
                    found(node, criteria.match_case) != criteria.invert
                });
            let shown = match record.message() {
                Some((direction, payload)) => {
                    let is_text = matches!(payload, Payload::Text(_));
                    [
                        criteria.direction.is_none() || criteria.direction == Some(direction),
                        criteria.kind.is_none() || (criteria.kind == Some(PayloadKind::Text)) == is_text,
                        payload.len() as u64 >= criteria.min_bytes.unwrap_or(0),
                        payload.len() as u64 <= criteria.max_bytes.unwrap_or(u64::MAX),
                        !hidden.iter().any(|node| found(node, true)),
                        is_hit || query.is_none() || !criteria.only_hits,
                    ]
                    .iter()
                    .all(|asked| *asked)
                }
                None => {
                    let messages_only = Criteria {
                        query: "".into(),
                        only_hits: false,
                        ..criteria.clone()
                    };
                    let unasked = Criteria {
                        hidden: messages_only.hidden.clone(),
                        is_regex: true,
                        match_case: criteria.match_case,
                        invert: criteria.invert,
                        ..Criteria::default()
                    };
                    messages_only == unasked && (query.is_none() || !criteria.only_hits)
                }
            };
            prop_assert_eq!(filter.is_hit(record), is_hit, "{:?}\n{:?}", criteria, record);
            prop_assert_eq!(filter.shows(record), shown, "{:?}\n{:?}", criteria, record);
            if filter.is_neutral() {
                prop_assert!(shown && !is_hit);
            }
        }
    }

    #[test]
    fn hits_in_any_text_are_in_order_and_apart(
        node in naive::node(),
        match_case: bool,
        searched in "[abcABC가나σςΣȺⱥ\n_ ]{0,20}",
    ) {
        let filter = compiled(&Criteria { match_case, ..regex(&node.regex()) });
        let mut end = 0;
        for hit in filter.hits_in(&searched) {
            prop_assert!(end <= hit.start && hit.start < hit.end);
            prop_assert!(searched.is_char_boundary(hit.start));
            // This also shows that the hit is on a character boundary.
            prop_assert!(node.ends_in(searched.as_bytes(), hit.start, match_case).contains(&hit.end));
            end = hit.end;
        }
    }

    #[test]
    fn literal_query_finds_what_its_escaped_regex_finds(
        query in "[abA.가*σςȺⱥ]{1,4}",
        searched in "[abA.가*ΣσςȺⱥ]{0,16}",
        match_case: bool,
    ) {
        let literal = Criteria { match_case, ..plain(&query) };
        let escaped = Criteria { match_case, ..regex(&regex_syntax::escape(&query)) };
        let (literal, escaped) = (compiled(&literal), compiled(&escaped));
        let expected: Vec<_> = escaped.hits_in(&searched).collect();
        prop_assert_eq!(literal.hits_in(&searched).collect::<Vec<_>>(), expected);
        prop_assert_eq!(literal.is_hit(&text(&searched)), escaped.is_hit(&text(&searched)));
    }

    #[test]
    fn literal_query_is_found_in_any_text(
        query in "[ab.가*]{1,3}",
        searched in "[ab.가*]{0,12}",
    ) {
        let exact = Criteria { match_case: true, ..plain(&query) };
        let expected: Vec<_> = searched.match_indices(&query).map(|(at, _)| at).collect();
        let found: Vec<_> = compiled(&exact).hits_in(&searched).map(|hit| hit.start).collect();
        prop_assert_eq!(found, expected);
    }
}
