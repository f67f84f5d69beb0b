//! Parts of the page that are loaded when they are used (docs/loading-on-demand.md).
//!
//! What belongs here: which parts there are, what each gives once it is loaded, and what it is given. What starts knows
//! no more of a part than this file says of it. What may not enter: how a part is cut off and fetched. That is the
//! business of the binary (`bin/client/parts.rs`); elsewhere all parts are there at once, as in tests and in what
//! `trunk serve` shows.

use std::fmt;

use futures_util::future::{LocalBoxFuture, try_join};
use yew::prelude::*;

use crate::hooks::{UseLanguage, UseLesson, UseTheme};
use crate::i18n::{Language, words};

/// Loads a part, or finds it loaded.
pub type Load<T> = fn() -> LocalBoxFuture<'static, Result<T, LoadError>>;

/// A part did not come: the network failed, or the server has another build of the page by now. Loading it again may
/// help; a reload of the page helps where the server answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadError;

/// The properties of the workbench.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct WorkbenchProps {
    /// The display language, which the settings change.
    pub speech: UseLanguage,
    /// The theme, which the settings change.
    pub colours: UseTheme,
    /// The WebSocket address of the page's server.
    pub server: AttrValue,
    /// The lesson, whose connection is the first tab.
    pub lesson: UseLesson,
    /// What is loaded on demand.
    pub parts: Parts,
}

/// The list of parts, for the macro `$make`: a name, what the part gives, and where that is.
#[macro_export]
macro_rules! for_each_part {
    ($make:ident) => {
        $make! {
            /// The workbench.
            workbench: fn($crate::parts::WorkbenchProps) -> ::yew::Html
                = $crate::components::workbench::view;
            /// The pane of a room.
            room: fn($crate::components::workbench::panel::PanelProps) -> ::yew::Html
                = $crate::components::workbench::room::view;
            /// The pane of quotes.
            quotes: fn($crate::components::workbench::panel::PanelProps) -> ::yew::Html
                = $crate::components::workbench::quotes_pane::view;
            /// What opens when a person asks for it: menus, drawers, and the detail of a record.
            overlay: fn($crate::components::workbench::overlay::Overlay<'_>) -> ::yew::Html
                = $crate::components::workbench::overlay::view;
            /// The search: what compiles regular expressions.
            search: ::session::filter::CompileRegexes = ::session::filter::regex::compile;
            /// The workbench's words in Korean.
            words_ko: $crate::i18n::words::Words = $crate::i18n::words::Words::korean();
            /// The workbench's words in English.
            words_en: $crate::i18n::words::Words = $crate::i18n::words::Words::english();
        }
    };
}

macro_rules! define {
    ($($(#[$doc:meta])+ $part:ident: $gives:ty = $value:expr;)+) => {
        /// The parts, each by what loads it.
        #[derive(Clone, Copy)]
        pub struct Parts {
            $($(#[$doc])+ pub $part: Load<$gives>,)+
        }

        impl Parts {
            /// All parts, in a page that was not cut.
            #[must_use]
            pub fn at_once() -> Self {
                Self { $($part: || Box::pin(async { Ok($value as $gives) }),)+ }
            }
        }
    };
}

for_each_part!(define);

/// The name of the workbench's style sheet.
pub const WORKBENCH_STYLES: &str = "workbench";

/// The name of the style sheet of the panes of rooms and of quotes.
pub const PANES_STYLES: &str = "panes";

/// What shows the workbench, and the language in which it does.
pub type Workbench = (fn(WorkbenchProps) -> Html, Language);

impl Parts {
    /// Loads the workbench and its words in this language.
    #[must_use]
    pub fn workbench_in(
        self,
        language: Language,
    ) -> LocalBoxFuture<'static, Result<Workbench, LoadError>> {
        Box::pin(async move {
            let words = language.choose(|| self.words_ko, || self.words_en);
            let (view, words) = try_join((self.workbench)(), words()).await?;
            words::keep(language, words);
            Ok((view, language))
        })
    }
}

impl PartialEq for Parts {
    /// A page has one set of parts.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Parts").finish_non_exhaustive()
    }
}
