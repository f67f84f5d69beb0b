//! The opening handshake of RFC 6455 section 4, blocking, because nothing is measured yet.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};

use crate::load::target::Target;

/// How long a server may take to accept.
const ACCEPT_TIMEOUT: Duration = Duration::from_secs(10);

/// The key of the example in RFC 6455 section 1.3, and its answer.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// The longest response that is read. No server's is nearly as long.
const HEAD_BYTES_MAX: usize = 8 * 1024;

/// Opens a connection and reads the greeting, so that every later message is an answer. The stream blocks, with
/// [`ACCEPT_TIMEOUT`] for each read.
///
/// # Errors
///
/// There is no connection, the server does not accept, or it greets differently.
pub(crate) fn open(target: &Target, greeting: &[u8]) -> Result<TcpStream> {
    let address = target.address();
    let mut stream =
        TcpStream::connect(address).with_context(|| format!("no connection to {address}"))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(ACCEPT_TIMEOUT))?;
    if let Target::WebSocket { path, .. } = target {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n\r\n"
        );
        stream.write_all(request.as_bytes())?;
    }
    let mut received = match target {
        Target::WebSocket { .. } => read_head(&mut stream)?,
        Target::Tcp { .. } => Vec::new(),
    };
    let mut rest = vec![0; greeting.len().saturating_sub(received.len())];
    stream.read_exact(&mut rest).context("no greeting")?;
    received.extend(rest);
    ensure!(
        received == greeting,
        "the server greets with {:?} and not with {:?}",
        String::from_utf8_lossy(&received),
        String::from_utf8_lossy(greeting),
    );
    Ok(stream)
}

/// Reads the head of the response, and returns the bytes behind it.
fn read_head(stream: &mut TcpStream) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        if let Some(end) = head.windows(4).position(|it| it == b"\r\n\r\n") {
            let rest = head.split_off(end + 4);
            check(&String::from_utf8_lossy(&head))?;
            return Ok(rest);
        }
        ensure!(head.len() < HEAD_BYTES_MAX, "the response has no end");
        let length = match stream.read(&mut buffer) {
            Ok(0) => bail!("closed instead of a response"),
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error).context("no response to the opening handshake"),
        };
        head.extend(&buffer[..length]);
    }
}

fn check(head: &str) -> Result<()> {
    ensure!(
        head.starts_with("HTTP/1.1 101 "),
        "the handshake is refused: {head}"
    );
    let accepted = head.lines().any(|line| {
        line.split_once(':').is_some_and(|(name, value)| {
            name.eq_ignore_ascii_case("sec-websocket-accept") && value.trim() == ACCEPT
        })
    });
    ensure!(accepted, "no Sec-WebSocket-Accept: {ACCEPT} in {head}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn response_101_with_the_right_key_is_accepted() {
        let accept = format!("sec-websocket-accept: {ACCEPT}");
        let head = |status: &str, field: &str| format!("HTTP/1.1 {status}\r\n{field}\r\n\r\n");
        assert!(check(&head("101 Switching Protocols", &accept)).is_ok());
        assert!(check(&head("200 OK", &accept)).is_err());
        assert!(check(&head("101 Switching Protocols", "Upgrade: websocket")).is_err());
        assert!(check(&head("101 Switching Protocols", "Sec-WebSocket-Accept: ")).is_err());
    }
}
