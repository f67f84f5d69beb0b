//! A server that is killed while fifty members speak: nothing that it has acknowledged is lost, nothing is
//! there twice, and all have heard the same in the same order.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tokio::sync::{Notify, watch};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use super::*;

const MEMBERS: usize = 50;
const EACH: usize = 200;
const MESSAGES: usize = MEMBERS * EACH;

/// How many messages a member says before it waits for the first of them to be acknowledged.
const AT_ONCE: usize = 8;

/// After how many acknowledgements the server is killed.
const KILLS: [usize; 2] = [MESSAGES / 3, 2 * MESSAGES / 3];

/// What all members have seen acknowledged, and that it was more.
#[derive(Default)]
struct Acknowledged {
    count: AtomicUsize,
    more: Notify,
}

/// Somebody who has something to say.
struct Member {
    name: String,
    /// Texts that are not acknowledged, in order.
    unsaid: Vec<String>,
    /// By text, the offset that was acknowledged.
    acknowledged: HashMap<String, u64>,
    epoch: Option<String>,
    /// Texts in the order of their offsets, from 1.
    heard: Vec<String>,
}

impl Member {
    fn new(number: usize) -> Self {
        let texts = (0..EACH).map(|text| format!("{number}-{text}"));
        Self {
            name: format!("member-{number}"),
            unsaid: texts.collect(),
            acknowledged: HashMap::new(),
            epoch: None,
            heard: Vec::new(),
        }
    }

    /// Says and hears everything, over as many connections as it takes.
    async fn run(
        mut self,
        mut authority: watch::Receiver<String>,
        acknowledged: Arc<Acknowledged>,
    ) -> Self {
        loop {
            let at = authority.borrow_and_update().clone();
            match self.converse(&at, &acknowledged).await {
                Some(()) => return self,
                None => authority.changed().await.unwrap(),
            }
        }
    }

    /// Until all is said and heard; `None` when the connection is lost before.
    async fn converse(&mut self, authority: &str, acknowledged: &Acknowledged) -> Option<()> {
        let mut request = format!("ws://{authority}/chat")
            .into_client_request()
            .unwrap();
        let superchat = HeaderValue::from_static("superchat");
        request
            .headers_mut()
            .insert("sec-websocket-protocol", superchat);
        let stream = TcpStream::connect(authority).await.ok()?;
        let (mut socket, _) = client_async(request, stream).await.ok()?;
        let position = self
            .epoch
            .as_ref()
            .map(|epoch| json!({ "epoch": epoch, "offset": self.heard.len() }));
        let join = json!({ "type": "join", "name": self.name, "after": position });
        socket.send(Message::text(join.to_string())).await.ok()?;
        let mut in_flight = 0;
        while !(self.unsaid.is_empty() && self.heard.len() == MESSAGES) {
            let Message::Text(text) = soon(socket.next()).await?.ok()? else {
                continue;
            };
            let message: Value = serde_json::from_str(&text).unwrap();
            match message["type"].as_str().unwrap() {
                "welcome" => {
                    assert_eq!(message["recovered"], position.is_some(), "{message}");
                    self.epoch = Some(message["epoch"].as_str().unwrap().to_owned());
                }
                "message" => {
                    let expected = self.heard.len() as u64 + 1;
                    assert_eq!(message["offset"], expected, "a gap or a repetition");
                    self.heard
                        .push(message["text"].as_str().unwrap().to_owned());
                }
                "ack" => {
                    in_flight -= 1;
                    let text = self.unsaid.remove(0);
                    assert_eq!(message["id"], id(&text), "in order");
                    let offset = message["offset"].as_u64().unwrap();
                    self.acknowledged.insert(text, offset);
                    acknowledged.count.fetch_add(1, Ordering::SeqCst);
                    acknowledged.more.notify_one();
                }
                "presence" => {}
                _ => panic!("{message}"),
            }
            while in_flight < AT_ONCE.min(self.unsaid.len()) && self.epoch.is_some() {
                let text = &self.unsaid[in_flight];
                let say = json!({ "type": "say", "id": id(text), "text": text });
                socket.send(Message::text(say.to_string())).await.ok()?;
                in_flight += 1;
            }
        }
        Some(())
    }
}

fn id(text: &str) -> String {
    format!("0123456789abcdef-{text}")
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "10,000 messages to 50 members"]
async fn a_server_that_is_killed_loses_nothing_that_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let flags = [
        "--data-dir",
        folder.path().to_str().unwrap(),
        "--max-room-messages-per-s",
        "100000",
        "--room-log-messages",
        "20000",
        "--room-log-bytes",
        "100000000",
    ];
    let mut server = Server::start(&flags).await;
    let begun = std::time::Instant::now();
    let (moved, authority) = watch::channel(server.authority.clone());
    let acknowledged = Arc::new(Acknowledged::default());
    let mut members = JoinSet::new();
    for number in 0..MEMBERS {
        let member = Member::new(number);
        members.spawn(member.run(authority.clone(), Arc::clone(&acknowledged)));
    }
    for kill_after in KILLS {
        while acknowledged.count.load(Ordering::SeqCst) < kill_after {
            soon(acknowledged.more.notified()).await;
        }
        server.signal(Signal::KILL);
        soon(server.child.wait()).await.unwrap();
        server = Server::start(&flags).await;
        moved.send(server.authority.clone()).unwrap();
    }
    let members = soon(members.join_all()).await;
    let took = begun.elapsed();
    let heard = &members[0].heard;
    let mut unique = heard.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), MESSAGES, "each is there once");
    for member in &members {
        assert_eq!(&member.heard, heard, "all have heard the same");
        for (text, offset) in &member.acknowledged {
            let index = usize::try_from(*offset).unwrap() - 1;
            assert_eq!(&heard[index], text, "where it was acknowledged");
        }
    }
    println!(
        "killed: {MESSAGES} messages of {MEMBERS} members, {} kills, {:.1} s",
        KILLS.len(),
        took.as_secs_f64()
    );
}
