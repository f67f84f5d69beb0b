//! Which server the page talks to.

/// The WebSocket address to connect to, from what the page knows about where it came from.
///
/// `page_protocol` and `page_host` are those of the browser's `Location`: `"http:"` and
/// `"127.0.0.1:3000"`. `dev_server_mark` is the content of `<meta name="trunk-ws-base">`: a
/// placeholder in the built page, which only `trunk serve` replaces. So a page that `trunk serve`
/// shows talks to the server beside it, at the lesson's own address, and every other page to the
/// server that served it. A page from neither http nor https, such as a file dragged into the
/// browser, has no server of its own and takes the lesson's address too.
#[must_use]
pub fn websocket_address(
    page_protocol: &str,
    page_host: &str,
    dev_server_mark: Option<&str>,
) -> String {
    let shown_by_dev_server = dev_server_mark.is_some_and(|mark| !mark.starts_with("{{"));
    match page_protocol {
        "http:" if !shown_by_dev_server => format!("ws://{page_host}/"),
        "https:" if !shown_by_dev_server => format!("wss://{page_host}/"),
        _ => format!("ws://localhost:{}", protocol::lesson::PORT),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::websocket_address;

    const PLACEHOLDER: Option<&str> = Some("{{__TRUNK_WS_BASE__}}");

    #[test]
    fn a_page_talks_to_the_server_that_served_it() {
        assert_eq!(
            websocket_address("http:", "127.0.0.1:41233", PLACEHOLDER),
            "ws://127.0.0.1:41233/"
        );
        assert_eq!(
            websocket_address("http:", "[::1]:3000", None),
            "ws://[::1]:3000/"
        );
    }

    #[test]
    fn a_page_over_tls_talks_over_tls() {
        assert_eq!(
            websocket_address("https:", "ullim.example", PLACEHOLDER),
            "wss://ullim.example/"
        );
    }

    #[test]
    fn under_trunk_serve_the_server_is_the_lesson_s() {
        for mark in ["", "/", "/some/base/"] {
            assert_eq!(
                websocket_address("http:", "localhost:8080", Some(mark)),
                "ws://localhost:3000"
            );
        }
    }

    #[test]
    fn a_file_in_the_browser_talks_to_the_lesson_s_server() {
        assert_eq!(
            websocket_address("file:", "", PLACEHOLDER),
            "ws://localhost:3000"
        );
    }
}
