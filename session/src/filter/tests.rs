//! Tests of filters against what [`Criteria`] documents.

mod errors;
mod naive;
mod properties;

use std::rc::Rc;

use super::*;
use crate::letter_case::tests::of_unicode;
use crate::record::{CloseEvent, Closing, Direction, Ending, Opening, RecordKind};
use crate::time::{Time, WallTime};

fn record(kind: RecordKind) -> Record {
    Record {
        at: Time(0.0),
        wall: WallTime(0.0),
        kind,
    }
}

fn text(text: &str) -> Record {
    record(RecordKind::Message(
        Direction::Received,
        Payload::Text(text.into()),
    ))
}

fn binary(bytes: &[u8]) -> Record {
    record(RecordKind::Message(
        Direction::Received,
        Payload::Binary(bytes.into()),
    ))
}

fn opened() -> Record {
    record(RecordKind::Opened(Rc::new(Opening::default())))
}

fn closed() -> Record {
    let close = CloseEvent {
        code: 1000,
        reason: "".into(),
        was_clean: true,
    };
    let ending = Ending::ByServer;
    record(RecordKind::Closed(Rc::new(Closing::new(close, ending))))
}

fn regex(query: &str) -> Criteria {
    Criteria {
        query: query.into(),
        is_regex: true,
        ..Criteria::default()
    }
}

fn plain(query: &str) -> Criteria {
    Criteria {
        query: query.into(),
        ..Criteria::default()
    }
}

/// Compiles the criteria where regular expressions are loaded.
fn compile(criteria: &Criteria) -> Result<Filter, NotCompiled> {
    Filter::compile(criteria, Some(super::regex::compile), of_unicode())
}

fn compiled(criteria: &Criteria) -> Filter {
    match compile(criteria) {
        Ok(filter) => filter,
        Err(error) => unreachable!("{error:?} of {criteria:?}"),
    }
}

fn finds(criteria: &Criteria, searched: &str) -> bool {
    compiled(criteria).is_hit(&text(searched))
}

fn hits<'a>(criteria: &Criteria, searched: &'a str) -> Vec<&'a str> {
    let filter = compiled(criteria);
    filter.hits_in(searched).map(|hit| &searched[hit]).collect()
}

#[test]
fn default_filter_shows_everything_and_has_no_hits() {
    let filter = compiled(&Criteria::default());
    assert!(filter.is_neutral());
    for record in [text(""), text("울림"), binary(&[0xff]), opened(), closed()] {
        assert!(filter.shows(&record));
        assert!(!filter.is_hit(&record));
    }
    assert_eq!(filter.hits_in("울림").count(), 0);
}

#[test]
fn filter_with_any_criterion_is_not_neutral() {
    let asked = |change: &dyn Fn(&mut Criteria)| {
        let mut criteria = Criteria::default();
        change(&mut criteria);
        !compiled(&criteria).is_neutral()
    };
    assert!(asked(&|criteria| criteria.query = "a".into()));
    assert!(asked(&|criteria| criteria.direction = Some(Direction::Sent)));
    assert!(asked(&|criteria| criteria.kind = Some(PayloadKind::Text)));
    assert!(asked(&|criteria| criteria.min_bytes = Some(0)));
    assert!(asked(&|criteria| criteria.max_bytes = Some(0)));
    assert!(asked(&|criteria| criteria.hidden = vec!["a".into()]));
    // Options of a missing query change nothing.
    assert!(!asked(&|criteria| {
        criteria.is_regex = true;
        criteria.invert = true;
        criteria.only_hits = true;
    }));
}

#[test]
fn query_is_literal_unless_it_is_a_regex() {
    assert!(finds(&plain("a.c"), "xa.cx"));
    assert!(!finds(&plain("a.c"), "abc"));
    assert!(finds(&regex("a.c"), "abc"));
    assert!(finds(&plain(r"(\["), r"(\["));
    assert!(finds(&plain("응답"), "서버로부터 응답: 안녕"));
    assert!(finds(&regex("^[가-힣]{2}: "), "응답: 안녕"));
}

#[test]
fn case_of_a_query_matters_only_on_request() {
    for criteria in [plain("error"), regex("error"), regex("[d-f]rr[nop]r")] {
        assert!(finds(&criteria, "ERROR"), "{criteria:?}");
        let exact = Criteria {
            match_case: true,
            ..criteria
        };
        assert!(!finds(&exact, "ERROR"), "{exact:?}");
        assert!(finds(&exact, "error"), "{exact:?}");
    }
}

#[test]
fn case_beyond_ascii_matters_only_on_request() {
    for (query, searched) in [
        ("привет", "и ПРИВЕТ!"),
        ("ПРИВЕТ", "и привет!"),
        ("école", "l'École"),
        ("σίσυφος", "ὁ Σίσυφος"),
        ("σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("ıșık", "IȘIK ıȘıK"),
        ("ⱥa", "ȺA"),
        ("Ⱥ", "aⱥ"),
        ("회의 Ä", "회의 ä"),
    ] {
        for criteria in [plain(query), regex(query), regex(&format!("[{query}]"))] {
            assert!(finds(&criteria, searched), "{criteria:?} in {searched}");
            let mut bytes = vec![0xff, 0xd0];
            bytes.extend(searched.as_bytes());
            assert!(compiled(&criteria).is_hit(&binary(&bytes)), "{criteria:?}");
            let exact = Criteria {
                match_case: true,
                ..criteria
            };
            assert!(!finds(&exact, searched) || exact.is_regex, "{exact:?}");
        }
    }
    // A hit is as long as its own letters, whatever the length of the query's.
    assert_eq!(hits(&plain("ⱥⱥ"), "ȺⱥȺ"), ["Ⱥⱥ"]);
    assert_eq!(hits(&plain("ос"), "ОСОС ос"), ["ОС", "ОС", "ос"]);
    // A letter beyond ASCII is never one of ASCII.
    assert!(!finds(&plain("\u{212a}"), "k"));
    assert!(!finds(&plain("k"), "\u{212a}"));
    assert!(!finds(&regex("k"), "\u{212a}"));
    // Bytes that are no text part letters.
    assert!(!compiled(&plain("да")).is_hit(&binary("Д\u{430}".as_bytes().split_at(1).1)));
    assert!(finds(&regex("[а-я]+$"), "ДА"));
    assert!(!finds(&regex("[^а-я]"), "ДА"));
    assert!(finds(&regex("(?i-s:д)А"), "ДА"));
}

#[test]
fn case_of_a_regex_follows_its_flags() {
    let exact = |query| Criteria {
        match_case: true,
        ..regex(query)
    };
    assert!(finds(&exact("(?i)a"), "A"));
    assert!(finds(&exact("x(?i:a)x"), "xAx"));
    assert!(!finds(&exact("x(?i:a)b"), "xAB"));
    assert!(finds(&exact("(?:(?i)a)|b"), "A"));
    assert!(!finds(&exact("(?:(?i)a)|b"), "B"));
    assert!(finds(&exact("(?i)a|b"), "B"));
    assert!(!finds(&regex("(?-i)a"), "A"));
    // The case of a set is resolved before it is negated.
    assert!(!finds(&regex("[^a]"), "A"));
    assert!(!finds(&regex("[[:^lower:]]"), "A"));
    assert!(finds(&regex("[[:upper:]]"), "a"));
    // The characters between the two alphabets are in neither.
    assert!(!finds(&regex("[a-z]"), "_"));
    assert!(!finds(&regex("[A-Z]"), "_"));
    assert!(finds(&regex("[Z-a]"), "_"));
    assert!(!finds(&regex("[Z-a]"), "b"));
    assert!(finds(&regex("[x&&[w-z]]"), "X"));
}

#[test]
fn classes_and_word_boundaries_are_ascii_as_in_javascript() {
    assert!(finds(&regex(r"^\d+$"), "0123456789"));
    assert!(!finds(&regex(r"\d"), "٣"));
    assert!(finds(&regex(r"^\D$"), "٣"));
    assert!(finds(&regex(r"^[\d\s]+$"), "1 2\t3"));
    assert!(finds(&regex(r"^[^\w]$"), "가"));
    assert!(finds(&regex(r"\b99\b"), "가99가"));
    assert!(!finds(&regex(r"\b99\b"), "a99"));
    assert!(finds(&regex(r"^가\B나$"), "가나"));
}

#[test]
fn inverted_query_hits_messages_without_it() {
    let without = Criteria {
        invert: true,
        only_hits: true,
        ..plain("ping")
    };
    let filter = compiled(&without);
    assert!(!filter.shows(&text("a ping")));
    assert!(filter.shows(&text("a pong")));
    assert_eq!(filter.hits_in("ping").count(), 0);
    // Only the query is inverted; the other criteria stay.
    let short = compiled(&Criteria {
        max_bytes: Some(4),
        ..without
    });
    assert!(!short.shows(&text("a pong")));
    assert!(short.shows(&text("pong")));
}

#[test]
fn only_hits_hides_other_messages() {
    let marked = compiled(&plain("a"));
    assert!(marked.shows(&text("b")) && !marked.is_hit(&text("b")));
    assert!(marked.shows(&text("a")) && marked.is_hit(&text("a")));
    let only = compiled(&Criteria {
        only_hits: true,
        ..plain("a")
    });
    assert!(!only.shows(&text("b")));
    assert!(only.shows(&text("a")));
}

#[test]
fn openings_and_closes_are_shown_until_messages_are_asked_for() {
    let shows_them = |criteria: &Criteria| {
        let filter = compiled(criteria);
        let shown = [opened(), closed()].map(|record| filter.shows(&record));
        assert_eq!(shown[0], shown[1], "{criteria:?}");
        shown[0]
    };
    assert!(shows_them(&plain("a")));
    assert!(shows_them(&Criteria {
        hidden: vec!["".into()],
        ..Criteria::default()
    }));
    for criteria in [
        Criteria {
            only_hits: true,
            ..plain("a")
        },
        Criteria {
            direction: Some(Direction::Sent),
            ..Criteria::default()
        },
        Criteria {
            kind: Some(PayloadKind::Text),
            ..Criteria::default()
        },
        Criteria {
            min_bytes: Some(0),
            ..Criteria::default()
        },
        Criteria {
            max_bytes: Some(9),
            ..Criteria::default()
        },
    ] {
        assert!(!shows_them(&criteria), "{criteria:?}");
    }
    // Not even messages without the query are marked.
    let inverted = Criteria {
        invert: true,
        ..plain("a")
    };
    assert!(!compiled(&inverted).is_hit(&opened()));
}

#[test]
fn sizes_are_bytes_with_both_ends_included() {
    let filter = compiled(&Criteria {
        min_bytes: Some(3),
        max_bytes: Some(4),
        ..Criteria::default()
    });
    for (message, shown) in [
        (text("ab"), false),
        (text("가"), true),
        (text("abcd"), true),
        (text("abcde"), false),
        (binary(&[0; 3]), true),
        (binary(&[0; 5]), false),
    ] {
        assert_eq!(filter.shows(&message), shown, "{message:?}");
    }
}

#[test]
fn message_with_a_hidden_pattern_is_not_shown() {
    let filter = compiled(&Criteria {
        hidden: vec![
            "^ping$".into(),
            r#""type":"heart"#.into(),
            "(?i)noop".into(),
        ],
        ..Criteria::default()
    });
    for hidden in ["ping", r#"{"type":"heartbeat"}"#, "a NOOP"] {
        assert!(!filter.shows(&text(hidden)), "{hidden}");
    }
    for shown in ["pinging", "PING", ""] {
        assert!(filter.shows(&text(shown)), "{shown}");
    }
}

#[test]
fn text_between_invalid_bytes_is_found() {
    let message = binary(b"\xff\xfeerror\x00\xea\xb0\x80\xea");
    for query in ["error", "가", "[a-z]+", r"\x00가"] {
        assert!(compiled(&regex(query)).is_hit(&message), "{query}");
    }
    // A character is never split, and a pattern is never a byte that is no text.
    assert!(!compiled(&regex("[가-힣]{2}")).is_hit(&message));
    assert!(compile(&regex(r"(?-u:\xff)")).is_err());
}

#[test]
fn hits_in_a_text_are_marked_unless_empty() {
    assert_eq!(hits(&plain("aa"), "aaaaa"), ["aa", "aa"]);
    assert_eq!(hits(&regex("a*"), "baac가a"), ["aa", "a"]);
    assert_eq!(hits(&regex("a|ab"), "ab"), ["a"]);
    assert_eq!(hits(&regex("b|ab"), "ab"), ["ab"]);
    assert_eq!(hits(&regex("a+?b"), "aab"), ["aab"]);
    assert_eq!(hits(&regex("[가-힣]+"), "a가나b다"), ["가나", "다"]);
    assert_eq!(hits(&regex("^a"), "aa"), ["a"]);
    assert_eq!(hits(&regex(r"\ba"), "aa a"), ["a", "a"]);
    assert_eq!(hits(&regex("$"), "가"), [""; 0]);
}

#[test]
fn query_to_hide_finds_the_same() {
    for criteria in [
        plain("a.c"),
        regex("a.c"),
        Criteria {
            match_case: true,
            ..plain("a.c")
        },
    ] {
        let hiding = compiled(&Criteria {
            hidden: criteria.query_to_hide().into_iter().collect(),
            ..Criteria::default()
        });
        for searched in ["a.c", "A.C", "abc", "b"] {
            let hidden = !hiding.shows(&text(searched));
            assert_eq!(hidden, finds(&criteria, searched), "{searched}");
        }
    }
    assert_eq!(plain("").query_to_hide(), None);
}
