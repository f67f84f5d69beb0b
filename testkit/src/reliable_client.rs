//! A member of a room that follows the rules of `protocol::superchat` for clients.
//!
//! When its connection is lost it joins again with its position, and sends unacknowledged messages again with the
//! same id.
//!
//! What belongs here: what one member does and records. What may not enter: what all of them together must
//! have received (`history`), and what happens to servers and networks meanwhile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::superchat::{ClientMessage, ErrorCode, Join, Say, ServerMessage, StreamPosition};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::conversation::{Conversation, Progress};
use crate::history::{History, Received};

/// The pause before a failed attempt is repeated. A server takes repetition without a pause for a flood.
pub const RETRY_INTERVAL: Duration = Duration::from_millis(20);

/// How long a server may be silent. A member then pings it, and gives the connection up after the same time again.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(2);

/// How many messages a member sends before it waits for the first acknowledgement.
const MAX_IN_FLIGHT: usize = 8;

/// A member that loses no message.
pub(crate) struct ReliableClient {
    conversation: Arc<Conversation>,
    number: usize,
    progress: watch::Receiver<Progress>,
    /// The messages that are not acknowledged, in order.
    unacknowledged: Vec<OutgoingMessage>,
    position: Option<StreamPosition>,
    /// When it may send refused messages again.
    retry_at: Option<Instant>,
    history: History,
}

/// A message to send until it is acknowledged.
struct OutgoingMessage {
    text: String,
    /// The member's position when it was sent first.
    after: Option<StreamPosition>,
    is_in_flight: bool,
}

impl OutgoingMessage {
    fn id(&self) -> String {
        format!("0123456789abcdef-{}", self.text)
    }
}

/// The connection is lost, or could not be made.
#[derive(Debug)]
pub struct ConnectionLost;

type WebSocket = WebSocketStream<TcpStream>;

impl ReliableClient {
    /// The member with this number.
    pub(crate) fn new(conversation: Arc<Conversation>, number: usize) -> Self {
        let messages = (0..conversation.messages_each).map(|message| OutgoingMessage {
            text: format!("{number}-{message}"),
            after: None,
            is_in_flight: false,
        });
        Self {
            number,
            progress: conversation.progress.subscribe(),
            conversation,
            unacknowledged: messages.collect(),
            position: None,
            retry_at: None,
            history: History::default(),
        }
    }

    /// Sends and receives everything, over as many connections as that takes.
    pub(crate) async fn run(mut self) -> History {
        let mut servers = self.conversation.servers.clone();
        while !self.is_done() {
            let addresses = servers.borrow_and_update().clone();
            let address = addresses[(self.number + self.history.connections) % addresses.len()];
            self.history.connections += 1;
            self.history.servers = self.history.servers.max(addresses.len());
            if let Err(ConnectionLost) = self.connect_and_run(address).await {
                let changed = timeout(RETRY_INTERVAL, servers.changed());
                // It connects again, whether or not there is another server.
                let _ = changed.await;
            }
        }
        self.history
    }

    /// Whether all messages of all members are settled and it has received the last.
    fn is_done(&self) -> bool {
        let progress = *self.progress.borrow();
        progress.settled == self.conversation.total_messages()
            && self
                .position
                .as_ref()
                .is_some_and(|it| it.offset >= progress.newest_offset)
    }

    /// Runs one connection until everything is sent and received.
    async fn connect_and_run(&mut self, address: SocketAddr) -> Result<(), ConnectionLost> {
        let mut socket = timeout(SILENCE_TIMEOUT, connect(address))
            .await
            .map_err(|_| ConnectionLost)??;
        for message in &mut self.unacknowledged {
            message.is_in_flight = false;
        }
        let join = ClientMessage::Join(Join {
            room: None,
            name: Some(format!("member-{}", self.number)),
            key: Some(format!("key-of-the-member-{}", self.number)),
            after: self.position.clone(),
        });
        send(&mut socket, &join).await?;
        let mut has_joined = false;
        let mut is_pinged = false;
        while !self.is_done() {
            let all_have_joined =
                self.progress.borrow_and_update().joined == self.conversation.members;
            if has_joined && all_have_joined {
                self.send_unacknowledged(&mut socket).await?;
            }
            let retry_at = self.retry_at.unwrap_or_else(Instant::now);
            tokio::select! {
                () = sleep_until(retry_at), if self.retry_at.is_some() => self.retry_at = None,
                // The sender is in `conversation`, so that it is not gone.
                _ = self.progress.changed(), if !all_have_joined || self.unacknowledged.is_empty() => {}
                message = timeout(SILENCE_TIMEOUT, socket.next()) => match message {
                    Err(_) if is_pinged => return Err(ConnectionLost),
                    Err(_) => {
                        is_pinged = true;
                        let ping = socket.send(Message::Ping(Vec::new().into()));
                        let sent = timeout(SILENCE_TIMEOUT, ping).await;
                        sent.map_err(|_| ConnectionLost)?.map_err(|_| ConnectionLost)?;
                    }
                    Ok(Some(Ok(Message::Text(text)))) => {
                        is_pinged = false;
                        has_joined |= self.receive(serde_json::from_str(&text).unwrap())?;
                    }
                    Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) => {
                        return Err(ConnectionLost);
                    }
                    Ok(Some(Ok(_))) => is_pinged = false,
                },
            }
        }
        Ok(())
    }

    /// Sends as many messages as may be in flight.
    async fn send_unacknowledged(&mut self, socket: &mut WebSocket) -> Result<(), ConnectionLost> {
        if self.retry_at.is_some() {
            return Ok(());
        }
        for message in self.unacknowledged.iter_mut().take(MAX_IN_FLIGHT) {
            if message.is_in_flight {
                continue;
            }
            let after = message.after.clone();
            message.after = message.after.take().or_else(|| self.position.clone());
            message.is_in_flight = true;
            let say = ClientMessage::Say(Say {
                id: message.id(),
                text: message.text.clone(),
                after,
            });
            send(socket, &say).await?;
        }
        Ok(())
    }

    /// Records a message. Returns whether it is the welcome.
    fn receive(&mut self, message: ServerMessage) -> Result<bool, ConnectionLost> {
        match message {
            ServerMessage::Welcome(welcome) => {
                match &mut self.position {
                    Some(position) if welcome.recovered => {
                        assert_eq!(position.epoch, welcome.epoch, "recovered of another log");
                    }
                    // A room without messages ends with its last member.
                    Some(position) if position.offset == 0 && welcome.newest == 0 => {
                        position.epoch = welcome.epoch;
                    }
                    Some(position) => {
                        assert_eq!(position.epoch, welcome.epoch, "the log was lost");
                        self.history.gaps.push(position.offset);
                    }
                    None => {
                        assert_eq!(
                            welcome.newest, 0,
                            "a message was sent before all had joined"
                        );
                        self.conversation.progress.send_modify(|it| it.joined += 1);
                        let (epoch, offset) = (welcome.epoch, 0);
                        self.position = Some(StreamPosition { epoch, offset });
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
                self.history.received.push(Received {
                    offset: message.offset,
                    name: message.name,
                    text: message.text,
                });
            }
            ServerMessage::Ack(ack) => {
                let text = self.settle(&ack.id, ack.offset);
                self.history.acknowledged.push((text, ack.offset));
            }
            ServerMessage::Error(refusal) if refusal.code == ErrorCode::IdForgotten => {
                let text = self.settle(&refusal.id.unwrap(), 0);
                self.history.forgotten.push(text);
            }
            ServerMessage::Error(refusal) => {
                assert!(refusal.retryable, "{refusal:?}");
                // Without an id it was the join.
                let id = refusal.id.ok_or(ConnectionLost)?;
                let mut messages = self.unacknowledged.iter_mut();
                messages.find(|it| it.id() == id).unwrap().is_in_flight = false;
                self.retry_at = Some(Instant::now() + RETRY_INTERVAL);
                self.history.refusals += 1;
            }
            ServerMessage::Presence(_) | ServerMessage::Typing(_) | ServerMessage::Pong(_) => {}
        }
        Ok(false)
    }

    /// Removes a message from those to send, and returns its text.
    fn settle(&mut self, id: &str, offset: u64) -> String {
        let place = self.unacknowledged.iter().position(|it| it.id() == id);
        let message = self
            .unacknowledged
            .remove(place.expect("it is acknowledged once"));
        self.conversation.settle(offset);
        message.text
    }
}

/// Connects to `/chat` with the subprotocol `superchat`.
///
/// # Errors
///
/// The server does not answer, or refuses the handshake.
pub async fn connect(address: SocketAddr) -> Result<WebSocket, ConnectionLost> {
    let stream = TcpStream::connect(address)
        .await
        .map_err(|_| ConnectionLost)?;
    let mut request = format!("ws://{address}/chat")
        .into_client_request()
        .unwrap();
    let superchat = HeaderValue::from_static("superchat");
    request
        .headers_mut()
        .insert("sec-websocket-protocol", superchat);
    let (socket, _) = client_async(request, stream)
        .await
        .map_err(|_| ConnectionLost)?;
    Ok(socket)
}

async fn send(socket: &mut WebSocket, message: &ClientMessage) -> Result<(), ConnectionLost> {
    let text = serde_json::to_string(message).unwrap();
    let sent = timeout(SILENCE_TIMEOUT, socket.send(Message::text(text))).await;
    sent.map_err(|_| ConnectionLost)?
        .map_err(|_| ConnectionLost)
}
