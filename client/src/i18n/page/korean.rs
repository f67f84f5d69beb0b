//! The words of the page's head in Korean.

use yew::AttrValue;

use super::PagePhrase;
use session::theme::Theme;

pub(super) fn say(phrase: PagePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        PagePhrase::Name => "울림",
        PagePhrase::Tagline => "웹소켓 작업대",
        PagePhrase::ChooseView => "화면",
        PagePhrase::Lesson => "수업",
        PagePhrase::Workbench => "작업대",
        PagePhrase::ChooseLanguage => "언어",
        PagePhrase::ChooseTheme => "밝기",
        PagePhrase::Theme(Theme::System) => "시스템",
        PagePhrase::Theme(Theme::Light) => "밝게",
        PagePhrase::Theme(Theme::Dark) => "어둡게",
    })
}
