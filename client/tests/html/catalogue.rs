//! The HTML of the catalogue and of its forms.

use std::rc::Rc;

use client::components::workbench::catalogue::{Catalogue, CatalogueProps};
use client::components::workbench::catalogue_field::{CatalogueFieldProps, catalogue_field};
use client::components::workbench::catalogue_form::{CatalogueForm, CatalogueFormProps};
use client::i18n::Language;
use protocol::asyncapi;
use protocol::catalogue::ENDPOINTS;
use session::catalogue::field::Field;
use session::catalogue::{Absence, CatalogueState, Endpoint, Fault, parse};
use yew::Callback;

use crate::{HOSTILE, assert_contains, assert_lacks, html_made, html_of};

fn served() -> Rc<[Endpoint]> {
    parse(&asyncapi::endpoints().to_string()).expect("what the server sends")
}

fn endpoint(name: &str) -> Endpoint {
    let endpoints = served();
    let found = endpoints.iter().find(|it| &*it.name == name);
    found.expect("an endpoint of that name").clone()
}

async fn catalogue(language: Language, state: CatalogueState) -> String {
    html_of::<Catalogue>(CatalogueProps {
        language,
        fault: None,
        server: "ws://ullim.example/".into(),
        state,
        on_open: Callback::noop(),
        on_reload: Callback::noop(),
    })
    .await
}

async fn form(language: Language, endpoint: Endpoint) -> String {
    refused_form(language, endpoint, None).await
}

async fn refused_form(language: Language, endpoint: Endpoint, fault: Option<Fault>) -> String {
    html_of::<CatalogueForm>(CatalogueFormProps {
        language,
        fault,
        server: "ws://ullim.example/".into(),
        index: 7,
        endpoint,
        on_open: Callback::noop(),
    })
    .await
}

async fn field(language: Language, field: &Field, value: &str) -> String {
    html_made(
        catalogue_field,
        CatalogueFieldProps {
            language,
            fault: None,
            id: "field".into(),
            field: field.clone(),
            value: value.to_owned(),
            on_input: Callback::noop(),
        },
    )
    .await
}

#[tokio::test]
async fn catalogue_lists_each_endpoint_with_path_and_summary() {
    let korean = catalogue(Language::Korean, CatalogueState::Found(served())).await;
    let english = catalogue(Language::English, CatalogueState::Found(served())).await;
    for endpoint in ENDPOINTS {
        for html in [&korean, &english] {
            assert_contains(html, &format!(r#"data-endpoint="{}""#, endpoint.name));
            assert_contains(html, &format!(">{}</code>", endpoint.path));
        }
    }
    assert_contains(&korean, "<span>받아들이고 읽되 한마디도 하지 않음</span>");
    assert_contains(
        &english,
        r#"<span lang="en">accepts, reads, never says a word</span>"#,
    );
    assert_lacks(&english, "않음");
    // What stands between backticks is code.
    assert_contains(&korean, "<code>WWW-Authenticate: Basic</code>");
    // Fourteen forms would be hundreds of elements.
    assert_lacks(&korean, "<form");
}

#[tokio::test]
async fn unknown_endpoint_is_listed_in_the_servers_words() {
    let next_year = r#"{"endpoints":[{"name":"next","path":"/next","summary":"does more"}]}"#;
    for language in Language::ALL {
        let html = catalogue(language, CatalogueState::Found(parse(next_year).unwrap())).await;
        assert_contains(&html, r#"<span lang="en">does more</span>"#);
    }
}

#[tokio::test]
async fn missing_catalogue_shows_why() {
    for (state, korean, english, asks_again) in [
        (
            CatalogueState::Loading,
            "불러오는 중입니다",
            "Loading the list",
            false,
        ),
        (
            CatalogueState::Absent(Absence::Unreachable),
            "목록을 받지 못했습니다",
            "did not return its list",
            true,
        ),
        (
            CatalogueState::Absent(Absence::NotOffered),
            "목록이 없습니다",
            "has no list",
            false,
        ),
    ] {
        for (language, words) in [(Language::Korean, korean), (Language::English, english)] {
            let html = catalogue(language, state.clone()).await;
            assert_contains(&html, words);
            assert_eq!(html.matches("<p").count(), 1, "{html}");
            assert_eq!(html.contains("<button"), asks_again, "{html}");
            assert_lacks(&html, "<ul");
        }
    }
}

#[tokio::test]
async fn form_has_a_labelled_field_for_each_parameter_and_the_address() {
    let html = form(Language::Korean, endpoint("flood")).await;
    for (index, name) in ["count", "bytes", "rate", "kind"].into_iter().enumerate() {
        assert_contains(
            &html,
            &format!(r#"<label for="catalogue-7-{index}"><code>{name}</code></label>"#),
        );
        assert_contains(&html, &format!(r#" id="catalogue-7-{index}""#));
    }
    assert_contains(&html, ">ws://ullim.example/flood</code>");
    assert_contains(&html, r#"<option value="binary">binary</option>"#);
    assert_contains(&html, "정수: 1–100000000");
    assert_contains(&html, "기본값 <code>10000</code>");
    assert_contains(&html, r#"<span lang="en">Number of messages.</span>"#);
    assert_contains(&html, ">연결</button>");
    assert_contains(&html, "작업대의 새 탭에서 열립니다.");
    let html = form(Language::English, endpoint("close")).await;
    assert_contains(&html, "An integer: 1000–1003, 1005–1014, 3000–4999");
    assert_contains(&html, "At most 123 bytes of UTF-8");
}

#[tokio::test]
async fn path_parameter_is_a_choice_of_the_servers_cases() {
    let html = form(Language::English, endpoint("broken")).await;
    assert_contains(&html, r#"<code>case</code></label><select"#);
    assert_contains(
        &html,
        r#"<option value="masked-frame">masked-frame</option>"#,
    );
    assert_contains(&html, ">ws://ullim.example/broken/bad-status-line</code>");
    // What the chosen case breaks.
    assert_contains(
        &html,
        r#"<span lang="en">The answer's status line is not HTTP.</span>"#,
    );
}

#[tokio::test]
async fn invalid_value_is_marked_with_its_reason() {
    let delay = &endpoint("echo").fields[0];
    for (language, words) in [
        (Language::Korean, "이 범위의 정수를 입력하세요: 0–60000"),
        (Language::English, "Enter an integer in this range: 0–60000"),
    ] {
        let html = field(language, delay, "soon").await;
        assert_contains(&html, r#"aria-invalid="true""#);
        assert_contains(&html, r#"aria-describedby="field-error field-hint""#);
        assert_contains(
            &html,
            &format!(r#"<p id="field-error" class="catalogue-error">{words}"#),
        );
        let html = field(language, delay, "60000").await;
        assert_contains(&html, r#"aria-invalid="false""#);
        assert_contains(&html, r#"aria-describedby="field-hint""#);
        assert_lacks(&html, "field-error");
    }
    let reason = &endpoint("close").fields[1];
    let html = field(Language::Korean, reason, &"가".repeat(42)).await;
    assert_contains(&html, "UTF-8로 최대 123바이트인데 지금 126바이트입니다.");
}

#[tokio::test]
async fn parameter_that_the_server_refused_is_marked_with_its_sentence() {
    let fault = Fault {
        target: "/close?code=1005&reason=x".into(),
        parameter: "reason".into(),
        sentence: "no value with code=1005".into(),
    };
    let html = refused_form(Language::Korean, endpoint("close"), Some(fault)).await;
    assert_eq!(html.matches(r#"aria-invalid="true""#).count(), 1);
    let (_, reason) = html.split_once("<code>reason</code>").unwrap();
    let (field, _) = reason.split_once("catalogue-hint").unwrap();
    for part in [
        r#"aria-invalid="true""#,
        r#"value="x""#,
        r#"<span lang="en">no value with code=1005</span>"#,
    ] {
        assert_contains(field, part);
    }
    assert_contains(&html, "/close?code=1005&amp;reason=x");
}

#[tokio::test]
async fn server_text_with_markup_is_escaped() {
    for (hostile, harmless) in HOSTILE {
        let list = serde_json::json!({ "endpoints": [{
            "name": hostile, "path": format!("/{hostile}"), "summary": hostile,
            "description": hostile, "example": hostile,
            "parameters": [
                { "name": hostile, "description": hostile, "takes": hostile, "default": hostile },
                { "name": "kind", "choices": [hostile] },
            ],
        }]});
        let endpoints = parse(&list.to_string()).unwrap();
        let html = form(Language::English, endpoints[0].clone()).await;
        assert_contains(&html, harmless);
        assert_lacks(&html, hostile);
        let html = catalogue(Language::English, CatalogueState::Found(endpoints)).await;
        assert_contains(&html, harmless);
        assert_lacks(&html, hostile);
    }
}
