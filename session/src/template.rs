//! Template variables in a message, replaced when it is sent: `{{uuid}}`, `{{now}}` and `{{n}}`.
//!
//! Only these exact spellings are variables; any other braces belong to the message and stay. What may not
//! enter: clocks and randomness, which come in as [`Values`].

use std::fmt::Write as _;

use super::format;
use super::time::Moment;

/// The limit on the name of what looks like a variable; with a longer one it is taken for a part of the message.
const MAX_NAME_BYTES: usize = 32;

/// A template variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// A random UUID (RFC 9562, version 4), a different one for each occurrence.
    Uuid,
    /// The time of sending in UTC, as RFC 3339 writes it, to the millisecond.
    Now,
    /// The counter: the number of the message among those sent with it, from 1.
    N,
}

impl Variable {
    /// Every variable, in the order of the page's help.
    pub const ALL: [Self; 3] = [Self::Uuid, Self::Now, Self::N];

    /// Its spelling in a text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Uuid => "{{uuid}}",
            Self::Now => "{{now}}",
            Self::N => "{{n}}",
        }
    }

    /// The variable at the start of the text, if there is one.
    #[must_use]
    pub fn at_start_of(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|variable| text.starts_with(variable.name()))
    }
}

/// The values of the variables in one message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Values {
    /// The time of sending, and the randomness for UUIDs.
    pub moment: Moment,
    /// The counter.
    pub n: u64,
}

/// What one pass over a text finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TemplateSummary {
    /// Whether the text has variables.
    pub has_variables: bool,
    /// Whether `{{n}}` is among them.
    pub has_counter: bool,
    /// The size of the text with its variables replaced.
    pub filled_bytes: usize,
}

/// The text with its variables replaced.
#[must_use]
pub fn fill(text: &str, values: &Values) -> String {
    fill_start(text, values, usize::MAX)
}

/// Like [`fill`], but it stops once the result has `least_bytes`: a preview of a large message costs no
/// more than its start.
#[must_use]
pub fn fill_start(text: &str, values: &Values, least_bytes: usize) -> String {
    let mut filled = String::new();
    let mut uuids = 0;
    for piece in pieces(text) {
        if filled.len() >= least_bytes {
            break;
        }
        match piece {
            Piece::Verbatim(part) => {
                let enough = part.ceil_char_boundary(least_bytes - filled.len());
                filled.push_str(&part[..enough]);
            }
            Piece::Variable(Variable::Uuid) => {
                push_uuid(&mut filled, nth_random(values.moment.random, uuids));
                uuids += 1;
            }
            Piece::Variable(Variable::Now) => filled.push_str(&format::utc(values.moment.wall)),
            Piece::Variable(Variable::N) => {
                // Writing to a `String` cannot fail.
                let _ = write!(filled, "{}", values.n);
            }
        }
    }
    filled
}

/// Measures a text in one pass, with `n` as the counter.
#[must_use]
pub fn summarize(text: &str, n: u64) -> TemplateSummary {
    let mut summary = TemplateSummary::default();
    for piece in pieces(text) {
        summary.filled_bytes += size_bytes(piece, n);
        if let Piece::Variable(variable) = piece {
            summary.has_variables = true;
            summary.has_counter |= variable == Variable::N;
        }
    }
    summary
}

/// The first thing in a text that looks like a variable and is none. It is sent as it is.
#[must_use]
pub fn first_unknown(text: &str) -> Option<&str> {
    text.match_indices("{{").find_map(|(at, _)| {
        let rest = &text[at..];
        let name_bytes = rest[2..]
            .bytes()
            .take(MAX_NAME_BYTES)
            .take_while(|it| it.is_ascii_alphanumeric() || b" _-.".contains(it))
            .count();
        let is_closed = rest[2 + name_bytes..].starts_with("}}");
        let is_unknown = name_bytes > 0 && is_closed && Variable::at_start_of(rest).is_none();
        is_unknown.then(|| &rest[..name_bytes + 4])
    })
}

/// The offset in the typed text for an offset in the filled text. An offset inside a value leads to the
/// start of its variable.
#[must_use]
pub fn typed_at_bytes(text: &str, n: u64, filled_at_bytes: usize) -> usize {
    let (mut typed, mut filled) = (0, 0);
    for piece in pieces(text) {
        let end = filled + size_bytes(piece, n);
        if filled_at_bytes < end {
            return match piece {
                Piece::Verbatim(_) => typed + (filled_at_bytes - filled),
                Piece::Variable(_) => typed,
            };
        }
        filled = end;
        typed += match piece {
            Piece::Verbatim(part) => part.len(),
            Piece::Variable(variable) => variable.name().len(),
        };
    }
    typed
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Verbatim(&'a str),
    Variable(Variable),
}

/// Splits the text into verbatim parts and variables, in order. Two verbatim parts may be adjacent.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if let Some(variable) = Variable::at_start_of(rest) {
            rest = &rest[variable.name().len()..];
            return Some(Piece::Variable(variable));
        }
        let first_bytes = rest.chars().next()?.len_utf8();
        let next = rest[first_bytes..].find('{').map(|at| at + first_bytes);
        let (part, after) = rest.split_at(next.unwrap_or(rest.len()));
        rest = after;
        Some(Piece::Verbatim(part))
    })
}

fn size_bytes(piece: Piece<'_>, n: u64) -> usize {
    match piece {
        Piece::Verbatim(part) => part.len(),
        Piece::Variable(Variable::Uuid) => 36,
        Piece::Variable(Variable::Now) => 24,
        Piece::Variable(Variable::N) => n.checked_ilog10().unwrap_or_default() as usize + 1,
    }
}

/// Appends a version 4 UUID (RFC 9562 section 5.4): all bits are random but the version's four and the
/// variant's two.
fn push_uuid(text: &mut String, random: u128) {
    let bits = random & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let digits = format!("{bits:032x}");
    for (index, digit) in digits.chars().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
}

/// Derives the `nth` random number from one. The first is the number itself. The halves of each later one
/// go through splitmix64 (Steele, Lea and Flood, 2014), in which one bit changes half of all.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the halves of a number are taken apart"
)]
fn nth_random(random: u128, nth: u64) -> u128 {
    if nth == 0 {
        return random;
    }
    let mix = |half: u64| {
        let mixed = half.wrapping_add(nth.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    };
    u128::from(mix((random >> 64) as u64)) << 64 | u128::from(mix(random as u64))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
