//! A relay between a client and the server that records the close code of the client.
//!
//! Each client reports the end of a connection in its own way. Its close frame on the wire is comparable.

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
    received: JoinHandle<Vec<u8>>,
}

impl Relay {
    /// A relay to the server at `authority`.
    pub(crate) async fn to(authority: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self {
            authority: listener.local_addr().unwrap().to_string(),
            received: tokio::spawn(async move {
                let (client, _) = listener.accept().await.unwrap();
                let server = TcpStream::connect(authority).await.unwrap();
                relay(client, server).await
            }),
        }
    }

    /// The code in the client's close frame, if it sent one. The client must have ended.
    pub(crate) async fn close_code(self) -> Option<u16> {
        let received = self.received.await.unwrap();
        let end_of_head = received.windows(4).position(|it| it == b"\r\n\r\n")? + 4;
        let frames = received[end_of_head..].to_vec();
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

/// Relays until both sides have ended, and returns the bytes of the client. A broken connection has ended, too.
async fn relay(mut client: TcpStream, mut server: TcpStream) -> Vec<u8> {
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let mut received = Vec::new();
    let there = async {
        let mut written = 0;
        while let Ok(1..) = from_client.read_buf(&mut received).await {
            // The server may have left. The client is still recorded to its end.
            let _ = to_server.write_all(&received[written..]).await;
            written = received.len();
        }
        let _ = to_server.shutdown().await;
    };
    let back = async {
        let _ = copy(&mut from_server, &mut to_client).await;
        let _ = to_client.shutdown().await;
    };
    tokio::join!(there, back);
    received
}
