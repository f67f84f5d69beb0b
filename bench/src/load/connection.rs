//! A connection that sends and compares, non-blocking.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    rc::Rc,
};

use anyhow::{Context, Result, bail, ensure};
use mio::net::TcpStream;

use crate::load::{exchange::Exchange, frame};

/// A connection with messages under way.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    exchange: Rc<Exchange>,
    written_bytes: u64,
    due_bytes: usize,
    /// The number of the reply that is being read.
    reply: u64,
    /// How much of it has come.
    reply_bytes: usize,
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
    /// Takes a stream that is open and non-blocking, and what is to be said on it.
    pub(crate) fn new(stream: TcpStream, exchange: Rc<Exchange>) -> Self {
        Self {
            stream,
            exchange,
            written_bytes: 0,
            due_bytes: 0,
            reply: 0,
            reply_bytes: 0,
        }
    }

    /// What epoll is to watch.
    pub(crate) fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Sends so many messages in as few writes as it takes. What is not taken goes out with [`Self::write`].
    pub(crate) fn send(&mut self, messages: usize) -> Result<()> {
        self.due_bytes += self.exchange.bytes_of(messages);
        self.write()
    }

    /// Writes what is due, as far as it is taken.
    pub(crate) fn write(&mut self) -> Result<()> {
        while self.due_bytes > 0 {
            let piece = self.exchange.to_write(self.written_bytes, self.due_bytes);
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
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> Result<Arrival> {
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
            replies: self.compare(&buffer[..length])?,
            more: length == buffer.len(),
        })
    }

    /// Gives the number of replies that became whole.
    fn compare(&mut self, mut came: &[u8]) -> Result<usize> {
        let first = self.reply;
        while !came.is_empty() {
            let (reply, compared_bytes) = self.exchange.reply(self.reply);
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
}
