//! The lesson. Its Korean is the original lesson's, letter for letter.

use yew::AttrValue;

use crate::i18n::Phrase;
use session::lesson::ConsoleLine;

/// The lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum LessonPhrase {
    HowToStartServer,
    ConnectAgain,
    SendFailed,
    ReceivedMessages,
    NoMessages,
    EvictedMessages { count: u64 },
    BinaryMessage { bytes: usize },
    SocketClosed,
    Console(ConsoleLine),
}

impl Phrase for LessonPhrase {
    fn korean(self) -> AttrValue {
        AttrValue::Static(match self {
            Self::HowToStartServer => {
                "서버가 꺼져 있다면 프로젝트 폴더에서 아래 명령으로 켠 뒤 다시 연결하세요."
            }
            Self::ConnectAgain => "다시 연결",
            Self::SendFailed => "메시지를 보내지 못했습니다. 쓴 글은 그대로 있습니다.",
            Self::ReceivedMessages => "받은 메시지",
            Self::NoMessages => "아직 받은 메시지가 없습니다.",
            Self::EvictedMessages { count } => {
                return format!("오래된 메시지 {count}개는 더 이상 보관하지 않습니다.").into();
            }
            Self::BinaryMessage { bytes } => {
                return format!("이진 메시지, {bytes}바이트").into();
            }
            Self::SocketClosed => "서버 접속 종료",
            Self::Console(ConsoleLine::Opened) => "클라이언트 접속 완료!",
            Self::Console(ConsoleLine::ClosePressed) => "종료 누름",
            Self::Console(ConsoleLine::Closed) => "종료",
        })
    }

    fn english(self) -> AttrValue {
        AttrValue::Static(match self {
            Self::HowToStartServer => {
                "If the server is not running, start it in the project's folder with one of these \
                 commands, then connect again."
            }
            Self::ConnectAgain => "Connect again",
            Self::SendFailed => "The message could not be sent. Your text is still here.",
            Self::ReceivedMessages => "Received messages",
            Self::NoMessages => "No messages yet.",
            Self::EvictedMessages { count: 1 } => "1 older message is no longer kept.",
            Self::EvictedMessages { count } => {
                return format!("{count} older messages are no longer kept.").into();
            }
            Self::BinaryMessage { bytes: 1 } => "Binary message, 1 byte",
            Self::BinaryMessage { bytes } => {
                return format!("Binary message, {bytes} bytes").into();
            }
            Self::SocketClosed => "Connection to the server closed",
            Self::Console(ConsoleLine::Opened) => "Client connected!",
            Self::Console(ConsoleLine::ClosePressed) => "Close pressed",
            Self::Console(ConsoleLine::Closed) => "Closed",
        })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use crate::i18n::common::CommonPhrase;

    #[test]
    fn korean_lesson_is_the_original_to_the_letter() {
        let korean = Language::Korean;
        let console = |line| korean.say(LessonPhrase::Console(line));
        for (said, words) in [
            (korean.say(CommonPhrase::Send), "전송"),
            (korean.say(CommonPhrase::Close), "종료"),
            (korean.say(LessonPhrase::SocketClosed), "서버 접속 종료"),
            (console(ConsoleLine::Opened), "클라이언트 접속 완료!"),
            (console(ConsoleLine::ClosePressed), "종료 누름"),
            (console(ConsoleLine::Closed), "종료"),
        ] {
            assert_eq!(said, words);
        }
    }

    #[test]
    fn english_count_of_one_is_singular() {
        let evicted = |count| Language::English.say(LessonPhrase::EvictedMessages { count });
        assert!(evicted(1).starts_with("1 older message is"));
        assert!(evicted(2).starts_with("2 older messages are"));
    }
}
