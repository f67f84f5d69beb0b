//! A file that a person chose, dropped or pasted to send.

use std::rc::Rc;

/// The limit on a file; a larger one is not read. A file is in memory three times until it is sent: here,
/// in the browser's queue, and in the log.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

/// A file. Cloning is cheap: the content is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, without a folder.
    pub name: Rc<str>,
    /// Its media type, guessed by the browser from the name; empty if unknown.
    pub media_type: Rc<str>,
    /// Its content.
    pub bytes: Rc<[u8]>,
}

/// Why a file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileError {
    /// It is larger than [`MAX_FILE_BYTES`].
    TooLarge {
        /// Its size.
        size_bytes: u64,
    },
    /// The browser cannot read it: it is gone, has changed, may not be read, or is a folder.
    Unreadable,
}
