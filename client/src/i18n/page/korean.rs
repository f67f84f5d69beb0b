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
        PagePhrase::Loading => "작업대를 불러오는 중입니다.",
        PagePhrase::NotLoaded => {
            "작업대를 불러오지 못했습니다. 서버가 켜져 있는지 확인하고 다시 불러오세요. 그래도 되지 않으면 페이지를 새로 고치세요."
        }
        PagePhrase::LoadAgain => "다시 불러오기",
        PagePhrase::Theme(Theme::Dark) => "어둡게",
    })
}
