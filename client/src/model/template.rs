//! Blanks in a message that are filled in when it is sent: `{{uuid}}`, `{{now}}` and `{{n}}`.
//!
//! Only these are variables, spelled exactly so; any other braces are the message's own and stay.

use std::fmt::Write as _;

use super::rfc3339;
use super::time::Moment;

/// What can be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// A random UUID (RFC 9562, version 4), another one at each place.
    Uuid,
    /// The time of sending in UTC, as RFC 3339 writes it, to the millisecond.
    Now,
    /// The number of the message among those sent with this variable, from 1.
    N,
}

impl Variable {
    /// All of them, in the order in which a person is told of them.
    pub const ALL: [Self; 3] = [Self::Uuid, Self::Now, Self::N];

    /// As it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Uuid => "{{uuid}}",
            Self::Now => "{{now}}",
            Self::N => "{{n}}",
        }
    }

    /// The variable that the text begins with.
    #[must_use]
    pub fn at_start_of(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|variable| text.starts_with(variable.name()))
    }
}

/// What the variables of one message are filled from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Values {
    /// When it is sent, and the randomness of its UUIDs.
    pub moment: Moment,
    /// The number for `{{n}}`.
    pub n: u64,
}

/// What one pass over a text tells of its variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TemplateSummary {
    /// Whether there are any.
    pub has_variables: bool,
    /// Whether `{{n}}` is among them.
    pub has_counter: bool,
    /// The size of the text once it is filled in.
    pub filled_bytes: usize,
}

/// The text with its variables filled in.
#[must_use]
pub fn fill(text: &str, values: &Values) -> String {
    fill_start(text, values, usize::MAX)
}

/// As [`fill`], but only so much of the text, from its start, that the result has at least
/// `least_bytes`, if there is so much: enough of a large message for a look at it.
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
            Piece::Variable(Variable::Now) => filled.push_str(&rfc3339::utc(values.moment.now)),
            Piece::Variable(Variable::N) => {
                // Writing to a `String` cannot fail.
                let _ = write!(filled, "{}", values.n);
            }
        }
    }
    filled
}

/// Looks through a text whose `{{n}}` would be this.
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

/// Where in the text that was typed the given place of the filled-in text comes from. What is in
/// a filled variable comes from the start of the variable.
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

/// The text in pieces, in order. Two that stay verbatim may follow one another.
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

/// RFC 9562 section 5.4: all bits are random but the version's four and the variant's two.
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

/// A number of its own for each place, from one random number: the first is that number, and the
/// halves of each later one go through splitmix64 (Steele, Lea and Flood, 2014), in which one
/// bit changes half of all.
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
