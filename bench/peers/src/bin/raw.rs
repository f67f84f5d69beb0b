//! TCP without WebSocket: all bytes are returned. No server on this machine can cost less.
//!
//! It has one thread and one buffer for all connections. It allocates nothing while the other end reads.

use std::io::{self, ErrorKind, Read, Write};

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use peers::{ANY_PORT, announce};
use slab::Slab;

/// The largest read.
const BUFFER_BYTES: usize = 64 * 1024;

/// Connections have the numbers below.
const LISTENER: Token = Token(usize::MAX);

/// Whether a connection goes on.
enum Then {
    Wait,
    Close,
}

struct Connection {
    stream: TcpStream,
    /// Bytes that the other end has not taken yet. Until it has, nothing more is read.
    pending: Vec<u8>,
}

fn main() -> io::Result<()> {
    let mut poll = Poll::new()?;
    let mut listener = TcpListener::bind(ANY_PORT)?;
    poll.registry()
        .register(&mut listener, LISTENER, Interest::READABLE)?;
    announce(listener.local_addr()?);

    let mut connections = Slab::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut events = Events::with_capacity(1024);
    loop {
        poll.poll(&mut events, None)?;
        for event in &events {
            if event.token() == LISTENER {
                accept(&listener, &poll, &mut connections)?;
                continue;
            }
            let key = event.token().0;
            let Some(connection) = connections.get_mut(key) else {
                continue;
            };
            // A broken connection is removed like a closed one.
            if let Ok(Then::Wait) = connection.echo(&mut buffer, event.is_read_closed()) {
                continue;
            }
            connections.remove(key);
        }
    }
}

fn accept(
    listener: &TcpListener,
    poll: &Poll,
    connections: &mut Slab<Connection>,
) -> io::Result<()> {
    loop {
        let mut stream = match listener.accept() {
            Ok((stream, _)) => stream,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        };
        stream.set_nodelay(true)?;
        let entry = connections.vacant_entry();
        poll.registry().register(
            &mut stream,
            Token(entry.key()),
            Interest::READABLE | Interest::WRITABLE,
        )?;
        entry.insert(Connection {
            stream,
            pending: Vec::new(),
        });
    }
}

impl Connection {
    /// Returns bytes until there are no more or the other end takes no more.
    ///
    /// A read that does not fill the buffer has emptied the socket (epoll(7)), so that no further read is needed.
    /// Only after an announced end is there one more.
    fn echo(&mut self, buffer: &mut [u8], is_closing: bool) -> io::Result<Then> {
        let pending = std::mem::take(&mut self.pending);
        self.write(&pending)?;
        while self.pending.is_empty() {
            let count = match self.stream.read(buffer) {
                Ok(0) => return Ok(Then::Close),
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            };
            self.write(&buffer[..count])?;
            if count < buffer.len() && !is_closing {
                break;
            }
        }
        Ok(Then::Wait)
    }

    /// Writes `bytes`, and keeps those that are not taken.
    fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.stream.write(bytes) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.pending = bytes.to_vec();
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
