//! A file that is read and never changed: what is written to it stays in memory.
//!
//! redb repairs and marks a file while it opens it. Over this, a file can be checked as it is.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use redb::StorageBackend;

/// The bytes of a block in memory: a page of redb.
const BLOCK_BYTES: usize = 4096;

/// A file, and what was written over it.
#[derive(Debug)]
pub(super) struct Overlay {
    file: File,
    file_len: u64,
    written: Mutex<Written>,
}

#[derive(Debug)]
struct Written {
    len: u64,
    /// The bytes of the file count through this length: a file that was cut and grew again has zeroes there.
    kept_len: u64,
    /// By number of the block.
    blocks: BTreeMap<u64, Vec<u8>>,
}

impl Overlay {
    /// A view of this file.
    pub(super) fn new(file: File) -> io::Result<Self> {
        let file_len = file.metadata()?.len();
        let written = Written {
            len: file_len,
            kept_len: file_len,
            blocks: BTreeMap::new(),
        };
        Ok(Self {
            file,
            file_len,
            written: Mutex::new(written),
        })
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes of a block as the file has them.
    fn unwritten(&self, block: u64, kept_len: u64) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; BLOCK_BYTES];
        let begin = block.saturating_mul(BLOCK_BYTES as u64);
        let end = self.file_len.min(kept_len);
        let there = usize::try_from(end.saturating_sub(begin)).unwrap_or(usize::MAX);
        if let Some(bytes) = bytes.get_mut(..there.min(BLOCK_BYTES)) {
            self.file.read_exact_at(bytes, begin)?;
        }
        Ok(bytes)
    }

    /// Calls `work` with each block that the bytes from `offset` on are in. It takes its number, the first of its bytes, and
    /// the range of those bytes.
    fn by_blocks(
        offset: u64,
        len: usize,
        mut work: impl FnMut(u64, usize, std::ops::Range<usize>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut done = 0;
        while done < len {
            let at = offset + done as u64;
            let first = usize::try_from(at % BLOCK_BYTES as u64).unwrap_or(0);
            let bytes = (BLOCK_BYTES - first).min(len - done);
            work(at / BLOCK_BYTES as u64, first, done..done + bytes)?;
            done += bytes;
        }
        Ok(())
    }
}

impl StorageBackend for Overlay {
    fn len(&self) -> io::Result<u64> {
        Ok(self.written().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let written = self.written();
        if offset.saturating_add(out.len() as u64) > written.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Self::by_blocks(offset, out.len(), |block, first, range| {
            let stored;
            let bytes = match written.blocks.get(&block) {
                Some(bytes) => bytes,
                None => {
                    stored = self.unwritten(block, written.kept_len)?;
                    &stored
                }
            };
            let len = range.len();
            out[range].copy_from_slice(&bytes[first..first + len]);
            Ok(())
        })
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut written = self.written();
        written.len = len;
        written.kept_len = written.kept_len.min(len);
        let first_gone = len.div_ceil(BLOCK_BYTES as u64);
        written.blocks.split_off(&first_gone);
        if let Some(last) = written.blocks.get_mut(&(len / BLOCK_BYTES as u64)) {
            let kept = usize::try_from(len % BLOCK_BYTES as u64).unwrap_or(0);
            last.iter_mut().skip(kept).for_each(|byte| *byte = 0);
        }
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut written = self.written();
        let kept_len = written.kept_len;
        written.len = written.len.max(offset.saturating_add(data.len() as u64));
        Self::by_blocks(offset, data.len(), |block, first, range| {
            let bytes = match written.blocks.entry(block) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert(self.unwritten(block, kept_len)?),
            };
            bytes[first..first + range.len()].copy_from_slice(&data[range]);
            Ok(())
        })
    }
}
