//! A server on loopback answers to the names of this machine and to those of `--allow-host`. A request has one host.

use crate::common::{HANDSHAKE, TestServer};

/// The answers to a plain request and to a handshake with these header lines for the host.
async fn answers(server: &TestServer, lines: &str) -> [String; 2] {
    let plain = format!("GET /healthz HTTP/1.1\r\n{lines}Connection: close\r\n\r\n");
    let handshake = HANDSHAKE
        .replacen("GET / ", "GET /refuse?status=418 ", 1)
        .replacen("Host: localhost\r\n", lines, 1)
        .replacen("Connection: ", "Connection: close, ", 1);
    [
        server.answer_to(plain).await,
        server.answer_to(handshake).await,
    ]
}

#[tokio::test]
async fn host_of_another_site_is_421_with_the_flag() {
    let server = TestServer::start_as(&["--allow-host", "ullim.example.org"], |_| {}).await;
    let loopback = TestServer::start().await;
    for (server, host, is_answered) in [
        (&loopback, "localhost", true),
        (&loopback, "LOCALHOST.:3000", true),
        (&loopback, "127.0.0.1:3000", true),
        (&loopback, "[::1]:3000", true),
        (&loopback, "app.localhost", true),
        (&loopback, "ullim.example.org", false),
        (&loopback, "evil.example:3000", false),
        (&loopback, "localhost.evil.example", false),
        (&server, "ullim.example.org", true),
        (&server, "Ullim.Example.Org:8443", true),
        (&server, "localhost:3000", true),
        (&server, "evil.example", false),
    ] {
        let [plain, handshake] = answers(server, &format!("Host: {host}\r\n")).await;
        if is_answered {
            assert!(plain.starts_with("HTTP/1.1 200 "), "{host}: {plain}");
            assert!(
                handshake.starts_with("HTTP/1.1 418 "),
                "{host}: {handshake}"
            );
        } else {
            for answer in [plain, handshake] {
                assert!(answer.starts_with("HTTP/1.1 421 "), "{host}: {answer}");
                assert!(answer.contains("--allow-host"), "{answer}");
                assert!(
                    answer.contains("x-content-type-options: nosniff"),
                    "{answer}"
                );
            }
        }
    }
}

#[tokio::test]
async fn any_host_is_answered_by_choice_and_off_loopback() {
    for flags in [["--allow-host", "*"], ["--bind", "0.0.0.0:0"]] {
        let server = TestServer::start_as(&flags, |_| {}).await;
        let [plain, handshake] = answers(&server, "Host: anything.example\r\n").await;
        assert!(plain.starts_with("HTTP/1.1 200 "), "{plain}");
        assert!(handshake.starts_with("HTTP/1.1 418 "), "{handshake}");
    }
}

#[tokio::test]
async fn server_off_loopback_answers_to_this_machine_and_to_its_named_hosts() {
    // As in a container, whose health check asks 127.0.0.1.
    let flags = ["--bind", "0.0.0.0:0", "--allow-host", "some-host"];
    let server = TestServer::start_as(&flags, |_| {}).await;
    for (host, status) in [
        ("some-host:3000", 200),
        ("localhost:3000", 200),
        ("127.0.0.1:3000", 200),
        ("other-host:3000", 421),
    ] {
        let [plain, _] = answers(&server, &format!("Host: {host}\r\n")).await;
        assert!(
            plain.starts_with(&format!("HTTP/1.1 {status} ")),
            "{host}: {plain}"
        );
    }
    let page_of = |origin: &str| {
        let lines = format!("Connection: close, Upgrade\r\nOrigin: {origin}\r\n");
        HANDSHAKE.replacen("GET / ", "GET /headers ", 1).replacen(
            "Connection: Upgrade\r\n",
            &lines,
            1,
        )
    };
    let answer = server.answer_to(page_of("https://evil.example")).await;
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
}

#[tokio::test]
async fn missing_repeated_or_malformed_host_is_400_for_every_request() {
    for flags in [&[][..], &["--allow-host", "*"]] {
        let server = TestServer::start_as(flags, |_| {}).await;
        for lines in [
            "",
            "Host:\r\n",
            "Host: localhost\r\nHost: localhost\r\n",
            "Host: a b\r\n",
            "Host: http://localhost\r\n",
            "Host: localhost:x\r\n",
            "Host: me@localhost\r\n",
            "Host: [::1\r\n",
            "Host: \u{ff}\r\n",
        ] {
            for answer in answers(&server, lines).await {
                assert!(answer.starts_with("HTTP/1.1 400 "), "{lines}: {answer}");
                assert!(answer.contains("Host"), "{lines}: {answer}");
            }
        }
    }
}

#[tokio::test]
async fn host_of_the_target_outranks_the_header() {
    let server = TestServer::start().await;
    for (target, status) in [
        ("http://evil.example/healthz", "421"),
        ("http://localhost/healthz", "200"),
    ] {
        let request =
            format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let answer = server.answer_to(request).await;
        assert_eq!(&answer["HTTP/1.1 ".len()..][..3], status, "{answer}");
    }
    // A program of before 1997 names none.
    let answer = server.answer_to("GET /healthz HTTP/1.0\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.0 200 "), "{answer}");
}
