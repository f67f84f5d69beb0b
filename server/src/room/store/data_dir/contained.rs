//! Calls into redb that cannot end a thread: a panic inside becomes an error.
//!
//! redb checks much of what it reads, and asserts the rest. So a file that a disk has damaged may end a call with a
//! panic. The program has to outlive it.
//!
//! # Why it is sound to go on
//!
//! [`contained`] asserts that its closure is unwind safe. Nothing of ours is changed inside: a closure takes the
//! database and gives back plain values, and the caller changes its own state afterwards. What redb has left
//! half-changed is in the database of that closure or of the caller. After any error the caller drops that database,
//! contained too, and opens the file again, which reads the last complete transaction.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use super::disk_error::DiskError;

thread_local! {
    /// While this thread is in [`contained`]: the place of its panic, once there was one.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
    static IS_CONTAINED: RefCell<bool> = const { RefCell::new(false) };
}

/// The output of `work`, which calls redb. A panic inside is [`DiskError::Panicked`], and is not printed.
///
/// # Errors
///
/// Those of `work`, and a panic.
pub(super) fn contained<T>(work: impl FnOnce() -> Result<T, DiskError>) -> Result<T, DiskError> {
    keep_contained_panics_quiet();
    let was_contained = IS_CONTAINED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_CONTAINED.set(was_contained);
    result.unwrap_or_else(|payload| {
        let place = PANIC.take().unwrap_or_default();
        // In one line, as the log needs it.
        let words: Vec<_> = message(&*payload).split_whitespace().collect();
        Err(DiskError::Panicked(words.join(" ") + &place))
    })
}

/// Prints no panic of a thread that is in [`contained`]; every other panic as before.
fn keep_contained_panics_quiet() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
            if IS_CONTAINED.with_borrow(|is_contained| *is_contained) {
                let place = panic.location().map(|place| format!(" ({place})"));
                PANIC.set(place);
            } else {
                previous(panic);
            }
        }));
    });
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("a panic")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_inside_is_an_error_with_its_message_and_place() {
        let panicked = contained(|| -> Result<(), _> { panic!("page\n{}", 7) });
        let error = panicked.unwrap_err().to_string();
        assert!(
            error.contains("page 7") && error.contains("contained.rs"),
            "{error}"
        );
        assert_eq!(contained(|| Ok(1)).unwrap(), 1);
    }
}
