//! The message editor: the kind of a message, its size, its problems and its repetition.

pub(super) mod english;
pub(super) mod korean;

use session::composer::Problem;
use session::composer::draft::DraftKind;
use session::composer::repeat::{RepeatError, RepeatState};

/// The message editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum ComposerPhrase {
    Kind,
    KindName(DraftKind),
    Size {
        bytes: usize,
    },
    SizeUnknown,
    Format,
    Older,
    Newer,
    Hints,
    /// A button that makes line feeds of the carriage returns, with their number.
    CarriageReturns(u64),
    HistoryKeys,
    Blanks,
    /// It follows what looks like a variable.
    UnknownVariable,
    Preview,

    ChooseFile,
    /// The other ways to choose a file.
    DropOrPaste,
    /// While a file is dragged over the page.
    DropHere,
    NoFile,
    FirstBytes,
    RemoveFile,

    WillQueue,
    Queued {
        messages: usize,
    },
    Problem(Problem),

    Repeat,
    RepeatError(RepeatError),
    RepeatEvery,
    RepeatCount,
    RepeatEndless,
    RepeatStart,
    RepeatStop,
    RepeatSent {
        messages: u64,
    },
    RepeatState(RepeatState),
    RepeatWhenOpen,
}

/// A character in quotes, or its number where the quotes would look empty.
fn quoted(character: char) -> String {
    match character {
        '\0'..=' '
        | '\u{7f}'..='\u{a0}'
        | '\u{ad}'
        | '\u{2000}'..='\u{200f}'
        | '\u{2028}'..='\u{202f}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3000}'
        | '\u{feff}' => format!("U+{:04X}", u32::from(character)),
        _ => format!("‘{character}’"),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use session::composer::draft::ComposeError;
    use session::json;
    use session::text_position::TextPosition;

    #[test]
    fn quoted_invisible_character_is_its_number() {
        assert_eq!(quoted('가'), "‘가’");
        assert_eq!(quoted('\n'), "U+000A");
        assert_eq!(quoted('\u{feff}'), "U+FEFF");
    }

    #[test]
    fn draft_problem_names_line_column_and_character() {
        let problem = Problem::Draft(ComposeError::Json {
            kind: json::ErrorKind::UnexpectedCharacter(']'),
            position: TextPosition {
                line: 12,
                column: 34,
            },
        });
        for language in Language::ALL {
            let words = language.say(ComposerPhrase::Problem(problem));
            for part in ["12", "34", "‘]’"] {
                assert!(words.contains(part), "{part} is not in {words}");
            }
        }
    }

    #[test]
    fn english_count_of_one_is_singular() {
        let say = |phrase: ComposerPhrase| Language::English.say(phrase).to_string();
        assert_eq!(say(ComposerPhrase::Size { bytes: 1 }), "1 byte");
        assert_eq!(say(ComposerPhrase::Size { bytes: 999 }), "999 bytes");
        assert_eq!(
            say(ComposerPhrase::Size { bytes: 1_536 }),
            "1,536 bytes (1.5 KiB)"
        );
        assert_eq!(
            say(ComposerPhrase::RepeatSent { messages: 1 }),
            "1 message sent"
        );
    }
}
