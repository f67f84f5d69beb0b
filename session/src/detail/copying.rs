//! What is copied out of a message.

use super::{Detail, Source, hex_dump};
use crate::json;
use crate::payload::Payload;

/// What a person copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copy {
    /// The message as it was sent.
    Whole,
    /// All of its lines in the format in which it is shown, folded or not.
    Shown,
    /// The JSON value of the selected line.
    Value,
    /// The path of that value.
    Path,
}

impl Detail {
    /// What is copied; `None` where there is no such thing.
    #[must_use]
    pub fn copied(&self, what: Copy) -> Option<Payload> {
        let text = |text: String| Some(Payload::Text(text.into()));
        match (what, &self.source) {
            (Copy::Shown, Source::Json(chunks, _)) => Some(Payload::Text(chunks.text().clone())),
            (Copy::Shown, Source::Bytes { bytes, row_bytes }) => {
                let rows = (0..).map_while(|index| hex_dump::row(bytes, *row_bytes, index));
                text(rows.flat_map(|row| [row, "\n".to_owned()]).collect())
            }
            (Copy::Whole, _) | (Copy::Shown, Source::Text { .. }) => Some(self.payload.clone()),
            (Copy::Value | Copy::Path, Source::Json(chunks, _)) => {
                let shown = chunks.text();
                let at = chunks.from(self.selected?).next()?.at_bytes;
                let line = shown[..at].rfind('\n').map_or(0, |at| at + 1);
                let located = json::locate(shown, line)?;
                match what {
                    Copy::Path if located.path.is_empty() => text("$".to_owned()),
                    Copy::Path => text(located.path),
                    // Its lines are indented as a part of the message.
                    _ => text(json::indent(&shown[located.value]).ok()?),
                }
            }
            (Copy::Value | Copy::Path, Source::Text { .. } | Source::Bytes { .. }) => None,
        }
    }
}
