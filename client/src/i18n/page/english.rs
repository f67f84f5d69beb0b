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
        PagePhrase::Loading => "The workbench is loading.",
        PagePhrase::NotLoaded => {
            "The workbench could not be loaded. See whether the server is running, then load it again. If that does not help, reload the page."
        }
        PagePhrase::LoadAgain => "Load again",
        PagePhrase::Theme(Theme::Dark) => "Dark",
    })
}
