//! Tests of `platform::session_socket` in a browser without a worker: its files are not beside these tests.

use std::rc::Rc;

use client::platform::session_socket::{Destination, SessionSocket, Sockets, Thread};
use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::StreamExt as _;
use protocol::lesson;
use session::payload::Payload;
use session::record::CloseEvent;
use session::tab::{Attempt, Event};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::supervisor::{Server, address_of_nobody};

const BOTH: [Thread; 2] = [Thread::Page, Thread::Worker];

/// A socket and its events.
struct Heard {
    socket: SessionSocket,
    events: UnboundedReceiver<Event>,
}

impl Heard {
    fn open(thread: Thread, address: &str) -> Self {
        let (heard, events) = unbounded();
        let destination = Destination {
            address: address.into(),
            subprotocols: Rc::new([]),
        };
        let hear = move |event| {
            // The receiver is gone once the test has enough.
            let _ = heard.unbounded_send(event);
        };
        let socket = Sockets::default().open(thread, Attempt::FIRST, destination, hear);
        Self { socket, events }
    }

    /// An open socket that the server has greeted.
    async fn greeted(thread: Thread, server: &Server) -> Self {
        let mut heard = Self::open(thread, server.address());
        let opened = heard.next().await;
        assert!(matches!(opened, Event::Opened(Attempt::FIRST, _)));
        assert_eq!(heard.text().await, lesson::GREETING);
        heard
    }

    async fn next(&mut self) -> Event {
        self.events.next().await.expect("one more event")
    }

    async fn text(&mut self) -> String {
        match self.next().await {
            Event::Received(Attempt::FIRST, batch) => match &*batch {
                [Payload::Text(text)] => text.to_string(),
                other => panic!("{other:?} instead of one text"),
            },
            other => panic!("{other:?} instead of a message"),
        }
    }

    async fn close(&mut self) -> CloseEvent {
        match self.next().await {
            Event::Closed(Attempt::FIRST, close) => close,
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
        let sent = Payload::Text("안녕".into());
        heard.socket.send(sent.clone());
        match heard.next().await {
            Event::Handed(handed) => assert_eq!(handed, sent),
            other => panic!("{other:?} instead of the message"),
        }
        assert_eq!(heard.text().await, lesson::answer("안녕"));
    }
}

#[wasm_bindgen_test]
async fn message_before_the_socket_is_open_is_refused() {
    let server = Server::start().await;
    for thread in BOTH {
        let mut heard = Heard::open(thread, server.address());
        heard.socket.send(Payload::Binary([0; 4].into()));
        assert!(matches!(heard.next().await, Event::NotTaken));
    }
}

#[wasm_bindgen_test]
async fn address_the_browser_refuses_is_refused_and_then_closed() {
    for thread in BOTH {
        let mut heard = Heard::open(thread, "ftp://localhost/");
        let refused = heard.next().await;
        assert!(matches!(refused, Event::Refused(Attempt::FIRST)));
        assert_eq!(heard.close().await, abnormal());
    }
}

#[wasm_bindgen_test]
async fn missing_server_is_a_close_and_nothing_else() {
    for thread in BOTH {
        let mut heard = Heard::open(thread, &address_of_nobody().await);
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
            matches!(&closed, Some(Event::Closed(_, close)) if *close == abnormal()),
            "{closed:?}"
        );
        drop(socket);
        assert!(events.next().await.is_none(), "an event after the close");
    }
}
