//! The lesson. Its Korean is the original lesson's, letter for letter.

mod english;
mod korean;

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
        korean::say(self)
    }

    fn english(self) -> AttrValue {
        english::say(self)
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
