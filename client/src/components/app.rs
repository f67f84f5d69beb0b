//! The whole page.

use yew::prelude::*;

use super::language_switch::LanguageSwitch;
use super::lesson::Lesson;
use super::theme_switch::ThemeSwitch;
use super::view_switch::ViewSwitch;
use super::workbench::Workbench;
use crate::hooks::{use_language, use_screen, use_theme, use_workbench};
use crate::i18n::page::PagePhrase;
use session::screen::Screen;

/// The properties of [`App`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The WebSocket address of the page's server.
    pub server: AttrValue,
}

/// The whole page: the lesson or the workbench, and the switches.
#[component]
pub fn App(props: &AppProps) -> Html {
    let speech = use_language();
    let language = speech.language;
    let colours = use_theme();
    let workbench = use_workbench(&props.server, language);
    let view = use_screen();
    html! {
        <div class={classes!("app", (view.screen == Screen::Workbench).then_some("app-wide"))}>
            <header class="app-header">
                <h1 class="app-name">{ language.say(PagePhrase::Name) }</h1>
                <p class="app-tagline">{ language.say(PagePhrase::Tagline) }</p>
                <ViewSwitch {language} screen={view.screen} on_go={view.go} />
                <ThemeSwitch {language} theme={colours.theme} on_choose={colours.choose} />
                <LanguageSwitch {language} on_choose={speech.choose} />
            </header>
            {
                match view.screen {
                    Screen::Lesson => html! { <Lesson {language} {workbench} /> },
                    Screen::Workbench => html! {
                        <Workbench {language} server={props.server.clone()} {workbench} />
                    },
                }
            }
        </div>
    }
}
