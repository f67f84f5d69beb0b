//! The head of the page: its name, and the choices of view, language and theme.

use yew::AttrValue;

use crate::i18n::Phrase;
use session::choices::Theme;

/// The head of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum PagePhrase {
    Name,
    Tagline,
    ChooseView,
    Lesson,
    Workbench,
    ChooseLanguage,
    ChooseTheme,
    Theme(Theme),
    Loading,
    NotLoaded,
    LoadAgain,
}

impl Phrase for PagePhrase {
    fn korean(self) -> AttrValue {
        AttrValue::Static(match self {
            Self::Name => "울림",
            Self::Tagline => "웹소켓 작업대",
            Self::ChooseView => "화면",
            Self::Lesson => "수업",
            Self::Workbench => "작업대",
            Self::ChooseLanguage => "언어",
            Self::ChooseTheme => "밝기",
            Self::Theme(Theme::System) => "시스템",
            Self::Theme(Theme::Light) => "밝게",
            Self::Theme(Theme::Dark) => "어둡게",
            Self::Loading => "불러오는 중입니다.",
            Self::NotLoaded => {
                "불러오지 못했습니다. 서버가 켜져 있는지 확인하고 다시 불러오세요. 그래도 되지 않으면 페이지를 새로 고치세요."
            }
            Self::LoadAgain => "다시 불러오기",
        })
    }

    fn english(self) -> AttrValue {
        AttrValue::Static(match self {
            Self::Name => "Ullim",
            Self::Tagline => "WebSocket workbench",
            Self::ChooseView => "View",
            Self::Lesson => "Lesson",
            Self::Workbench => "Workbench",
            Self::ChooseLanguage => "Language",
            Self::ChooseTheme => "Theme",
            Self::Theme(Theme::System) => "System",
            Self::Theme(Theme::Light) => "Light",
            Self::Theme(Theme::Dark) => "Dark",
            Self::Loading => "This part of the page is loading.",
            Self::NotLoaded => {
                "This part of the page could not be loaded. See whether the server is running, then load it again. If that does not help, reload the page."
            }
            Self::LoadAgain => "Load again",
        })
    }
}
