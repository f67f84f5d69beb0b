//! The log's words in Korean.

use yew::AttrValue;

use super::LogPhrase;
use session::format::{grouped, human_size, lasted};

pub(in crate::i18n) fn say(phrase: LogPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        LogPhrase::Log => "기록",
        LogPhrase::Tools => "기록 도구",
        LogPhrase::Freeze => "화면 멈추기",
        LogPhrase::Waiting(count) => return format!("{}개 대기", grouped(count)).into(),
        LogPhrase::Clear => "비우기",
        LogPhrase::Copy => "복사",
        LogPhrase::SendAgain => "다시 보내기",
        LogPhrase::Times => "시간",
        LogPhrase::TimeOfDay => "시각",
        LogPhrase::SinceOpen => "연결 이후",
        LogPhrase::SincePrevious => "이전 줄 이후",

        LogPhrase::New(count) => return format!("새 메시지 {}개", grouped(count)).into(),
        LogPhrase::Announced(count) => {
            return format!("새 메시지 {}개가 왔습니다.", grouped(count)).into();
        }
        LogPhrase::Evicted { messages, bytes } => {
            let (messages, bytes) = (grouped(messages), human_size(bytes));
            return format!(
                "기록의 메모리 한도에 이르러 오래된 메시지 {messages}개({bytes})를 지웠습니다."
            )
            .into();
        }
        LogPhrase::Empty => "아직 기록이 없습니다. 연결하면 모든 메시지가 여기에 남습니다.",
        LogPhrase::NoMatch => "필터에 맞는 기록이 없습니다.",
        LogPhrase::Scanning => "기록을 검색하는 중…",

        LogPhrase::Sent => "보냄",
        LogPhrase::Received => "받음",
        LogPhrase::Opened => "열림",
        LogPhrase::Closed => "닫힘",
        LogPhrase::Text => "텍스트",
        LogPhrase::Binary => "이진",
        LogPhrase::More(bytes) => return format!("… {} 더 있음", human_size(bytes)).into(),

        LogPhrase::Detail => "자세히",
        LogPhrase::CloseDetail => "자세히 보기 닫기",
        LogPhrase::Number => "번호",
        LogPhrase::Kind => "종류",
        LogPhrase::Size => "크기",
        LogPhrase::Bytes(bytes) => return format!("{}바이트", grouped(bytes)).into(),
        LogPhrase::AsText => "보낸 그대로",
        LogPhrase::AsJson => "JSON으로",
        LogPhrase::AsBytes => "바이트로",
        LogPhrase::Unseen(count) => return format!("안 보이는 글자 {}개", grouped(count)).into(),
        LogPhrase::NotJson { at_bytes } => {
            return format!(
                "JSON이 아닙니다. {}번째 바이트에 오류가 있습니다.",
                grouped(at_bytes)
            )
            .into();
        }
        LogPhrase::JsonTooLong => "JSON이 너무 길어 줄로 펼칠 수 없습니다.",
        LogPhrase::Lines => "메시지 전체",
        LogPhrase::Fold => "접기",
        LogPhrase::Unfold => "펼치기",
        LogPhrase::Subprotocol => "하위 프로토콜",
        LogPhrase::Extensions => "확장",
        LogPhrase::Offered => "제안",
        LogPhrase::Chosen => "선택",
        LogPhrase::ChoseNone => "선택 없음",
        LogPhrase::WasOpen(ms) => return format!("열려 있던 시간 {}", lasted(ms)).into(),
    })
}
