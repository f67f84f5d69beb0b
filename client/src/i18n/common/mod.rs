//! The words that lesson and workbench share: the state of a connection, and sending.

mod english;
mod korean;

use yew::AttrValue;

use crate::i18n::Phrase;
use session::connection::State;
use session::record::Ending;

/// The words that lesson and workbench share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum CommonPhrase {
    NotConnected,
    Connecting,
    Open,
    Closing,
    Closed,
    CloseCode,
    CloseReason,
    Unreachable,
    Lost,
    ClosedByServer,
    ClosedByPage,

    MessageToSend,
    Send,
    Close,
    SendShortcut,
    SendBeforeConnecting,
    SendAfterConnecting,
    SendNotWhileClosing,
    SendAfterConnectingAgain,
    DraftNotSaved,
}

impl Phrase for CommonPhrase {
    fn korean(self) -> AttrValue {
        korean::say(self)
    }

    fn english(self) -> AttrValue {
        english::say(self)
    }
}

impl CommonPhrase {
    /// How to send in this state of the connection, or why it is not possible.
    #[must_use]
    pub fn send_hint(state: &State) -> Self {
        match state {
            State::Idle => Self::SendBeforeConnecting,
            State::Connecting => Self::SendAfterConnecting,
            State::Open => Self::SendShortcut,
            State::Closing => Self::SendNotWhileClosing,
            State::Closed { .. } => Self::SendAfterConnectingAgain,
        }
    }
}

impl From<&State> for CommonPhrase {
    fn from(state: &State) -> Self {
        match state {
            State::Idle => Self::NotConnected,
            State::Connecting => Self::Connecting,
            State::Open => Self::Open,
            State::Closing => Self::Closing,
            State::Closed { .. } => Self::Closed,
        }
    }
}

impl From<Ending> for CommonPhrase {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Unreachable => Self::Unreachable,
            Ending::Lost => Self::Lost,
            Ending::ByServer => Self::ClosedByServer,
            Ending::ByPage => Self::ClosedByPage,
        }
    }
}
