//! Messages as compressed payload (RFC 7692 section 7.2.1).

use std::fmt;

use thiserror::Error;
use zlib_rs::DeflateFlush;

use super::TAIL;
use super::pool::DeflateContext;
use crate::negotiation::DirectionParameters;

/// The room beyond half of the payload that a first attempt is given: a short message needs no second one.
const EXTRA_ROOM_BYTES: usize = 64;

/// How hard a compressor looks for what was there before: 1 to 9, as in zlib.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompressionLevel(u8);

impl CompressionLevel {
    /// The fastest one that has codes of its own for each message. `docs/adr/0013-zlib-rs.md` has the figures.
    pub const DEFAULT: Self = Self(2);

    /// The level, or `None` where it is not 1 to 9.
    #[must_use]
    pub const fn new(level: u8) -> Option<Self> {
        match level {
            1..=9 => Some(Self(level)),
            _ => None,
        }
    }

    /// 1 to 9.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for CompressionLevel {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// zlib-rs refused to compress, which it has no reason for. The connection is failed with 1011.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the compressor failed")]
pub struct DeflateError;

/// The compressor of one direction.
///
/// It holds no memory until its first message, see [`Deflater::memory_bytes`].
pub struct Deflater {
    parameters: DirectionParameters,
    level: CompressionLevel,
    context: Option<DeflateContext>,
    /// Whether the message has had no byte yet.
    is_empty: bool,
}

impl Deflater {
    /// A compressor that keeps to what was agreed.
    #[must_use]
    pub const fn new(parameters: DirectionParameters, level: CompressionLevel) -> Self {
        Self {
            parameters,
            level,
            context: None,
            is_empty: true,
        }
    }

    /// Compresses the next piece of a message and appends what is ready to `out`.
    ///
    /// What is appended may be split into frames anywhere. Before the last piece it may be nothing, since the
    /// compressor gathers. At the last piece it is everything, without the tail of the flush (section 7.2.1); an empty
    /// message is one byte 00 (section 7.2.3.6).
    ///
    /// # Errors
    ///
    /// [`DeflateError`]: what was appended of this message is worthless.
    pub fn compress(
        &mut self,
        payload: &[u8],
        is_last: bool,
        out: &mut Vec<u8>,
    ) -> Result<(), DeflateError> {
        self.is_empty &= payload.is_empty();
        if self.is_empty {
            if is_last {
                out.push(0x00);
            }
            return Ok(());
        }
        let mut context = match self.context.take() {
            Some(context) => context,
            None => DeflateContext::take(self.parameters.window_bits, self.level),
        };
        let flush = if is_last {
            DeflateFlush::SyncFlush
        } else {
            DeflateFlush::NoFlush
        };
        // A context that failed is dropped by the `?`.
        feed(&mut context, payload, flush, out)?;
        if is_last {
            self.is_empty = true;
            let end = out.len().saturating_sub(TAIL.len());
            if out.get(end..) != Some(&TAIL) {
                return Err(DeflateError);
            }
            out.truncate(end);
        }
        if is_last && !self.parameters.takeover {
            context.put_back();
        } else {
            self.context = Some(context);
        }
        Ok(())
    }

    /// Gives the memory back between two messages, for a direction that is idle.
    ///
    /// The next message then refers to none before it, which a compressor may choose at any time. In the middle of a
    /// message it does nothing.
    pub fn park(&mut self) {
        if self.is_empty
            && let Some(context) = self.context.take()
        {
            context.put_back();
        }
    }

    /// How many bytes it holds beyond its own size.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.context.as_ref().map_or(0, DeflateContext::bytes)
    }
}

impl fmt::Debug for Deflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deflater")
            .field("parameters", &self.parameters)
            .field("level", &self.level)
            .field("memory_bytes", &self.memory_bytes())
            .finish_non_exhaustive()
    }
}

fn feed(
    context: &mut DeflateContext,
    mut payload: &[u8],
    flush: DeflateFlush,
    out: &mut Vec<u8>,
) -> Result<(), DeflateError> {
    let deflate = &mut *context.deflate;
    loop {
        let start = out.len();
        out.resize(start + payload.len() / 2 + EXTRA_ROOM_BYTES, 0);
        let room = &mut out[start..];
        let (total_in, total_out) = (deflate.total_in(), deflate.total_out());
        let result = deflate.compress(payload, room, flush);
        // Both are at most the length of a slice.
        let consumed = (deflate.total_in() - total_in) as usize;
        let produced = (deflate.total_out() - total_out) as usize;
        let is_done = produced < room.len();
        out.truncate(start + produced);
        payload = payload.get(consumed..).unwrap_or_default();
        if result.is_err() || (is_done && !payload.is_empty()) {
            return Err(DeflateError);
        }
        // Where there is room left, everything that the flush asks for is written.
        if is_done {
            return Ok(());
        }
    }
}
