//! The connection bar's words in English.

use yew::AttrValue;

use super::ConnectionPhrase;
use session::address::AddressError;
use session::close_request::{CloseRequestError, MAX_REASON_BYTES};
use session::format::{grouped, human_size};

pub(in crate::i18n) fn say(phrase: ConnectionPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        ConnectionPhrase::Bar => "Connection",
        ConnectionPhrase::Address => "Address",
        ConnectionPhrase::AddressError(error) => return address(error),
        ConnectionPhrase::Refused => {
            "The browser rejected this address or these subprotocols. Change them, then connect \
             again."
        }
        ConnectionPhrase::Subprotocols => "Subprotocols",
        ConnectionPhrase::SubprotocolsHint => {
            "In order of preference, separated by commas or spaces. Optional."
        }
        ConnectionPhrase::NotASubprotocol => {
            "is not a valid subprotocol. It may contain ASCII letters, digits and !#$%&'*+-.^_`|~."
        }
        ConnectionPhrase::SubprotocolTwice => "is listed twice. List each subprotocol once.",
        ConnectionPhrase::Connect => "Connect",
        ConnectionPhrase::Move => "Connect there",
        ConnectionPhrase::Auth => "Auth",
        ConnectionPhrase::Options => "Options",
        ConnectionPhrase::MoreFields => "Subprotocols and options",
        ConnectionPhrase::AutoReconnect => "Auto-reconnect",
        ConnectionPhrase::AutoReconnectHint => {
            "The wait grows with each attempt. Messages are never resent automatically."
        }
        ConnectionPhrase::AutoReconnectInRoomHint => {
            "The wait grows with each attempt. Room messages that were not delivered are sent again; \
             each enters the log once."
        }
        ConnectionPhrase::QueueWhenClosed => "Queue while closed",
        ConnectionPhrase::QueueWhenClosedHint => {
            "Queued messages are listed, and sent once, in order, when the connection is open. \
             Without a queue, sending is refused."
        }

        ConnectionPhrase::Subprotocol => "Subprotocol",
        ConnectionPhrase::NoSubprotocol => "none",
        ConnectionPhrase::NoneOfTheOffered => {
            "none of the offered. Chromium fails such a connection."
        }
        ConnectionPhrase::Extensions => "Extensions",
        ConnectionPhrase::NoExtensions => "none",
        ConnectionPhrase::OpenFor => "Open for",

        ConnectionPhrase::CloseWith => "Close with a code",
        ConnectionPhrase::CloseSo => "Close with this",
        ConnectionPhrase::NothingToClose => "There is no open connection to close.",
        ConnectionPhrase::CloseCode => "Code (1000, or 3000 to 4999)",
        ConnectionPhrase::CloseReason => "Reason",
        ConnectionPhrase::CloseReasonBytes { bytes } => {
            return format!("{bytes} of {MAX_REASON_BYTES} bytes").into();
        }
        ConnectionPhrase::CloseError(error) => return close_request(error),

        ConnectionPhrase::ClosingAwaited => "Closing. The server has not answered yet.",
        ConnectionPhrase::ClosingUnsent { bytes } => {
            return format!(
                "Closing. {} were unsent when it began; they go before the close frame.",
                human_size(bytes)
            )
            .into();
        }
        ConnectionPhrase::LetGo => "Do not wait",

        ConnectionPhrase::RetryAttempt { attempt } => {
            return format!("Reconnecting: attempt {attempt}.").into();
        }
        ConnectionPhrase::RetryIn { seconds } => return format!("in {seconds} s").into(),
        ConnectionPhrase::RetryNow => "Connect now",
        ConnectionPhrase::RetryStop => "Stop",
        ConnectionPhrase::RetryAnyway => "Reconnect anyway",
        ConnectionPhrase::Rejected { code } => {
            return format!("Not reconnecting: by code {code} the server would close again.")
                .into();
        }

        ConnectionPhrase::Queued { count: 1 } => "1 queued message",
        ConnectionPhrase::Queued { count } => return format!("{count} queued messages").into(),
        ConnectionPhrase::QueuedHint => "Sent in this order when the connection is open.",
        ConnectionPhrase::QueuedSize { bytes } => return human_size(bytes as u64).into(),
        ConnectionPhrase::Unqueue { number } => {
            return format!("Remove message {}", grouped(number as u64)).into();
        }
    })
}

fn address(error: AddressError) -> AttrValue {
    AttrValue::Static(match error {
        AddressError::Empty => "Enter an address, such as ws://localhost:3000/echo.",
        AddressError::Space { at } => {
            return format!(
                "Character {at} is a space or invisible. Remove it, or write it as %20."
            )
            .into();
        }
        AddressError::Fragment { at } => {
            return format!(
                "Character {at} is a #, and a WebSocket address has no # part. Remove it, or \
                 write it as %23."
            )
            .into();
        }
        AddressError::Scheme => {
            "An address starts with ws:// or wss://. http:// and https:// work, too."
        }
        AddressError::NoHost => "The host is missing. Example: ws://localhost:3000/echo.",
        AddressError::Host { at } => {
            return format!(
                "Character {at} is not allowed in a host name, or is an unpaired bracket."
            )
            .into();
        }
        AddressError::Ipv6WithoutBrackets => {
            "An IPv6 address needs brackets, as in ws://[::1]:3000/."
        }
        AddressError::Port { at } => {
            return format!("A port is expected from character {at} on: a number from 0 to 65535.")
                .into();
        }
    })
}

fn close_request(error: CloseRequestError) -> AttrValue {
    AttrValue::Static(match error {
        CloseRequestError::Code => {
            "A page may send code 1000, or one from 3000 to 4999. Leave it empty to close without a code."
        }
        CloseRequestError::ReasonWithoutCode => "A reason needs a code.",
        CloseRequestError::ReasonTooLong { excess_bytes: 1 } => {
            return format!(
                "The reason is 1 byte too long: the limit is {MAX_REASON_BYTES} bytes of UTF-8."
            )
            .into();
        }
        CloseRequestError::ReasonTooLong { excess_bytes } => {
            return format!(
                "The reason is {excess_bytes} bytes too long: the limit is {MAX_REASON_BYTES} bytes of UTF-8."
            )
            .into();
        }
    })
}
