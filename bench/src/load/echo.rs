//! Many connections at once that each send a message for each reply.

use std::{
    collections::VecDeque,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use hdrhistogram::Histogram;

use crate::{
    load::{
        WARM_UP, connection::Connection, exchange::Exchange, round_trips, sockets::Sockets,
        target::Target,
    },
    process::{Expense, Meter},
};

/// Connections that do the same.
#[derive(Debug)]
pub(crate) struct Group {
    /// How many there are.
    pub(crate) connections: usize,
    /// How many messages of each connection are in flight at any time. Each reply of a read is followed by one message
    /// in the next write.
    pub(crate) in_flight: usize,
    /// Their messages and replies.
    pub(crate) exchange: Rc<Exchange>,
}

/// The result of one group.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    /// How many replies came.
    pub(crate) messages: u64,
    /// From the write of a message to the read of its reply.
    ///
    /// The clock is read once after each read. This is the arrival of its replies, and the departure of the messages
    /// in the write that follows. The comparison between them takes a microsecond at most. The time of a reply in the
    /// kernel, while other connections are read, is part of the round trip for every server alike.
    pub(crate) round_trip_ns: Histogram<u64>,
}

/// Opens all connections, warms up, and measures for `duration`. Returns a tally of each group, in their order. The
/// connections are dropped without a close frame.
///
/// # Errors
///
/// A connection cannot be opened or ends, a reply is wrong, or the server falls silent.
pub(crate) fn measure(
    target: &Target,
    pid: u32,
    groups: &[Group],
    duration: Duration,
) -> Result<(Expense, Vec<Tally>)> {
    let mut sockets = Sockets::new()?;
    let mut windows = Vec::new();
    for (group, it) in groups.iter().enumerate() {
        for _ in 0..it.connections {
            sockets.open(target, &it.exchange)?;
            windows.push(Window::new(group));
        }
    }
    for (place, window) in windows.iter_mut().enumerate() {
        let in_flight = groups[window.group].in_flight;
        window.send(sockets.connection(place), in_flight, Instant::now())?;
    }
    let mut run = |duration| -> Result<Vec<Tally>> {
        let mut tallies = groups
            .iter()
            .map(|_| Tally::new())
            .collect::<Result<Vec<_>>>()?;
        sockets.run(duration, |place, connection, replies| {
            let now = Instant::now();
            let window = &mut windows[place];
            window.arrived(replies, now, &mut tallies[window.group])?;
            window.send(connection, replies, now)
        })?;
        Ok(tallies)
    };
    run(WARM_UP)?;
    let meter = Meter::start(pid)?;
    let tallies = run(duration)?;
    Ok((meter.stop()?, tallies))
}

impl Tally {
    fn new() -> Result<Self> {
        Ok(Self {
            messages: 0,
            round_trip_ns: round_trips()?,
        })
    }
}

/// The messages of a connection that are in flight.
#[derive(Debug)]
struct Window {
    /// The index of its group.
    group: usize,
    /// When messages were sent, and how many at once. A reply is to the oldest.
    departures: VecDeque<(Instant, usize)>,
}

impl Window {
    fn new(group: usize) -> Self {
        Self {
            group,
            departures: VecDeque::new(),
        }
    }

    fn send(&mut self, connection: &mut Connection, messages: usize, now: Instant) -> Result<()> {
        self.departures.push_back((now, messages));
        connection.send(messages)
    }

    fn arrived(&mut self, mut replies: usize, now: Instant, tally: &mut Tally) -> Result<()> {
        tally.messages += replies as u64;
        while replies > 0 {
            let (sent, under_way) = self
                .departures
                .front_mut()
                .context("more replies have come than messages were sent")?;
            let count = replies.min(*under_way);
            let round_trip = now.duration_since(*sent).as_nanos();
            tally
                .round_trip_ns
                .saturating_record_n(round_trip as u64, count as u64);
            replies -= count;
            *under_way -= count;
            if *under_way == 0 {
                self.departures.pop_front();
            }
        }
        Ok(())
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

    /// A server with one thread for each connection, which sends `answer` of each piece that it reads.
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

    fn load(target: &Target, bytes: usize) -> Result<Vec<Tally>> {
        let group = |connections, in_flight| -> Result<Group> {
            Ok(Group {
                connections,
                in_flight,
                exchange: Rc::new(Exchange::new(Kind::Raw, bytes, in_flight)?),
            })
        };
        let groups = [group(3, 1)?, group(2, 16)?];
        let duration = Duration::from_millis(50);
        let (_, tallies) = measure(target, std::process::id(), &groups, duration)?;
        Ok(tallies)
    }

    #[test]
    fn groups_are_each_counted() {
        let target = server(|_| {});
        // The longer messages take several writes and reads.
        for bytes in [32, 700_000] {
            for tally in load(&target, bytes).unwrap() {
                assert!(tally.messages > 0);
                assert_eq!(tally.messages, tally.round_trip_ns.len());
                let most = Duration::from_nanos(tally.round_trip_ns.max());
                assert!(most > Duration::from_micros(1) && most < Duration::from_secs(1));
            }
        }
    }

    #[test]
    fn wrong_reply_ends_the_measurement() {
        let target = server(|bytes| bytes[0] ^= 1);
        let error = load(&target, 32).unwrap_err().to_string();
        assert!(error.contains("reply 0 is wrong"), "{error}");
    }

    #[test]
    fn closing_server_ends_the_measurement() {
        let target = server(|bytes| assert_eq!(bytes.len(), 0));
        assert!(load(&target, 32).is_err());
    }
}
