//! Where the page is cut into parts: all that only a part leads to is cut off, and comes when the part is loaded.
//!
//! Which parts there are is said in `client::for_each_part`. Without the feature `split` nothing is cut.

use client::parts::Parts;

/// Makes of each part a function at which the page is cut, and one that loads it.
#[cfg(feature = "split")]
macro_rules! cut {
    ($($(#[$doc:meta])+ $part:ident: $gives:ty = $value:expr;)+) => {
        mod cut {
            use wasm_split_helpers::{SplitLoaderError, wasm_split};
            $(
                #[wasm_split($part, fallible)]
                pub(super) fn $part() -> Result<$gives, SplitLoaderError> {
                    Ok($value)
                }
            )+
        }

        /// The parts of this page.
        pub(crate) fn all() -> Parts {
            use client::parts::LoadError;
            Parts {
                $($part: || Box::pin(async { cut::$part().await.map_err(|_| LoadError) }),)+
            }
        }
    };
}

#[cfg(feature = "split")]
client::for_each_part!(cut);

/// The parts of this page.
#[cfg(not(feature = "split"))]
pub(crate) fn all() -> Parts {
    Parts::at_once()
}
