//! Tests of `platform::socket` in a browser.

use client::platform::socket::{CloseError, SendError, Socket};
use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::StreamExt as _;
use protocol::lesson;
use session::payload::Payload;
use session::record::CloseEvent;
use session::request::Request;
use session::transport::TransportEvent;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::supervisor::{Server, address_of_stopped_server};

/// A socket and its events.
struct Heard {
    socket: Socket,
    events: UnboundedReceiver<TransportEvent>,
}

impl Heard {
    fn open(address: &str) -> Self {
        let (heard, events) = unbounded();
        let request = Request::direct(address.into());
        let socket = Socket::open(&request, move |event| {
            // The receiver is gone once the test has enough.
            let _ = heard.unbounded_send(event);
        });
        Self { socket, events }
    }

    /// An open socket that the server has greeted.
    async fn greeted(server: &Server) -> Self {
        let mut heard = Self::open(server.address());
        assert!(matches!(heard.next().await, TransportEvent::Opened(_)));
        assert_eq!(heard.texts(1).await, [lesson::GREETING]);
        heard
    }

    fn socket(&self) -> &Socket {
        &self.socket
    }

    fn send(&self, text: &str) -> Result<(), SendError> {
        self.socket.try_send(&Payload::Text(text.into()))
    }

    async fn next(&mut self) -> TransportEvent {
        self.events.next().await.expect("one more event")
    }

    async fn batch(&mut self) -> Vec<Payload> {
        match self.next().await {
            TransportEvent::Received(batch) => batch,
            other => panic!("{other:?} instead of messages"),
        }
    }

    async fn texts(&mut self, count: usize) -> Vec<String> {
        let mut texts = Vec::new();
        while texts.len() < count {
            texts.extend(self.batch().await.into_iter().map(text_of));
        }
        texts
    }

    /// The close event, which must be the last one.
    async fn close(mut self) -> CloseEvent {
        let TransportEvent::Closed(close) = self.next().await else {
            panic!("something else than a close");
        };
        assert!(
            self.events.next().await.is_none(),
            "an event after the close"
        );
        close
    }
}

fn text_of(payload: Payload) -> String {
    match payload {
        Payload::Text(text) => text.to_string(),
        Payload::Binary(bytes) => panic!("{} bytes instead of a text", bytes.len()),
    }
}

fn close_event(code: u16, reason: &str, was_clean: bool) -> CloseEvent {
    CloseEvent {
        code,
        reason: reason.into(),
        was_clean,
    }
}

#[wasm_bindgen_test]
async fn socket_reports_its_opening_and_then_messages() {
    let server = Server::start().await;
    Heard::greeted(&server).await;
}

#[wasm_bindgen_test]
async fn sent_messages_are_answered_in_order() {
    let server = Server::start().await;
    let mut heard = Heard::greeted(&server).await;
    let sent = ["안녕", "", "하나\n둘\r\n셋", "🙂", "<b>&lt;</b>"];
    for text in sent {
        heard.send(text).unwrap();
    }
    assert_eq!(heard.texts(sent.len()).await, sent.map(lesson::answer));
}

#[wasm_bindgen_test]
async fn mebibyte_comes_back_whole() {
    let server = Server::start().await;
    let mut heard = Heard::greeted(&server).await;
    let text = "a\n".repeat(1 << 19);
    heard.send(&text).unwrap();
    assert!(heard.texts(1).await[0] == lesson::answer(&text));
}

#[wasm_bindgen_test]
async fn burst_arrives_in_order_in_few_batches() {
    let server = Server::start().await;
    let mut heard = Heard::greeted(&server).await;
    let sent: Vec<_> = (0..1_000).map(|number| number.to_string()).collect();
    for text in &sent {
        heard.send(text).unwrap();
    }
    let mut answers = Vec::new();
    let mut batches = 0;
    while answers.len() < sent.len() {
        answers.extend(heard.batch().await.into_iter().map(text_of));
        batches += 1;
    }
    let expected: Vec<_> = sent.iter().map(|text| lesson::answer(text)).collect();
    assert_eq!(answers, expected);
    assert!(batches < sent.len() / 4, "{batches} batches");
}

#[wasm_bindgen_test]
async fn close_without_a_code_is_the_lessons() {
    let server = Server::start().await;
    let heard = Heard::greeted(&server).await;
    heard.socket().try_close(None).unwrap();
    assert_eq!(heard.close().await, close_event(1005, "", true));
}

#[wasm_bindgen_test]
async fn close_with_code_and_reason_has_them() {
    let server = Server::start().await;
    let heard = Heard::greeted(&server).await;
    heard.socket().try_close(Some((4000, "이만"))).unwrap();
    assert_eq!(heard.close().await, close_event(4000, "이만", true));
}

#[wasm_bindgen_test]
async fn invalid_close_is_refused_and_the_socket_stays_open() {
    let server = Server::start().await;
    let mut heard = Heard::greeted(&server).await;
    let too_long = "a".repeat(124);
    assert_eq!(heard.socket().try_close(Some((1001, ""))), Err(CloseError));
    assert_eq!(
        heard.socket().try_close(Some((4000, &too_long))),
        Err(CloseError)
    );
    heard.send("아직").unwrap();
    assert_eq!(heard.texts(1).await, [lesson::answer("아직")]);
}

#[wasm_bindgen_test]
async fn send_before_open_or_after_close_is_refused() {
    let server = Server::start().await;
    let mut heard = Heard::open(server.address());
    assert_eq!(heard.send("이르다"), Err(SendError));
    assert!(matches!(heard.next().await, TransportEvent::Opened(_)));
    heard.socket().try_close(None).unwrap();
    assert_eq!(heard.send("늦다"), Err(SendError));
}

#[wasm_bindgen_test]
async fn refused_connection_is_a_close_and_nothing_else() {
    let heard = Heard::open(&address_of_stopped_server().await);
    assert_eq!(heard.close().await, close_event(1006, "", false));
}

#[wasm_bindgen_test]
async fn invalid_address_is_refused_and_then_a_close() {
    let mut heard = Heard::open("ftp://localhost/");
    assert_eq!(heard.next().await, TransportEvent::Refused);
    assert_eq!(heard.close().await, close_event(1006, "", false));
}

#[wasm_bindgen_test]
async fn close_before_open_is_a_close_and_nothing_else() {
    let server = Server::start().await;
    let heard = Heard::open(server.address());
    heard.socket().try_close(None).unwrap();
    assert_eq!(heard.close().await, close_event(1006, "", false));
}

#[wasm_bindgen_test]
async fn server_that_dies_is_an_abnormal_closure() {
    let server = Server::start().await;
    let heard = Heard::greeted(&server).await;
    server.kill().await;
    assert_eq!(heard.close().await, close_event(1006, "", false));
}

#[wasm_bindgen_test]
async fn server_that_shuts_down_closes_with_going_away() {
    let server = Server::start().await;
    let heard = Heard::greeted(&server).await;
    server.stop().await;
    let close = heard.close().await;
    assert_eq!((close.code, close.was_clean), (1001, true));
}
