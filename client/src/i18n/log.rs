//! What the log and the detail of a message say.

use super::Phrase;

/// The log, its tools, its rows, and one of them in detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum LogPhrase {
    Log,
    Tools,
    Freeze,
    /// So many rows came since it was frozen.
    Waiting(u64),
    Clear,
    Copy,
    SendAgain,
    Times,
    TimeOfDay,
    SinceOpen,
    SincePrevious,

    /// So many rows came that were not in view yet: a button that shows them.
    New(u64),
    /// What a screen reader hears of messages that came.
    Announced(u64),
    /// So many messages went for the sake of memory, with so many bytes.
    Gone {
        messages: u64,
        bytes: u64,
    },
    Empty,
    NothingShown,
    Looking,

    Sent,
    Received,
    Opened,
    Closed,
    Text,
    Binary,
    /// A row does not show so many bytes of its message.
    More(u64),

    Detail,
    CloseDetail,
    Number,
    Kind,
    Size,
    Bytes(u64),
    AsText,
    AsJson,
    /// It is not JSON from this byte on.
    NotJson {
        at_bytes: u64,
    },
    JsonTooLong,
    Lines,
    Fold,
    Unfold,
    Subprotocol,
    Extensions,
}

impl From<LogPhrase> for Phrase {
    fn from(phrase: LogPhrase) -> Self {
        Self::Log(phrase)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::LogPhrase;
    use crate::i18n::Language;

    #[test]
    fn one_is_not_many() {
        let say = |phrase: LogPhrase| Language::English.say(phrase).to_string();
        assert_eq!(say(LogPhrase::Announced(1)), "1 new message");
        assert_eq!(say(LogPhrase::Announced(1_000)), "1,000 new messages");
        let gone = |messages| LogPhrase::Gone {
            messages,
            bytes: 2_048,
        };
        assert!(say(gone(1)).starts_with("1 older message (2 KiB) is gone"));
        assert!(say(gone(2)).starts_with("2 older messages (2 KiB) are gone"));
        assert_eq!(say(LogPhrase::Bytes(1)), "1 byte");
        assert_eq!(say(LogPhrase::Bytes(2)), "2 bytes");
    }
}
