//! Tests of `platform::transports` in a browser without a worker: its files are not beside these tests.

use std::rc::Rc;

use client::platform::transports::{Thread, Transports};
use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::StreamExt as _;
use protocol::lesson;
use session::payload::Payload;
use session::record::CloseEvent;
use session::request::{Header, Request};
use session::transport::{MessageId, Transport, TransportEvent};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::supervisor::{Server, address_of_stopped_server};

const BOTH: [Thread; 2] = [Thread::Page, Thread::Worker];

/// A socket and its events.
struct Heard {
    socket: Rc<dyn Transport>,
    events: UnboundedReceiver<TransportEvent>,
}

impl Heard {
    fn open(thread: Thread, address: &str) -> Self {
        Self::ask(thread, Request::direct(address.into()))
    }

    fn ask(thread: Thread, request: Request) -> Self {
        let (heard, events) = unbounded();
        let hear = move |event| {
            // The receiver is gone once the test has enough.
            let _ = heard.unbounded_send(event);
        };
        let socket = Transports::default().open(thread, request, hear);
        Self { socket, events }
    }

    /// An open socket that the server has greeted.
    async fn greeted(thread: Thread, server: &Server) -> Self {
        let mut heard = Self::open(thread, server.address());
        let opened = heard.next().await;
        assert!(matches!(opened, TransportEvent::Opened(_)));
        assert_eq!(heard.text().await, lesson::GREETING);
        heard
    }

    async fn next(&mut self) -> TransportEvent {
        self.events.next().await.expect("one more event")
    }

    async fn text(&mut self) -> String {
        match self.next().await {
            TransportEvent::Received(batch) => match &*batch {
                [Payload::Text(text)] => text.to_string(),
                other => panic!("{other:?} instead of one text"),
            },
            other => panic!("{other:?} instead of a message"),
        }
    }

    async fn close(&mut self) -> CloseEvent {
        match self.next().await {
            TransportEvent::Closed(close) => close,
            other => panic!("{other:?} instead of a close"),
        }
    }
}

fn abnormal() -> CloseEvent {
    CloseEvent {
        code: 1006,
        reason: "".into(),
        was_clean: false,
    }
}

#[wasm_bindgen_test]
async fn sent_message_is_reported_before_its_answer() {
    let server = Server::start().await;
    for thread in BOTH {
        let mut heard = Heard::greeted(thread, &server).await;
        heard
            .socket
            .send(MessageId(7), Payload::Text("안녕".into()));
        assert_eq!(heard.next().await, TransportEvent::Sent(MessageId(7)));
        assert_eq!(heard.text().await, lesson::answer("안녕"));
    }
}

#[wasm_bindgen_test]
async fn message_before_the_socket_is_open_is_refused() {
    let server = Server::start().await;
    for thread in BOTH {
        let mut heard = Heard::open(thread, server.address());
        heard
            .socket
            .send(MessageId(7), Payload::Binary([0; 4].into()));
        assert_eq!(heard.next().await, TransportEvent::SendFailed(MessageId(7)));
    }
}

#[wasm_bindgen_test]
async fn address_the_browser_refuses_is_refused_and_then_closed() {
    for thread in BOTH {
        let mut heard = Heard::open(thread, "ftp://localhost/");
        let refused = heard.next().await;
        assert!(matches!(refused, TransportEvent::Refused));
        assert_eq!(heard.close().await, abnormal());
    }
}

#[wasm_bindgen_test]
async fn request_with_headers_refused_as_a_page_can_send_none() {
    let server = Server::start().await;
    for thread in BOTH {
        let header = Header {
            name: "Authorization".into(),
            value: "Bearer a".into(),
        };
        let request = Request {
            headers: Rc::new([header]),
            ..Request::direct(server.address().into())
        };
        let mut heard = Heard::ask(thread, request);
        assert_eq!(heard.next().await, TransportEvent::Refused);
        assert_eq!(heard.close().await, abnormal());
    }
}

#[wasm_bindgen_test]
async fn missing_server_is_a_close_and_nothing_else() {
    for thread in BOTH {
        let mut heard = Heard::open(thread, &address_of_stopped_server().await);
        assert_eq!(heard.close().await, abnormal());
    }
}

#[wasm_bindgen_test]
async fn close_has_its_code_and_reason() {
    let server = Server::start().await;
    for thread in BOTH {
        let mut heard = Heard::greeted(thread, &server).await;
        heard.socket.close(Some((4000, "이만".into())));
        let close = heard.close().await;
        assert_eq!((close.code, &*close.reason), (4000, "이만"));
        assert!(close.was_clean);
    }
}

#[wasm_bindgen_test]
async fn close_before_the_socket_is_open_is_reported_once() {
    let server = Server::start().await;
    for thread in BOTH {
        let Heard { socket, mut events } = Heard::open(thread, server.address());
        socket.close(None);
        socket.close(None);
        let closed = events.next().await;
        assert!(
            matches!(&closed, Some(TransportEvent::Closed(close)) if *close == abnormal()),
            "{closed:?}"
        );
        drop(socket);
        assert!(events.next().await.is_none(), "an event after the close");
    }
}
