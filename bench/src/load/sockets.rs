//! Many connections on one thread, over epoll.
//!
//! What belongs here: who is ready, and that nobody waits for long while others are served. What may not enter:
//! what is done with what was read.

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

/// After so long with nothing from any connection the server is taken to hang.
const SILENCE_MAX: Duration = Duration::from_secs(5);

/// Has room for several of the longest replies, and still does not keep one connection's replies from being looked
/// at for long while those of another are read.
const READ_BYTES: usize = 256 * 1024;

/// Of so many connections epoll tells at once.
const EVENTS: usize = 1024;

/// Connections, each known by its place: the first that was opened is 0.
pub(crate) struct Sockets {
    poll: Poll,
    events: Events,
    connections: Vec<Connection>,
    /// Those that had more to read than one read takes, of which epoll says nothing again.
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

    /// Opens one more connection, on which nothing has been said but the greeting.
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

    /// The connection in this place.
    pub(crate) fn connection(&mut self, place: usize) -> &mut Connection {
        &mut self.connections[place]
    }

    /// Waits until something can be done, writes what could not be written, and reads once from each connection
    /// that has something to read. `arrived` is told of each that brought whole replies.
    ///
    /// # Errors
    ///
    /// A connection ends, a reply is not what it must be, the server falls silent, or `arrived` fails.
    pub(crate) fn turn(
        &mut self,
        mut arrived: impl FnMut(usize, &mut Connection, usize) -> Result<()>,
    ) -> Result<()> {
        let mut unfinished = std::mem::take(&mut self.unfinished);
        // What epoll says nothing of must not wait for what it says.
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
            // A connection that was not finished has its turn already, and gets only one.
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

    /// As many turns as fit into so long; gives how long it really was.
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
    fn what_one_read_does_not_take_is_read_in_the_next_turn() -> Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let target = Target::Tcp {
            address: listener.local_addr()?,
        };
        let exchange = Rc::new(Exchange::new(Kind::Raw, 32, 1)?);
        let mut sockets = Sockets::new()?;
        sockets.buffer.truncate(16);
        sockets.open(&target, &exchange)?;
        let (mut server, _) = listener.accept()?;
        // All of it is there at once, so that epoll says so once.
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
