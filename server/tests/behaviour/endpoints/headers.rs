//! `/headers` sends the handshake as the server received it, then echoes.

use tokio_tungstenite::tungstenite::Message;

use crate::common::TestServer;

#[tokio::test]
async fn first_message_is_the_handshake_as_received() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/headers").await;
    let address = client.0.get_ref().local_addr().unwrap().to_string();
    let seen = client.receive_json().await;
    assert_eq!(seen["request_line"], "GET /headers HTTP/1.1");
    assert_eq!(seen["peer"], address.as_str());
    assert_eq!(seen["client"], "127.0.0.1");
    assert_eq!(seen["tls"], false);
    assert_eq!(seen["subprotocol"], serde_json::Value::Null);
    let names: Vec<_> = seen["headers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|header| header[0].as_str().unwrap())
        .collect();
    assert_eq!(names.first(), Some(&"host"));
    assert!(names.contains(&"sec-websocket-key"), "{names:?}");
    assert_eq!(client.ask("again").await, Message::text("again"));
}

/// The client that the server sees behind a trusted proxy that sends these headers.
async fn client_behind(flags: &[&str], headers: &[(&'static str, &str)]) -> String {
    let flags = [&["--trust-proxy", "127.0.0.0/8"], flags].concat();
    let server = TestServer::start_as(&flags, |_| {}).await;
    let url = format!("ws://{}/headers", server.address);
    let mut request =
        tokio_tungstenite::tungstenite::client::IntoClientRequest::into_client_request(url)
            .unwrap();
    for (name, value) in headers {
        request.headers_mut().append(*name, value.parse().unwrap());
    }
    let (socket, _) = tokio_tungstenite::client_async(request, server.dial().await)
        .await
        .unwrap();
    let seen = crate::common::Client(socket).receive_json().await;
    seen["client"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn client_is_what_its_proxy_says_whatever_it_says_itself() {
    let by_forwarded = ["--proxy-header", "forwarded"];
    for (flags, headers, expected) in [
        // nginx appends to the list of the client, and passes `Forwarded` on.
        (
            &[][..],
            &[
                ("forwarded", "for=9.9.9.9;proto=https"),
                ("x-forwarded-for", "9.9.9.9, 203.0.113.7"),
            ][..],
            "203.0.113.7",
        ),
        // HAProxy adds a line of its own.
        (
            &[],
            &[
                ("x-forwarded-for", "9.9.9.9"),
                ("x-forwarded-for", "203.0.113.7"),
            ],
            "203.0.113.7",
        ),
        (&[], &[("forwarded", "for=9.9.9.9")], "127.0.0.1"),
        (&[], &[("x-forwarded-for", "203.0.113.7,")], "203.0.113.7"),
        (
            &by_forwarded,
            &[
                ("x-forwarded-for", "9.9.9.9"),
                ("forwarded", "for=203.0.113.7"),
            ],
            "203.0.113.7",
        ),
        (
            &by_forwarded,
            &[("x-forwarded-for", "9.9.9.9")],
            "127.0.0.1",
        ),
    ] {
        assert_eq!(client_behind(flags, headers).await, expected, "{headers:?}");
    }
}

#[tokio::test]
async fn forwarded_address_is_believed_from_a_trusted_proxy_only() {
    for (trusted, client) in [("127.0.0.0/8", "203.0.113.7"), ("10.0.0.0/8", "127.0.0.1")] {
        let server = TestServer::start_with(|config| {
            config.trusted_proxies = [trusted.parse().unwrap()].into()
        })
        .await;
        let url = format!("ws://{}/headers", server.address);
        let mut request =
            tokio_tungstenite::tungstenite::client::IntoClientRequest::into_client_request(url)
                .unwrap();
        request
            .headers_mut()
            .insert("x-forwarded-for", "203.0.113.7".parse().unwrap());
        let (socket, _) = tokio_tungstenite::client_async(request, server.dial().await)
            .await
            .unwrap();
        let seen = crate::common::Client(socket).receive_json().await;
        assert_eq!(seen["client"], client);
    }
}
