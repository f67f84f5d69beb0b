//! A reverse proxy that serves a server from a folder, as nginx does with `location /tools/ullim/` and a `proxy_pass`
//! that ends with a slash.
//!
//! What belongs here: taking the folder off a path. What may not enter: anything else that a proxy may change.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// The answer to a path outside of the folder.
const NOT_FOUND: &[u8] =
    b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// The largest head of a request.
const MAX_HEAD_BYTES: u64 = 64 * 1024;

/// A proxy between clients and a server. It ends when this is dropped.
#[derive(Debug)]
pub struct PrefixProxy {
    /// Where clients connect to.
    pub address: SocketAddr,
    accepting: JoinHandle<()>,
}

impl PrefixProxy {
    /// Serves the server at this address from the folder, which begins and ends with a slash.
    pub async fn start(server: SocketAddr, folder: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let accepting = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (client, _) = listener.accept().await.unwrap();
                while connections.try_join_next().is_some() {}
                // A client that leaves in the middle ends its connection only.
                connections.spawn(async move { forward(client, server, folder).await.ok() });
            }
        });
        Self { address, accepting }
    }
}

impl Drop for PrefixProxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Forwards one request and its answer, or a whole WebSocket.
async fn forward(
    client: TcpStream,
    server: SocketAddr,
    folder: &str,
) -> Result<(), std::io::Error> {
    let mut client = BufReader::new(client);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut limited = (&mut client).take(MAX_HEAD_BYTES);
        if limited.read_until(b'\n', &mut head).await? == 0 || head.len() as u64 > MAX_HEAD_BYTES {
            return Ok(());
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let Some(inside) = without(&head, folder) else {
        return client.write_all(NOT_FOUND).await;
    };
    let mut server = TcpStream::connect(server).await?;
    server.write_all(inside.as_bytes()).await?;
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}

/// The head without the folder in its path; `None` for a path outside. A connection that becomes no WebSocket ends
/// with its first answer, as the head of the next request would not be read.
fn without(head: &str, folder: &str) -> Option<String> {
    let (method, rest) = head.split_once(' ')?;
    let inside = rest.strip_prefix(folder)?;
    let is_upgrade = head.to_ascii_lowercase().contains("\r\nupgrade:");
    let lines = inside.split("\r\n");
    let kept =
        lines.filter(|line| is_upgrade || !line.to_ascii_lowercase().starts_with("connection:"));
    let inside = kept.collect::<Vec<_>>().join("\r\n");
    let inside = if is_upgrade {
        inside
    } else {
        inside.replacen("\r\n", "\r\nConnection: close\r\n", 1)
    };
    Some(format!("{method} /{inside}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_inside_the_folder_loses_it_and_one_outside_is_none() {
        let of = |head| without(head, "/tools/ullim/");
        assert_eq!(
            of("GET /tools/ullim/a?b HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n")
                .unwrap(),
            "GET /a?b HTTP/1.1\r\nConnection: close\r\nHost: h\r\n\r\n"
        );
        let upgrade =
            "GET /tools/ullim/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
        assert_eq!(of(upgrade).unwrap(), upgrade.replace("/tools/ullim/", "/"));
        assert_eq!(of("GET /a HTTP/1.1\r\n\r\n"), None);
    }
}
