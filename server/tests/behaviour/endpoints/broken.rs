//! `/broken/{case}` breaks the protocol in the way it says; tungstenite is the client here, others
//! are in the tests with clients written by others.

use futures_util::StreamExt;
use protocol::catalogue::broken::{CASES, Case, Expects};
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::common::{Client, TestServer, soon};

/// What tungstenite makes of a case.
async fn outcome(server: &TestServer, case: &Case) -> Result<Message, Error> {
    let Client(mut socket) = server
        .try_connect_to(&format!("/broken/{}", case.name))
        .await?;
    soon(socket.next())
        .await
        .expect("the connection was closed without a word")
}

#[tokio::test]
async fn tungstenite_fails_the_connection_as_the_catalogue_says() {
    let server = TestServer::start().await;
    for case in CASES {
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
            // A close frame that may not be so is told as the one that tungstenite answers.
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
async fn a_case_that_nobody_knows_is_404_and_the_known_ones_are_named() {
    let server = TestServer::start().await;
    let refusal = server.refusal_at("/broken/in-spirit").await;
    assert_eq!(refusal.status(), 404);
    assert_eq!(
        refusal.json()["cases"].as_array().unwrap().len(),
        CASES.len()
    );
}
