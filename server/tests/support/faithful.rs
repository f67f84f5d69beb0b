//! Members of a room that keep to what `protocol::superchat` asks of a client: each comes back with its position
//! when its connection is lost, and says again, with the same id, what was not acknowledged.
//!
//! What belongs here: what one member does and takes down. What may not enter: what all of them together must
//! have seen (`record`), and what happens to servers and networks meanwhile.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::superchat::{ClientMessage, ErrorCode, Join, Position, Say, ServerMessage};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::record::{Heard, Record};
use crate::talk::{Progress, Talk};

/// How long a member waits before it tries again what has failed. One that tries without end is taken for a flood.
pub(crate) const PAUSE: Duration = Duration::from_millis(20);

/// After so long with nothing from the server a member pings it, and after as long again the connection is lost.
const SILENCE: Duration = Duration::from_secs(2);

/// How many messages a member says before it waits for the first of them to be acknowledged.
const AT_ONCE: usize = 8;

/// Somebody who has something to say.
pub(crate) struct Member {
    talk: Arc<Talk>,
    number: usize,
    progress: watch::Receiver<Progress>,
    /// What is not acknowledged, in order.
    unsaid: Vec<Unsaid>,
    position: Option<Position>,
    /// When it may say again what was refused.
    again_at: Option<Instant>,
    record: Record,
}

/// Something to say.
struct Unsaid {
    text: String,
    /// The position when it was said first.
    after: Option<Position>,
    is_under_way: bool,
}

impl Unsaid {
    fn id(&self) -> String {
        format!("0123456789abcdef-{}", self.text)
    }
}

/// The connection is, or cannot be had.
#[derive(Debug)]
pub(crate) struct Lost;

type Socket = WebSocketStream<TcpStream>;

impl Member {
    /// One with this number among all.
    pub(crate) fn new(talk: Arc<Talk>, number: usize) -> Self {
        let texts = (0..talk.each).map(|text| Unsaid {
            text: format!("{number}-{text}"),
            after: None,
            is_under_way: false,
        });
        Self {
            number,
            progress: talk.progress.subscribe(),
            talk,
            unsaid: texts.collect(),
            position: None,
            again_at: None,
            record: Record::default(),
        }
    }

    /// Says and hears everything, over as many connections as it takes, and tells what came of it.
    pub(crate) async fn run(mut self) -> Record {
        let mut servers = self.talk.servers.clone();
        while !self.is_done() {
            let addresses = servers.borrow_and_update().clone();
            let address = addresses[(self.number + self.record.connections) % addresses.len()];
            self.record.connections += 1;
            self.record.servers = self.record.servers.max(addresses.len());
            if let Err(Lost) = self.converse(address).await {
                let again = timeout(PAUSE, servers.changed());
                // Be there another server or not.
                let _ = again.await;
            }
        }
        self.record
    }

    /// Whether everybody has said everything, and it has heard the last of it.
    fn is_done(&self) -> bool {
        let progress = *self.progress.borrow();
        progress.settled == self.talk.messages()
            && self
                .position
                .as_ref()
                .is_some_and(|it| it.offset >= progress.newest)
    }

    /// Until all is said and heard, or the connection is lost.
    async fn converse(&mut self, address: SocketAddr) -> Result<(), Lost> {
        let mut socket = timeout(SILENCE, connect(address))
            .await
            .map_err(|_| Lost)??;
        for unsaid in &mut self.unsaid {
            unsaid.is_under_way = false;
        }
        let join = ClientMessage::Join(Join {
            room: None,
            name: Some(format!("member-{}", self.number)),
            key: Some(format!("key-of-the-member-{}", self.number)),
            after: self.position.clone(),
        });
        send(&mut socket, &join).await?;
        let mut is_in = false;
        let mut is_pinged = false;
        while !self.is_done() {
            let everybody_is_in = self.progress.borrow_and_update().present == self.talk.members;
            if is_in && everybody_is_in {
                self.say(&mut socket).await?;
            }
            let again_at = self.again_at.unwrap_or_else(Instant::now);
            tokio::select! {
                () = sleep_until(again_at), if self.again_at.is_some() => self.again_at = None,
                // The sender is in `talk`.
                _ = self.progress.changed(), if !everybody_is_in || self.unsaid.is_empty() => {}
                message = timeout(SILENCE, socket.next()) => match message {
                    Err(_) if is_pinged => return Err(Lost),
                    Err(_) => {
                        is_pinged = true;
                        let ping = timeout(SILENCE, socket.send(Message::Ping(Vec::new().into())));
                        ping.await.map_err(|_| Lost)?.map_err(|_| Lost)?;
                    }
                    Ok(Some(Ok(Message::Text(text)))) => {
                        is_pinged = false;
                        is_in |= self.hear(serde_json::from_str(&text).unwrap())?;
                    }
                    Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) => return Err(Lost),
                    Ok(Some(Ok(_))) => is_pinged = false,
                },
            }
        }
        Ok(())
    }

    /// Says what may be said now.
    async fn say(&mut self, socket: &mut Socket) -> Result<(), Lost> {
        if self.again_at.is_some() {
            return Ok(());
        }
        for unsaid in self.unsaid.iter_mut().take(AT_ONCE) {
            if unsaid.is_under_way {
                continue;
            }
            let after = unsaid.after.clone();
            unsaid.after = unsaid.after.take().or_else(|| self.position.clone());
            unsaid.is_under_way = true;
            let say = ClientMessage::Say(Say {
                id: unsaid.id(),
                text: unsaid.text.clone(),
                after,
            });
            send(socket, &say).await?;
        }
        Ok(())
    }

    /// Takes down what came. Tells whether it is the welcome.
    fn hear(&mut self, message: ServerMessage) -> Result<bool, Lost> {
        match message {
            ServerMessage::Welcome(welcome) => {
                match &mut self.position {
                    Some(position) if welcome.recovered => {
                        assert_eq!(position.epoch, welcome.epoch, "recovered of another log");
                    }
                    // A room in which nothing was said is gone with its last member.
                    Some(position) if position.offset == 0 && welcome.newest == 0 => {
                        position.epoch = welcome.epoch;
                    }
                    Some(position) => {
                        assert_eq!(position.epoch, welcome.epoch, "the log was lost");
                        self.record.gaps.push(position.offset);
                    }
                    None => {
                        assert_eq!(welcome.newest, 0, "somebody spoke before all were there");
                        self.talk.progress.send_modify(|it| it.present += 1);
                        let (epoch, offset) = (welcome.epoch, 0);
                        self.position = Some(Position { epoch, offset });
                    }
                }
                return Ok(true);
            }
            ServerMessage::Message(message) => {
                let position = self.position.as_mut().unwrap();
                assert!(
                    message.offset > position.offset,
                    "a repetition, or another order"
                );
                position.offset = message.offset;
                self.record.heard.push(Heard {
                    offset: message.offset,
                    name: message.name,
                    text: message.text,
                });
            }
            ServerMessage::Ack(ack) => {
                let text = self.settle(&ack.id, ack.offset);
                self.record.acknowledged.push((text, ack.offset));
            }
            ServerMessage::Error(refusal) if refusal.code == ErrorCode::IdForgotten => {
                let text = self.settle(&refusal.id.unwrap(), 0);
                self.record.forgotten.push(text);
            }
            ServerMessage::Error(refusal) => {
                assert!(refusal.retryable, "{refusal:?}");
                // Without an id it was the join.
                let id = refusal.id.ok_or(Lost)?;
                let mut unsaid = self.unsaid.iter_mut();
                unsaid.find(|it| it.id() == id).unwrap().is_under_way = false;
                self.again_at = Some(Instant::now() + PAUSE);
                self.record.refusals += 1;
            }
            ServerMessage::Presence(_) | ServerMessage::Typing(_) => {}
        }
        Ok(false)
    }

    /// One thing less to say.
    fn settle(&mut self, id: &str, offset: u64) -> String {
        let place = self.unsaid.iter().position(|it| it.id() == id);
        let unsaid = self.unsaid.remove(place.expect("it is acknowledged once"));
        self.talk.settle(offset);
        unsaid.text
    }
}

/// A connection that speaks `superchat`.
pub(crate) async fn connect(address: SocketAddr) -> Result<Socket, Lost> {
    let stream = TcpStream::connect(address).await.map_err(|_| Lost)?;
    let mut request = format!("ws://{address}/chat")
        .into_client_request()
        .unwrap();
    let superchat = HeaderValue::from_static("superchat");
    request
        .headers_mut()
        .insert("sec-websocket-protocol", superchat);
    let (socket, _) = client_async(request, stream).await.map_err(|_| Lost)?;
    Ok(socket)
}

async fn send(socket: &mut Socket, message: &ClientMessage) -> Result<(), Lost> {
    let text = serde_json::to_string(message).unwrap();
    let sent = timeout(SILENCE, socket.send(Message::text(text))).await;
    sent.map_err(|_| Lost)?.map_err(|_| Lost)
}
