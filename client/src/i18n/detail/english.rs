//! The detail's words in English.

use yew::AttrValue;

use super::DetailPhrase;
use session::format::{grouped, human_size};

pub(in crate::i18n) fn say(phrase: DetailPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        DetailPhrase::Detail => "Details",
        DetailPhrase::CloseDetail => "Close the details",
        DetailPhrase::CopyMessage => "Copy the message",
        DetailPhrase::SendAgain => "Send again",
        DetailPhrase::Formats => "Format",
        DetailPhrase::Json => "JSON",
        DetailPhrase::Raw => "Raw",
        DetailPhrase::Hex => "Hex",
        DetailPhrase::Unseen(count) => return format!("Unseen {}", grouped(count)).into(),
        DetailPhrase::Wrap => "Wrap",
        DetailPhrase::CopyMore => "Copy",
        DetailPhrase::CopyFormatted => "Formatted",
        DetailPhrase::CopyValue => "Value of the selected line",
        DetailPhrase::CopyPath => "Path of the selected line",
        DetailPhrase::NotJson { at_bytes } => {
            return format!("This is not JSON: error at byte {}.", grouped(at_bytes)).into();
        }
        DetailPhrase::JsonTooLong => "This JSON is too long to show in lines.",
        DetailPhrase::Lines => "The whole message",
        DetailPhrase::Fold => "Fold",
        DetailPhrase::Unfold => "Unfold",

        DetailPhrase::Address => "Address",
        DetailPhrase::Offered => "Subprotocols offered",
        DetailPhrase::Subprotocol => "Subprotocol agreed",
        DetailPhrase::Extensions => "Extensions",
        DetailPhrase::None => "none",
        DetailPhrase::Handshake => "Handshake",
        DetailPhrase::HandshakeAnswer => "The server's answer to such a handshake",
        DetailPhrase::OpenFor => "Open for",
        DetailPhrase::FailedAfter => "Failed after",
        DetailPhrase::EndedBy => "End",
        DetailPhrase::Sent => "Sent",
        DetailPhrase::Received => "Received",
        DetailPhrase::Traffic { messages, bytes } => {
            let noun = if messages == 1 { "message" } else { "messages" };
            return format!("{} {noun}, {}", grouped(messages), human_size(bytes)).into();
        }
    })
}
