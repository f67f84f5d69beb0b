//! A connection that sends and compares, non-blocking.

use std::{
    fmt::Write as _,
    io::{ErrorKind, Read as _, Write as _},
    rc::Rc,
};

use anyhow::{Context, Result, bail, ensure};
use frames::{Header, header::Decoded};
use mio::net::TcpStream;

use crate::load::exchange::Exchange;

/// A connection with messages in flight.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    exchange: Rc<Exchange>,
    written_bytes: u64,
    due_bytes: usize,
    /// The number of the reply that is being read.
    reply: u64,
    /// How many of its bytes have come.
    reply_bytes: usize,
}

/// The result of one read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// How many replies it completed.
    pub(crate) replies: usize,
    /// Whether there may be more to read.
    pub(crate) more: bool,
}

impl Connection {
    /// A connection over a stream that is open and non-blocking.
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

    /// The stream, for epoll.
    pub(crate) fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Sends this many messages in as few writes as possible. [`Self::write`] sends the rest.
    pub(crate) fn send(&mut self, messages: usize) -> Result<()> {
        self.due_bytes += self.exchange.bytes_of(messages);
        self.write()
    }

    /// Writes due bytes until the socket takes no more.
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

    /// Reads once, and compares the bytes with the expected replies.
    ///
    /// A read that does not fill the buffer has emptied the socket. epoll reports later bytes.
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

    /// Returns the number of replies that it completes.
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
                describe(expected),
                describe(came),
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

/// The beginning of a frame for an error: its header in words, and its first bytes.
fn describe(frame: &[u8]) -> String {
    const SHOWN_BYTES: usize = 24;
    let mut words = match Header::decode(frame) {
        Decoded::Complete(decoded) => format!("{}: ", decoded.header),
        Decoded::Incomplete { .. } => String::new(),
    };
    for byte in frame.iter().take(SHOWN_BYTES) {
        // A String takes everything that is written into it.
        let _ = write!(words, "{byte:02x} ");
    }
    words.push(if frame.len() > SHOWN_BYTES {
        '…'
    } else {
        '.'
    });
    words
}

#[cfg(test)]
mod tests {
    use std::{
        net::{TcpListener, TcpStream as Blocking},
        thread,
        time::Duration,
    };

    use super::*;
    use crate::load::exchange::Kind;

    fn pair(exchange: Exchange) -> Result<(Connection, Blocking)> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let stream = Blocking::connect(listener.local_addr()?)?;
        stream.set_nonblocking(true)?;
        let (server, _) = listener.accept()?;
        server.set_read_timeout(Some(Duration::from_secs(5)))?;
        let connection = Connection::new(TcpStream::from_std(stream), Rc::new(exchange));
        Ok((connection, server))
    }

    #[test]
    fn messages_not_taken_at_once_arrive_whole() -> Result<()> {
        // 32 MiB are more than the buffers of two sockets hold.
        const MESSAGES: usize = 512;
        let exchange = Exchange::new(Kind::Raw, 64 * 1024, MESSAGES)?;
        let replies = (0..MESSAGES as u64).map(|it| exchange.reply(it).0);
        let expected = replies.collect::<Vec<_>>().concat();
        let (mut connection, mut server) = pair(exchange)?;
        connection.send(MESSAGES)?;
        assert!(connection.due_bytes > 0);
        let mut came = vec![0; expected.len()];
        let reader = thread::spawn(move || server.read_exact(&mut came).map(|()| came));
        while !reader.is_finished() {
            connection.write()?;
            thread::yield_now();
        }
        let came = reader.join().unwrap()?;
        assert!(came == expected);
        Ok(())
    }

    #[test]
    fn replies_in_pieces_or_several_at_once_are_counted() -> Result<()> {
        let exchange = Exchange::new(Kind::Binary, 1024, 1)?;
        let replies: Vec<u8> = (0..20)
            .flat_map(|it| exchange.reply(it).0.to_vec())
            .collect();
        let (mut connection, _server) = pair(exchange)?;
        let mut whole = 0;
        for piece in replies.chunks(1500) {
            whole += connection.compare(piece)?;
        }
        assert_eq!(whole, 20);
        Ok(())
    }

    #[test]
    fn ping_instead_of_a_reply_is_named() -> Result<()> {
        let (mut connection, _server) = pair(Exchange::new(Kind::Binary, 32, 1)?)?;
        let error = connection.compare(&[0x89, 0]).unwrap_err().to_string();
        assert!(error.contains("came ping"), "{error}");
        Ok(())
    }

    #[test]
    fn frame_is_described_by_its_header_and_its_bytes() {
        assert_eq!(
            describe(&[0x89, 1, 0x41]),
            "ping, FIN, length 1: 89 01 41 ."
        );
        assert_eq!(describe(&[0x02]), "02 .");
    }
}
