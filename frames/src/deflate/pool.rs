//! Contexts of zlib-rs, of which each thread keeps a few for the next message.
//!
//! Making a context costs as much as compressing a short message. A thread works on one message at a time, so that it
//! needs one context of a kind. The pool has room for a second window or level.
//!
//! A context leaves the pool empty: what it has seen of one connection is never found by another.

use std::cell::RefCell;

use zlib_rs::{Deflate, DeflateConfig, Inflate};

use super::deflater::CompressionLevel;
use crate::negotiation::WindowBits;

/// How many contexts of each direction a thread keeps. Beyond that the oldest is dropped, so that a thread holds at most
/// 2 × 273 KiB + 2 × 47 KiB.
const KEPT_CONTEXTS: usize = 2;

thread_local! {
    static DEFLATES: RefCell<Vec<DeflateContext>> = const { RefCell::new(Vec::new()) };
    static INFLATES: RefCell<Vec<InflateContext>> = const { RefCell::new(Vec::new()) };
}

/// What compresses.
pub(super) struct DeflateContext {
    pub(super) deflate: Box<Deflate>,
    window_bits: WindowBits,
    level: CompressionLevel,
}

impl DeflateContext {
    /// zlib knows no window of 256 bytes. One of 512 serves, since zlib never refers farther back than 262 bytes less
    /// than its window, which is 250.
    const MIN_WINDOW_BITS: u8 = 9;

    /// How many symbols a block has, as a power of two less 6. 5 takes 100 KiB less than zlib's 8, and is faster for
    /// short messages (`docs/adr/0013-zlib-rs.md`).
    const MEM_LEVEL: i32 = 5;

    /// What zlib-rs allocates beside the window and its index, at this level of memory.
    const FIXED_BYTES: usize = 148_608;

    /// How much memory it is, which is what an allocator counts: see the record of the decision.
    pub(super) const fn bytes(&self) -> usize {
        let bits = if self.window_bits.bits() < Self::MIN_WINDOW_BITS {
            Self::MIN_WINDOW_BITS
        } else {
            self.window_bits.bits()
        };
        Self::FIXED_BYTES + (4 << bits) + size_of::<Deflate>()
    }

    /// An empty context.
    pub(super) fn take(window_bits: WindowBits, level: CompressionLevel) -> Self {
        let is_fit = |it: &Self| it.window_bits == window_bits && it.level == level;
        match take(&DEFLATES, is_fit) {
            Some(mut context) => {
                context.deflate.reset();
                context
            }
            None => Self {
                deflate: Box::new(Deflate::new_with_config(DeflateConfig {
                    level: i32::from(level.get()),
                    // Negative: without the header of zlib.
                    window_bits: -i32::from(window_bits.bits().max(Self::MIN_WINDOW_BITS)),
                    mem_level: Self::MEM_LEVEL,
                    ..DeflateConfig::default()
                })),
                window_bits,
                level,
            },
        }
    }

    /// Gives it back for the next message.
    pub(super) fn put_back(self) {
        put_back(&DEFLATES, self);
    }
}

/// What inflates. It has a window of 32 KiB, whatever was agreed.
pub(super) struct InflateContext(pub(super) Box<Inflate>);

impl InflateContext {
    /// How much memory it is.
    pub(super) const BYTES: usize = 47_552 + size_of::<Inflate>();

    /// An empty context.
    pub(super) fn take() -> Self {
        match take(&INFLATES, |_| true) {
            Some(mut context) => {
                context.restart();
                context
            }
            None => Self(Box::new(Inflate::new(false, WindowBits::MAX.bits()))),
        }
    }

    /// Makes it empty.
    pub(super) fn restart(&mut self) {
        self.0.reset(false);
    }

    /// Gives it back for the next message.
    pub(super) fn put_back(self) {
        put_back(&INFLATES, self);
    }
}

type Pool<T> = std::thread::LocalKey<RefCell<Vec<T>>>;

fn take<T>(pool: &'static Pool<T>, is_fit: impl Fn(&T) -> bool) -> Option<T> {
    // While a thread ends, its pool may be gone.
    let taken = pool.try_with(|pool| {
        let mut pool = pool.borrow_mut();
        let at = pool.iter().rposition(is_fit)?;
        Some(pool.remove(at))
    });
    taken.ok().flatten()
}

fn put_back<T>(pool: &'static Pool<T>, context: T) {
    // Where the pool is gone, the context goes with it.
    let _ = pool.try_with(|pool| {
        let mut pool = pool.borrow_mut();
        if pool.len() == KEPT_CONTEXTS {
            pool.remove(0);
        }
        pool.push(context);
    });
}
