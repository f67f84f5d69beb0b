//! Many connections at once that each send a message for each reply, for a while.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use hdrhistogram::Histogram;
use mio::{Events, Interest, Poll, Token};

use crate::{
    load::{connection::Connection, exchange::Exchange, handshake, target::Target},
    process,
};

/// How long the load runs before anything counts.
const WARM_UP: Duration = Duration::from_millis(500);

/// After so long with nothing from any connection the server is taken to hang.
const SILENCE_MAX: Duration = Duration::from_secs(5);

/// Has room for several of the longest replies, and still does not keep one connection's replies from being looked
/// at for long while those of another are read.
const READ_BYTES: usize = 256 * 1024;

/// Of round trips as many digits are kept.
const SIGNIFICANT_DIGITS: u8 = 3;

/// Nothing waits longer: the silence would have ended the measurement.
const ROUND_TRIP_MAX: Duration = Duration::from_secs(60);

/// Connections that do the same.
#[derive(Debug)]
pub(crate) struct Group {
    /// How many there are.
    pub(crate) connections: usize,
    /// How many messages of each are under way at any time: for each reply that a read brought, one message goes
    /// out in the write that follows.
    pub(crate) in_flight: usize,
    /// What they send, and what must come back.
    pub(crate) exchange: Exchange,
}

/// What was measured.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// How long it took.
    pub(crate) elapsed: Duration,
    /// How long the server was on a CPU meanwhile, see [`process::cpu_time`].
    pub(crate) server_cpu: Duration,
    /// How long this process was. When it comes near to `elapsed`, the load is what limits the server.
    pub(crate) own_cpu: Duration,
    /// Of each group, in their order.
    pub(crate) tallies: Vec<Tally>,
}

/// What came of one group.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    /// How many replies came.
    pub(crate) messages: u64,
    /// From the write of a message to the read of its reply.
    ///
    /// The clock is read once after each read, and that reading is both when the read's replies arrived and when
    /// the messages of the write after it were sent. What blurs it is the comparing in between, of a microsecond
    /// at most. That a reply lay in the kernel while other connections were looked at is part of the round trip,
    /// of every server alike.
    pub(crate) round_trip_ns: Histogram<u64>,
}

impl Tally {
    fn new() -> Result<Self> {
        Ok(Self {
            messages: 0,
            round_trip_ns: Histogram::new_with_bounds(
                1,
                ROUND_TRIP_MAX.as_nanos() as u64,
                SIGNIFICANT_DIGITS,
            )?,
        })
    }
}

/// Opens all connections, warms up, and measures for so long. The connections are dropped with no close frame.
///
/// # Errors
///
/// A connection cannot be opened or ends, a reply is not what it must be, or the server falls silent.
pub(crate) fn measure(
    target: &Target,
    pid: u32,
    groups: &[Group],
    duration: Duration,
) -> Result<Outcome> {
    let mut echoes = Echoes::open(target, groups)?;
    echoes.run(WARM_UP)?;
    echoes.reset()?;
    let (server, own) = (
        process::cpu_time(pid)?,
        process::cpu_time(std::process::id())?,
    );
    let elapsed = echoes.run(duration)?;
    Ok(Outcome {
        elapsed,
        server_cpu: process::cpu_time(pid)?.saturating_sub(server),
        own_cpu: process::cpu_time(std::process::id())?.saturating_sub(own),
        tallies: echoes.tallies,
    })
}

/// Connections and what has come of them.
struct Echoes<'a> {
    groups: &'a [Group],
    poll: Poll,
    /// Each with the place of its group; its own place is its token.
    connections: Vec<(usize, Connection)>,
    /// Connections that had more to read than one read takes, of which epoll says nothing again.
    unfinished: Vec<usize>,
    tallies: Vec<Tally>,
    buffer: Vec<u8>,
}

impl<'a> Echoes<'a> {
    fn open(target: &Target, groups: &'a [Group]) -> Result<Self> {
        let poll = Poll::new()?;
        let mut connections = Vec::new();
        for (place, group) in groups.iter().enumerate() {
            for _ in 0..group.connections {
                let stream = handshake::open(target, group.exchange.greeting())?;
                stream.set_nonblocking(true)?;
                let mut connection = Connection::new(mio::net::TcpStream::from_std(stream));
                poll.registry().register(
                    connection.stream(),
                    Token(connections.len()),
                    Interest::READABLE | Interest::WRITABLE,
                )?;
                connections.push((place, connection));
            }
        }
        for (place, connection) in &mut connections {
            let group = &groups[*place];
            connection.send(&group.exchange, group.in_flight, Instant::now())?;
        }
        Ok(Self {
            groups,
            poll,
            connections,
            unfinished: Vec::new(),
            tallies: groups.iter().map(|_| Tally::new()).collect::<Result<_>>()?,
            buffer: vec![0; READ_BYTES],
        })
    }

    fn reset(&mut self) -> Result<()> {
        for tally in &mut self.tallies {
            *tally = Tally::new()?;
        }
        Ok(())
    }

    /// Answers replies with messages for so long, and gives how long it really was.
    fn run(&mut self, duration: Duration) -> Result<Duration> {
        let begun = Instant::now();
        let mut events = Events::with_capacity(self.connections.len());
        let mut heard = begun;
        while begun.elapsed() < duration {
            // What epoll says nothing of must not wait for what it says.
            let patience = if self.unfinished.is_empty() {
                SILENCE_MAX
            } else {
                Duration::ZERO
            };
            match self.poll.poll(&mut events, Some(patience)) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                result => result.context("epoll")?,
            }
            if !events.is_empty() || !self.unfinished.is_empty() {
                heard = Instant::now();
            }
            ensure!(
                heard.elapsed() < SILENCE_MAX,
                "nothing has come for {SILENCE_MAX:?}"
            );
            let unfinished = std::mem::take(&mut self.unfinished);
            for event in &events {
                let Token(place) = event.token();
                if event.is_writable() {
                    let (group, connection) = &mut self.connections[place];
                    connection.write(&self.groups[*group].exchange)?;
                }
                // A connection that is not finished gets its turn below, and only one.
                if event.is_readable() && !unfinished.contains(&place) {
                    self.answer(place)?;
                }
            }
            for place in unfinished {
                self.answer(place)?;
            }
        }
        Ok(begun.elapsed())
    }

    /// Reads once from a connection, and sends a message for each reply.
    fn answer(&mut self, place: usize) -> Result<()> {
        let (group_place, connection) = &mut self.connections[place];
        let group = &self.groups[*group_place];
        let tally = &mut self.tallies[*group_place];
        let arrival = connection.read(&group.exchange, &mut self.buffer)?;
        if arrival.more {
            self.unfinished.push(place);
        }
        if arrival.replies == 0 {
            return Ok(());
        }
        let now = Instant::now();
        tally.messages += arrival.replies as u64;
        connection.arrived(arrival.replies, |sent, count| {
            let round_trip = now.duration_since(sent).as_nanos();
            tally
                .round_trip_ns
                .saturating_record_n(round_trip as u64, count as u64);
        })?;
        connection.send(&group.exchange, arrival.replies, now)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
        thread,
    };

    use super::*;
    use crate::load::exchange::Kind;

    /// A server of one thread a connection that gives back what `answer` makes of each piece that it reads.
    fn server(answer: fn(&mut [u8])) -> Target {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                thread::spawn(move || {
                    let mut buffer = [0; 4096];
                    while let Ok(length @ 1..) = stream.read(&mut buffer) {
                        answer(&mut buffer[..length]);
                        if stream.write_all(&buffer[..length]).is_err() {
                            break;
                        }
                    }
                });
            }
        });
        Target::Tcp { address }
    }

    fn load(target: &Target, bytes: usize) -> Result<Outcome> {
        let group = |connections, in_flight| Group {
            connections,
            in_flight,
            exchange: Exchange::new(&Kind::Raw, bytes, in_flight),
        };
        let groups = [group(3, 1), group(2, 16)];
        let duration = Duration::from_millis(50);
        measure(target, std::process::id(), &groups, duration)
    }

    #[test]
    fn every_group_goes_round_and_is_counted() {
        let target = server(|_| {});
        // The longer ones are neither sent nor read at once.
        for bytes in [32, 3 * READ_BYTES] {
            let outcome = load(&target, bytes).unwrap();
            for tally in outcome.tallies {
                assert!(tally.messages > 0);
                assert_eq!(tally.messages, tally.round_trip_ns.len());
                let most = Duration::from_nanos(tally.round_trip_ns.max());
                assert!(most > Duration::from_micros(1) && most < Duration::from_secs(1));
            }
        }
    }

    #[test]
    fn a_reply_that_is_not_what_was_sent_ends_it() {
        let target = server(|bytes| bytes[0] ^= 1);
        let error = load(&target, 32).unwrap_err().to_string();
        assert!(error.contains("reply 0 is wrong"), "{error}");
    }

    #[test]
    fn a_server_that_closes_ends_it() {
        let target = server(|bytes| assert_eq!(bytes.len(), 0));
        assert!(load(&target, 32).is_err());
    }
}
