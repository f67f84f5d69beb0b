//! The grammar of `Sec-WebSocket-Extensions` (RFC 6455 section 9.1).
//!
//! ```text
//! extension-list  = 1#extension
//! extension       = extension-token *( ";" extension-param )
//! extension-param = token [ "=" ( token | quoted-string ) ]
//! ```
//!
//! The grammar is that of RFC 2616: spaces may stand between any two of these, and list elements may be empty. A
//! header without any element is read as none, although the grammar asks for one: it offers nothing.
//!
//! What may not enter: what an extension or its parameters mean.

use std::borrow::Cow;
use std::fmt;

use thiserror::Error;

/// One element of the list, as a header has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension<'a> {
    /// Its name, in the case that was sent: no peer takes a name of another case.
    pub name: &'a str,
    /// Its parameters in their order, each as often as it was sent.
    pub parameters: Vec<Parameter<'a>>,
    /// The whole element as it was sent, without the spaces around it.
    pub text: &'a str,
}

/// One parameter of an [`Extension`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter<'a> {
    /// What stands before the `=`.
    pub name: &'a str,
    /// What stands behind it, without its quotes. It is a token.
    pub value: Option<Cow<'a, str>>,
}

/// A header that is no list of extensions. A receiver fails the handshake (RFC 6455 section 9.1): a server answers
/// 400, a client closes the connection.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("Sec-WebSocket-Extensions has {line:?}; {expected} is expected behind byte {at}")]
pub struct MalformedExtensions {
    /// The line that is wrong. Bytes that are no UTF-8 are replaced.
    pub line: String,
    /// How many bytes of it are right.
    pub at: usize,
    /// What may stand behind them.
    pub expected: Expected,
}

/// What a list of extensions may go on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The name of an extension.
    ExtensionName,
    /// The name of a parameter.
    ParameterName,
    /// The value of a parameter.
    Value,
    /// The value is in quotes, and is no token without them.
    TokenInQuotes,
    /// The quotes are not closed.
    ClosingQuote,
    /// Something follows that separates nothing.
    Separator,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ExtensionName => "the name of an extension",
            Self::ParameterName => "the name of a parameter",
            Self::Value => "a value, with or without quotes",
            Self::TokenInQuotes => "a value of letters, digits and !#$%&'*+-.^_`|~",
            Self::ClosingQuote => "a closing quote",
            Self::Separator => "a comma, a semicolon or the end",
        })
    }
}

/// The extensions of all `lines`, which are the values of one or several headers and one list together.
///
/// Their number has no limit of its own; the size of a handshake's head limits it.
///
/// # Errors
///
/// [`MalformedExtensions`] for the first line that breaks the grammar.
pub fn parse<'a, L>(
    lines: impl IntoIterator<Item = &'a L>,
) -> Result<Vec<Extension<'a>>, MalformedExtensions>
where
    L: AsRef<[u8]> + ?Sized + 'a,
{
    let mut extensions = Vec::new();
    for line in lines {
        parse_line(line.as_ref(), &mut extensions)?;
    }
    Ok(extensions)
}

fn parse_line<'a>(
    line: &'a [u8],
    extensions: &mut Vec<Extension<'a>>,
) -> Result<(), MalformedExtensions> {
    let malformed = |at, expected| MalformedExtensions {
        line: String::from_utf8_lossy(line).into_owned(),
        at,
        expected,
    };
    // No token has other than ASCII.
    let text = str::from_utf8(line)
        .map_err(|error| malformed(error.valid_up_to(), Expected::Separator))?;
    let mut scanner = Scanner { text, at: 0 };
    loop {
        while scanner.eat(b',') {}
        if scanner.is_at_end() {
            return Ok(());
        }
        extensions.push(
            scanner
                .extension()
                .map_err(|expected| malformed(scanner.at, expected))?,
        );
        if !scanner.is_at_end() && !scanner.eat(b',') {
            return Err(malformed(scanner.at, Expected::Separator));
        }
    }
}

/// A position in a line. Every method begins with skipping the spaces there, and stays at what it does not take.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn extension(&mut self) -> Result<Extension<'a>, Expected> {
        self.skip_spaces();
        let start = self.at;
        let name = self.token().ok_or(Expected::ExtensionName)?;
        let mut end = self.at;
        let mut parameters = Vec::new();
        while self.eat(b';') {
            let name = self.token().ok_or(Expected::ParameterName)?;
            let value = if self.eat(b'=') {
                Some(self.value()?)
            } else {
                None
            };
            parameters.push(Parameter { name, value });
            end = self.at;
        }
        // `eat` has skipped spaces behind a parameter without a value.
        let text = self.text[start..end].trim_end_matches([' ', '\t']);
        Ok(Extension {
            name,
            parameters,
            text,
        })
    }

    fn value(&mut self) -> Result<Cow<'a, str>, Expected> {
        if !self.eat(b'"') {
            return self.token().map(Cow::Borrowed).ok_or(Expected::Value);
        }
        let start = self.at;
        let mut value = String::new();
        let mut characters = self.text[start..].char_indices();
        while let Some((at, character)) = characters.next() {
            let character = match character {
                '"' => {
                    if !is_token(&value) {
                        return Err(Expected::TokenInQuotes);
                    }
                    self.at = start + at + 1;
                    return Ok(Cow::Owned(value));
                }
                '\\' => match characters.next() {
                    Some((_, escaped)) => escaped,
                    None => break,
                },
                character => character,
            };
            value.push(character);
        }
        Err(Expected::ClosingQuote)
    }

    fn token(&mut self) -> Option<&'a str> {
        self.skip_spaces();
        let rest = &self.text[self.at..];
        let length = rest
            .bytes()
            .position(|byte| !is_token_byte(byte))
            .unwrap_or(rest.len());
        self.at += length;
        (length > 0).then(|| &rest[..length])
    }

    fn eat(&mut self, byte: u8) -> bool {
        self.skip_spaces();
        let is_there = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn is_at_end(&mut self) -> bool {
        self.skip_spaces();
        self.at == self.text.len()
    }

    fn skip_spaces(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let spaces = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
        self.at += spaces.count();
    }
}

/// Whether `text` is a `token` of RFC 2616 section 2.2, which is that of RFC 9110.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn malformed(line: &[u8]) -> (usize, Expected) {
        let error = parse([line]).expect_err("a malformed line");
        (error.at, error.expected)
    }

    #[test]
    fn list_over_several_lines_keeps_its_order() {
        let list = parse(["a; b, c;d=e ;f = \"g\"", "", " ,h,, "]).unwrap();
        let texts: Vec<_> = list.iter().map(|it| it.text).collect();
        assert_eq!(texts, ["a; b", "c;d=e ;f = \"g\"", "h"]);
        let parameters: Vec<_> = list[1]
            .parameters
            .iter()
            .map(|it| (it.name, it.value.as_deref()))
            .collect();
        assert_eq!(parameters, [("d", Some("e")), ("f", Some("g"))]);
        assert_eq!(list[0].parameters[0].value, None);
    }

    #[test]
    fn list_without_elements_is_empty() {
        for line in ["", " ", ",", " ,\t,"] {
            assert_eq!(parse([line]), Ok(vec![]), "{line:?}");
        }
    }

    #[test]
    fn quoted_value_loses_its_quotes_and_backslashes() {
        let list = parse([r#"a;b="1\0";c="x""#]).unwrap();
        let values: Vec<_> = list[0]
            .parameters
            .iter()
            .map(|it| it.value.as_deref())
            .collect();
        assert_eq!(values, [Some("10"), Some("x")]);
    }

    #[test]
    fn comma_and_semicolon_in_quotes_separate_nothing() {
        // They are no token, so that the line is malformed; a list split at commas first would not see it.
        assert_eq!(malformed(b"a;b=\"1,2\""), (5, Expected::TokenInQuotes));
        assert_eq!(malformed(b"a;b=\"1;2\""), (5, Expected::TokenInQuotes));
    }

    #[test]
    fn each_break_of_the_grammar_is_said_with_its_place() {
        let cases: [(&[u8], _); 12] = [
            (b";", (0, Expected::ExtensionName)),
            (b"a, =", (3, Expected::ExtensionName)),
            (b"a;", (2, Expected::ParameterName)),
            (b"a; ,b", (3, Expected::ParameterName)),
            (b"a;b=", (4, Expected::Value)),
            (b"a;b=;c", (4, Expected::Value)),
            (b"a;b=\"\"", (5, Expected::TokenInQuotes)),
            (b"a;b=\"1", (5, Expected::ClosingQuote)),
            (b"a;b=\"1\\", (5, Expected::ClosingQuote)),
            (b"a b", (2, Expected::Separator)),
            (b"a;b=\"1\"2", (7, Expected::Separator)),
            (b"a\xFF", (1, Expected::Separator)),
        ];
        for (line, expected) in cases {
            assert_eq!(malformed(line), expected, "{}", line.escape_ascii());
        }
    }
}
