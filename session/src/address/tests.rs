//! Tests of the page's own address, and of addresses that people type.

use proptest::prelude::*;

use super::*;

const PLACEHOLDER: Option<&str> = Some("{{__TRUNK_WS_BASE__}}");

#[test]
fn address_of_a_served_page_is_its_server() {
    assert_eq!(
        websocket_address("http:", "127.0.0.1:41233", "/", PLACEHOLDER),
        "ws://127.0.0.1:41233/"
    );
    assert_eq!(
        websocket_address("http:", "[::1]:3000", "/index.html", None),
        "ws://[::1]:3000/"
    );
}

#[test]
fn address_of_a_page_over_tls_is_wss() {
    assert_eq!(
        websocket_address("https:", "ullim.example", "/", PLACEHOLDER),
        "wss://ullim.example/"
    );
}

#[test]
fn address_of_a_page_in_a_folder_is_in_the_folder() {
    for (path, address) in [
        ("/tools/ullim/", "wss://ullim.example/tools/ullim/"),
        (
            "/tools/ullim/index.html",
            "wss://ullim.example/tools/ullim/",
        ),
        ("", "wss://ullim.example/"),
    ] {
        let of_page = websocket_address("https:", "ullim.example", path, PLACEHOLDER);
        assert_eq!(of_page, address, "{path}");
    }
}

#[test]
fn address_under_trunk_serve_is_the_lessons() {
    for mark in ["", "/", "/some/base/"] {
        assert_eq!(
            websocket_address("http:", "localhost:8080", "/", Some(mark)),
            "ws://localhost:3000"
        );
    }
}

#[test]
fn address_of_a_file_is_the_lessons() {
    assert_eq!(
        websocket_address("file:", "", "/home/kim/index.html", PLACEHOLDER),
        "ws://localhost:3000"
    );
}

fn plain(typed: &str) -> Result<String, AddressError> {
    understand(typed, false).map(|address| address.to_string())
}

fn secure(typed: &str) -> Result<String, AddressError> {
    understand(typed, true).map(|address| address.to_string())
}

#[test]
fn understand_of_ws_and_wss_keeps_the_scheme() {
    for address in [
        "ws://localhost:3000",
        "wss://ullim.example/echo?delay_ms=5",
        "ws://[::1]:3000/",
        "wss://name:password@ullim.example/path",
        "wss://울림.example/길?물음=답",
        "ws://h?a://b",
    ] {
        assert_eq!(plain(address).as_deref(), Ok(address));
        assert_eq!(secure(address).as_deref(), Ok(address));
    }
}

#[test]
fn understand_of_http_and_https_is_ws_and_wss() {
    assert_eq!(
        plain("http://a.example/b").as_deref(),
        Ok("ws://a.example/b")
    );
    assert_eq!(plain("HTTPS://A.example").as_deref(), Ok("wss://A.example"));
    assert_eq!(plain("wss:a.example").as_deref(), Ok("wss://a.example"));
}

#[test]
fn understand_of_white_space_around_removes_it() {
    assert_eq!(plain(" \tws://a\n ").as_deref(), Ok("ws://a"));
}

#[test]
fn understand_without_a_scheme_is_what_the_page_may_open() {
    for near in [
        "localhost:3000/echo",
        "LOCALHOST",
        "localhost.",
        "127.0.0.1:8080",
        "127.1",
        "[::1]:3000",
        "app.localhost",
    ] {
        assert_eq!(secure(near), Ok(format!("ws://{near}")));
    }
    for far in [
        "ullim.example",
        "ws:8080",
        "127.evil.example",
        "notlocalhost",
        "192.168.0.2:3000",
    ] {
        assert_eq!(secure(far), Ok(format!("wss://{far}")));
        assert_eq!(plain(far), Ok(format!("ws://{far}")));
    }
}

#[test]
fn understand_of_an_invalid_address_is_an_error_with_a_position() {
    for (typed, error) in [
        ("", AddressError::Empty),
        (" \n", AddressError::Empty),
        ("ws://a b", AddressError::Space { at: 7 }),
        ("  ws://가 b", AddressError::Space { at: 9 }),
        ("ws://a\u{0}", AddressError::Space { at: 7 }),
        ("ws://a/#top", AddressError::Fragment { at: 8 }),
        ("ftp://a", AddressError::Scheme),
        ("://a", AddressError::Scheme),
        ("ws://", AddressError::NoHost),
        ("ws:", AddressError::NoHost),
        ("/echo", AddressError::NoHost),
        ("ws:///echo", AddressError::NoHost),
        ("ws://:3000", AddressError::NoHost),
        ("ws://name@", AddressError::NoHost),
        ("ws://a<b", AddressError::Host { at: 7 }),
        ("ws://u@a|b:1/x", AddressError::Host { at: 9 }),
        ("ws://[::1", AddressError::Host { at: 6 }),
        ("ws://[::1]a", AddressError::Host { at: 10 }),
        ("ws://[fe80::1%25eth0]/", AddressError::Host { at: 14 }),
        ("ws://::1", AddressError::Ipv6WithoutBrackets),
        ("fe80::1", AddressError::Ipv6WithoutBrackets),
        ("localhost:30o0", AddressError::Port { at: 11 }),
        ("ws://a:65536/x", AddressError::Port { at: 8 }),
        ("ws://a:/x", AddressError::Port { at: 8 }),
        ("ws://a:+80", AddressError::Port { at: 8 }),
        ("ws://[::1]:x", AddressError::Port { at: 12 }),
    ] {
        assert_eq!(plain(typed), Err(error), "{typed:?}");
    }
}

#[test]
fn destination_of_an_address_is_its_host_and_port() {
    let to = |is_secure, host, port| {
        Some(Destination {
            is_secure,
            host,
            port,
        })
    };
    assert_eq!(destination("ws://a.example/x"), to(false, "a.example", 80));
    assert_eq!(destination("wss://a.example?x"), to(true, "a.example", 443));
    assert_eq!(destination("ws://u:p@a:8080"), to(false, "a", 8080));
    assert_eq!(destination("ws://[::1]:0/"), to(false, "[::1]", 0));
    assert_eq!(destination("a.example"), None);
}

/// Texts close to an address, so that every branch of the parser is taken.
fn nearly_an_address() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            Just("ws"),
            Just("https"),
            Just("://"),
            Just(":"),
            Just("/"),
            Just("?"),
            Just("#"),
            Just("["),
            Just("]"),
            Just("::1"),
            Just("@"),
            Just("localhost"),
            Just("한글.kr"),
            Just("65535"),
            Just("65536"),
            Just(" "),
            Just("\u{3000}"),
            Just("\\"),
        ],
        0..9,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn understand_of_any_text_is_idempotent_or_an_error(
        typed in prop_oneof![nearly_an_address(), any::<String>()],
        page_is_secure: bool,
        other_page: bool,
    ) {
        let Ok(address) = understand(&typed, page_is_secure) else { return Ok(()) };
        prop_assert!(address.starts_with("ws://") || address.starts_with("wss://"));
        prop_assert_eq!(understand(&address, other_page), Ok(Rc::clone(&address)));
        prop_assert!(destination(&address).is_some());
    }

    #[test]
    fn error_position_of_any_text_is_inside_or_just_after(
        typed in prop_oneof![nearly_an_address(), any::<String>()],
    ) {
        if let Err(
            AddressError::Space { at }
            | AddressError::Fragment { at }
            | AddressError::Host { at }
            | AddressError::Port { at }
        ) = understand(&typed, false)
        {
            prop_assert!(at >= 1 && at <= typed.chars().count() + 1, "{at}");
        }
    }
}

#[test]
fn understand_of_a_copied_address_leaves_out_what_is_around_it() {
    for typed in [
        "\u{200b}ws://a/echo",
        "\u{feff}ws://a/echo\u{200b}",
        "\"ws://a/echo\"",
        "“ws://a/echo”",
        " 'ws://a/echo' ",
        "«\u{a0}ws://a/echo\u{a0}»",
        "<ws://a/echo>",
    ] {
        assert_eq!(
            understand(typed, false).as_deref(),
            Ok("ws://a/echo"),
            "{typed:?}"
        );
    }
}

#[test]
fn understand_of_an_invisible_character_names_its_place() {
    let invisible = |at| Err(AddressError::Space { at });
    assert_eq!(understand("ws://a/ec\u{200b}ho", false), invisible(10));
    assert_eq!(understand("\u{feff}ws://a/\u{ad}b", false), invisible(9));
    assert_eq!(understand("ws://a/b\u{202e}c", false), invisible(9));
    for shaped in [
        "ws://a/chat?room=❤\u{fe0f}",
        "ws://a/chat?room=می\u{200c}خواهم",
    ] {
        assert_eq!(understand(shaped, false).as_deref(), Ok(shaped));
    }
}

#[test]
fn understand_of_an_apostrophe_without_a_partner_keeps_it() {
    assert_eq!(understand("ws://a/b'", false).as_deref(), Ok("ws://a/b'"));
    assert_eq!(understand("`ws://a/b`", false).as_deref(), Ok("ws://a/b"));
}

#[test]
fn without_password_of_any_spelling_keeps_the_rest() {
    for (typed, without) in [
        ("ws://user:password@a:1/b?c=d@e", "ws://user@a:1/b?c=d@e"),
        ("wss://:password@a", "wss://@a"),
        ("user:pass:word@a/b", "user@a/b"),
        ("ws://user:pa/ss@a/b", "ws://user@a/b"),
        ("ws://user@a/b", "ws://user@a/b"),
        ("ws://a:3000/@b", "ws://a:3000/@b"),
        ("ws://[::1]:3000/@b", "ws://[::1]:3000/@b"),
        ("ws://[::1]/@b:c@d", "ws://[::1]/@b:c@d"),
        ("", ""),
    ] {
        assert_eq!(without_password(typed), without);
    }
}
