//! The rules of the handshake, for any request.

use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, Request, Version};
use proptest::collection::vec;
use proptest::prelude::*;
use server::websocket::handshake::{Accept, check, is_attempted};

fn request(headers: Vec<(HeaderName, HeaderValue)>) -> Parts {
    let (mut parts, ()) = Request::new(()).into_parts();
    for (name, value) in headers {
        parts.headers.append(name, value);
    }
    parts
}

fn header_name() -> impl Strategy<Value = HeaderName> {
    let known = prop::sample::select(vec![
        "host",
        "upgrade",
        "connection",
        "sec-websocket-key",
        "sec-websocket-version",
        "sec-websocket-protocol",
        "sec-websocket-extensions",
        "content-length",
        "transfer-encoding",
    ]);
    prop_oneof![known.prop_map(str::to_owned), "[a-z-]{1,20}"]
        .prop_map(|name| HeaderName::from_bytes(name.as_bytes()).unwrap())
}

fn header_value() -> impl Strategy<Value = HeaderValue> {
    let known = prop::sample::select(vec![
        "websocket",
        "Upgrade",
        "13",
        "dGhlIHNhbXBsZSBub25jZQ==",
        "0",
    ]);
    prop_oneof![
        known.prop_map(|value| value.as_bytes().to_vec()),
        vec(any::<u8>(), 0..40)
    ]
    .prop_filter_map("not a header value", |bytes| {
        HeaderValue::from_bytes(&bytes).ok()
    })
}

/// A token in any mixture of cases.
fn any_case(token: &'static str) -> impl Strategy<Value = String> {
    vec(any::<bool>(), token.len()).prop_map(move |upper| {
        let flip = |(letter, upper): (char, bool)| {
            if upper {
                letter.to_ascii_uppercase()
            } else {
                letter.to_ascii_lowercase()
            }
        };
        token.chars().zip(upper).map(flip).collect()
    })
}

/// The values of a list header that contains the token. It has other items before and behind it, and white space, on
/// one line or several.
fn list_with(token: &'static str) -> impl Strategy<Value = Vec<String>> {
    let item =
        ("[ \t]{0,2}", "[a-zA-Z0-9]{0,8}", "[ \t]{0,2}").prop_map(|(a, b, c)| [a, b, c].concat());
    let wanted =
        ("[ \t]{0,2}", any_case(token), "[ \t]{0,2}").prop_map(|(a, b, c)| [a, b, c].concat());
    (
        vec(item.clone(), 0..3),
        wanted,
        vec(item, 0..3),
        any::<bool>(),
    )
        .prop_map(|(before, wanted, behind, on_own_lines)| {
            let items: Vec<String> = before.into_iter().chain([wanted]).chain(behind).collect();
            if on_own_lines {
                items
            } else {
                vec![items.join(",")]
            }
        })
}

proptest! {
    #[test]
    fn no_request_makes_it_panic_and_what_is_accepted_was_attempted(
        headers in vec((header_name(), header_value()), 0..12),
        method in prop::sample::select(vec![Method::GET, Method::POST, Method::HEAD]),
        version in prop::sample::select(vec![Version::HTTP_10, Version::HTTP_11]),
    ) {
        let mut parts = request(headers);
        parts.method = method;
        parts.version = version;
        if check(&parts, &[]).is_ok() {
            prop_assert!(is_attempted(&parts.headers));
            prop_assert_eq!(parts.method, Method::GET);
            prop_assert_eq!(parts.version, Version::HTTP_11);
        }
    }

    #[test]
    fn a_legal_handshake_stays_legal_however_its_lists_are_written(
        upgrade in list_with("websocket"),
        connection in list_with("upgrade"),
        key in any::<[u8; 16]>(),
        others in vec("[a-z]{1,8}", 0..4),
    ) {
        let key = data_encoding::BASE64.encode(&key);
        let lines = upgrade.iter().map(|value| ("upgrade", value.as_str()))
            .chain(connection.iter().map(|value| ("connection", value.as_str())))
            .chain(others.iter().map(|value| ("x-other", value.as_str())))
            .chain([("host", "localhost"), ("sec-websocket-version", " 13\t"), ("sec-websocket-key", key.as_str())]);
        let headers = lines.map(|(name, value)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        });
        let parts = request(headers.collect());
        prop_assert!(is_attempted(&parts.headers));
        let accept = tokio_tungstenite::tungstenite::handshake::derive_accept_key(key.as_bytes());
        prop_assert_eq!(check(&parts, &[]), Ok(Accept { accept, subprotocol: None, extensions: None }));
    }

    #[test]
    fn a_key_of_any_other_length_than_16_bytes_is_refused(key in vec(any::<u8>(), 0..40)) {
        prop_assume!(key.len() != 16);
        let key = data_encoding::BASE64.encode(&key);
        let headers = [
            ("host", "localhost"),
            ("upgrade", "websocket"),
            ("connection", "Upgrade"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", key.as_str()),
        ];
        let headers = headers.map(|(name, value)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        });
        prop_assert!(check(&request(headers.into()), &[]).is_err());
    }
}
