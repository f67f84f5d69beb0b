//! Tests of invalid criteria, and the positions of their errors.

use std::rc::Rc;

use proptest::prelude::*;

use super::{compile, finds, plain, regex};
use crate::filter::error::MAX_PATTERN_BYTES;
use crate::filter::{Criteria, Field, Filter, FilterError, FilterErrorKind, NotCompiled};
use crate::letter_case::LetterCase;

fn error(criteria: &Criteria) -> FilterError {
    match compile(criteria) {
        Err(NotCompiled::Invalid(error)) => error,
        _ => unreachable!("{criteria:?} can be understood"),
    }
}

#[test]
fn error_has_its_field_range_and_kind() {
    let long = "가".repeat(MAX_PATTERN_BYTES);
    let deep = "(".repeat(200) + &")".repeat(200);
    for (pattern, at, problem) in [
        ("가(", 3..4, FilterErrorKind::GroupUnclosed),
        ("가)", 3..4, FilterErrorKind::GroupUnopened),
        ("a[b", 1..2, FilterErrorKind::ClassUnclosed),
        ("[b-a]", 1..4, FilterErrorKind::ClassRangeReversed),
        ("a|*", 2..2, FilterErrorKind::NothingToRepeat),
        ("a{2,1}", 1..6, FilterErrorKind::RepetitionCount),
        ("a{,1}", 2..2, FilterErrorKind::RepetitionCount),
        (r"가\y", 3..5, FilterErrorKind::UnknownEscape),
        (r"a\", 1..2, FilterErrorKind::EscapeUnfinished),
        ("(?=a)", 0..3, FilterErrorKind::LookAround),
        (r"(a)\1", 3..5, FilterErrorKind::Backreference),
        (r"\p{Hangeul}", 0..11, FilterErrorKind::UnicodeProperty),
        (r"\d\w(?-u:[가])", 10..13, FilterErrorKind::Other),
        (&deep, 50..350, FilterErrorKind::TooDeep),
        (&long, 2046..long.len(), FilterErrorKind::TooLong),
        ("(a{1000}){1000}", 0..15, FilterErrorKind::TooLarge),
    ] {
        let query = error(&regex(pattern));
        assert_eq!((&query.at, query.kind), (&at, problem), "{pattern}");
        assert_eq!(query.field, Field::Query);
        assert_eq!(query.detail.is_some(), problem == FilterErrorKind::Other);
        let hidden = error(&Criteria {
            hidden: vec!["a".into(), pattern.into()],
            ..Criteria::default()
        });
        let field = Field::Hidden(1);
        assert_eq!(hidden, FilterError { field, ..query });
    }
}

#[test]
fn plain_text_is_found_without_what_compiles_regexes() {
    for criteria in [Criteria::default(), plain("a("), regex("")] {
        assert!(
            Filter::compile(&criteria, None, LetterCase::default()).is_ok(),
            "{criteria:?}"
        );
    }
    let hidden = Criteria {
        hidden: vec!["a".into()],
        ..Criteria::default()
    };
    for criteria in [regex("a"), hidden] {
        let compiled = Filter::compile(&criteria, None, LetterCase::default()).map(drop);
        assert_eq!(compiled, Err(NotCompiled::NeedsRegexes), "{criteria:?}");
    }
}

#[test]
fn plain_text_beyond_the_limit_is_an_error() {
    let long = "가".repeat(MAX_PATTERN_BYTES);
    let error = error(&plain(&long));
    assert_eq!(error.at, 2046..long.len());
    assert_eq!(error.kind, FilterErrorKind::TooLong);
}

#[test]
fn empty_size_range_is_an_error() {
    let sizes = |min, max| Criteria {
        min_bytes: Some(min),
        max_bytes: Some(max),
        ..Criteria::default()
    };
    assert!(compile(&sizes(1, 1)).is_ok());
    let error = error(&sizes(2, 1));
    assert_eq!(error.field, Field::Sizes);
    assert_eq!(error.kind, FilterErrorKind::SizesReversed);
}

#[test]
fn longest_pattern_compiles() {
    for letter in ["a", "가"] {
        let query = letter.repeat(MAX_PATTERN_BYTES / letter.len());
        assert!(finds(&plain(&query), &query.to_uppercase()));
    }
}

#[test]
fn pattern_that_grows_without_end_is_an_error() {
    for hostile in [
        "((((a{100}){100}){100}){100}){100}",
        "(?:){4294967295}",
        "(?:(?:){65535}){65535}",
        r"(\w{200}|.{200}){200}",
        "((a*)*)*{1000}{1000}",
        &"[가-힣]{50}".repeat(100),
        &".?".repeat(MAX_PATTERN_BYTES / 2),
    ] {
        // Refused or not, it is decided quickly.
        if let Err(NotCompiled::Invalid(error)) = compile(&regex(hostile)) {
            assert_eq!(error.kind, FilterErrorKind::TooLarge, "{hostile}");
        }
    }
}

#[test]
fn hidden_patterns_too_large_together_are_an_error() {
    let large: Rc<str> = "[가-힣]{60}".into();
    let hidden = |count: usize| Criteria {
        hidden: vec![Rc::clone(&large); count],
        ..Criteria::default()
    };
    assert!(compile(&hidden(1)).is_ok());
    let error = error(&hidden(200));
    assert_eq!(error.field, Field::Hidden(199));
    assert_eq!(error.kind, FilterErrorKind::TooLarge);
}

proptest! {
    #[test]
    fn error_of_any_pattern_is_within_it(
        query in r"[ab가()\[\]{}*+?|^$\\1,dpLiu:<=!&-]{0,24}",
        searched in "[ab가1]{0,8}",
    ) {
        match compile(&regex(&query)) {
            Ok(filter) => {
                for hit in filter.hits_in(&searched) {
                    prop_assert!(searched.get(hit).is_some_and(|hit| !hit.is_empty()));
                }
            }
            Err(NotCompiled::NeedsRegexes) => prop_assert!(false, "it is loaded"),
            Err(NotCompiled::Invalid(error)) => {
                prop_assert!(query.get(error.at.clone()).is_some(), "{:?}", error);
                prop_assert_eq!(error.field, Field::Query);
            }
        }
    }
}
