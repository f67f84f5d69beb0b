//! 한국어. The lesson's words are the lesson's, letter for letter.

mod catalogue;
mod close_code;
mod composer;
mod connection;
mod failure;
mod filter;
mod log;
mod numbers;
mod quotes;
mod room;
mod tabs;
mod workbench;

use yew::AttrValue;

use super::Phrase;
use crate::model::session::ConsoleLine;
use crate::model::theme::Theme;

pub(super) fn say(phrase: Phrase) -> AttrValue {
    AttrValue::Static(match phrase {
        Phrase::Name => "울림",
        Phrase::Tagline => "웹소켓 작업대",
        Phrase::ChooseView => "화면",
        Phrase::Lesson => "수업",
        Phrase::Workbench => "작업대",
        Phrase::ChooseLanguage => "언어",
        Phrase::ChooseTheme => "밝기",
        Phrase::Theme(Theme::System) => "시스템",
        Phrase::Theme(Theme::Light) => "밝게",
        Phrase::Theme(Theme::Dark) => "어둡게",

        Phrase::NotConnected => "연결 안 됨",
        Phrase::Connecting => "연결하는 중",
        Phrase::Open => "연결됨",
        Phrase::Closing => "닫는 중",
        Phrase::Closed => "닫힘",
        Phrase::CloseCode => "종료 코드",
        Phrase::CloseReason => "이유",
        Phrase::Unreachable => "서버에 연결하지 못했습니다.",
        Phrase::Lost => "연결이 끊어졌습니다.",
        Phrase::ClosedByServer => "서버가 연결을 닫았습니다.",
        Phrase::ClosedByPage => "이 페이지에서 연결을 닫았습니다.",
        Phrase::HowToStartServer => {
            "서버가 꺼져 있다면 프로젝트 폴더에서 아래 명령으로 켠 뒤 다시 연결하세요."
        }

        Phrase::MessageToSend => "보낼 메시지",
        Phrase::Send => "전송",
        Phrase::Close => "종료",
        Phrase::ConnectAgain => "다시 연결",
        Phrase::SendShortcut => "Ctrl+Enter(Mac은 ⌘+Enter)로도 보낼 수 있습니다.",
        Phrase::SendBeforeConnecting => "아직 연결되지 않았습니다. 연결하면 보낼 수 있습니다.",
        Phrase::SendAfterConnecting => "연결되면 보낼 수 있습니다.",
        Phrase::SendNotWhileClosing => {
            "연결을 닫는 중이라 보낼 수 없습니다. 쓴 글은 그대로 남습니다."
        }
        Phrase::SendAfterConnectingAgain => {
            "연결이 닫혀 있어 보낼 수 없습니다. 쓴 글은 그대로 있으니 다시 연결해 보내세요."
        }
        Phrase::SendFailed => "메시지를 보내지 못했습니다. 쓴 글은 그대로 있습니다.",
        Phrase::DraftNotKept => "브라우저에 저장할 자리가 없어, 새로 고치면 쓴 글이 사라집니다.",

        Phrase::ReceivedMessages => "받은 메시지",
        Phrase::NoMessages => "아직 받은 메시지가 없습니다.",
        Phrase::EvictedMessages { count } => {
            return format!("오래된 메시지 {count}개는 더 이상 보관하지 않습니다.").into();
        }
        Phrase::BinaryMessage { bytes } => return format!("이진 메시지, {bytes}바이트").into(),
        Phrase::SocketClosed => "서버 접속 종료",

        Phrase::Console(ConsoleLine::Opened) => "클라이언트 접속 완료!",
        Phrase::Console(ConsoleLine::ClosePressed) => "종료 누름",
        Phrase::Console(ConsoleLine::Closed) => "종료",

        Phrase::Catalogue(phrase) => return catalogue::say(phrase),
        Phrase::CloseCodeMeaning(phrase) => return close_code::say(phrase),
        Phrase::Composer(phrase) => return composer::say(phrase),
        Phrase::Log(phrase) => return log::say(phrase),
        Phrase::Numbers(phrase) => return numbers::say(phrase),
        Phrase::Quotes(phrase) => return quotes::say(phrase),
        Phrase::InWorkbench(phrase) => return workbench::say(phrase),
        Phrase::Room(phrase) => return room::say(phrase),
        Phrase::Tabs(phrase) => return tabs::say(phrase),
        Phrase::Connection(phrase) => return connection::say(phrase),
        Phrase::Failure(phrase) => return failure::say(phrase),
        Phrase::Filter(phrase) => return filter::say(phrase),
    })
}
