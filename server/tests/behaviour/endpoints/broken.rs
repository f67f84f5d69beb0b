//! `/broken/{case}` breaks the protocol in one named way. The client here is tungstenite; the tests of `clients`
//! have others.

use futures_util::StreamExt;
use protocol::catalogue::broken::{CASES, Case, Expects};
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::common::{Client, TestServer, soon};

/// The result of tungstenite for a case.
async fn outcome(server: &TestServer, case: &Case) -> Result<Message, Error> {
    let Client(mut socket) = server
        .try_connect_to(&format!("/broken/{}", case.name))
        .await?;
    soon(socket.next())
        .await
        .expect("the connection was closed without a word")
}

#[tokio::test]
async fn tungstenite_fails_each_case_as_the_catalogue_says() {
    let server = TestServer::start().await;
    // tungstenite speaks no compression.
    for case in CASES.iter().filter(|case| case.rfc == 6455) {
        let outcome = outcome(&server, case).await;
        let is_as_said = match (case.expects, &outcome) {
            (Expects::FailsHandshake, Err(Error::Protocol(_) | Error::Http(_))) => true,
            // "HTPT" is no HTTP.
            (Expects::FailsHandshake, Err(Error::HttpFormat(_))) => case.name == "bad-status-line",
            (Expects::Fails(1007), Err(Error::Utf8(_))) => true,
            (Expects::Fails(1009), Err(Error::Capacity(CapacityError::MessageTooLong { .. }))) => {
                true
            }
            (
                Expects::SeesAbnormalClosure,
                Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)),
            ) => true,
            (Expects::Fails(1002), Err(Error::Protocol(error))) => {
                !matches!(error, ProtocolError::ResetWithoutClosingHandshake)
            }
            // tungstenite reports an invalid close frame as its own answer.
            (Expects::Fails(1002), Ok(Message::Close(Some(frame)))) => {
                u16::from(frame.code) == 1002
            }
            (Expects::MayFail(_), Ok(Message::Text(text))) => *text == "hello",
            (Expects::IgnoresTheRest, Ok(Message::Close(Some(frame)))) => {
                u16::from(frame.code) == 1000
            }
            _ => false,
        };
        assert!(is_as_said, "{}: {outcome:?}", case.name);
    }
}

#[tokio::test]
async fn unknown_case_is_404_with_the_known_ones() {
    let server = TestServer::start().await;
    let refusal = server.refusal_at("/broken/in-spirit").await;
    assert_eq!(refusal.status(), 404);
    assert_eq!(
        refusal.json()["cases"].as_array().unwrap().len(),
        CASES.len()
    );
}
