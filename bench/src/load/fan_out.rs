//! One sender, whose every message must come once to each of many listeners.

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

/// Who is there.
#[derive(Debug)]
pub(crate) struct Audience {
    /// Where the one who speaks connects to.
    pub(crate) sender: Target,
    /// Where those who hear do.
    pub(crate) listener: Target,
    /// How many they are.
    pub(crate) listeners: usize,
}

/// What came of it.
#[derive(Debug, Clone)]
pub(crate) struct Deliveries {
    /// How many messages came to a listener, of all listeners.
    pub(crate) deliveries: u64,
    /// From the write of a message to the read by which the last listener had it.
    pub(crate) to_the_last_ns: Histogram<u64>,
}

/// Opens the connections, warms up, and measures for so long. No more than `in_flight` messages are under way: the
/// next is sent when all listeners have one. The sender hears nothing of itself, or every message once.
///
/// # Errors
///
/// A connection cannot be opened or ends, a message comes wrongly or twice, or the server falls silent, as it does
/// when a message does not come.
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

/// The place of the connection that sends. The others listen.
pub(crate) const SENDER: usize = 0;

/// The connections of all of them.
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

/// Who has which message.
pub(crate) struct Room {
    /// How many messages have come to each connection.
    heard: Vec<u64>,
    listeners: usize,
    /// How many messages all listeners have.
    complete: u64,
    /// When those that some listener has not were sent, and how many have not, the oldest first.
    under_way: VecDeque<(Instant, usize)>,
}

impl Room {
    /// So many, of whom nobody has anything.
    pub(crate) fn new(listeners: usize) -> Self {
        Self {
            heard: vec![0; listeners + 1],
            listeners,
            complete: 0,
            under_way: VecDeque::new(),
        }
    }

    /// So many messages are on their way to everybody.
    pub(crate) fn send(&mut self, messages: usize, now: Instant) {
        let sent = std::iter::repeat_n((now, self.listeners), messages);
        self.under_way.extend(sent);
    }

    /// Whether somebody has not got everything.
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
    fn a_message_is_complete_when_the_last_listener_has_it() -> Result<()> {
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
    fn what_was_not_sent_cannot_have_come() -> Result<()> {
        let mut room = Room::new(1);
        let mut times_ns = round_trips()?;
        room.send(1, Instant::now());
        assert!(room.arrived(1, 2, &mut times_ns).is_err());
        Ok(())
    }
}
