//! Buffers of a thread, which a connection has only while there is something in them.

use std::cell::RefCell;

/// At most this many unused buffers are kept per thread; further ones are freed.
const MAX_SPARE: usize = 4;

/// A buffer that has grown beyond this is freed.
const MAX_SPARE_BYTES: usize = 256 * 1024;

thread_local! {
    static SPARE: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// An empty buffer. It may have room already.
pub(crate) fn take() -> Vec<u8> {
    SPARE.with_borrow_mut(Vec::pop).unwrap_or_default()
}

/// Leaves an empty buffer without room in the place of `buffer`, whose room goes to who takes the next one.
pub(crate) fn give_back(buffer: &mut Vec<u8>) {
    let mut buffer = std::mem::take(buffer);
    if buffer.capacity() == 0 || buffer.capacity() > MAX_SPARE_BYTES {
        return;
    }
    buffer.clear();
    SPARE.with_borrow_mut(|spare| {
        if spare.len() < MAX_SPARE {
            spare.push(buffer);
        }
    });
}

/// `buffer`, or where it has no room one of this thread.
pub(crate) fn ensure(buffer: &mut Vec<u8>) -> &mut Vec<u8> {
    if buffer.capacity() == 0 {
        *buffer = take();
    }
    buffer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffer_given_back_is_taken_next_and_empty() {
        let mut buffer = vec![1; 3000];
        let room = buffer.as_ptr();
        give_back(&mut buffer);
        assert_eq!(buffer.capacity(), 0);
        let taken = take();
        assert_eq!((taken.as_ptr(), taken.len()), (room, 0));
    }

    #[test]
    fn buffer_that_has_grown_too_much_is_freed() {
        let mut buffer = Vec::with_capacity(MAX_SPARE_BYTES + 1);
        give_back(&mut buffer);
        assert_eq!(take().capacity(), 0);
    }
}
