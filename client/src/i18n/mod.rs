//! Every word a person reads.
//!
//! What belongs here: the languages, the list of things the page says, and one file a language
//! with one exhaustive match, so that a missing translation does not compile. What may not
//! enter: markup, and words that are no language's own: addresses, codes, commands.

pub mod catalogue;
pub mod close_code;
pub mod composer;
pub mod connection;
mod english;
pub mod failure;
pub mod filter;
mod korean;
pub mod log;
pub mod numbers;
pub mod quotes;
pub mod room;
pub mod tabs;
pub mod workbench;

use yew::AttrValue;

use self::catalogue::CataloguePhrase;
use self::close_code::CloseCodePhrase;
use self::composer::ComposerPhrase;
use self::connection::ConnectionPhrase;
use self::failure::FailurePhrase;
use self::filter::FilterPhrase;
use self::log::LogPhrase;
use self::numbers::NumbersPhrase;
use self::quotes::QuotesPhrase;
use self::room::RoomPhrase;
use self::workbench::WorkbenchPhrase;

use self::tabs::TabsPhrase;
use crate::model::session::{ConsoleLine, Ending, State};
use crate::model::theme::Theme;

/// A language that the page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 한국어, the language of the lesson.
    #[default]
    Korean,
    /// English.
    English,
}

impl Language {
    /// All of them, as the language switch lists them.
    pub const ALL: [Self; 2] = [Self::Korean, Self::English];

    /// The BCP 47 tag, as in `<html lang>` and `?lang=`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Korean => "ko",
            Self::English => "en",
        }
    }

    /// Its name in itself, which is the one that its speakers look for.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Korean => "한국어",
            Self::English => "English",
        }
    }

    /// The first of the wishes that the page can fulfil, most important wish first; Korean
    /// when there is none.
    #[must_use]
    pub fn choose(wishes: [Option<String>; 2]) -> Self {
        wishes
            .into_iter()
            .flatten()
            .find_map(|tag| Self::ALL.into_iter().find(|language| language.tag() == tag))
            .unwrap_or_default()
    }

    /// The phrase in this language.
    #[must_use]
    pub fn say(self, phrase: impl Into<Phrase>) -> AttrValue {
        let phrase = phrase.into();
        match self {
            Self::Korean => korean::say(phrase),
            Self::English => english::say(phrase),
        }
    }
}

/// Everything the page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum Phrase {
    Name,
    Tagline,
    ChooseView,
    Lesson,
    Workbench,
    ChooseLanguage,
    ChooseTheme,
    Theme(Theme),

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
    HowToStartServer,

    MessageToSend,
    Send,
    Close,
    ConnectAgain,
    SendShortcut,
    SendBeforeConnecting,
    SendAfterConnecting,
    SendNotWhileClosing,
    SendAfterConnectingAgain,
    SendFailed,
    DraftNotKept,

    ReceivedMessages,
    NoMessages,
    EvictedMessages { count: u64 },
    BinaryMessage { bytes: usize },
    SocketClosed,

    Console(ConsoleLine),

    Catalogue(CataloguePhrase),
    CloseCodeMeaning(CloseCodePhrase),
    Composer(ComposerPhrase),
    Log(LogPhrase),
    Numbers(NumbersPhrase),
    Quotes(QuotesPhrase),
    InWorkbench(WorkbenchPhrase),
    Room(RoomPhrase),
    Tabs(TabsPhrase),
    Connection(ConnectionPhrase),
    Failure(FailurePhrase),
    Filter(FilterPhrase),
}

impl From<&State> for Phrase {
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

impl From<Ending> for Phrase {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Unreachable => Self::Unreachable,
            Ending::Lost => Self::Lost,
            Ending::ByServer => Self::ClosedByServer,
            Ending::ByPage => Self::ClosedByPage,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn choose(address: Option<&str>, remembered: Option<&str>) -> Language {
        Language::choose([address.map(Into::into), remembered.map(Into::into)])
    }

    #[test]
    fn the_address_is_asked_first_then_what_is_remembered_then_it_is_korean() {
        assert_eq!(choose(Some("en"), Some("ko")), Language::English);
        assert_eq!(choose(None, Some("en")), Language::English);
        assert_eq!(choose(None, None), Language::Korean);
    }

    #[test]
    fn a_language_that_the_page_does_not_speak_is_passed_over() {
        assert_eq!(choose(Some("fr"), Some("en")), Language::English);
        assert_eq!(choose(Some("<script>"), None), Language::Korean);
    }

    #[test]
    fn the_lesson_s_words_are_the_lesson_s() {
        let korean = [
            (Phrase::Send, "전송"),
            (Phrase::Close, "종료"),
            (Phrase::SocketClosed, "서버 접속 종료"),
            (
                Phrase::Console(ConsoleLine::Opened),
                "클라이언트 접속 완료!",
            ),
            (Phrase::Console(ConsoleLine::ClosePressed), "종료 누름"),
            (Phrase::Console(ConsoleLine::Closed), "종료"),
        ];
        for (phrase, words) in korean {
            assert_eq!(Language::Korean.say(phrase), words);
        }
    }

    #[test]
    fn one_message_is_not_many() {
        let evicted = |count| Language::English.say(Phrase::EvictedMessages { count });
        assert!(evicted(1).starts_with("1 older message is"));
        assert!(evicted(2).starts_with("2 older messages are"));
    }
}
