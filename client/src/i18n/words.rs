//! The words that come with the workbench: a set for each language, loaded when the language is spoken there.
//!
//! What belongs here: the areas that the lesson does not use, and which of them come with a pane instead. A phrase of
//! an area is said by the set of its language. So code that names a phrase does not lead to the words, and a release can
//! cut them off.

use std::cell::OnceCell;

use yew::AttrValue;

use super::{Language, Phrase};

macro_rules! areas {
    ($($area:ident: $phrase:ident,)+) => {
        /// What the workbench says in one language: the `say` of each area.
        #[derive(Debug, Clone, Copy)]
        pub struct Words {
            $($area: fn(super::$area::$phrase) -> AttrValue,)+
        }

        impl Words {
            /// In Korean.
            #[must_use]
            pub fn korean() -> Self {
                Self { $($area: super::$area::korean::say,)+ }
            }

            /// In English.
            #[must_use]
            pub fn english() -> Self {
                Self { $($area: super::$area::english::say,)+ }
            }
        }

        $(impl Phrase for super::$area::$phrase {
            fn korean(self) -> AttrValue {
                say(Language::Korean, |words| (words.$area)(self))
            }

            fn english(self) -> AttrValue {
                say(Language::English, |words| (words.$area)(self))
            }
        })+
    };
}

areas! {
    close_code: CloseCodePhrase,
    composer: ComposerPhrase,
    connection: ConnectionPhrase,
    failure: FailurePhrase,
    filter: FilterPhrase,
    log: LogPhrase,
    numbers: NumbersPhrase,
    tabs: TabsPhrase,
    workbench: WorkbenchPhrase,
}

/// The areas of panes that load on demand. Their words in all languages come with the pane.
macro_rules! areas_of_panes {
    ($($area:ident: $phrase:ident,)+) => {
        $(impl Phrase for super::$area::$phrase {
            fn korean(self) -> AttrValue {
                super::$area::korean::say(self)
            }

            fn english(self) -> AttrValue {
                super::$area::english::say(self)
            }
        })+
    };
}

areas_of_panes! {
    auth: AuthPhrase,
    catalogue: CataloguePhrase,
    detail: DetailPhrase,
    handles: HandlesPhrase,
    quotes: QuotesPhrase,
    room: RoomPhrase,
    row_menu: RowMenuPhrase,
}

thread_local! {
    static KOREAN: OnceCell<Words> = const { OnceCell::new() };
    static ENGLISH: OnceCell<Words> = const { OnceCell::new() };
}

/// Keeps the words of a language, for all that is said in it from now on.
pub fn keep(language: Language, words: Words) {
    set_of(language).with(|kept| {
        // They are the same when they come again.
        let _ = kept.set(words);
    });
}

/// Says something by the words of a language. Those who show the workbench have them loaded before
/// (`Parts::workbench_in`); where a page is not cut they are at hand.
fn say(language: Language, say: impl FnOnce(&Words) -> AttrValue) -> AttrValue {
    set_of(language).with(|kept| match kept.get() {
        Some(words) => say(words),
        None => at_hand(language).map_or_else(AttrValue::default, |words| say(&words)),
    })
}

fn set_of(language: Language) -> &'static std::thread::LocalKey<OnceCell<Words>> {
    language.choose(|| &KOREAN, || &ENGLISH)
}

#[cfg(feature = "split")]
fn at_hand(_: Language) -> Option<Words> {
    None
}

#[cfg(not(feature = "split"))]
fn at_hand(language: Language) -> Option<Words> {
    Some(language.choose(Words::korean, Words::english))
}
