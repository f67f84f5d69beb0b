//! JSON as it is typed (RFC 8259): checked, and set out in lines.
//!
//! Nothing here makes values of it. A number that no float holds, a key that is there twice and
//! the order of keys are what somebody wants to send, so the text is read token by token and the
//! tokens are written back as they were.

use super::template::Variable;

/// A text that is set out in lines does not grow beyond this: a line of a deep structure is mostly
/// indentation, and a text of nothing but brackets would grow by its own length at each level.
const INDENTED_LIMIT_BYTES: usize = 16 << 20;

const INDENTATION: &str = "  ";

/// Why something is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    /// Where, in bytes from the start of the text.
    pub at_bytes: usize,
    /// What is wrong there.
    pub kind: ErrorKind,
}

/// What can be wrong with JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Something else must stand here.
    UnexpectedCharacter(char),
    /// The text ends before the value does.
    UnexpectedEnd,
    /// The value has ended and the text has not.
    TrailingCharacters,
    /// A string has a line break, a tab or another control character in it: those are escaped.
    ControlCharacter,
    /// A string has a backslash in it that escapes nothing JSON knows.
    BadEscape,
    /// A number is not as JSON writes numbers: no leading zeros, digits on both sides of a point.
    BadNumber,
    /// Set out in lines, it would be too long.
    TooLong,
}

/// Whether the text is one JSON value.
///
/// # Errors
/// Where it ceases to be one.
pub fn check(text: &str) -> Result<(), Error> {
    Reader::new(text, Variables::AreErrors).read(|_| Ok(()))
}

/// The JSON set out in lines, each level two spaces further in. Only the white space between
/// tokens is another; the variables of a [`template`](super::template) may stand where values do.
///
/// # Errors
/// Where the text is not JSON.
pub fn indent(text: &str) -> Result<String, Error> {
    let mut lines = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut follows_opening = false;
    Reader::new(text, Variables::AreValues).read(|token| {
        let closes = matches!(token.text, "}" | "]");
        depth -= usize::from(closes);
        // An empty object or array stays in its line.
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

/// What a [`Variable`] in the place of a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variables {
    AreValues,
    AreErrors,
}

/// A token of the text, and where it begins.
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

/// What may come next.
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

/// Goes through a text from token to token. Its nesting is on the heap: a text of nothing but
/// opening brackets must not overflow a stack.
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

    /// Gives each token to `visit` until one of them is wrong, or wrong for `visit`.
    fn read(mut self, mut visit: impl FnMut(Token<'a>) -> Result<(), Error>) -> Result<(), Error> {
        loop {
            self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
            let start = self.at_bytes;
            let Some(byte) = self.peek() else {
                return match self.expected {
                    Expected::End => Ok(()),
                    _ => Err(self.error(ErrorKind::UnexpectedEnd)),
                };
            };
            self.read_token(byte)?;
            visit(Token {
                at_bytes: start,
                text: &self.text[start..self.at_bytes],
            })?;
        }
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

    /// An error is the whole escape's, and so at its backslash.
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

    /// An error is where a digit is missing or one too many.
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
mod tests;
