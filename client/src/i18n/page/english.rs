//! The words of the page's head in English.

use yew::AttrValue;

use super::PagePhrase;
use session::theme::Theme;

pub(super) fn say(phrase: PagePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        PagePhrase::Name => "Ullim",
        PagePhrase::Tagline => "WebSocket workbench",
        PagePhrase::ChooseView => "View",
        PagePhrase::Lesson => "Lesson",
        PagePhrase::Workbench => "Workbench",
        PagePhrase::ChooseLanguage => "Language",
        PagePhrase::ChooseTheme => "Theme",
        PagePhrase::Theme(Theme::System) => "System",
        PagePhrase::Theme(Theme::Light) => "Light",
        PagePhrase::Theme(Theme::Dark) => "Dark",
    })
}
