//! A naive regular expression, matched by trying everything.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::letter_case::tests::of_unicode;

/// A regular expression of a few forms.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Char(char),
    Any,
    Class {
        negated: bool,
        first: char,
        last: char,
    },
    Start,
    End,
    Both(Box<Node>, Box<Node>),
    Either(Box<Node>, Box<Node>),
    Repeated(Box<Node>),
}

/// Any node, not too deep.
pub(super) fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        6 => prop::sample::select(&['a', 'b', 'C', '가', '나', 'σ', 'Ⱥ'][..]).prop_map(Node::Char),
        1 => Just(Node::Any),
        2 => (any::<bool>(), prop::sample::select(&[('a', 'b'), ('B', 'c'), ('Z', 'a'), ('가', '힣'), ('Α', 'Ω')][..]))
            .prop_map(|(negated, (first, last))| Node::Class { negated, first, last }),
        1 => Just(Node::Start),
        1 => Just(Node::End),
    ];
    leaf.prop_recursive(4, 12, 2, |inner| {
        let two = (inner.clone(), inner.clone()).prop_map(|(a, b)| (Box::new(a), Box::new(b)));
        prop_oneof![
            two.clone().prop_map(|(a, b)| Node::Both(a, b)),
            two.prop_map(|(a, b)| Node::Either(a, b)),
            inner.prop_map(|node| Node::Repeated(Box::new(node))),
        ]
    })
}

impl Node {
    /// Its text.
    pub(super) fn regex(&self) -> String {
        match self {
            Self::Char(c) => c.to_string(),
            Self::Any => ".".into(),
            Self::Class {
                negated,
                first,
                last,
            } => {
                let negation = if *negated { "^" } else { "" };
                format!("[{negation}{first}-{last}]")
            }
            Self::Start => "^".into(),
            Self::End => "$".into(),
            Self::Both(a, b) => format!("{}{}", a.regex(), b.regex()),
            Self::Either(a, b) => format!("(?:{}|{})", a.regex(), b.regex()),
            Self::Repeated(node) => format!("(?:{})*", node.regex()),
        }
    }

    /// Whether it matches anywhere in the bytes.
    pub(super) fn is_in(&self, bytes: &[u8], match_case: bool) -> bool {
        (0..=bytes.len()).any(|start| !self.ends_in(bytes, start, match_case).is_empty())
    }

    /// Every end of a match that starts here.
    pub(super) fn ends_in(&self, bytes: &[u8], start: usize, match_case: bool) -> BTreeSet<usize> {
        let one = |is_it: &dyn Fn(char) -> bool| {
            char_at(bytes, start)
                .filter(|c| is_it(*c))
                .map(|c| start + c.len_utf8())
                .into_iter()
                .collect()
        };
        let here = |is_it: bool| is_it.then_some(start).into_iter().collect();
        match self {
            Self::Char(wanted) => one(&|c| cases(c, match_case).contains(wanted)),
            Self::Any => one(&|c| c != '\n'),
            Self::Class {
                negated,
                first,
                last,
            } => one(&|c| {
                let is_in = cases(c, match_case)
                    .iter()
                    .any(|c| (first..=last).contains(&c));
                is_in != *negated
            }),
            Self::Start => here(start == 0),
            Self::End => here(start == bytes.len()),
            Self::Both(a, b) => a
                .ends_in(bytes, start, match_case)
                .into_iter()
                .flat_map(|end| b.ends_in(bytes, end, match_case))
                .collect(),
            Self::Either(a, b) => {
                let mut ends = a.ends_in(bytes, start, match_case);
                ends.extend(b.ends_in(bytes, start, match_case));
                ends
            }
            Self::Repeated(node) => {
                let mut ends = BTreeSet::from([start]);
                let mut next = vec![start];
                while let Some(start) = next.pop() {
                    for end in node.ends_in(bytes, start, match_case) {
                        if ends.insert(end) {
                            next.push(end);
                        }
                    }
                }
                ends
            }
        }
    }
}

fn char_at(bytes: &[u8], at: usize) -> Option<char> {
    (1..=4).find_map(|length| {
        let bytes = bytes.get(at..at + length)?;
        std::str::from_utf8(bytes).ok()?.chars().next()
    })
}

fn cases(c: char, match_case: bool) -> Vec<char> {
    if match_case {
        vec![c]
    } else {
        of_unicode().all_cases(c)
    }
}
