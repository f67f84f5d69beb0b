//! A server that does by hand what no well-behaved one does.
//!
//! What belongs here: opening handshakes, and what follows, by the path. What may not enter: a WebSocket library, which
//! would not do it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// The largest head of a request.
const MAX_HEAD_BYTES: usize = 16 * 1024;

/// How many handshakes of `/fails-at-first` fail.
const FAILURES: usize = 8;

/// What the server has seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The handshakes of `/silent`.
    pub(crate) silent: AtomicUsize,
    /// The handshakes of `/fails-at-first`.
    attempts: AtomicUsize,
    /// Whether a connection of `/left` is open.
    pub(crate) is_left_open: AtomicBool,
}

/// Starts the server. It ends with the runtime.
pub(crate) async fn start() -> Result<(SocketAddr, Arc<Seen>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let seen = Arc::new(Seen::default());
    let of_connections = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let seen = Arc::clone(&of_connections);
            // A browser that leaves in the middle is no failure.
            tokio::spawn(async move { serve(stream, &seen).await.ok() });
        }
    });
    Ok((address, seen))
}

async fn serve(mut stream: TcpStream, seen: &Seen) -> Result<()> {
    let head = read_head(&mut stream).await?;
    let path = head.split(' ').nth(1).context("there is no path")?;
    match path {
        "/silent" => {
            seen.silent.fetch_add(1, Ordering::SeqCst);
            ignore(&mut stream).await?;
        }
        "/interim" => {
            stream
                .write_all(b"HTTP/1.1 103 Early Hints\r\n\r\n")
                .await?;
            accept(&mut stream, &head, "").await?;
            ignore(&mut stream).await?;
        }
        "/fails-at-first" => {
            if seen.attempts.fetch_add(1, Ordering::SeqCst) < FAILURES {
                let refusal = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
                stream.write_all(refusal).await?;
                return Ok(());
            }
            accept(&mut stream, &head, "").await?;
            ignore(&mut stream).await?;
        }
        "/offer" => {
            accept(&mut stream, &head, "").await?;
            let offered = header(&head, "sec-websocket-extensions").unwrap_or_default();
            send_text(&mut stream, offered).await?;
            ignore(&mut stream).await?;
        }
        "/deflate" => {
            let chosen =
                "Sec-WebSocket-Extensions: permessage-deflate;server_max_window_bits=\"10\"\r\n";
            accept(&mut stream, &head, chosen).await?;
            ignore(&mut stream).await?;
        }
        "/fin" => {
            accept(&mut stream, &head, "").await?;
            // Otherwise a browser may see the end before the answer: the page sends once it is open.
            read_frame(&mut stream).await?;
        }
        "/count" => {
            accept(&mut stream, &head, "").await?;
            let frames = count_frames(&mut stream).await?;
            send_text(&mut stream, &frames.to_string()).await?;
            ignore(&mut stream).await?;
        }
        "/unread" => {
            accept(&mut stream, &head, "").await?;
            std::future::pending().await
        }
        "/left" => {
            accept(&mut stream, &head, "").await?;
            seen.is_left_open.store(true, Ordering::SeqCst);
            let ended = until_close(&mut stream).await;
            seen.is_left_open.store(false, Ordering::SeqCst);
            ended?;
        }
        _ => {
            accept(&mut stream, &head, "").await?;
            ignore(&mut stream).await?;
        }
    }
    Ok(())
}

async fn read_head(stream: &mut TcpStream) -> Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < MAX_HEAD_BYTES {
        head.push(stream.read_u8().await?);
    }
    Ok(String::from_utf8(head)?)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Answers with 101 and these further header lines.
async fn accept(stream: &mut TcpStream, head: &str, further: &str) -> Result<()> {
    let key = header(head, "sec-websocket-key").context("there is no key")?;
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {}\r\n{further}\r\n",
        derive_accept_key(key.as_bytes())
    );
    Ok(stream.write_all(answer.as_bytes()).await?)
}

/// Reads whatever comes, and answers nothing, until the browser ends the connection.
async fn ignore(stream: &mut TcpStream) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    while stream.read(&mut buffer).await? > 0 {}
    Ok(())
}

/// A text of at most 125 bytes.
async fn send_text(stream: &mut TcpStream, text: &str) -> Result<()> {
    let length = u8::try_from(text.len().min(125))?;
    let mut frame = vec![0x81, length];
    frame.extend_from_slice(&text.as_bytes()[..usize::from(length)]);
    Ok(stream.write_all(&frame).await?)
}

/// Reads a frame. Returns its first byte.
async fn read_frame(stream: &mut TcpStream) -> io::Result<u8> {
    let first = stream.read_u8().await?;
    let length = match stream.read_u8().await? & 0x7f {
        126 => u64::from(stream.read_u16().await?),
        127 => stream.read_u64().await?,
        length => u64::from(length),
    };
    let _mask = stream.read_u32().await?;
    let mut payload = (&mut *stream).take(length);
    tokio::io::copy(&mut payload, &mut tokio::io::sink()).await?;
    Ok(first)
}

/// The frames of the next message.
async fn count_frames(stream: &mut TcpStream) -> io::Result<usize> {
    let mut frames = 1;
    while read_frame(stream).await? & 0x80 == 0 {
        frames += 1;
    }
    Ok(frames)
}

/// Reads until a close frame or the end.
async fn until_close(stream: &mut TcpStream) -> io::Result<()> {
    while read_frame(stream).await? & 0x0f != 8 {}
    Ok(())
}
