//! The connection bar's words in English.

use yew::AttrValue;

use super::ConnectionPhrase;
use session::address::AddressError;
use session::close_request::{CloseRequestError, MAX_REASON_BYTES};
use session::size::{grouped, human};

pub(super) fn say(phrase: ConnectionPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        ConnectionPhrase::Bar => "Connection",
        ConnectionPhrase::Address => "Address",
        ConnectionPhrase::AddressWrong(error) => return address(error),
        ConnectionPhrase::Refused => {
            "The browser does not take this address or these subprotocols. Change them, then \
             connect again."
        }
        ConnectionPhrase::Subprotocols => "Subprotocols",
        ConnectionPhrase::SubprotocolsHint => {
            "In your order of preference, with commas or spaces between. May stay empty."
        }
        ConnectionPhrase::NotASubprotocol => {
            "is no name of a subprotocol. It takes ASCII letters, digits and !#$%&'*+-.^_`|~."
        }
        ConnectionPhrase::SubprotocolTwice => "stands there twice. Each may stand there once.",
        ConnectionPhrase::Connect => "Connect",
        ConnectionPhrase::AutoReconnect => "Auto-reconnect",
        ConnectionPhrase::AutoReconnectHint => {
            "It waits longer each time. It never sends a message again by itself."
        }
        ConnectionPhrase::AutoReconnectInRoomHint => {
            "It waits longer each time. What you said in the room and was not kept is said again; \
             it is in the log once."
        }
        ConnectionPhrase::QueueWhenClosed => "Queue while closed",
        ConnectionPhrase::QueueWhenClosedHint => {
            "Queued messages are listed, and sent once, in their order, when the connection is \
             open. Otherwise sending is refused."
        }

        ConnectionPhrase::Subprotocol => "Subprotocol",
        ConnectionPhrase::NoSubprotocol => "none",
        ConnectionPhrase::Extensions => "Extensions",
        ConnectionPhrase::NoExtensions => "none",
        ConnectionPhrase::OpenFor => "Open for",

        ConnectionPhrase::CloseWith => "Close with a code",
        ConnectionPhrase::CloseCode => "Code (1000, or 3000 to 4999)",
        ConnectionPhrase::CloseReason => "Reason",
        ConnectionPhrase::CloseReasonBytes { bytes } => {
            return format!("{bytes} of {MAX_REASON_BYTES} bytes").into();
        }
        ConnectionPhrase::CloseWrong(error) => return close_request(error),

        ConnectionPhrase::RetryAttempt { attempt } => {
            return format!("There is no connection; connecting again. This is attempt {attempt}.")
                .into();
        }
        ConnectionPhrase::RetryIn { seconds } => return format!("in {seconds} s").into(),
        ConnectionPhrase::RetryNow => "Connect now",
        ConnectionPhrase::RetryStop => "Stop",

        ConnectionPhrase::Queued { count: 1 } => "1 queued message",
        ConnectionPhrase::Queued { count } => return format!("{count} queued messages").into(),
        ConnectionPhrase::QueuedHint => "Sent in this order when the connection is open.",
        ConnectionPhrase::QueuedSize { bytes } => return human(bytes as u64).into(),
        ConnectionPhrase::Unqueue { number } => {
            return format!("Remove message {}", grouped(number as u64)).into();
        }
    })
}

fn address(error: AddressError) -> AttrValue {
    AttrValue::Static(match error {
        AddressError::Empty => "Type an address to connect to, such as ws://localhost:3000/echo.",
        AddressError::Space { at } => {
            return format!(
                "Character {at} is a space or a control character, which no address has: remove \
                 it, or write it as %20."
            )
            .into();
        }
        AddressError::Fragment { at } => {
            return format!(
                "Character {at} is a #, and a WebSocket address has no # part: remove it, or \
                 write it as %23."
            )
            .into();
        }
        AddressError::Scheme => {
            "An address begins with ws:// or wss://; http:// and https:// are understood as those."
        }
        AddressError::NoHost => "There is no host. An example: ws://localhost:3000/echo.",
        AddressError::Host { at } => {
            return format!(
                "Character {at} cannot stand in the name of a host, or is a bracket without its \
                 partner."
            )
            .into();
        }
        AddressError::Ipv6WithoutBrackets => {
            "An IPv6 address stands in brackets, as in ws://[::1]:3000/."
        }
        AddressError::Port { at } => {
            return format!(
                "From character {at} on it should be a port, which is a number from 0 to 65535."
            )
            .into();
        }
    })
}

fn close_request(error: CloseRequestError) -> AttrValue {
    AttrValue::Static(match error {
        CloseRequestError::Code => {
            "A page may send the code 1000, or one from 3000 to 4999. Empty closes without a code."
        }
        CloseRequestError::ReasonWithoutCode => "A reason needs a code before it.",
        CloseRequestError::ReasonTooLong { excess_bytes: 1 } => {
            return format!(
                "The reason is 1 byte too long: {MAX_REASON_BYTES} bytes of UTF-8 fit."
            )
            .into();
        }
        CloseRequestError::ReasonTooLong { excess_bytes } => {
            return format!(
                "The reason is {excess_bytes} bytes too long: {MAX_REASON_BYTES} bytes of UTF-8 fit."
            )
            .into();
        }
    })
}
