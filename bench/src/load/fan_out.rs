//! One sender and many listeners, each of which must receive every message once.

use std::{
    collections::VecDeque,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use hdrhistogram::Histogram;

use crate::{
    load::{WARM_UP, exchange::Exchange, round_trips, sockets::Sockets, target::Target},
    process::{Expense, Meter},
};

/// The sender and the listeners.
#[derive(Debug)]
pub(crate) struct Audience {
    /// The sender's target.
    pub(crate) sender: Target,
    /// The listeners' target.
    pub(crate) listener: Target,
    /// How many listeners there are.
    pub(crate) listeners: usize,
}

/// The result.
#[derive(Debug, Clone)]
pub(crate) struct Deliveries {
    /// How many messages arrived, over all listeners.
    pub(crate) deliveries: u64,
    /// From the write of a message to the read by the last listener.
    pub(crate) to_the_last_ns: Histogram<u64>,
}

/// Opens the connections, warms up, and measures for `duration`. No more than `in_flight` messages are in flight: the
/// next is sent when all listeners have received one. The sender receives none of its messages, or each once.
///
/// # Errors
///
/// A connection cannot be opened or ends, a message is wrong or repeated, or the server falls silent. A lost message
/// is such a silence.
pub(crate) fn measure(
    audience: &Audience,
    pid: u32,
    in_flight: usize,
    exchange: &Rc<Exchange>,
    duration: Duration,
) -> Result<(Expense, Deliveries)> {
    let mut sockets = open(audience, exchange)?;
    let mut room = Room::new(audience.listeners);
    let mut run = |duration: Duration| -> Result<Deliveries> {
        let mut deliveries = Deliveries {
            deliveries: 0,
            to_the_last_ns: round_trips()?,
        };
        let begun = Instant::now();
        while begun.elapsed() < duration {
            let due = in_flight - room.under_way.len();
            if due > 0 {
                room.send(due, Instant::now());
                sockets.connection(SENDER).send(due)?;
            }
            sockets.turn(|place, _, messages| {
                if place != SENDER {
                    deliveries.deliveries += messages as u64;
                    room.arrived(place, messages, &mut deliveries.to_the_last_ns)?;
                }
                Ok(())
            })?;
        }
        Ok(deliveries)
    };
    run(WARM_UP)?;
    let meter = Meter::start(pid)?;
    let deliveries = run(duration)?;
    Ok((meter.stop()?, deliveries))
}

/// The index of the connection that sends. The others listen.
pub(crate) const SENDER: usize = 0;

/// The connections of the sender and all listeners.
///
/// # Errors
///
/// See [`Sockets::open`].
pub(crate) fn open(audience: &Audience, exchange: &Rc<Exchange>) -> Result<Sockets> {
    let mut sockets = Sockets::new()?;
    sockets.open(&audience.sender, exchange)?;
    for _ in 0..audience.listeners {
        sockets.open(&audience.listener, exchange)?;
    }
    Ok(sockets)
}

/// Which listener has received which message.
pub(crate) struct Room {
    /// How many messages have come to each connection.
    heard: Vec<u64>,
    listeners: usize,
    /// How many messages all listeners have.
    complete: u64,
    /// The messages that some listener misses, the oldest first: when each was sent, and how many listeners miss it.
    under_way: VecDeque<(Instant, usize)>,
}

impl Room {
    /// This many connections, without a message.
    pub(crate) fn new(listeners: usize) -> Self {
        Self {
            heard: vec![0; listeners + 1],
            listeners,
            complete: 0,
            under_way: VecDeque::new(),
        }
    }

    /// Adds messages that were sent to all.
    pub(crate) fn send(&mut self, messages: usize, now: Instant) {
        let sent = std::iter::repeat_n((now, self.listeners), messages);
        self.under_way.extend(sent);
    }

    /// Whether a listener misses a message.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.under_way.is_empty()
    }

    /// Messages come in their order to each listener, so none is complete before one that was sent earlier.
    ///
    /// # Errors
    ///
    /// More have come than were sent.
    pub(crate) fn arrived(
        &mut self,
        place: usize,
        messages: usize,
        times_ns: &mut Histogram<u64>,
    ) -> Result<()> {
        for _ in 0..messages {
            let number = (self.heard[place] - self.complete) as usize;
            let (_, missing) = self
                .under_way
                .get_mut(number)
                .context("more messages have come than were sent")?;
            *missing -= 1;
            self.heard[place] += 1;
        }
        let mut now = None;
        while let Some((sent, 0)) = self.under_way.front() {
            let now = *now.get_or_insert_with(Instant::now);
            let time = now.duration_since(*sent).as_nanos();
            times_ns.saturating_record(time as u64);
            self.under_way.pop_front();
            self.complete += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_is_complete_when_the_last_listener_has_it() -> Result<()> {
        let mut room = Room::new(2);
        let mut times_ns = round_trips()?;
        room.send(2, Instant::now());
        room.arrived(1, 2, &mut times_ns)?;
        assert_eq!((times_ns.len(), room.under_way.len()), (0, 2));
        room.arrived(2, 1, &mut times_ns)?;
        assert_eq!((times_ns.len(), room.under_way.len()), (1, 1));
        room.send(1, Instant::now());
        room.arrived(2, 2, &mut times_ns)?;
        assert_eq!((times_ns.len(), room.under_way.len()), (2, 1));
        room.arrived(1, 1, &mut times_ns)?;
        assert_eq!((times_ns.len(), room.under_way.len()), (3, 0));
        Ok(())
    }

    #[test]
    fn message_that_was_not_sent_is_an_error() -> Result<()> {
        let mut room = Room::new(1);
        let mut times_ns = round_trips()?;
        room.send(1, Instant::now());
        assert!(room.arrived(1, 2, &mut times_ns).is_err());
        Ok(())
    }
}
