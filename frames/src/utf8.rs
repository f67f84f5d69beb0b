//! UTF-8 of a text message, checked as its pieces come (RFC 6455 section 8.1).
//!
//! A receiver fails the connection with 1007 at the first byte that is wrong, in the middle of a frame, too. Pieces
//! may split a character.
//!
//! `simdutf8` checks long pieces, because it does not slow down where the text is not ASCII. It uses the vector
//! instructions that the processor has, and the standard library where there are none.

use thiserror::Error;

/// The most bytes of a character, of which one fewer may wait for the next piece.
const MAX_CHARACTER_BYTES: usize = 4;

/// Where the bytes of a message stop being UTF-8. Both count from the beginning of the message.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("byte {offset} of the message is not UTF-8")]
pub struct InvalidUtf8 {
    /// The first byte that is wrong: whatever follows it, the message cannot be UTF-8. Behind the message, where its
    /// last character lacks bytes.
    pub offset: u64,
    /// How many bytes before it are whole characters, as [`std::str::Utf8Error::valid_up_to`] says.
    pub valid_up_to: u64,
}

/// Checks the UTF-8 of one message after the other.
///
/// It keeps at most three bytes: the beginning of a character.
///
/// ```
/// use frames::utf8::Utf8Validator;
/// let mut validator = Utf8Validator::default();
/// // U+D55C is three bytes.
/// assert!(validator.push(b"a\xED\x95").is_ok());
/// assert!(validator.push(b"\x9C").is_ok());
/// assert!(validator.finish().is_ok());
/// // No character begins with these two bytes.
/// assert_eq!(validator.push(b"b\xF4\x90").unwrap_err().offset, 2);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Utf8Validator {
    /// The beginning of a character that may become valid.
    kept: [u8; MAX_CHARACTER_BYTES],
    kept_bytes: usize,
    /// How many bytes of the message are whole characters.
    valid: u64,
    error: Option<InvalidUtf8>,
}

impl Utf8Validator {
    /// Takes the next piece of the message.
    ///
    /// # Errors
    ///
    /// A byte that no character can have there. The message is lost: every call returns the same error, until
    /// [`finish`](Self::finish) or [`reset`](Self::reset) ends the message.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), InvalidUtf8> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let piece = self.complete_character(piece)?;
        let Err(error) = simdutf8::compat::from_utf8(piece) else {
            self.valid += piece.len() as u64;
            return Ok(());
        };
        let (valid, rest) = piece.split_at(error.valid_up_to());
        self.valid += valid.len() as u64;
        if let Some(length) = error.error_len() {
            return Err(self.fail(rest, length));
        }
        // Without a length the character is only not whole: at most three bytes of it are here.
        self.kept[..rest.len()].copy_from_slice(rest);
        self.kept_bytes = rest.len();
        Ok(())
    }

    /// Ends the message. The next piece begins another.
    ///
    /// # Errors
    ///
    /// The message ended in the middle of a character, or [`push`](Self::push) has returned an error before.
    pub fn finish(&mut self) -> Result<(), InvalidUtf8> {
        let ended = std::mem::take(self);
        if let Some(error) = ended.error {
            return Err(error);
        }
        if ended.kept_bytes > 0 {
            return Err(InvalidUtf8 {
                offset: ended.valid + ended.kept_bytes as u64,
                valid_up_to: ended.valid,
            });
        }
        Ok(())
    }

    /// Begins another message, whatever the last one was.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Completes the character that was kept, if any. Returns what follows it in `piece`.
    fn complete_character<'a>(&mut self, mut piece: &'a [u8]) -> Result<&'a [u8], InvalidUtf8> {
        while self.kept_bytes > 0
            && let Some((&byte, rest)) = piece.split_first()
        {
            self.kept[self.kept_bytes] = byte;
            let character = self.kept;
            let character = &character[..=self.kept_bytes];
            match std::str::from_utf8(character) {
                Ok(_) => {
                    self.valid += character.len() as u64;
                    self.kept_bytes = 0;
                }
                Err(error) => match error.error_len() {
                    Some(length) => return Err(self.fail(character, length)),
                    None => self.kept_bytes += 1,
                },
            }
            piece = rest;
        }
        Ok(piece)
    }

    /// Notes that the bytes behind the valid ones, `rest`, begin with an error that is `length` bytes long.
    fn fail(&mut self, rest: &[u8], length: usize) -> InvalidUtf8 {
        // `length` counts the bytes that could begin a character, and the wrong one follows them. Where the first byte
        // is wrong already, it is 1.
        let could_begin = rest
            .first()
            .is_some_and(|first| matches!(first, 0xC2..=0xF4));
        let error = InvalidUtf8 {
            offset: self.valid + if could_begin { length as u64 } else { 0 },
            valid_up_to: self.valid,
        };
        self.error = Some(error);
        error
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What checking `bytes` in pieces of `sizes`, over and over, returns, and after how many bytes it failed.
    fn check(bytes: &[u8], sizes: &[usize]) -> (Result<(), InvalidUtf8>, usize) {
        let mut validator = Utf8Validator::default();
        let (mut rest, mut sizes) = (bytes, sizes.iter().cycle());
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(rest.len().min(*sizes.next().unwrap()));
            rest = behind;
            let result = validator.push(piece);
            assert!(validator.kept_bytes < MAX_CHARACTER_BYTES);
            if result.is_err() {
                assert_eq!(validator.push(b"a"), result);
                return (result, bytes.len() - rest.len());
            }
        }
        (validator.finish(), bytes.len())
    }

    /// The same by the standard library, which sees all of `bytes`.
    fn expected(bytes: &[u8]) -> Result<(), InvalidUtf8> {
        let Err(error) = std::str::from_utf8(bytes) else {
            return Ok(());
        };
        let valid_up_to = error.valid_up_to();
        // The shortest beginning that is wrong whatever follows; else all of it, which lacks bytes.
        let wrong = (valid_up_to..bytes.len()).find(|at| {
            std::str::from_utf8(&bytes[..=*at]).is_err_and(|error| error.error_len().is_some())
        });
        Err(InvalidUtf8 {
            offset: wrong.unwrap_or(bytes.len()) as u64,
            valid_up_to: valid_up_to as u64,
        })
    }

    #[test]
    fn byte_after_which_nothing_can_be_valid_is_the_first_bad_one() {
        for (bytes, offset) in [
            (b"\xF4\x90\x80\x80".as_slice(), 1),
            (b"\xF5", 0),
            (b"\xC0\xAF", 0),
            (b"\x80", 0),
            (b"\xE0\x80\x80", 1),
            (b"\xED\xA0\x80", 1),
            (b"\xF0\x9F\x98a", 3),
            (b"\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5\xF4\x90", 12),
        ] {
            let (result, passed) = check(bytes, &[1]);
            assert_eq!(result.unwrap_err().offset, offset, "{bytes:X?}");
            assert_eq!(passed as u64, offset + 1);
            assert_eq!(check(bytes, &[100]).0, result);
        }
    }

    #[test]
    fn message_that_ends_within_a_character_is_invalid_behind_its_end() {
        let error = InvalidUtf8 {
            offset: 3,
            valid_up_to: 1,
        };
        assert_eq!(check(b"a\xED\x95", &[1]).0, Err(error));
    }

    #[test]
    fn validator_after_a_finished_message_begins_at_0() {
        let mut validator = Utf8Validator::default();
        validator.push(b"abc\xED").unwrap();
        assert_eq!(validator.finish().unwrap_err().offset, 4);
        assert_eq!(validator.push(b"\x9C").unwrap_err().offset, 0);
        validator.reset();
        assert_eq!(validator.push("한".as_bytes()), Ok(()));
        assert_eq!(validator.finish(), Ok(()));
    }

    /// Text of all lengths of characters, in which a few bytes may be wrong.
    fn almost_text() -> impl Strategy<Value = Vec<u8>> {
        let text = prop::collection::vec(
            prop::sample::select(vec!["a", "é", "한", "😀", "\u{10FFFF}", "\u{800}"]),
            0..150,
        );
        let wrong = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3);
        (text, wrong).prop_map(|(text, wrong)| {
            let mut bytes = text.concat().into_bytes();
            for (at, byte) in wrong {
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = byte;
                }
            }
            bytes
        })
    }

    proptest! {
        #[test]
        fn bytes_in_any_pieces_are_judged_as_by_the_standard_library(
            bytes in prop_oneof![almost_text(), prop::collection::vec(any::<u8>(), 0..12)],
            sizes in prop::collection::vec(1_usize..200, 1..10),
        ) {
            prop_assert_eq!(check(&bytes, &sizes).0, expected(&bytes));
            prop_assert_eq!(check(&bytes, &[1]).0, expected(&bytes));
        }
    }
}
