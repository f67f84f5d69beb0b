//! The selected rows as a text, to be copied.

use super::View;
use crate::format::clock;
use crate::log::Log;
use crate::payload::{Payload, hex};
use crate::record::{Direction, Record, RecordKind};
use crate::time::TimeZone;

/// The limit on bytes of a copy of several rows; the rows beyond it are left out. A clipboard takes more, but what it is
/// pasted into stands still.
const COPY_BYTES: usize = 8 << 20;

/// What is copied of rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CopyForm {
    /// The payloads, one a line.
    Payloads,
    /// A line a row: the local time, the direction, and the payload or what else happened.
    WithTime(TimeZone),
}

/// How many rows were copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CopiedRows {
    /// The number of copied rows.
    pub rows: u64,
    /// The number of rows that were to be copied.
    pub of: u64,
}

impl View {
    /// The selected rows as a payload, and how many they are; `None` without any. A single message is copied as it is.
    #[must_use]
    pub fn copy(&self, log: &Log, form: CopyForm) -> Option<(Payload, CopiedRows)> {
        let (mut lines, mut copied) = (String::new(), CopiedRows::default());
        let mut newest = None;
        for record in self.selected_records(log) {
            if form == CopyForm::Payloads && record.message().is_none() {
                continue;
            }
            copied.of += 1;
            let is_full = lines.len() + bytes_of(record) > COPY_BYTES && copied.rows > 0;
            if is_full || copied.rows + 1 < copied.of {
                continue;
            }
            if copied.rows > 0 {
                lines.push('\n');
            }
            write_row(&mut lines, record, form);
            copied.rows += 1;
            newest = record.message().map(|(_, payload)| payload);
        }
        match newest {
            Some(payload) if copied.of == 1 && form == CopyForm::Payloads => {
                Some((payload.clone(), copied))
            }
            _ => (copied.rows > 0).then(|| (Payload::Text(lines.into()), copied)),
        }
    }

    fn selected_records<'a>(&'a self, log: &'a Log) -> impl Iterator<Item = &'a Record> {
        let (first, last) = self.selection().unwrap_or((1, 0));
        let rows = self.index.rows_from(self.index.index_of(first));
        rows.take_while(move |row| row.number() <= last)
            .filter(|row| self.is_selected(row.number(), row.is_hit()))
            .filter_map(|row| log.get(row.number()))
    }
}

fn bytes_of(record: &Record) -> usize {
    record.message().map_or(0, |(_, payload)| payload.len())
}

fn write_row(lines: &mut String, record: &Record, form: CopyForm) {
    if let CopyForm::WithTime(zone) = form {
        lines.push_str(&clock(record.wall, zone));
        lines.push_str(match &record.kind {
            RecordKind::Message(Direction::Sent, _) => " ↑ ",
            RecordKind::Message(Direction::Received, _) => " ↓ ",
            RecordKind::Opened(_) => " ● ",
            RecordKind::Closed(closing) if closing.is_trouble() => " ✕ ",
            RecordKind::Closed(_) => " ● ",
        });
    }
    match &record.kind {
        RecordKind::Message(_, Payload::Text(text)) => lines.push_str(text),
        RecordKind::Message(_, Payload::Binary(bytes)) => lines.push_str(&hex(bytes)),
        RecordKind::Opened(opening) => lines.push_str(&opening.address),
        RecordKind::Closed(closing) => {
            let close = &closing.close;
            lines.push_str(&[&*close.code.to_string(), &*close.reason].join(" "));
        }
    }
}
