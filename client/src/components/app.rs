//! The whole page.

use yew::prelude::*;

use super::lesson::{LessonProps, lesson};
use super::part::part;
use super::switch::{language_switch, theme_switch, view_switch};
use crate::hooks::{UseLanguage, use_language, use_lesson, use_part_in, use_screen, use_theme};
use crate::i18n::page::PagePhrase;
use crate::parts::{Parts, WORKBENCH_STYLES, WorkbenchProps};
use session::choices::Screen;

/// The properties of [`App`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The WebSocket address of the page's server.
    pub server: AttrValue,
    /// What is loaded on demand.
    pub parts: Parts,
}

/// The whole page: the lesson or the workbench, and the switches.
#[component]
pub fn App(props: &AppProps) -> Html {
    let speech = use_language();
    let language = speech.language;
    let colours = use_theme();
    let kept = use_lesson(&props.server, language);
    let view = use_screen();
    let is_workbench = view.screen == Screen::Workbench;
    let parts = props.parts;
    let load = move |language| parts.workbench_in(language);
    let shown = use_part_in(language, load, WORKBENCH_STYLES, is_workbench);
    if !is_workbench {
        kept.reclaim();
    }
    html! {
        <div class={classes!("app", is_workbench.then_some("app-wide"))}>
            <header class="app-header">
                <h1 class="app-name">{ language.say(PagePhrase::Name) }</h1>
                <p class="app-tagline">{ language.say(PagePhrase::Tagline) }</p>
                { view_switch(language, view.screen, &view.go) }
                if !is_workbench {
                    { theme_switch(language, colours.theme, &colours.choose) }
                    { language_switch(language, &speech.choose) }
                }
            </header>
            {
                match view.screen {
                    Screen::Lesson => lesson(&LessonProps { language, lesson: kept }),
                    Screen::Workbench => part(language, shown, |(show, language)| {
                        show(WorkbenchProps {
                            speech: UseLanguage { language, ..speech },
                            colours,
                            server: props.server.clone(),
                            lesson: kept,
                            parts: props.parts,
                        })
                    }),
                }
            }
        </div>
    }
}
