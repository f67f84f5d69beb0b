//! Round-trip times, measured where the endpoint is known to send each message back.

use std::collections::VecDeque;

use protocol::lesson;

use super::payload::Payload;
use super::time::Time;

/// The limit on messages that wait for their answer; beyond it measuring stops until the next connection.
const MAX_PENDING_MESSAGES: usize = 1_024;

/// The limit on bytes that waiting messages keep in memory; beyond it measuring stops until the next
/// connection. It is twice the largest message that Ullim's server takes.
const MAX_PENDING_BYTES: usize = 32 << 20;

/// The number of latest round trips that statistics cover.
const MAX_MEASURED: usize = 100;

/// The round trips of one connection.
///
/// An answer must be what the endpoint makes of the oldest message that waits. Any other message is
/// ignored, so a measured time is never a guess.
#[derive(Debug)]
pub struct RoundTrips {
    echo: Option<Echo>,
    pending: VecDeque<(Payload, Time)>,
    pending_bytes: usize,
    /// Whether too much waited: order says nothing until the next connection.
    is_lost: bool,
    measured_ms: VecDeque<f64>,
}

/// What an endpoint answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Echo {
    /// `/echo`: the same message.
    Same,
    /// `/`: the lesson's answer, which is always text.
    Answer,
}

/// The result of measuring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measurement {
    /// The endpoint is not known to send messages back.
    Unavailable,
    /// No message has come back.
    Pending,
    /// The statistics.
    Stats(RoundTripStats),
}

/// Statistics of the latest round trips, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoundTripStats {
    /// The latest.
    pub last_ms: f64,
    /// The median: half of them took no longer.
    pub median_ms: f64,
    /// The shortest.
    pub min_ms: f64,
    /// The longest.
    pub max_ms: f64,
    /// The number of round trips that these statistics cover, at most 100.
    pub count: usize,
}

impl RoundTrips {
    /// Measures a connection to this address.
    #[must_use]
    pub fn of(address: &str) -> Self {
        let echo = match path(address) {
            Some("/echo") => Some(Echo::Same),
            Some("" | "/") => Some(Echo::Answer),
            _ => None,
        };
        Self {
            echo,
            pending: VecDeque::new(),
            pending_bytes: 0,
            is_lost: false,
            measured_ms: VecDeque::new(),
        }
    }

    /// A message was sent.
    pub fn sent(&mut self, payload: &Payload, now: Time) {
        if self.echo.is_none() || self.is_lost {
            return;
        }
        let bytes = self.pending_bytes + payload.len();
        if self.pending.len() == MAX_PENDING_MESSAGES || bytes > MAX_PENDING_BYTES {
            self.forget();
            self.is_lost = true;
        } else {
            self.pending_bytes = bytes;
            self.pending.push_back((payload.clone(), now));
        }
    }

    /// A message was received, perhaps the answer to the oldest one that waits.
    pub fn received(&mut self, payload: &Payload, now: Time) {
        let (Some(echo), Some((sent, at))) = (self.echo, self.pending.front()) else {
            return;
        };
        if !echo.is_answer(sent, payload) {
            return;
        }
        if self.measured_ms.len() == MAX_MEASURED {
            self.measured_ms.pop_front();
        }
        self.measured_ms.push_back(now.ms_since(*at));
        self.pending_bytes -= sent.len();
        self.pending.pop_front();
    }

    /// The connection is closed; waiting messages stay unanswered.
    pub fn closed(&mut self) {
        self.forget();
        self.is_lost = false;
    }

    /// The result so far.
    #[must_use]
    pub fn measured(&self) -> Measurement {
        if self.echo.is_none() {
            return Measurement::Unavailable;
        }
        // An insertion sort: the standard library's sort weighs more in the page than this whole file.
        let mut sorted_ms = Vec::with_capacity(MAX_MEASURED);
        for &ms in &self.measured_ms {
            sorted_ms.insert(sorted_ms.partition_point(|it| *it < ms), ms);
        }
        let (Some(&last_ms), [min_ms, ..], [.., max_ms]) =
            (self.measured_ms.back(), &*sorted_ms, &*sorted_ms)
        else {
            return Measurement::Pending;
        };
        Measurement::Stats(RoundTripStats {
            last_ms,
            median_ms: sorted_ms[(sorted_ms.len() - 1) / 2],
            min_ms: *min_ms,
            max_ms: *max_ms,
            count: sorted_ms.len(),
        })
    }

    fn forget(&mut self) {
        self.pending = VecDeque::new();
        self.pending_bytes = 0;
    }
}

impl Echo {
    /// Whether the endpoint answers `sent` with `received`. It compares lengths first and builds no answer:
    /// messages can be large.
    fn is_answer(self, sent: &Payload, received: &Payload) -> bool {
        match (self, sent, received) {
            (Self::Same, ..) => sent.len() == received.len() && sent == received,
            (Self::Answer, Payload::Text(sent), Payload::Text(received)) => received
                .strip_prefix(lesson::ANSWER_PREFIX)
                .is_some_and(|rest| rest.len() == sent.len() && *rest == **sent),
            (Self::Answer, Payload::Binary(sent), Payload::Text(received)) => received
                .strip_prefix(lesson::ANSWER_PREFIX)
                .is_some_and(|rest| is_read_as(sent, rest)),
            (Self::Answer, _, Payload::Binary(_)) => false,
        }
    }
}

/// Whether `text` is the UTF-8 reading of the bytes with invalid ones replaced.
fn is_read_as(bytes: &[u8], text: &str) -> bool {
    let mut rest = Some(text);
    for chunk in bytes.utf8_chunks() {
        rest = rest.and_then(|rest| rest.strip_prefix(chunk.valid()));
        if !chunk.invalid().is_empty() {
            rest = rest.and_then(|rest| rest.strip_prefix(char::REPLACEMENT_CHARACTER));
        }
        if rest.is_none() {
            return false;
        }
    }
    rest == Some("")
}

/// The path of an address without query and fragment; empty if the address ends with the host.
fn path(address: &str) -> Option<&str> {
    let (_, after_scheme) = address.split_once("://")?;
    let before_query = after_scheme.split(['?', '#']).next()?;
    let start = before_query.find('/').unwrap_or(before_query.len());
    Some(&before_query[start..])
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
