//! What a connection writes into its log.

use std::rc::Rc;

use super::Connection;
use crate::payload::Payload;
use crate::record::{CloseEvent, Closing, Direction, Ending, Opening, Record, RecordKind};
use crate::time::Moment;

impl Connection {
    pub(super) fn log_message(&mut self, direction: Direction, payload: Payload, moment: Moment) {
        self.log_kind(RecordKind::Message(direction, payload), moment);
    }

    pub(super) fn log_kind(&mut self, kind: RecordKind, moment: Moment) {
        self.log.append(Record {
            at: moment.now,
            wall: moment.wall,
            kind,
        });
    }

    /// What the transport tells of the handshake, with what it does not know.
    pub(super) fn opening_at(&self, opening: Opening, moment: Moment) -> Rc<Opening> {
        Rc::new(Opening {
            address: Rc::clone(&self.told_as),
            offered: Rc::clone(&self.offered),
            took_ms: moment.now.ms_since(self.since) as u64,
            ..opening
        })
    }

    pub(super) fn closing(&self, close: CloseEvent, ending: Ending) -> RecordKind {
        RecordKind::Closed(Rc::new(Closing {
            address: Rc::clone(&self.told_as),
            was_open: self.was_open,
            took_ms: self.took_ms as u64,
            traffic: self.rates.totals().since(self.before),
            ..Closing::new(close, ending)
        }))
    }
}
