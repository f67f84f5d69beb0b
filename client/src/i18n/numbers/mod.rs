//! The numbers of a connection: rates, totals and round-trip times.

pub(super) mod english;
pub(super) mod korean;

/// The numbers of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum NumbersPhrase {
    Heading,
    Sent,
    Received,

    /// Headings of the plots of the last minute.
    MessagesPerSecond,
    BytesPerSecond,
    /// A plot in words: the highest rates in it.
    PeakMessages {
        sent: u64,
        received: u64,
    },
    PeakBytes {
        sent: u64,
        received: u64,
    },
    /// The label of one number.
    Now,
    Peak,
    Total,
    /// Messages per second.
    RateOfMessages(u64),
    /// Bytes per second.
    RateOfBytes(u64),
    Messages(u64),

    RoundTrip,
    RoundTripNotMeasured,
    RoundTripNotYet,
    Last,
    Median,
    Shortest,
    Longest,
    /// The number of round trips behind the figures.
    RoundTrips(usize),
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::NumbersPhrase;
    use crate::i18n::Language;

    #[test]
    fn english_count_of_one_is_singular() {
        let say = |phrase: NumbersPhrase| Language::English.say(phrase).to_string();
        assert_eq!(say(NumbersPhrase::Messages(1)), "1 message");
        assert_eq!(say(NumbersPhrase::Messages(1_000)), "1,000 messages");
        assert_eq!(say(NumbersPhrase::RoundTrips(1)), "of 1 round trip");
        assert_eq!(
            say(NumbersPhrase::RoundTrips(2)),
            "of the last 2 round trips"
        );
    }
}
