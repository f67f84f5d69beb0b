//! The head of a request has a deadline, a limit and a form. Breaking one gets an error response.

use std::time::Duration;

use super::common::{HANDSHAKE, TestServer, soon, upgrade};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

fn assert_answer(answer: &str, status: u16, word: &str) {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    assert!(head.contains("connection: close"), "{answer}");
    assert!(
        head.contains(&format!("content-length: {}", body.len())),
        "{answer}"
    );
    assert!(body.contains(word), "{answer}");
}

async fn hurried() -> TestServer {
    TestServer::start_with(|config| config.limits.handshake_timeout = Duration::from_millis(100))
        .await
}

#[tokio::test]
async fn silent_client_gets_408_after_the_timeout() {
    let server = hurried().await;
    assert_answer(&server.answer_to("").await, 408, "100 ms");
}

#[tokio::test]
async fn half_a_handshake_gets_408_after_the_timeout() {
    let server = hurried().await;
    assert_answer(&server.answer_to(&HANDSHAKE[..60]).await, 408, "100 ms");
}

#[tokio::test]
async fn dribbling_client_gains_no_time() {
    let server = hurried().await;
    let (mut reader, mut writer) = server.dial().await.into_split();
    // A byte every few milliseconds, which never becomes a head. It ends when the server closes.
    let dribbling = async {
        let mut tick = tokio::time::interval(Duration::from_millis(5));
        for byte in b"GET / HTTP/1.1\r\nX: "
            .iter()
            .chain(std::iter::repeat(&b'x'))
        {
            tick.tick().await;
            if writer.write_all(&[*byte]).await.is_err() {
                break;
            }
        }
    };
    let mut answer = vec![0; 1024];
    let length = tokio::select! {
        () = dribbling => panic!("the connection was closed without an answer"),
        length = soon(reader.read(&mut answer)) => length.unwrap(),
    };
    assert_answer(
        std::str::from_utf8(&answer[..length]).unwrap(),
        408,
        "100 ms",
    );
}

#[tokio::test]
async fn head_over_the_limit_gets_431() {
    let server = TestServer::start().await;
    let long_line = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(20_000));
    let long_path = format!("GET /{}", "x".repeat(100_000));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X: x\r\n".repeat(101));
    for request in [long_line, long_path, many] {
        assert_answer(&server.answer_to(request).await, 431, "16384 bytes");
    }
}

#[tokio::test]
async fn head_of_the_limit_is_read() {
    let server = TestServer::start().await;
    let request = |filling: usize| {
        HANDSHAKE.replacen(
            "\r\n\r\n",
            &format!("\r\nX: {}\r\n\r\n", "x".repeat(filling)),
            1,
        )
    };
    let filling = 16 * 1024 - request(0).len();
    let mut stream = server.dial().await;
    assert!(
        upgrade(&mut stream, request(filling))
            .await
            .starts_with("http/1.1 101 ")
    );
    assert_answer(
        &server.answer_to(request(filling + 1)).await,
        431,
        "16384 bytes",
    );
}

#[tokio::test]
async fn request_other_than_http_1_gets_an_error_at_once() {
    let server = TestServer::start().await;
    let tls_client_hello = [
        0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03,
    ];
    assert_answer(
        &server.answer_to(tls_client_hello).await,
        400,
        "not an HTTP request",
    );
    assert_answer(
        &server.answer_to("안녕하세요\r\n\r\n").await,
        400,
        "not an HTTP request",
    );
    assert_answer(
        &server.answer_to("GET / HTTP/1.1\r\nno colon\r\n\r\n").await,
        400,
        "header",
    );
    assert_answer(
        &server.answer_to("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await,
        505,
        "HTTP/1.1",
    );
    server.greeted().await;
}

const HEALTH: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// What follows the answer to a first request on the same connection, where `second` is sent behind that answer.
async fn second_answer(server: &TestServer, second: &str) -> String {
    let mut stream = server.dial().await;
    upgrade(&mut stream, HEALTH).await;
    let mut body = [0; 3];
    soon(stream.read_exact(&mut body)).await.unwrap();
    assert_eq!(&body, b"ok\n");
    stream.write_all(second.as_bytes()).await.unwrap();
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    answer
}

#[tokio::test]
async fn head_behind_the_first_is_refused_in_the_same_words() {
    let server = TestServer::start().await;
    let hurried = hurried().await;
    let large = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(20_000));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X: x\r\n".repeat(101));
    for (server, second, status, word) in [
        (&server, large.as_str(), 431, "16384 bytes"),
        (&server, &many, 431, "100 headers"),
        (&server, "안녕하세요\r\n\r\n", 400, "not an HTTP request"),
        (&server, "GET / HTTP/1.1\r\nno colon\r\n\r\n", 400, "header"),
        (&server, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "HTTP/1.1"),
        (&server, "GET / HTTP/1.1\r\n\r\n", 400, "Host"),
        (&hurried, "GET / HT", 408, "100 ms"),
    ] {
        assert_answer(&second_answer(server, second).await, status, word);
        // Sent at once, the first answer is not lost.
        let both = server.answer_to([HEALTH, second].concat()).await;
        let (first, answer) = both.split_once("ok\n").unwrap();
        assert!(first.starts_with("HTTP/1.1 200 "), "{both}");
        assert_answer(answer, status, word);
    }
}

#[tokio::test]
async fn head_that_is_large_by_cookies_is_refused_with_a_word_of_them() {
    let server = TestServer::start().await;
    let cookies = format!(
        "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: a={}\r\n\r\n",
        "x".repeat(23_000)
    );
    for answer in [
        server.answer_to(&cookies).await,
        second_answer(&server, &cookies).await,
    ] {
        assert_answer(&answer, 431, "cookies");
        assert_answer(&answer, 431, "--max-head-bytes");
    }
    let other = cookies.replace("Cookie", "X-Other");
    assert!(!server.answer_to(&other).await.contains("cookies"));
}

#[tokio::test]
async fn limit_of_the_head_is_a_flag() {
    let flags = ["--max-head-bytes", "32768", "--max-headers", "200"];
    let server = TestServer::start_as(&flags, |_| {}).await;
    let request = |line: &str| {
        format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{line}\r\n")
    };
    let answer = server
        .answer_to(request(&format!("X: {}\r\n", "x".repeat(30_000))))
        .await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let answer = server.answer_to(request(&"X: x\r\n".repeat(190))).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let answer = server.answer_to(request(&"X: x\r\n".repeat(200))).await;
    assert_answer(&answer, 431, "200 headers");
}

#[tokio::test]
async fn body_without_a_certain_end_is_refused_with_a_sentence() {
    let server = TestServer::start().await;
    for (lines, word) in [
        ("Content-Length: x", "Content-Length"),
        ("Content-Length: 1\r\nContent-Length: 2", "Content-Length"),
        ("Content-Length: 99999999999999999999", "Content-Length"),
        (
            "Content-Length: 1\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding",
        ),
        ("Transfer-Encoding: chunked, gzip", "chunked"),
    ] {
        let request = format!("POST / HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n\r\n");
        assert_answer(&server.answer_to(request).await, 400, word);
    }
}

#[tokio::test]
async fn request_with_a_body_is_the_last_of_its_connection() {
    let server = TestServer::start().await;
    let request = "POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello";
    let answer = server.answer_to([request, HEALTH].concat()).await;
    assert_answer(&answer, 405, "GET and HEAD");
}

#[tokio::test]
async fn client_that_ends_its_side_gets_its_answer() {
    let server = TestServer::start().await;
    let mut stream = server.dial().await;
    stream.write_all(HEALTH.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.ends_with("ok\n"), "{answer}");
}

#[tokio::test]
async fn idle_connection_kept_alive_is_closed() {
    let server = hurried().await;
    let answer = server
        .answer_to("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await;
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("ok\n"),
        "{answer}"
    );
}
