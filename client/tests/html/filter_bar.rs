//! The HTML of the search and the filter.

use client::components::workbench::filter_bar::{FilterBarProps, filter_bar};
use client::components::workbench::filter_details::{FilterDetailsProps, filter_details};
use client::components::workbench::overlay;
use client::hooks::UsePart;
use client::i18n::Language;
use session::filter::{Criteria, Filter, NotCompiled, PayloadKind};
use session::letter_case::LetterCase;
use session::record::Direction;
use session::view::Search;
use yew::{Callback, Html};

use crate::{HOSTILE, assert_contains, assert_lacks, html_made};

fn props(criteria: Criteria) -> FilterBarProps {
    FilterBarProps {
        language: Language::Korean,
        error: match Filter::compile(
            &criteria,
            Some(session::filter::regex::compile),
            LetterCase::default(),
        ) {
            Err(NotCompiled::Invalid(error)) => Some(error),
            _ => None,
        },
        criteria,
        search: Search::Ready,
        hits: 0,
        selected_hit: None,
        is_scanning: false,
        details: Html::default(),
        overlays: UsePart::Loaded(overlay::view),
        on_change: Callback::noop(),
        on_search_again: Callback::noop(),
        on_next: Callback::noop(),
        on_previous: Callback::noop(),
    }
}

/// The bar, with what its menu holds.
fn with_details(props: &FilterBarProps) -> Html {
    filter_bar(&FilterBarProps {
        details: filter_details(&FilterDetailsProps {
            language: props.language,
            criteria: props.criteria.clone(),
            error: props.error.clone(),
            on_change: Callback::noop(),
        }),
        ..props.clone()
    })
}

fn plain(query: &str) -> Criteria {
    Criteria {
        query: query.into(),
        ..Criteria::default()
    }
}

fn regex(query: &str) -> Criteria {
    Criteria {
        is_regex: true,
        ..plain(query)
    }
}

/// The opening tag of the element with that id.
fn tag<'a>(html: &'a str, id: &str) -> &'a str {
    let mark = format!(r#"id="{id}""#);
    html.split('<')
        .find(|tag| tag.contains(&mark))
        .and_then(|tag| tag.split('>').next())
        .unwrap_or_default()
}

/// What stands in the element with that id, which has no other elements in it.
fn text<'a>(html: &'a str, id: &str) -> &'a str {
    let mark = format!(r#"id="{id}""#);
    html.split('<')
        .find(|tag| tag.contains(&mark))
        .and_then(|tag| tag.split('>').nth(1))
        .unwrap_or_default()
}

#[tokio::test]
async fn each_control_has_an_id_and_a_name() {
    for (language, names) in [
        (
            Language::Korean,
            [
                "메시지 검색",
                r"정규식(\d, \w, \b는 ASCII만)",
                "대소문자 구분",
                "다음",
                "이전",
            ],
        ),
        (
            Language::English,
            [
                "Search the messages",
                r"Regular expression; \d, \w and \b know ASCII alone",
                "Match case",
                "Next hit",
                "Previous hit",
            ],
        ),
    ] {
        let html = html_made(
            with_details,
            FilterBarProps {
                language,
                ..props(Criteria::default())
            },
        )
        .await;
        let ids = [
            "filter-query",
            "filter-regex",
            "filter-case",
            "filter-next",
            "filter-previous",
        ];
        for (id, name) in ids.into_iter().zip(names) {
            assert_contains(tag(&html, id), &format!(r#"aria-label="{name}""#));
        }
        for id in ["filter-invert", "filter-only", "filter-hide"] {
            assert!(!text(&html, id).is_empty(), "{id}");
        }
        for id in [
            "filter-direction",
            "filter-kind",
            "filter-min",
            "filter-max",
        ] {
            assert!(!tag(&html, id).is_empty(), "{id}");
            assert_contains(&html, &format!(r#"<label for="{id}">"#));
        }
    }
}

#[tokio::test]
async fn active_options_are_shown_as_pressed() {
    let html = html_made(
        with_details,
        props(Criteria {
            is_regex: true,
            invert: true,
            direction: Some(Direction::Sent),
            kind: Some(PayloadKind::Binary),
            min_bytes: Some(4096),
            ..plain("a")
        }),
    )
    .await;
    for (id, on) in [
        ("filter-regex", true),
        ("filter-case", false),
        ("filter-invert", true),
        ("filter-only", false),
    ] {
        assert_contains(tag(&html, id), &format!(r#"aria-pressed="{on}""#));
    }
    assert_contains(&html, r#"<option value="sent" selected"#);
    assert_contains(&html, r#"<option value="binary" selected"#);
    assert_contains(tag(&html, "filter-min"), r#"value="4096""#);
    assert_contains(&html, "필터 더 보기: 3개 켜짐");
}

#[tokio::test]
async fn hits_are_counted_and_enable_the_buttons() {
    let shown = async |hits, selected_hit, is_scanning| {
        html_made(
            with_details,
            FilterBarProps {
                language: Language::English,
                hits,
                selected_hit,
                is_scanning,
                ..props(plain("a"))
            },
        )
        .await
    };
    for (html, words, can_go) in [
        (shown(0, None, false).await, "No hits", false),
        (shown(0, None, true).await, "searching", false),
        (shown(1_234, None, true).await, "1,234 hits searching", true),
        (shown(9, Some(0), false).await, "1 of 9", true),
    ] {
        assert!(text(&html, "filter-hits").starts_with(words), "{html}");
        for id in ["filter-next", "filter-previous"] {
            assert_eq!(!tag(&html, id).contains("disabled"), can_go, "{id}");
        }
    }
    let nothing_asked = html_made(with_details, props(Criteria::default())).await;
    assert_eq!(text(&nothing_asked, "filter-hits"), "");
}

#[tokio::test]
async fn search_that_is_not_loaded_says_so_and_offers_to_load_again() {
    for (language, loading, failed, again) in [
        (
            Language::Korean,
            "정규식 검색을 불러오는 중입니다.",
            "정규식 검색을 불러오지 못해",
            "다시 불러오기",
        ),
        (
            Language::English,
            "The search for regular expressions is loading.",
            "could not be loaded",
            "Load again",
        ),
    ] {
        let shown = async |search| {
            html_made(
                filter_bar,
                FilterBarProps {
                    language,
                    search,
                    ..props(regex("a"))
                },
            )
            .await
        };
        assert_lacks(&shown(Search::Ready).await, r#"id="filter-search""#);
        let html = shown(Search::Loading).await;
        assert_contains(text(&html, "filter-search"), loading);
        assert_lacks(&html, "filter-search-again");
        let html = shown(Search::Failed).await;
        assert_contains(text(&html, "filter-search"), failed);
        assert_contains(text(&html, "filter-search-again"), again);
    }
}

#[tokio::test]
async fn invalid_pattern_is_marked_at_its_range() {
    for (language, words) in [
        (Language::Korean, "3번째 글자: 괄호가 닫히지 않았습니다."),
        (
            Language::English,
            "At character 3: This parenthesis is not closed.",
        ),
    ] {
        let html = html_made(
            with_details,
            FilterBarProps {
                language,
                ..props(regex("가나(다"))
            },
        )
        .await;
        assert_contains(&html, words);
        assert_contains(&html, "<code>가나<mark>(</mark>다</code>");
        let query = tag(&html, "filter-query");
        assert_contains(query, r#"aria-invalid="true""#);
        assert_contains(query, r#"aria-describedby="filter-error filter-hits""#);
    }
}

#[tokio::test]
async fn valid_criteria_show_no_error() {
    let html = html_made(with_details, props(regex("가나(다)"))).await;
    assert_lacks(&html, r#"id="filter-error""#);
    assert_contains(tag(&html, "filter-query"), r#"aria-invalid="false""#);
}

#[tokio::test]
async fn invalid_hidden_pattern_or_size_does_not_mark_the_query() {
    let hidden = html_made(
        with_details,
        props(Criteria {
            hidden: vec!["ping".into(), "a**[".into()],
            ..plain("a")
        }),
    )
    .await;
    assert_contains(
        &hidden,
        "숨긴 패턴 2번. 4번째 글자: 대괄호가 닫히지 않았습니다.",
    );
    assert_contains(tag(&hidden, "filter-query"), r#"aria-invalid="false""#);
    let sizes = html_made(
        with_details,
        props(Criteria {
            min_bytes: Some(2),
            max_bytes: Some(1),
            ..Criteria::default()
        }),
    )
    .await;
    assert_contains(&sizes, "최소 크기가 최대 크기보다 커서");
    for id in ["filter-min", "filter-max"] {
        assert_contains(tag(&sizes, id), r#"aria-invalid="true""#);
        assert_contains(tag(&sizes, id), r#"aria-describedby="filter-error""#);
    }
}

#[tokio::test]
async fn other_error_shows_the_parsers_message_as_english() {
    let html = html_made(with_details, props(regex("(?P<1>a)"))).await;
    assert_contains(&html, "올바른 패턴이 아닙니다.");
    assert_contains(&html, r#"<q lang="en">invalid capture group character</q>"#);
}

#[tokio::test]
async fn error_in_a_long_pattern_shows_its_surroundings_only() {
    let html = html_made(
        with_details,
        FilterBarProps {
            // The input itself has all of it.
            ..props(regex(&"ab".repeat(10_000)))
        },
    )
    .await;
    let shown = html.split(r#"<p class="filter-error-pattern">"#).nth(1);
    let shown = shown
        .and_then(|it| it.split("</p>").next())
        .unwrap_or_default();
    let marked = format!("<mark>{}…</mark>", "ab".repeat(12));
    assert_contains(shown, &marked);
    assert!(shown.len() < 200, "{shown}");
}

#[tokio::test]
async fn pattern_with_markup_is_escaped() {
    for (hostile, harmless) in HOSTILE {
        let html = html_made(
            with_details,
            props(Criteria {
                hidden: vec![hostile.into()],
                ..regex(&format!("{hostile}("))
            }),
        )
        .await;
        assert_contains(
            &html,
            &format!(r#"<code id="filter-hidden-0">{harmless}</code>"#),
        );
        assert_contains(&html, "<mark>(</mark></code>");
        assert_lacks(&html, hostile);
    }
}

#[tokio::test]
async fn hide_is_enabled_for_valid_queries_only() {
    for (criteria, can_hide) in [
        (Criteria::default(), false),
        (plain("ping"), true),
        (regex("ping("), false),
    ] {
        let html = html_made(with_details, props(criteria)).await;
        assert_eq!(!tag(&html, "filter-hide").contains("disabled"), can_hide);
    }
}

#[tokio::test]
async fn hidden_patterns_have_a_remove_button_each() {
    let html = html_made(
        with_details,
        props(Criteria {
            hidden: vec!["ping".into(), "pong".into()],
            ..Criteria::default()
        }),
    )
    .await;
    assert_eq!(html.matches(r#"class="filter-hidden""#).count(), 2);
    assert_contains(
        tag(&html, "filter-show-1"),
        r#"aria-labelledby="filter-show-1 filter-hidden-1""#,
    );
}
