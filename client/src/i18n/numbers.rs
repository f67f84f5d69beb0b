//! What the numbers of a connection are called.

use super::Phrase;

/// What the numbers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum NumbersPhrase {
    Heading,
    Sent,
    Received,

    /// Headings of the plots, which are of the last minute.
    MessagesPerSecond,
    BytesPerSecond,
    /// The plot in words: the most of a second.
    MostMessages {
        sent: u64,
        received: u64,
    },
    MostBytes {
        sent: u64,
        received: u64,
    },
    /// What one number is of.
    Now,
    Most,
    Total,
    /// A rate: so many in a second.
    RateOfMessages(u64),
    RateOfBytes(u64),
    Messages(u64),

    RoundTrip,
    RoundTripNever,
    RoundTripNotYet,
    Last,
    Median,
    Shortest,
    Longest,
    /// How many round trips the figures are of.
    RoundTrips(usize),
}

impl From<NumbersPhrase> for Phrase {
    fn from(phrase: NumbersPhrase) -> Self {
        Self::Numbers(phrase)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::NumbersPhrase;
    use crate::i18n::Language;

    #[test]
    fn one_is_not_many() {
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
