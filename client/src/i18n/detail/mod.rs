//! The detail of one record.

pub(super) mod english;
pub(super) mod korean;

/// The head of the detail, its formats, and what is told of an opening and a close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum DetailPhrase {
    Detail,
    CloseDetail,
    CopyMessage,
    SendAgain,
    Formats,
    Json,
    Raw,
    Hex,
    /// The number of characters that are not seen.
    Unseen(u64),
    Wrap,
    CopyMore,
    CopyFormatted,
    CopyValue,
    CopyPath,
    /// The first byte that is not JSON.
    NotJson {
        at_bytes: u64,
    },
    JsonTooLong,
    Lines,
    Fold,
    Unfold,

    Address,
    Offered,
    Subprotocol,
    Extensions,
    /// Nothing of the kind.
    None,
    Handshake,
    /// It is asked for again when it is looked at.
    HandshakeAnswer,
    OpenFor,
    FailedAfter,
    EndedBy,
    Sent,
    Received,
    Traffic {
        messages: u64,
        bytes: u64,
    },
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::DetailPhrase;
    use crate::i18n::Language;

    #[test]
    fn english_count_of_one_is_singular() {
        let say = |messages| {
            let traffic = DetailPhrase::Traffic { messages, bytes: 3 };
            Language::English.say(traffic).to_string()
        };
        assert_eq!(say(1), "1 message, 3 B");
        assert_eq!(say(1_000), "1,000 messages, 3 B");
    }
}
