//! The lesson's words in Korean.

use yew::AttrValue;

use super::LessonPhrase;
use session::lesson::ConsoleLine;

pub(super) fn say(phrase: LessonPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        LessonPhrase::HowToStartServer => {
            "서버가 꺼져 있다면 프로젝트 폴더에서 아래 명령으로 켠 뒤 다시 연결하세요."
        }
        LessonPhrase::ConnectAgain => "다시 연결",
        LessonPhrase::SendFailed => "메시지를 보내지 못했습니다. 쓴 글은 그대로 있습니다.",
        LessonPhrase::ReceivedMessages => "받은 메시지",
        LessonPhrase::NoMessages => "아직 받은 메시지가 없습니다.",
        LessonPhrase::EvictedMessages { count } => {
            return format!("오래된 메시지 {count}개는 더 이상 보관하지 않습니다.").into();
        }
        LessonPhrase::BinaryMessage { bytes } => {
            return format!("이진 메시지, {bytes}바이트").into();
        }
        LessonPhrase::SocketClosed => "서버 접속 종료",
        LessonPhrase::Console(ConsoleLine::Opened) => "클라이언트 접속 완료!",
        LessonPhrase::Console(ConsoleLine::ClosePressed) => "종료 누름",
        LessonPhrase::Console(ConsoleLine::Closed) => "종료",
    })
}
