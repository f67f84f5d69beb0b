//! The log.

pub(super) mod english;
pub(super) mod korean;

/// The log, its tools and its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum LogPhrase {
    Log,
    Tools,
    Freeze,
    /// The same button while the log is frozen.
    Resume,
    /// The number of rows that arrived after the log was frozen.
    Waiting(u64),
    Clear,
    /// What the last clearing took away.
    Cleared(u64),
    UndoClear,
    Copy,
    SendAgain,
    Times,
    TimeOfDay,
    SinceOpen,
    SincePrevious,
    SinceRow,

    /// A button that scrolls to the rows that arrived out of view, with their number.
    New(u64),
    /// For a screen reader: the number of messages that arrived.
    Announced(u64),
    /// Evicted messages: the memory budget was full.
    Evicted {
        messages: u64,
        bytes: u64,
    },
    Empty,
    NoMatch,
    Scanning,

    Sent,
    Received,
    Opened,
    Closed,
    Binary,
    /// The bytes of the message that its row does not show.
    More(u64),

    /// Before the subprotocols that were offered.
    Offered,
    /// Before the subprotocol that the server chose.
    Chosen,
    /// The server chose none of the subprotocols.
    ChoseNone,
    /// Several rows were copied, or as many of them as the limit allows.
    CopiedRows {
        rows: u64,
        of: u64,
    },
    /// How long a connection was open, in milliseconds.
    WasOpen(u64),
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::LogPhrase;
    use crate::i18n::Language;

    #[test]
    fn english_count_of_one_is_singular() {
        let say = |phrase: LogPhrase| Language::English.say(phrase).to_string();
        assert_eq!(say(LogPhrase::Announced(1)), "1 new message");
        assert_eq!(say(LogPhrase::Announced(1_000)), "1,000 new messages");
        let gone = |messages| LogPhrase::Evicted {
            messages,
            bytes: 2_048,
        };
        assert!(say(gone(1)).starts_with("1 older message (2 KiB) was removed"));
        assert!(say(gone(2)).starts_with("2 older messages (2 KiB) were removed"));
    }
}
