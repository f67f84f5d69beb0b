//! The words that lesson and workbench share in Korean.

use yew::AttrValue;

use super::CommonPhrase;

pub(super) fn say(phrase: CommonPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        CommonPhrase::NotConnected => "연결 안 됨",
        CommonPhrase::Connecting => "연결하는 중",
        CommonPhrase::Open => "연결됨",
        CommonPhrase::Closing => "닫는 중",
        CommonPhrase::Closed => "닫힘",
        CommonPhrase::CloseCode => "종료 코드",
        CommonPhrase::CloseReason => "이유",
        CommonPhrase::Unreachable => "서버에 연결하지 못했습니다.",
        CommonPhrase::Lost => "연결이 끊어졌습니다.",
        CommonPhrase::ClosedByServer => "서버가 연결을 닫았습니다.",
        CommonPhrase::ClosedByPage => "이 페이지에서 연결을 닫았습니다.",
        CommonPhrase::MessageToSend => "보낼 메시지",
        CommonPhrase::Send => "전송",
        CommonPhrase::Close => "종료",
        CommonPhrase::SendShortcut => "Ctrl+Enter(Mac은 ⌘+Enter)로도 보낼 수 있습니다.",
        CommonPhrase::SendBeforeConnecting => {
            "아직 연결되지 않았습니다. 연결하면 보낼 수 있습니다."
        }
        CommonPhrase::SendAfterConnecting => "연결되면 보낼 수 있습니다.",
        CommonPhrase::SendNotWhileClosing => {
            "연결을 닫는 중이라 보낼 수 없습니다. 쓴 글은 그대로 남습니다."
        }
        CommonPhrase::SendAfterConnectingAgain => {
            "연결이 닫혀 있어 보낼 수 없습니다. 쓴 글은 그대로 있으니 다시 연결해 보내세요."
        }
        CommonPhrase::DraftNotSaved => {
            "브라우저가 글을 저장하지 못했습니다. 새로 고치면 쓴 글이 사라집니다."
        }
    })
}
