//! Many connections on one thread, over epoll.
//!
//! What belongs here: readiness, and fairness between connections. What may not enter: the meaning of the bytes.

use std::{
    io::ErrorKind,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use mio::{Events, Interest, Poll, Token};

use crate::load::{
    connection::{Arrival, Connection},
    exchange::Exchange,
    handshake,
    target::Target,
};

/// How long all connections may be silent before the server is taken to hang.
const SILENCE_MAX: Duration = Duration::from_secs(5);

/// It holds several of the longest replies. It is small enough that one connection does not delay the others for
/// long.
const READ_BYTES: usize = 256 * 1024;

/// How many connections epoll reports at once.
const EVENTS: usize = 1024;

/// Connections, each with its index. The first that was opened is 0.
pub(crate) struct Sockets {
    poll: Poll,
    events: Events,
    connections: Vec<Connection>,
    /// Connections with more bytes than one read takes. epoll does not report them again.
    unfinished: Vec<usize>,
    buffer: Vec<u8>,
}

impl Sockets {
    /// None yet.
    pub(crate) fn new() -> Result<Self> {
        Ok(Self {
            poll: Poll::new()?,
            events: Events::with_capacity(EVENTS),
            connections: Vec::new(),
            unfinished: Vec::new(),
            buffer: vec![0; READ_BYTES],
        })
    }

    /// Opens one more connection, and reads its greeting.
    ///
    /// # Errors
    ///
    /// See [`handshake::open`].
    pub(crate) fn open(&mut self, target: &Target, exchange: &Rc<Exchange>) -> Result<()> {
        let stream = handshake::open(target, exchange.greeting())?;
        stream.set_nonblocking(true)?;
        let stream = mio::net::TcpStream::from_std(stream);
        let mut connection = Connection::new(stream, Rc::clone(exchange));
        self.poll.registry().register(
            connection.stream(),
            Token(self.connections.len()),
            Interest::READABLE | Interest::WRITABLE,
        )?;
        self.connections.push(connection);
        Ok(())
    }

    /// The connection with this index.
    pub(crate) fn connection(&mut self, place: usize) -> &mut Connection {
        &mut self.connections[place]
    }

    /// Waits until a connection is ready, writes due bytes, and reads once from each readable connection. It calls
    /// `arrived` for each connection with whole replies.
    ///
    /// # Errors
    ///
    /// A connection ends, a reply is wrong, the server falls silent, or `arrived` fails.
    pub(crate) fn turn(
        &mut self,
        mut arrived: impl FnMut(usize, &mut Connection, usize) -> Result<()>,
    ) -> Result<()> {
        let mut unfinished = std::mem::take(&mut self.unfinished);
        // Connections that epoll does not report again must not wait for those that it does.
        let patience = if unfinished.is_empty() {
            SILENCE_MAX
        } else {
            Duration::ZERO
        };
        match self.poll.poll(&mut self.events, Some(patience)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {
                self.unfinished = unfinished;
                return Ok(());
            }
            result => result.context("epoll")?,
        }
        ensure!(
            !self.events.is_empty() || !unfinished.is_empty(),
            "nothing has come for {SILENCE_MAX:?}"
        );
        let before = unfinished.len();
        for event in &self.events {
            let Token(place) = event.token();
            if event.is_writable() {
                self.connections[place].write()?;
            }
            // An unfinished connection has its turn already, and gets only one.
            if event.is_readable() && !unfinished[..before].contains(&place) {
                unfinished.push(place);
            }
        }
        for place in unfinished {
            let connection = &mut self.connections[place];
            let Arrival { replies, more } = connection.read(&mut self.buffer)?;
            if more {
                self.unfinished.push(place);
            }
            if replies > 0 {
                arrived(place, connection, replies)?;
            }
        }
        Ok(())
    }

    /// Runs turns for `duration`, and returns how long it really took.
    ///
    /// # Errors
    ///
    /// See [`Self::turn`].
    pub(crate) fn run(
        &mut self,
        duration: Duration,
        mut arrived: impl FnMut(usize, &mut Connection, usize) -> Result<()>,
    ) -> Result<Duration> {
        let begun = Instant::now();
        while begun.elapsed() < duration {
            self.turn(&mut arrived)?;
        }
        Ok(begun.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Write as _, net::TcpListener};

    use super::*;
    use crate::load::exchange::Kind;

    #[test]
    fn bytes_beyond_one_read_are_read_in_the_next_turn() -> Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let target = Target::Tcp {
            address: listener.local_addr()?,
        };
        let exchange = Rc::new(Exchange::new(Kind::Raw, 32, 1)?);
        let mut sockets = Sockets::new()?;
        sockets.buffer.truncate(16);
        sockets.open(&target, &exchange)?;
        let (mut server, _) = listener.accept()?;
        // All bytes come at once, so that epoll reports them once.
        server.write_all(exchange.reply(0).0)?;
        let mut replies = 0;
        while replies == 0 {
            sockets.turn(|_, _, arrived| {
                replies += arrived;
                Ok(())
            })?;
        }
        assert_eq!(replies, 1);
        Ok(())
    }
}
