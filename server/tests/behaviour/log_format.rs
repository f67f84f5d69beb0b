//! The two formats of a log line: text and JSON.

use super::binary::{self, Greet, command};
use super::common::{HANDSHAKE, frame, soon};
use rustix::process::Signal;
use serde_json::Value;
use testkit::ServerProcess;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// The log of a server after two clients. One breaks the protocol; the other sends a line feed, a colour and a C1
/// control character, which would forge a line.
async fn log_of(mut server: ServerProcess) -> Vec<String> {
    let mut client = server.greeted().await;
    client.send_raw(&frame(0x83, b"")).await;
    assert_eq!(client.close_code().await, CloseCode::Protocol);
    let mut stream = TcpStream::connect(server.authority()).await.unwrap();
    let request = HANDSHAKE
        .replace("GET / ", "GET /echo?delay_ms=%0AFORGED%1B%5B31m%C2%9B ")
        .replace("Connection: ", "Connection: close, ");
    stream.write_all(request.as_bytes()).await.unwrap();
    soon(stream.read_to_end(&mut Vec::new())).await.unwrap();
    server.signal(Signal::TERM).unwrap();
    server.ended().await.unwrap();
    server.rest_of_log().await.unwrap()
}

#[tokio::test]
async fn json_line_has_the_fields_of_the_connection() {
    let server = binary::start(&["--bind", "127.0.0.1:0", "--log-format", "json"]).await;
    let lines = log_of(server).await;
    let lines: Vec<Value> = lines
        .iter()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    let failed = lines
        .iter()
        .find(|line| line["message"] == "failed")
        .expect("a failed connection is logged");
    assert_eq!(failed["level"], "WARN");
    assert_eq!(failed["target"], "server::websocket::connection");
    assert!(failed["error"].is_string(), "{failed}");
    let span = &failed["span"];
    assert_eq!(span["name"], "connection");
    assert_eq!(span["endpoint"], "lesson");
    assert!(span["id"].is_u64(), "{failed}");
    let peer = span["peer"].as_str().unwrap();
    assert!(peer.starts_with("127.0.0.1:"), "{failed}");
}

#[tokio::test]
async fn line_break_from_a_client_makes_no_log_line_in_either_format() {
    for format in ["text", "json"] {
        let mut command = command();
        command
            .args(["--bind", "127.0.0.1:0"])
            .env("ULLIM_LOG_FORMAT", format);
        let lines = log_of(ServerProcess::start(command).await.unwrap()).await;
        let forged = lines.iter().find(|line| line.contains("FORGED")).unwrap();
        assert!(forged.contains("refused"), "{forged:?}");
        for line in &lines {
            assert!(!line.contains(char::is_control), "{line:?}");
            assert_eq!(line.starts_with('{'), format == "json", "{line:?}");
        }
    }
}
