//! JSON as a person types it (RFC 8259): checked, and pretty-printed.
//!
//! The text is read token by token, and the tokens are written back unchanged: values are never parsed. So
//! a number beyond any float, a duplicate key and the order of keys survive.

mod locate;

use super::template::Variable;

pub use locate::{Located, locate};

/// The limit on pretty-printed text; beyond it [`indent`] fails with [`ErrorKind::TooLong`]. Deep
/// structures are mostly indentation: brackets alone would grow by their own length at each level.
const INDENTED_LIMIT_BYTES: usize = 16 << 20;

const INDENTATION: &str = "  ";

/// Why a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    /// Where, in bytes from the start of the text.
    pub at_bytes: usize,
    /// What is wrong there.
    pub kind: ErrorKind,
}

/// Ways in which a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The grammar does not allow this character here.
    UnexpectedCharacter(char),
    /// The text ends before the value does.
    UnexpectedEnd,
    /// The value has ended, and the text goes on.
    TrailingCharacters,
    /// A string contains a control character, such as a line break or a tab, that must be escaped.
    ControlCharacter,
    /// A string contains a backslash that starts none of JSON's escapes.
    BadEscape,
    /// A number is malformed: JSON allows no leading zeros, and wants digits on both sides of the point.
    BadNumber,
    /// The pretty-printed text would exceed its limit.
    TooLong,
}

/// Checks that the text is one JSON value.
///
/// # Errors
/// The first offset at which it is none.
pub fn check(text: &str) -> Result<(), Error> {
    Reader::new(text, Variables::AreErrors).read(|_| Ok(()))
}

/// Pretty-prints JSON with two spaces a level. Only white space between tokens changes. Variables of a
/// [`template`](super::template) may stand in the place of values.
///
/// # Errors
/// The first offset at which the text is not JSON, or [`ErrorKind::TooLong`].
pub fn indent(text: &str) -> Result<String, Error> {
    let mut lines = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut follows_opening = false;
    Reader::new(text, Variables::AreValues).read(|token| {
        let closes = matches!(token.text, "}" | "]");
        depth -= usize::from(closes);
        // An empty object or array stays on its line.
        if (follows_opening && !closes) || (closes && !follows_opening) || lines.ends_with(',') {
            let line_bytes = 1 + depth * INDENTATION.len();
            if lines.len() + line_bytes + token.text.len() > INDENTED_LIMIT_BYTES {
                return Err(token.is_wrong(ErrorKind::TooLong));
            }
            lines.push('\n');
            lines.extend(std::iter::repeat_n(INDENTATION, depth));
        }
        lines.push_str(token.text);
        if token.text == ":" {
            lines.push(' ');
        }
        follows_opening = matches!(token.text, "{" | "[");
        depth += usize::from(follows_opening);
        Ok(())
    })?;
    Ok(lines)
}

/// How to read a [`Variable`] in the place of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variables {
    AreValues,
    AreErrors,
}

/// A token, and its offset.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    at_bytes: usize,
    text: &'a str,
}

impl Token<'_> {
    fn is_wrong(self, kind: ErrorKind) -> Error {
        Error {
            at_bytes: self.at_bytes,
            kind,
        }
    }
}

/// What the grammar allows next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    ValueOrClosing,
    Key,
    KeyOrClosing,
    Colon,
    CommaOrClosing,
    End,
}

/// Reads a text token by token. Nesting is kept on the heap: a text of opening brackets alone would
/// overflow the stack.
struct Reader<'a> {
    text: &'a str,
    variables: Variables,
    at_bytes: usize,
    expected: Expected,
    closings: Vec<u8>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, variables: Variables) -> Self {
        Self {
            text,
            variables,
            at_bytes: 0,
            expected: Expected::Value,
            closings: Vec::new(),
        }
    }

    /// Passes each token to `visit`, until one is wrong or `visit` fails.
    fn read(mut self, mut visit: impl FnMut(Token<'a>) -> Result<(), Error>) -> Result<(), Error> {
        while let Some(token) = self.next()? {
            visit(token)?;
        }
        Ok(())
    }

    /// The next token; `None` after the value.
    fn next(&mut self) -> Result<Option<Token<'a>>, Error> {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        let start = self.at_bytes;
        match self.peek() {
            Some(byte) => self.read_token(byte)?,
            None if self.expected == Expected::End => return Ok(None),
            None => return Err(self.error(ErrorKind::UnexpectedEnd)),
        }
        Ok(Some(Token {
            at_bytes: start,
            text: &self.text[start..self.at_bytes],
        }))
    }

    fn read_token(&mut self, byte: u8) -> Result<(), Error> {
        use Expected as E;
        match (self.expected, byte) {
            (E::End, _) => return Err(self.error(ErrorKind::TrailingCharacters)),
            (E::ValueOrClosing | E::KeyOrClosing | E::CommaOrClosing, b'}' | b']')
                if self.closings.last() == Some(&byte) =>
            {
                self.closings.pop();
                self.at_bytes += 1;
                self.end_value();
            }
            (E::CommaOrClosing, b',') => {
                self.at_bytes += 1;
                let is_object = self.closings.last() == Some(&b'}');
                self.expected = if is_object { E::Key } else { E::Value };
            }
            (E::Colon, b':') => {
                self.at_bytes += 1;
                self.expected = E::Value;
            }
            (E::Key | E::KeyOrClosing, b'"') => {
                self.read_string()?;
                self.expected = E::Colon;
            }
            (E::Value | E::ValueOrClosing, _) => self.read_value(byte)?,
            _ => return Err(self.unexpected()),
        }
        Ok(())
    }

    fn read_value(&mut self, byte: u8) -> Result<(), Error> {
        if self.variables == Variables::AreValues
            && let Some(variable) = Variable::at_start_of(&self.text[self.at_bytes..])
        {
            self.at_bytes += variable.name().len();
            self.end_value();
            return Ok(());
        }
        match byte {
            b'{' | b'[' => {
                let (closing, expected) = match byte {
                    b'{' => (b'}', Expected::KeyOrClosing),
                    _ => (b']', Expected::ValueOrClosing),
                };
                self.closings.push(closing);
                self.expected = expected;
                self.at_bytes += 1;
                return Ok(());
            }
            b'"' => self.read_string()?,
            b'-' | b'0'..=b'9' => self.read_number()?,
            b't' => self.read_word("true")?,
            b'f' => self.read_word("false")?,
            b'n' => self.read_word("null")?,
            _ => return Err(self.unexpected()),
        }
        self.end_value();
        Ok(())
    }

    fn end_value(&mut self) {
        self.expected = if self.closings.is_empty() {
            Expected::End
        } else {
            Expected::CommaOrClosing
        };
    }

    fn read_word(&mut self, word: &str) -> Result<(), Error> {
        for byte in word.bytes() {
            if self.peek() != Some(byte) {
                return Err(self.unexpected());
            }
            self.at_bytes += 1;
        }
        Ok(())
    }

    fn read_string(&mut self) -> Result<(), Error> {
        self.at_bytes += 1;
        loop {
            self.skip(|byte| !matches!(byte, b'"' | b'\\' | 0x00..=0x1f));
            match self.peek() {
                Some(b'"') => {
                    self.at_bytes += 1;
                    return Ok(());
                }
                Some(b'\\') => self.read_escape()?,
                Some(_) => return Err(self.error(ErrorKind::ControlCharacter)),
                None => return Err(self.error(ErrorKind::UnexpectedEnd)),
            }
        }
    }

    /// Reads an escape. An error points at its backslash.
    fn read_escape(&mut self) -> Result<(), Error> {
        let escaped = &self.text.as_bytes()[self.at_bytes + 1..];
        let digits = |count| escaped[1..].iter().take(count);
        self.at_bytes += match escaped.first() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') if digits(4).filter(|it| it.is_ascii_hexdigit()).count() == 4 => 6,
            Some(_) => return Err(self.error(ErrorKind::BadEscape)),
            None => {
                self.at_bytes += 1;
                return Err(self.error(ErrorKind::UnexpectedEnd));
            }
        };
        Ok(())
    }

    /// Reads a number. An error points at the digit that is missing or one too many.
    fn read_number(&mut self) -> Result<(), Error> {
        if self.peek() == Some(b'-') {
            self.at_bytes += 1;
        }
        if self.peek() == Some(b'0') {
            self.at_bytes += 1;
            if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                return Err(self.error(ErrorKind::BadNumber));
            }
        } else {
            self.read_digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at_bytes += 1;
            self.read_digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at_bytes += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at_bytes += 1;
            }
            self.read_digits()?;
        }
        Ok(())
    }

    fn read_digits(&mut self) -> Result<(), Error> {
        let start = self.at_bytes;
        self.skip(|byte| byte.is_ascii_digit());
        match self.peek() {
            _ if self.at_bytes > start => Ok(()),
            Some(_) => Err(self.error(ErrorKind::BadNumber)),
            None => Err(self.error(ErrorKind::UnexpectedEnd)),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at_bytes).copied()
    }

    fn skip(&mut self, is_skipped: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&is_skipped) {
            self.at_bytes += 1;
        }
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error {
            at_bytes: self.at_bytes,
            kind,
        }
    }

    fn unexpected(&self) -> Error {
        match self.text[self.at_bytes..].chars().next() {
            Some(character) => self.error(ErrorKind::UnexpectedCharacter(character)),
            None => self.error(ErrorKind::UnexpectedEnd),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests;
