//! Many connections that each say one thing, and then nothing more.

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

/// Memory that has changed by no more than this share for so long has settled.
const STEADY_SHARE: f64 = 0.01;
const STEADY: Duration = Duration::from_secs(1);

/// Memory that has not settled after so long is taken as it is: a collector may never rest.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(10);

/// How often the memory is looked at.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);

/// Opens so many connections, has each echo one message, and gives how many KiB the server's resident memory grew
/// by for each of them. The kernel's memory for them is not in it.
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

/// A connection that the server has closed meanwhile would weigh nothing.
fn ensure_open(stream: &mut TcpStream) -> Result<()> {
    stream.set_nonblocking(true)?;
    ensure!(
        !matches!(stream.peek(&mut [0]), Ok(0)),
        "the server closed a connection that was idle"
    );
    Ok(())
}

/// The resident memory when it has settled.
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
