//! The real binary as a process: its path, and this suite's clients to it.

use std::process::Stdio;

use testkit::ServerProcess;
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use super::common::{Client, soon};

/// The binary, with nothing of the machine's own configuration.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// A server with these arguments, whose log is read by the test.
pub(crate) async fn start(arguments: &[&str]) -> ServerProcess {
    let mut command = command();
    command.args(arguments);
    ServerProcess::start(command).await.unwrap()
}

/// Clients to a server process.
pub(crate) trait Greet {
    /// A client after the handshake and the greeting.
    async fn greeted(&self) -> Client;
}

impl Greet for ServerProcess {
    async fn greeted(&self) -> Client {
        let stream = TcpStream::connect(self.authority()).await.unwrap();
        let url = format!("ws://{}/", self.authority());
        let mut client = Client(soon(client_async(url, stream)).await.unwrap().0);
        assert_eq!(client.receive().await, Message::text("[서버 접속 완료]"));
        client
    }
}
