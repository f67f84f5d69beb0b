//! A shape of the load: the length of messages, and how many are in flight.

use std::{fmt, str::FromStr};

use anyhow::{Context, Error};

/// The length of messages, and how many of each connection are in flight; `1024x16` on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The length of a message.
    pub(crate) bytes: usize,
    /// How many messages of a connection are in flight.
    pub(crate) in_flight: usize,
}

/// The shapes of a run without a selection.
pub(crate) const SHAPES: [Shape; 6] = [
    Shape::new(32, 1),
    Shape::new(1024, 1),
    Shape::new(16_384, 1),
    Shape::new(65_536, 1),
    Shape::new(32, 16),
    Shape::new(1024, 16),
];

impl Shape {
    /// A shape.
    pub(crate) const fn new(bytes: usize, in_flight: usize) -> Self {
        Self { bytes, in_flight }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, in_flight } = self;
        if *bytes >= 1024 && bytes.is_multiple_of(1024) {
            write!(formatter, "{} KiB ×{in_flight}", bytes / 1024)
        } else {
            write!(formatter, "{bytes} B ×{in_flight}")
        }
    }
}

impl FromStr for Shape {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (bytes, in_flight) = text
            .split_once('x')
            .with_context(|| format!("{text:?} is not like 1024x16"))?;
        Ok(Self {
            bytes: bytes.parse()?,
            in_flight: in_flight.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_is_read_from_the_command_line_and_shown_in_words() {
        assert_eq!(Shape::new(16_384, 1).to_string(), "16 KiB ×1");
        assert_eq!(Shape::new(32, 16).to_string(), "32 B ×16");
        assert_eq!("1024x16".parse().ok(), Some(Shape::new(1024, 16)));
        assert!("1024".parse::<Shape>().is_err());
    }
}
