//! A header that comes in pieces.

use super::{Decoded, DecodedHeader, Header, MAX_HEADER_BYTES};

/// The beginning of a header, until all of it has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartialHeader {
    bytes: [u8; MAX_HEADER_BYTES],
    length: usize,
}

impl PartialHeader {
    /// The header that the kept bytes and `bytes` begin with, and how many of `bytes` belong to it. Without it, all of
    /// `bytes` are kept.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> Option<(DecodedHeader, usize)> {
        if self.length == 0
            && let Decoded::Complete(decoded) = Header::decode(bytes)
        {
            return Some((decoded, decoded.header_bytes));
        }
        let kept = self.length;
        let added = bytes.len().min(MAX_HEADER_BYTES - kept);
        self.bytes[kept..kept + added].copy_from_slice(&bytes[..added]);
        match Header::decode(&self.bytes[..kept + added]) {
            Decoded::Complete(decoded) => {
                self.length = 0;
                Some((decoded, decoded.header_bytes - kept))
            }
            Decoded::Incomplete { .. } => {
                self.length = kept + added;
                None
            }
        }
    }

    /// What has come of it.
    pub(crate) fn kept(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}
