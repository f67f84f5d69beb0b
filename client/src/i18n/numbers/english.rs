//! The words of the numbers in English.

use yew::AttrValue;

use super::NumbersPhrase;
use session::format::{grouped, human_size};

pub(in crate::i18n) fn say(phrase: NumbersPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        NumbersPhrase::Heading => "Numbers",
        NumbersPhrase::Sent => "Sent",
        NumbersPhrase::Received => "Received",

        NumbersPhrase::MessagesPerSecond => "Messages per second, last 60 seconds",
        NumbersPhrase::BytesPerSecond => "Bytes per second, last 60 seconds",
        NumbersPhrase::PeakMessages { sent, received } => {
            let (sent, received) = (grouped(sent), grouped(received));
            return format!(
                "Messages per second over the last 60 seconds: at most {received} received and {sent} sent."
            )
            .into();
        }
        NumbersPhrase::PeakBytes { sent, received } => {
            let (sent, received) = (human_size(sent), human_size(received));
            return format!(
                "Bytes per second over the last 60 seconds: at most {received} received and {sent} sent."
            )
            .into();
        }
        NumbersPhrase::Now => "Now",
        NumbersPhrase::Peak => "Peak",
        NumbersPhrase::Total => "Total",
        NumbersPhrase::RateOfMessages(count) => return format!("{}/s", grouped(count)).into(),
        NumbersPhrase::RateOfBytes(bytes) => return format!("{}/s", human_size(bytes)).into(),
        NumbersPhrase::Messages(1) => "1 message",
        NumbersPhrase::Messages(count) => return format!("{} messages", grouped(count)).into(),

        NumbersPhrase::RoundTrip => "Round-trip time",
        NumbersPhrase::RoundTripNotMeasured => {
            "Measured only where the server sends messages back: /echo and the lesson."
        }
        NumbersPhrase::RoundTripNotYet => "Send a message to see how long it takes to come back.",
        NumbersPhrase::Last => "Last",
        NumbersPhrase::Median => "Median",
        NumbersPhrase::Shortest => "Shortest",
        NumbersPhrase::Longest => "Longest",
        NumbersPhrase::RoundTrips(1) => "of 1 round trip",
        NumbersPhrase::RoundTrips(count) => {
            return format!("of the last {count} round trips").into();
        }
    })
}
