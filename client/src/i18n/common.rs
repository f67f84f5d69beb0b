//! The words that lesson and workbench share: the state of a connection, and sending.

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
        AttrValue::Static(match self {
            Self::NotConnected => "연결 안 됨",
            Self::Connecting => "연결하는 중",
            Self::Open => "연결됨",
            Self::Closing => "닫는 중",
            Self::Closed => "닫힘",
            Self::CloseCode => "종료 코드",
            Self::CloseReason => "이유",
            Self::Unreachable => "서버에 연결하지 못했습니다.",
            Self::Lost => "연결이 끊어졌습니다.",
            Self::ClosedByServer => "서버가 연결을 닫았습니다.",
            Self::ClosedByPage => "이 페이지에서 연결을 닫았습니다.",
            Self::MessageToSend => "보낼 메시지",
            Self::Send => "전송",
            Self::Close => "종료",
            Self::SendShortcut => "Ctrl+Enter(Mac은 ⌘+Enter)로도 보낼 수 있습니다.",
            Self::SendBeforeConnecting => "아직 연결되지 않았습니다. 연결하면 보낼 수 있습니다.",
            Self::SendAfterConnecting => "연결되면 보낼 수 있습니다.",
            Self::SendNotWhileClosing => {
                "연결을 닫는 중이라 보낼 수 없습니다. 쓴 글은 그대로 남습니다."
            }
            Self::SendAfterConnectingAgain => {
                "연결이 닫혀 있어 보낼 수 없습니다. 쓴 글은 그대로 있으니 다시 연결해 보내세요."
            }
            Self::DraftNotSaved => {
                "브라우저가 글을 저장하지 못했습니다. 새로 고치면 쓴 글이 사라집니다."
            }
        })
    }

    fn english(self) -> AttrValue {
        AttrValue::Static(match self {
            Self::NotConnected => "Not connected",
            Self::Connecting => "Connecting",
            Self::Open => "Open",
            Self::Closing => "Closing",
            Self::Closed => "Closed",
            Self::CloseCode => "Close code",
            Self::CloseReason => "Reason",
            Self::Unreachable => "The connection could not be opened.",
            Self::Lost => "The connection was lost.",
            Self::ClosedByServer => "The server closed the connection.",
            Self::ClosedByPage => "This page closed the connection.",
            Self::MessageToSend => "Message to send",
            Self::Send => "Send",
            Self::Close => "Close",
            Self::SendShortcut => "Ctrl+Enter (⌘+Enter on a Mac) also sends.",
            Self::SendBeforeConnecting => "Not connected yet: connect to send.",
            Self::SendAfterConnecting => "You can send once the connection is open.",
            Self::SendNotWhileClosing => {
                "The connection is closing, so nothing can be sent. Your text stays."
            }
            Self::SendAfterConnectingAgain => {
                "The connection is closed, so nothing can be sent. Your text stays: connect again to \
                 send it."
            }
            Self::DraftNotSaved => "The browser could not save your text: a reload would lose it.",
        })
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
