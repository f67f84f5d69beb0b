//! How jemalloc gives memory back, beyond the settings that `.cargo/config.toml` builds into it.
//!
//! Freed pages stay with the process for a second, in which they may be used again. That is wrong for large pieces. A
//! message has room for its announced length, and is touched only as far as its bytes have come. Where such a piece
//! lies over pages that an earlier one has touched, these stay resident as long as the message. So the pages of large
//! pieces go back at once.
//!
//! What may not enter: what the server allocates.

use anyhow::{Context, Result};
use tikv_jemalloc_ctl::background_thread;

/// jemalloc's `oversize_threshold`, as `.cargo/config.toml` sets it. Pieces of this size come from an arena of their
/// own, which is made for the first of them.
const LARGE_PIECE_BYTES: usize = 1024 * 1024;

/// Has jemalloc give large pieces back when they are freed, and small ones by threads of its own. Otherwise a server
/// without traffic would keep them. The first large piece of the process must come afterwards.
///
/// # Errors
///
/// jemalloc cannot start its threads.
pub fn configure() -> Result<()> {
    // The arena gives back at once only if it was made before the threads.
    drop(std::hint::black_box(Vec::<u8>::with_capacity(
        LARGE_PIECE_BYTES,
    )));
    background_thread::write(true).context("cannot start the threads of jemalloc")
}
