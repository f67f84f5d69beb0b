//! A member that checks the state of a room.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use protocol::superchat::{ClientMessage, Join, Refusal, Say, ServerMessage, Welcome};
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::Message;

use crate::Client;
use testkit::reliable_client::{RETRY_INTERVAL, connect};

/// A connection that is in a room.
pub(crate) struct Probe {
    socket: Client,
    welcome: Welcome,
    /// How many messages it has sent.
    said: usize,
}

impl Probe {
    /// Joins this room, or the default room, as soon as the server accepts.
    pub(crate) async fn join(server: SocketAddr, room: Option<&str>) -> Self {
        let mut socket = connect(server).await.unwrap();
        let join = ClientMessage::Join(Join {
            room: room.map(str::to_owned),
            name: Some("probe".to_owned()),
            ..Join::default()
        });
        send(&mut socket, &join).await;
        let welcome = loop {
            match next(&mut socket).await {
                ServerMessage::Welcome(welcome) => break welcome,
                ServerMessage::Error(refusal) if refusal.retryable => {
                    // A poll with the interval of a refused client. Its callers have a deadline.
                    sleep(RETRY_INTERVAL).await;
                    send(&mut socket, &join).await;
                }
                other => panic!("{other:?}"),
            }
        };
        let said = 0;
        Self {
            socket,
            welcome,
            said,
        }
    }

    /// Waits until it is alone in the room.
    pub(crate) async fn until_alone(mut self) {
        let mut count = self.welcome.member_count;
        while count > 1 {
            if let ServerMessage::Presence(presence) = next(&mut self.socket).await {
                count = presence.member_count;
            }
        }
    }

    /// Sends one message after the other until one is refused.
    pub(crate) async fn until_refused(&mut self) -> Refusal {
        loop {
            self.said += 1;
            if let Err(refusal) = self.say().await {
                return refusal;
            }
        }
    }

    /// Repeats a new message until it is acknowledged.
    pub(crate) async fn until_kept_anew(&mut self) {
        self.said += 1;
        self.until_kept().await;
    }

    /// Repeats the message until it is acknowledged.
    pub(crate) async fn until_kept(&mut self) {
        while self.say().await.is_err() {
            // A poll with the interval of a refused client. Its callers have a deadline.
            sleep(RETRY_INTERVAL).await;
        }
    }

    async fn say(&mut self) -> Result<u64, Refusal> {
        let say = ClientMessage::Say(Say {
            id: format!("0123456789abcdef-probe-{}", self.said),
            text: self.said.to_string(),
            after: None,
        });
        send(&mut self.socket, &say).await;
        loop {
            match next(&mut self.socket).await {
                ServerMessage::Ack(ack) => return Ok(ack.offset),
                ServerMessage::Error(refusal) => return Err(refusal),
                _ => {}
            }
        }
    }
}

async fn send(socket: &mut Client, message: &ClientMessage) {
    let text = serde_json::to_string(message).unwrap();
    socket.send(Message::text(text)).await.unwrap();
}

async fn next(socket: &mut Client) -> ServerMessage {
    loop {
        match socket.next().await.unwrap().unwrap() {
            Message::Text(text) => return serde_json::from_str(&text).unwrap(),
            Message::Close(frame) => panic!("the connection was closed: {frame:?}"),
            _ => {}
        }
    }
}
