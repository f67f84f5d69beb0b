//! Many connections that each send one message, and then nothing.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::{
    load::{exchange::Exchange, handshake, target::Target},
    process,
};

/// Memory has settled when it changes by no more than this share for this long.
const STEADY_SHARE: f64 = 0.01;
const STEADY: Duration = Duration::from_secs(1);

/// How long memory may take to settle. After that it is taken as it is, because a collector may never rest.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(10);

/// How often the memory is read.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);

/// Opens the connections, has each echo one message, and returns by how many KiB the server's resident memory grew
/// for each. It does not contain the kernel's memory.
///
/// # Errors
///
/// A connection cannot be opened, or a reply is not what it must be.
pub(crate) fn measure(
    target: &Target,
    pid: u32,
    connections: usize,
    exchange: &Exchange,
) -> Result<f64> {
    let before_kib = settled_kib(pid)?;
    let mut streams = Vec::with_capacity(connections);
    for number in 0..connections {
        let stream = say_one_thing(target, exchange)
            .with_context(|| format!("connection {} of {connections}", number + 1))?;
        streams.push(stream);
    }
    let after_kib = settled_kib(pid)?;
    for stream in &mut streams {
        ensure_open(stream)?;
    }
    Ok((after_kib as f64 - before_kib as f64) / connections as f64)
}

fn say_one_thing(target: &Target, exchange: &Exchange) -> Result<TcpStream> {
    let mut stream = handshake::open(target, exchange.greeting())?;
    stream.write_all(exchange.to_write(0, exchange.bytes_of(1)))?;
    let (expected, _) = exchange.reply(0);
    let mut reply = vec![0; expected.len()];
    stream.read_exact(&mut reply).context("no reply")?;
    ensure!(reply == expected, "the reply is not what was sent");
    Ok(stream)
}

/// Checks that the server has closed no connection, which would weigh nothing.
fn ensure_open(stream: &mut TcpStream) -> Result<()> {
    stream.set_nonblocking(true)?;
    ensure!(
        !matches!(stream.peek(&mut [0]), Ok(0)),
        "the server closed a connection that was idle"
    );
    Ok(())
}

/// The resident memory once it has settled.
///
/// # Errors
///
/// See [`process::resident_kib`].
pub(crate) fn settled_kib(pid: u32) -> Result<u64> {
    let begun = Instant::now();
    let mut since = begun;
    let mut kib = process::resident_kib(pid)?;
    while since.elapsed() < STEADY && begun.elapsed() < SETTLE_TIMEOUT {
        thread::sleep(LOOK_INTERVAL);
        let now_kib = process::resident_kib(pid)?;
        if now_kib.abs_diff(kib) as f64 > kib as f64 * STEADY_SHARE {
            since = Instant::now();
            kib = now_kib;
        }
    }
    process::resident_kib(pid)
}
