//! The log's words in Korean.

use yew::AttrValue;

use super::LogPhrase;
use session::format::{grouped, human_size, lasted};

pub(in crate::i18n) fn say(phrase: LogPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        LogPhrase::Log => "기록",
        LogPhrase::Tools => "기록 도구",
        LogPhrase::Freeze => "화면 멈추기",
        LogPhrase::Resume => "계속",
        LogPhrase::Waiting(count) => return format!("{}개 대기", grouped(count)).into(),
        LogPhrase::Clear => "비우기",
        LogPhrase::Cleared(rows) => return format!("{}행을 지웠습니다.", grouped(rows)).into(),
        LogPhrase::UndoClear => "되돌리기",
        LogPhrase::Copy => "복사",
        LogPhrase::SendAgain => "다시 보내기",
        LogPhrase::Times => "시간",
        LogPhrase::TimeOfDay => "시각",
        LogPhrase::SinceOpen => "연결 이후",
        LogPhrase::SincePrevious => "이전 줄 이후",
        LogPhrase::SinceRow => "고른 줄 이후",

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
        LogPhrase::Empty => "아직 기록이 없습니다. 모든 메시지가 여기에 남습니다.",
        LogPhrase::NoMatch => "필터에 맞는 기록이 없습니다.",
        LogPhrase::Scanning => "기록을 검색하는 중…",

        LogPhrase::Sent => "보냄",
        LogPhrase::Received => "받음",
        LogPhrase::Opened => "열림",
        LogPhrase::Closed => "닫힘",
        LogPhrase::Binary => "이진",
        LogPhrase::More(bytes) => return format!("… {} 더 있음", human_size(bytes)).into(),

        LogPhrase::Offered => "제안",
        LogPhrase::Chosen => "선택",
        LogPhrase::ChoseNone => "선택 없음",
        LogPhrase::CopiedRows { rows, of } => {
            let (copied, all) = (grouped(rows), grouped(of));
            return if rows == of {
                format!("{copied}줄을 복사했습니다.")
            } else {
                format!("{all}줄 중 {copied}줄을 복사했습니다. 한도는 8 MiB입니다.")
            }
            .into();
        }
        LogPhrase::WasOpen(ms) => return format!("열려 있던 시간 {}", lasted(ms)).into(),
    })
}
