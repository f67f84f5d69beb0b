//! A connection that sends and compares, non-blocking.

use std::{
    collections::VecDeque,
    io::{ErrorKind, Read as _, Write as _},
    time::Instant,
};

use anyhow::{Context, Result, bail, ensure};
use mio::net::TcpStream;

use crate::load::{exchange::Exchange, frame};

/// A connection with messages under way.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    written_bytes: u64,
    due_bytes: usize,
    /// The number of the reply that is being read.
    reply: u64,
    /// How much of it has come.
    reply_bytes: usize,
    /// When messages were sent, and how many at once, for those whose replies have not come.
    departures: VecDeque<(Instant, usize)>,
}

/// What one read brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// How many replies are whole now.
    pub(crate) replies: usize,
    /// Whether there may be more to read.
    pub(crate) more: bool,
}

impl Connection {
    /// Takes a stream that is open and non-blocking.
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            written_bytes: 0,
            due_bytes: 0,
            reply: 0,
            reply_bytes: 0,
            departures: VecDeque::new(),
        }
    }

    /// What epoll is to watch.
    pub(crate) fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Sends so many messages in as few writes as it takes. What is not taken goes out with [`Self::write`].
    pub(crate) fn send(
        &mut self,
        exchange: &Exchange,
        messages: usize,
        now: Instant,
    ) -> Result<()> {
        self.due_bytes += exchange.bytes_of(messages);
        self.departures.push_back((now, messages));
        self.write(exchange)
    }

    /// Writes what is due, as far as it is taken.
    pub(crate) fn write(&mut self, exchange: &Exchange) -> Result<()> {
        while self.due_bytes > 0 {
            let piece = exchange.to_write(self.written_bytes, self.due_bytes);
            match self.stream.write(piece) {
                Ok(taken) => {
                    self.written_bytes += taken as u64;
                    self.due_bytes -= taken;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error).context("a message cannot be sent"),
            }
        }
        Ok(())
    }

    /// Reads once, and compares what came with what must come.
    ///
    /// Fewer bytes than there was room for are all there were; when there are more, epoll says so.
    pub(crate) fn read(&mut self, exchange: &Exchange, buffer: &mut [u8]) -> Result<Arrival> {
        let length = match self.stream.read(buffer) {
            Ok(0) => bail!("the server closed the connection"),
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
            Err(error) if error.kind() == ErrorKind::Interrupted => {
                return Ok(Arrival {
                    replies: 0,
                    more: true,
                });
            }
            Err(error) => return Err(error).context("a reply cannot be read"),
        };
        Ok(Arrival {
            replies: self.compare(exchange, &buffer[..length])?,
            more: length == buffer.len(),
        })
    }

    /// Gives the number of replies that became whole.
    fn compare(&mut self, exchange: &Exchange, mut came: &[u8]) -> Result<usize> {
        let first = self.reply;
        while !came.is_empty() {
            let (reply, compared_bytes) = exchange.reply(self.reply);
            let expected = &reply[self.reply_bytes..];
            let length = expected.len().min(came.len());
            let compared = compared_bytes.saturating_sub(self.reply_bytes).min(length);
            ensure!(
                came[..compared] == expected[..compared],
                "reply {} is wrong from byte {} on; expected {} came {}",
                self.reply,
                self.reply_bytes,
                frame::describe(expected),
                frame::describe(came),
            );
            came = &came[length..];
            self.reply_bytes += length;
            if self.reply_bytes == reply.len() {
                self.reply += 1;
                self.reply_bytes = 0;
            }
        }
        Ok((self.reply - first) as usize)
    }

    /// Tells of so many replies when their messages were sent, and of how many this is so.
    ///
    /// # Errors
    ///
    /// More has come back than was sent.
    pub(crate) fn arrived(
        &mut self,
        mut replies: usize,
        mut tell: impl FnMut(Instant, usize),
    ) -> Result<()> {
        while replies > 0 {
            let (sent, under_way) = self
                .departures
                .front_mut()
                .context("more replies have come than messages were sent")?;
            let count = replies.min(*under_way);
            tell(*sent, count);
            replies -= count;
            *under_way -= count;
            if *under_way == 0 {
                self.departures.pop_front();
            }
        }
        Ok(())
    }
}
