//! A relay between a client and the server that hears which close code the client sends.
//!
//! Clients tell their user how a connection ended, each in its own way. What they told the server is
//! on the wire, and there it is the same for all.

use std::io::Cursor;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket};
use tokio_tungstenite::tungstenite::{Error, Message};

/// A relay for one connection.
pub(crate) struct Relay {
    /// Where the client reaches it.
    pub(crate) authority: String,
    heard: JoinHandle<Vec<u8>>,
}

impl Relay {
    /// A relay to the server at `authority`.
    pub(crate) async fn to(authority: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self {
            authority: listener.local_addr().unwrap().to_string(),
            heard: tokio::spawn(async move {
                let (client, _) = listener.accept().await.unwrap();
                let server = TcpStream::connect(authority).await.unwrap();
                relay(client, server).await
            }),
        }
    }

    /// The code in the close frame that the client has sent, if it has; for when the client has ended.
    pub(crate) async fn close_code(self) -> Option<u16> {
        let heard = self.heard.await.unwrap();
        let end_of_head = heard.windows(4).position(|it| it == b"\r\n\r\n")? + 4;
        let frames = heard[end_of_head..].to_vec();
        let nowhere = Cursor::new(Vec::new());
        let mut socket = WebSocket::from_partially_read(nowhere, frames, Role::Server, None);
        loop {
            match socket.read() {
                Ok(Message::Close(frame)) => return frame.map(|frame| frame.code.into()),
                Ok(_) => {}
                // The client has sent nothing more.
                Err(Error::Protocol(_) | Error::Io(_)) => return None,
                Err(error) => panic!("the client has sent something odd: {error}"),
            }
        }
    }
}

/// Relays until both sides have ended, and gives what the client has sent. A connection that breaks
/// has ended too.
async fn relay(mut client: TcpStream, mut server: TcpStream) -> Vec<u8> {
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let mut heard = Vec::new();
    let there = async {
        let mut written = 0;
        while let Ok(1..) = from_client.read_buf(&mut heard).await {
            // A server that has left takes nothing, and yet the client is to be heard to its end.
            let _ = to_server.write_all(&heard[written..]).await;
            written = heard.len();
        }
        let _ = to_server.shutdown().await;
    };
    let back = async {
        let _ = copy(&mut from_server, &mut to_client).await;
        let _ = to_client.shutdown().await;
    };
    tokio::join!(there, back);
    heard
}
