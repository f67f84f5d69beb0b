//! A server on port 0 and clients to it.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::time::Duration;

use axum::http::HeaderValue;
use clap::Parser;
use frames::header::{Decoded, Header, LengthWidth};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use server::config::{Cli, Config};
use server::ops::console::Console;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// The limit of every wait. Nothing that passes takes nearly as long.
const REPLY_TIMEOUT: Duration = Duration::from_secs(30);

/// A handshake that keeps every rule, with the key of RFC 6455 section 1.3.
pub(crate) const HANDSHAKE: &str = "GET / HTTP/1.1\r\n\
    Host: localhost\r\n\
    Upgrade: websocket\r\n\
    Connection: Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
    Sec-WebSocket-Version: 13\r\n\
    \r\n";

/// The result of `future`. The test fails when it takes too long.
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(REPLY_TIMEOUT, future)
        .await
        .expect("it took too long")
}

/// A server in this process.
pub(crate) struct TestServer {
    pub(crate) address: SocketAddr,
    printed: mpsc::UnboundedReceiver<String>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_as(&[], change).await
    }

    /// A server with these flags.
    pub(crate) async fn start_as(flags: &[&str], change: impl FnOnce(&mut Config)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (out, printed) = mpsc::unbounded_channel();
        // The defaults, as in a server started by hand.
        let arguments = ["server"].iter().chain(flags);
        let mut config = Config::try_from(Cli::parse_from(arguments)).unwrap();
        config.limits.handshake_timeout = REPLY_TIMEOUT;
        config.drain_timeout = REPLY_TIMEOUT;
        config.console = Console::new(LineSender {
            out,
            line: Vec::new(),
        });
        change(&mut config);
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(server::run(vec![listener], config, async {
            let _ = stopped.await;
        }));
        Self {
            address,
            printed,
            stop,
            running,
        }
    }

    /// A client after the handshake and the greeting.
    pub(crate) async fn greeted(&self) -> Client {
        let mut client = self.connect().await;
        assert_eq!(client.receive().await, Message::text("[서버 접속 완료]"));
        client
    }

    /// A client after the handshake.
    pub(crate) async fn connect(&self) -> Client {
        self.connect_to("/").await
    }

    /// A client after the handshake with the endpoint at `path`.
    pub(crate) async fn connect_to(&self, path: &str) -> Client {
        self.try_connect_to(path).await.unwrap()
    }

    /// A client after the handshake with the endpoint at `path`, or why it failed.
    pub(crate) async fn try_connect_to(&self, path: &str) -> Result<Client, Error> {
        let url = format!("ws://{}{path}", self.address);
        let (socket, _) = soon(client_async(url, self.dial().await)).await?;
        Ok(Client(socket))
    }

    /// A client after the handshake that offers `subprotocols`, and the one that was selected.
    pub(crate) async fn connect_speaking(
        &self,
        path: &str,
        subprotocols: &'static str,
    ) -> (Client, String) {
        let mut request = format!("ws://{}{path}", self.address)
            .into_client_request()
            .unwrap();
        let name = "sec-websocket-protocol";
        let offer = HeaderValue::from_static(subprotocols);
        request.headers_mut().insert(name, offer);
        let (socket, response) = soon(client_async(request, self.dial().await))
            .await
            .unwrap();
        let selected = response.headers()[name].to_str().unwrap().to_owned();
        (Client(socket), selected)
    }

    /// The response by which a handshake with the endpoint at `path` is refused.
    pub(crate) async fn refusal_at(&self, path: &str) -> Refusal {
        let request = HANDSHAKE.replacen("GET / ", &format!("GET {path} "), 1);
        Refusal(
            self.answer_to(request.replace("Connection: ", "Connection: close, "))
                .await,
        )
    }

    /// The response to an ordinary GET.
    pub(crate) async fn get(&self, path: &str) -> Refusal {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Refusal(self.answer_to(request).await)
    }

    /// A bare TCP connection.
    pub(crate) async fn dial(&self) -> TcpStream {
        soon(TcpStream::connect(self.address)).await.unwrap()
    }

    /// Everything that the server answers to `request` until it closes the connection.
    pub(crate) async fn answer_to(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = self.dial().await;
        stream.write_all(request.as_ref()).await.unwrap();
        let mut answer = String::new();
        soon(stream.read_to_string(&mut answer)).await.unwrap();
        answer
    }

    /// The next line that the server prints.
    pub(crate) async fn printed_line(&mut self) -> String {
        soon(self.printed.recv()).await.unwrap()
    }

    /// Asks the server to stop; what is returned completes when it has.
    pub(crate) fn stop(self) -> JoinHandle<()> {
        self.stop.send(()).unwrap();
        self.running
    }
}

/// A response that is no 101, as text.
pub(crate) struct Refusal(String);

impl Refusal {
    pub(crate) fn status(&self) -> u16 {
        self.0["HTTP/1.1 ".len()..][..3].parse().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let (head, _) = self.0.split_once("\r\n\r\n").unwrap();
        head.lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.body()).unwrap()
    }

    pub(crate) fn body(&self) -> &str {
        let (_, body) = self.0.split_once("\r\n\r\n").unwrap();
        body
    }
}

/// A WebSocket client, by tokio-tungstenite.
pub(crate) struct Client<S = TcpStream>(pub(crate) WebSocketStream<S>);

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub(crate) async fn send(&mut self, message: Message) {
        soon(self.0.send(message)).await.unwrap();
    }

    /// Sends any bytes, also those that break the protocol.
    pub(crate) async fn send_raw(&mut self, bytes: &[u8]) {
        soon(self.0.get_mut().write_all(bytes)).await.unwrap();
    }

    pub(crate) async fn receive(&mut self) -> Message {
        soon(self.0.next())
            .await
            .expect("the connection was closed")
            .unwrap()
    }

    pub(crate) async fn receive_json(&mut self) -> Value {
        serde_json::from_str(self.receive().await.to_text().unwrap()).unwrap()
    }

    pub(crate) async fn ask(&mut self, question: &str) -> Message {
        self.send(Message::text(question)).await;
        self.receive().await
    }

    /// Joins a room with the message `join`, retries refusals, and returns the welcome. `refused` is called at each
    /// refusal.
    pub(crate) async fn join(&mut self, join: &Value, refused: impl Fn()) -> Value {
        let joined = async {
            self.send(Message::text(join.to_string())).await;
            loop {
                let answer = self.receive_json().await;
                if answer["type"] == "welcome" {
                    return answer;
                }
                if answer["type"] == "error" {
                    assert_eq!(answer["retryable"], true, "{answer}");
                    refused();
                    // A poll with a deadline: a server does not say when it can be joined.
                    sleep(Duration::from_millis(10)).await;
                    self.send(Message::text(join.to_string())).await;
                }
            }
        };
        soon(joined).await
    }

    /// The server's close code; earlier messages are skipped. The TCP connection must end in order behind it.
    pub(crate) async fn close_code(&mut self) -> CloseCode {
        let code = loop {
            if let Message::Close(frame) = self.receive().await {
                break frame.expect("a close frame with a code").code;
            }
        };
        match soon(self.0.next()).await {
            None | Some(Err(Error::ConnectionClosed)) => code,
            other => panic!("after the close frame came {other:?}"),
        }
    }

    /// The TCP connection must end in order, but with no close frame.
    pub(crate) async fn expect_no_close_frame(&mut self) {
        let error = soon(self.0.next()).await;
        assert!(
            matches!(
                error,
                Some(Err(Error::Protocol(
                    ProtocolError::ResetWithoutClosingHandshake
                )))
            ),
            "{error:?}"
        );
    }

    /// Sends a close frame and returns the server's.
    pub(crate) async fn leave(mut self) -> Option<CloseFrame> {
        soon(self.0.close(None)).await.unwrap();
        loop {
            if let Message::Close(frame) = self.receive().await {
                return frame;
            }
        }
    }
}

/// A frame from a client, masked with zeros so that its payload can be read in the test.
pub(crate) fn frame(first_byte: u8, payload: &[u8]) -> Vec<u8> {
    let Decoded::Complete(empty) = Header::decode(&[first_byte, 0]) else {
        unreachable!("a header of two bytes is whole");
    };
    let header = Header {
        mask: Some([0; 4]),
        length: payload.len() as u64,
        ..empty.header
    };
    [&header.encode_unchecked(LengthWidth::Bits7), payload].concat()
}

/// A writer that sends each line to a channel.
struct LineSender {
    out: mpsc::UnboundedSender<String>,
    line: Vec<u8>,
}

impl Write for LineSender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            if *byte == b'\n' {
                let line = String::from_utf8(std::mem::take(&mut self.line)).unwrap();
                // A test that has ended reads no more lines.
                let _ = self.out.send(line);
            } else {
                self.line.push(*byte);
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Makes a handshake on a bare connection and returns the head of the answer, in lower case.
pub(crate) async fn upgrade(stream: &mut TcpStream, handshake: impl AsRef<[u8]>) -> String {
    stream.write_all(handshake.as_ref()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(soon(stream.read_u8()).await.unwrap());
    }
    String::from_utf8(head).unwrap().to_lowercase()
}
