//! A file that a person chose, dropped or pasted to be sent.

use std::rc::Rc;

/// A larger file is not read. It would be in memory three times before the last byte is sent: here,
/// in the browser's queue, and in the log.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

/// A file and what it holds. Cheap to clone: all of it is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, without a folder.
    pub name: Rc<str>,
    /// Its media type, as the browser guesses it from the name; empty when it does not know one.
    pub media_type: Rc<str>,
    /// What it holds.
    pub bytes: Rc<[u8]>,
}

/// Why a file cannot be sent.
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
