//! Messages from compressed payload (RFC 7692 section 7.2.2).

use std::fmt;

use zlib_rs::{InflateFlush, Status};

use super::outcome::{InflateError, InflateState, Progress};
use super::pool::InflateContext;
use super::{TAIL, history};
use crate::negotiation::{DirectionParameters, WindowBits};

/// An empty stored block, twice. zlib that is told to stop behind a block stops behind the first, if the first begins
/// where a block does. Nothing is written then.
const PROBE: [u8; 10] = [0x00, 0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0xFF, 0xFF];

/// The inflater of one direction.
///
/// It holds no memory until its first message, see [`Inflater::memory_bytes`].
///
/// A window is enforced as far as the library can. A message may refer to the agreed window that was there when it
/// began, and to itself within 32 KiB. Everything beyond that is [`InflateError::Corrupt`].
pub struct Inflater {
    parameters: DirectionParameters,
    max_message_bytes: u64,
    context: Option<InflateContext>,
    /// The window of a context that was given back.
    parked: Box<[u8]>,
    /// How many bytes the window has, at most those that were agreed.
    window_bytes: usize,
    message: Message,
}

/// How far the message is.
#[derive(Clone, Copy, Default)]
struct Message {
    is_begun: bool,
    produced: u64,
    /// The last call filled the output, so that there may be more.
    is_output_pending: bool,
    /// The last thing was a final block.
    is_ended: bool,
    /// How many bytes of [`TAIL`] were read, once the payload was.
    tail: Option<usize>,
}

impl Inflater {
    /// An inflater that keeps to what was agreed. A message may inflate to `max_message_bytes`.
    #[must_use]
    pub fn new(parameters: DirectionParameters, max_message_bytes: u64) -> Self {
        Self {
            parameters,
            max_message_bytes,
            context: None,
            parked: Box::default(),
            window_bytes: 0,
            message: Message::default(),
        }
    }

    /// Inflates the next piece of a message, as far as `out` has room.
    ///
    /// `is_last` says that `input` ends where the message does. Call it with the rest of the input until the input is
    /// used up, and after that until the state is [`InflateState::NeedsInput`] or [`InflateState::Complete`].
    /// However large the message is, nothing is held of it beyond the window.
    ///
    /// A final block in the message ends a stream of RFC 1951, and another begins behind it (RFC 7692 section 7.2.3.4).
    /// What follows cannot refer back across it. A message may also end with a final block, with or without the byte 00
    /// that the RFC wants there. A message without any payload is empty.
    ///
    /// # Errors
    ///
    /// [`InflateError`]: fail the connection with [`InflateError::close_code`]. What was written before is right.
    pub fn inflate(
        &mut self,
        input: &[u8],
        is_last: bool,
        out: &mut [u8],
    ) -> Result<Progress, InflateError> {
        let result = self.advance(input, is_last, out);
        match result {
            Ok(progress) if progress.state == InflateState::Complete => self.complete(),
            Ok(_) => {}
            Err(_) => {
                self.context = None;
                self.parked = Box::default();
                self.window_bytes = 0;
                self.message = Message::default();
            }
        }
        result
    }

    fn advance(
        &mut self,
        input: &[u8],
        is_last: bool,
        out: &mut [u8],
    ) -> Result<Progress, InflateError> {
        let mut progress = Progress {
            consumed: 0,
            produced: 0,
            state: InflateState::NeedsInput,
        };
        loop {
            let rest = &input[progress.consumed..];
            let room = &mut out[progress.produced..];
            let is_full = room.is_empty();
            if !rest.is_empty() {
                let step = self.step(rest, room)?;
                progress.consumed += step.consumed;
                progress.produced += step.produced;
                if step.consumed == 0 && step.produced == 0 {
                    if !is_full {
                        return Err(InflateError::Corrupt);
                    }
                    progress.state = InflateState::NeedsRoom;
                    return Ok(progress);
                }
            } else if self.message.is_output_pending && self.message.tail.is_none() {
                // The payload's own end comes first: it may be that of a final block. At the limit it takes no room.
                if is_full && self.message.produced < self.max_message_bytes {
                    progress.state = InflateState::NeedsRoom;
                    return Ok(progress);
                }
                progress.produced += self.step(&[], room)?.produced;
            } else if !is_last {
                return Ok(progress);
            } else if !self.message.is_begun || self.message.is_ended {
                progress.state = InflateState::Complete;
                return Ok(progress);
            } else {
                let at = self.message.tail.unwrap_or_default();
                if at == TAIL.len() {
                    self.probe().map_err(within_block)?;
                    progress.state = InflateState::Complete;
                    return Ok(progress);
                }
                let step = self.step(&TAIL[at..], room).map_err(within_block)?;
                progress.produced += step.produced;
                self.message.tail = Some(at + step.consumed);
                if self.message.is_ended {
                    return Err(InflateError::Unfinished);
                }
                if step.consumed == 0 && step.produced == 0 {
                    if !is_full {
                        return Err(InflateError::Unfinished);
                    }
                    progress.state = InflateState::NeedsRoom;
                    return Ok(progress);
                }
            }
        }
    }

    /// Inflates as far as `out` has room and the limit allows.
    fn step(&mut self, input: &[u8], out: &mut [u8]) -> Result<Step, InflateError> {
        let limit_bytes = self.max_message_bytes;
        let left = limit_bytes.saturating_sub(self.message.produced);
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        if left == 0 {
            // Room for one byte shows whether there is one beyond the limit.
            let step = self.call(input, &mut [0], InflateFlush::NoFlush)?;
            self.message.is_output_pending = false;
            return if step.produced == 0 {
                Ok(step)
            } else {
                Err(InflateError::TooLarge { limit_bytes })
            };
        }
        let most = left.min(out.len());
        let step = self.call(input, &mut out[..most], InflateFlush::NoFlush)?;
        self.message.produced += step.produced as u64;
        self.message.is_output_pending = step.produced == most && !self.message.is_ended;
        Ok(step)
    }

    /// Checks that the message ends between two blocks, which zlib-rs does not tell.
    fn probe(&mut self) -> Result<(), InflateError> {
        let step = self.call(&PROBE, &mut [0; PROBE.len()], InflateFlush::Block)?;
        if step.consumed == PROBE.len() / 2 && step.produced == 0 && !self.message.is_ended {
            Ok(())
        } else {
            Err(InflateError::Unfinished)
        }
    }

    /// One call of zlib. Behind a final block the context is made empty for what follows.
    fn call(
        &mut self,
        input: &[u8],
        out: &mut [u8],
        flush: InflateFlush,
    ) -> Result<Step, InflateError> {
        let context = match &mut self.context {
            Some(context) => context,
            empty => empty.insert(restored(&mut self.parked)?),
        };
        let inflate = &mut *context.0;
        let (total_in, total_out) = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(input, out, flush);
        let step = Step {
            // Both are at most the length of a slice.
            consumed: (inflate.total_in() - total_in) as usize,
            produced: (inflate.total_out() - total_out) as usize,
        };
        let status = status.map_err(|_| InflateError::Corrupt)?;
        self.message.is_begun = true;
        self.message.is_ended = status == Status::StreamEnd;
        self.window_bytes += step.produced;
        if self.message.is_ended {
            context.restart();
            self.window_bytes = 0;
        }
        let window_bytes = self.parameters.window_bits.bytes();
        self.window_bytes = self.window_bytes.min(window_bytes);
        Ok(step)
    }

    fn complete(&mut self) {
        self.message = Message::default();
        if !self.parameters.takeover {
            self.window_bytes = 0;
            if let Some(context) = self.context.take() {
                context.put_back();
            }
        } else if self.parameters.window_bits < WindowBits::MAX {
            // The context has more than the window that was agreed, and the next message must not see it.
            self.park();
        }
    }

    /// Gives memory back between two messages, for a direction that is idle.
    ///
    /// With takeover it keeps a copy of the window, which has what came and at most what was agreed. With a window of
    /// less than 32 KiB, that is done behind each message anyway. In the middle of a message it does nothing.
    pub fn park(&mut self) {
        if self.message.is_begun {
            return;
        }
        let Some(mut context) = self.context.take() else {
            return;
        };
        let mut window = vec![0; self.window_bytes].into_boxed_slice();
        let total_out = context.0.total_out();
        if !window.is_empty() {
            let input = history::repeat(window.len());
            let flush = InflateFlush::NoFlush;
            let result = context.0.decompress(&input, &mut window, flush);
            let produced = context.0.total_out() - total_out;
            if result.is_err() || produced != window.len() as u64 {
                // The next message fails as one that refers to what is not there, if it refers back.
                window = Box::default();
            }
        }
        self.window_bytes = window.len();
        self.parked = window;
        context.put_back();
    }

    /// How many bytes it holds beyond its own size.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let context = self.context.as_ref().map_or(0, |_| InflateContext::BYTES);
        context + self.parked.len()
    }
}

impl fmt::Debug for Inflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inflater")
            .field("parameters", &self.parameters)
            .field("max_message_bytes", &self.max_message_bytes)
            .field("memory_bytes", &self.memory_bytes())
            .finish_non_exhaustive()
    }
}

struct Step {
    consumed: usize,
    produced: usize,
}

/// What an error behind the payload means.
fn within_block(error: InflateError) -> InflateError {
    match error {
        InflateError::Corrupt => InflateError::Unfinished,
        error @ (InflateError::Unfinished | InflateError::TooLarge { .. }) => error,
    }
}

/// A context with the window that was parked, if one was.
fn restored(parked: &mut Box<[u8]>) -> Result<InflateContext, InflateError> {
    let window = std::mem::take(parked);
    let mut context = InflateContext::take();
    if !window.is_empty() {
        let result = context.0.set_dictionary(&window);
        result.map_err(|_| InflateError::Corrupt)?;
    }
    Ok(context)
}
