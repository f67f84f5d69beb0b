//! Every word that a person reads, by area.
//!
//! The areas of what starts are a file each: [`page`], [`lesson`] and [`common`]. An area of the workbench has a folder:
//! its phrases in `mod.rs`, and a `say` for each language in `english.rs` and `korean.rs`. They are listed in [`words`],
//! which a release loads on demand, a language at a time.
//!
//! The words of a language are one exhaustive match, so a missing translation does not compile. A component names the
//! phrases of its own area.
//!
//! What may not enter: markup, and words that belong to no language, such as addresses, codes and
//! commands. An area may not use another area, and this file may not use any.

pub mod auth;
pub mod catalogue;
pub mod close_code;
pub mod common;
pub mod composer;
pub mod connection;
pub mod detail;
pub mod failure;
pub mod filter;
pub mod handles;
pub mod lesson;
pub mod log;
pub mod numbers;
pub mod page;
pub mod quotes;
pub mod room;
pub mod row_menu;
pub mod tabs;
pub mod words;
pub mod workbench;

use yew::AttrValue;

/// Something that the page says, in each language.
///
/// A phrase is an enum of its area, and these functions are the `say` of that area's languages.
pub trait Phrase: Copy {
    /// The phrase in Korean.
    fn korean(self) -> AttrValue;

    /// The phrase in English.
    fn english(self) -> AttrValue;
}

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

    /// Its name in itself, which its speakers look for.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Korean => "한국어",
            Self::English => "English",
        }
    }

    /// The first tag that is a language of the page, in order of preference; Korean
    /// if there is none.
    #[must_use]
    pub fn preferred(tags: [Option<String>; 2]) -> Self {
        tags.into_iter()
            .flatten()
            .find_map(|tag| Self::ALL.into_iter().find(|language| language.tag() == tag))
            .unwrap_or_default()
    }

    /// The phrase in this language.
    #[must_use]
    pub fn say(self, phrase: impl Phrase) -> AttrValue {
        self.choose(|| phrase.korean(), || phrase.english())
    }

    /// What there is in Korean or in English. The page chooses by a language here and nowhere else.
    #[must_use]
    pub fn choose<T>(self, korean: impl FnOnce() -> T, english: impl FnOnce() -> T) -> T {
        match self {
            Self::Korean => korean(),
            Self::English => english(),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn choose(address: Option<&str>, remembered: Option<&str>) -> Language {
        Language::preferred([address.map(Into::into), remembered.map(Into::into)])
    }

    #[test]
    fn language_choice_prefers_address_then_storage_then_korean() {
        assert_eq!(choose(Some("en"), Some("ko")), Language::English);
        assert_eq!(choose(None, Some("en")), Language::English);
        assert_eq!(choose(None, None), Language::Korean);
    }

    #[test]
    fn language_choice_unknown_tag_is_skipped() {
        assert_eq!(choose(Some("fr"), Some("en")), Language::English);
        assert_eq!(choose(Some("<script>"), None), Language::Korean);
    }
}
