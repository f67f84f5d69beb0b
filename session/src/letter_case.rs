//! Which letters are the same but for their case.
//!
//! What belongs here: the question, and what its answer has beside what the platform says of one letter. What may not
//! enter: Unicode's tables of cases, of which every browser has its own. The page would carry 6 KiB more of them.

/// A letter in lower and in upper case: the letter itself where it has no such case, or where that is several letters.
pub type BothCases = fn(char) -> [char; 2];

/// Compares letters without their case, by what the platform says. The default knows ASCII alone.
#[derive(Debug, Clone, Copy)]
pub struct LetterCase(BothCases);

/// The letters that are neither the lower nor the upper case of the letter that they fold to, each before that letter.
/// Unicode has hardly any new ones: of a letter that is not here, a search finds the cases that the platform names.
const ALONE: &str = "\u{b5}μǅǆǈǉǋǌǲǳ\u{345}ιςσϐβϑθϕφϖπϰκϱρϴθϵεᲀвᲁдᲂоᲃсᲄтᲅтᲆъᲇѣᲈꙋẛṡẞßᾈᾀᾉᾁᾊᾂᾋᾃᾌᾄᾍᾅᾎᾆᾏᾇᾘᾐᾙᾑᾚᾒᾛᾓᾜᾔᾝᾕᾞᾖᾟᾗᾨᾠᾩᾡᾪᾢᾫᾣᾬᾤᾭᾥᾮᾦᾯᾧᾼᾳ\u{1fbe}ιῌῃῼῳ\u{2126}ω\u{212b}å";

impl LetterCase {
    /// Compares by what this says of one letter.
    #[must_use]
    pub fn new(both_cases: BothCases) -> Self {
        Self(both_cases)
    }

    /// The letter that stands for every case of this one.
    ///
    /// No letter beyond ASCII stands for one of ASCII, as the sign for kelvin (U+212A) would for `k`: text in ASCII is
    /// searched byte by byte.
    #[must_use]
    pub fn fold(self, letter: char) -> char {
        if letter.is_ascii() {
            return letter.to_ascii_lowercase();
        }
        let [_, upper] = (self.0)(letter);
        let [lower, _] = (self.0)(upper);
        if lower.is_ascii() { letter } else { lower }
    }

    /// Whether the texts are the same but for the case of their letters.
    #[must_use]
    pub fn is_same(self, one: &str, other: &str) -> bool {
        let fold = |letter| self.fold(letter);
        one.chars().map(fold).eq(other.chars().map(fold))
    }

    /// The letter in every case: `σ`, `ς` and `Σ` for each of these.
    pub(crate) fn all_cases(self, letter: char) -> Vec<char> {
        let folded = self.fold(letter);
        let [lower, upper] = if folded.is_ascii() {
            [folded, folded.to_ascii_uppercase()]
        } else {
            (self.0)(folded)
        };
        let mut all = vec![folded];
        // A sort would weigh more than what it sorts.
        let mut add = |other| {
            if !all.contains(&other) {
                all.push(other);
            }
        };
        for other in [letter, lower, upper] {
            if self.fold(other) == folded {
                add(other);
            }
        }
        let mut alone = ALONE.chars();
        while let (Some(other), Some(its_fold)) = (alone.next(), alone.next()) {
            if its_fold == folded {
                add(other);
            }
        }
        all
    }
}

impl Default for LetterCase {
    fn default() -> Self {
        Self(|letter| [letter; 2])
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use super::LetterCase;

    /// What a browser says of letters, from the tables of the standard library.
    pub(crate) fn of_unicode() -> LetterCase {
        fn single(letter: char, mut cased: impl ExactSizeIterator<Item = char>) -> char {
            match (cased.len(), cased.next()) {
                (1, Some(cased)) => cased,
                _ => letter,
            }
        }
        LetterCase::new(|letter| {
            [
                single(letter, letter.to_lowercase()),
                single(letter, letter.to_uppercase()),
            ]
        })
    }

    #[test]
    fn cases_of_a_letter_are_all_letters_that_fold_to_the_same() {
        let letters = of_unicode();
        let mut same = BTreeMap::<char, Vec<char>>::new();
        for letter in '\0'..=char::MAX {
            same.entry(letters.fold(letter)).or_default().push(letter);
        }
        let mut missing: Vec<char> = Vec::new();
        for expected in same.values().filter(|letters| letters.len() > 1) {
            for letter in expected {
                let cases = letters.all_cases(*letter);
                missing.extend(expected.iter().filter(|it| !cases.contains(it)));
                assert!(cases.iter().all(|it| expected.contains(it)), "{letter}");
            }
        }
        missing.sort_unstable();
        missing.dedup();
        assert_eq!(String::from_iter(missing), "");
    }

    #[test]
    fn letters_fold_to_one_case_and_never_to_ascii() {
        let letters = of_unicode();
        for (one, other, is_same) in [
            ("ПРИВЕТ", "привет", true),
            ("École", "éCOLE", true),
            ("ΣΊΣΥΦΟΣ", "σίσυφος", true),
            ("Straẞe", "straße", true),
            ("straße", "strasse", false),
            ("\u{212a}", "k", false),
            ("ı", "i", false),
        ] {
            assert_eq!(letters.is_same(one, other), is_same, "{one}");
        }
        assert!(!LetterCase::default().is_same("É", "é"));
        assert!(LetterCase::default().is_same("A-가", "a-가"));
    }
}
