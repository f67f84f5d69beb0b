//! Clients to a proxy, each with an address of its own: all of 127.0.0.0/8 is this machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Response;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::proxy::Proxy;

/// The host in the files of `deploy/`.
pub(crate) const HOST: &str = "ullim.example.org";

/// The limit of every wait. Nothing that passes takes nearly as long.
const REPLY_TIMEOUT: Duration = Duration::from_secs(30);

async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(REPLY_TIMEOUT, future)
        .await
        .expect("it took too long")
}

pub(crate) struct Client {
    socket: WebSocketStream<TcpStream>,
    response: Response,
}

impl Client {
    /// A client from 127.0.0.`last` with these headers, or the status of the refusal.
    pub(crate) async fn connect(
        proxy: &Proxy,
        last: u8,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        let mut request = format!("ws://{HOST}{path}").into_client_request().unwrap();
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            request
                .headers_mut()
                .append(name, HeaderValue::from_str(value).unwrap());
        }
        match soon(client_async(request, dial(proxy, last).await)).await {
            Ok((socket, response)) => Ok(Self { socket, response }),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{path}: {error}"),
        }
    }

    pub(crate) fn response_header(&self, name: &str) -> Option<&str> {
        let value = self.response.headers().get(name)?;
        Some(value.to_str().unwrap())
    }

    pub(crate) async fn send(&mut self, message: Message) {
        soon(self.socket.send(message)).await.unwrap();
    }

    /// The next message; a ping is answered with the next send or receive.
    pub(crate) async fn receive(&mut self) -> Message {
        soon(self.socket.next())
            .await
            .expect("the connection ended")
            .unwrap()
    }

    pub(crate) async fn receive_json(&mut self) -> Value {
        serde_json::from_str(self.receive().await.to_text().unwrap()).unwrap()
    }

    pub(crate) async fn close(&mut self, code: CloseCode) {
        let reason = "".into();
        soon(self.socket.close(Some(CloseFrame { code, reason })))
            .await
            .unwrap();
    }

    /// The code of the server's close frame, or `None` where TCP ends without one; earlier messages are skipped.
    pub(crate) async fn close_code(&mut self) -> Option<CloseCode> {
        loop {
            match soon(self.socket.next()).await {
                Some(Ok(Message::Close(frame))) => return Some(frame.expect("a code").code),
                Some(Ok(_)) => {}
                None | Some(Err(_)) => return None,
            }
        }
    }
}

/// The whole answer to an ordinary GET for `host` with these further header lines.
pub(crate) async fn plain(proxy: &Proxy, host: &str, lines: &str) -> String {
    let mut stream = dial(proxy, 2).await;
    let request =
        format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{lines}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    answer
}

async fn dial(proxy: &Proxy, last: u8) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    let address: SocketAddr = (Ipv4Addr::new(127, 0, 0, last), 0).into();
    socket.bind(address).unwrap();
    soon(socket.connect(proxy.address)).await.unwrap()
}
