//! A part of the page that is loaded on demand.

use futures_util::future::{LocalBoxFuture, try_join};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::parts::{Load, LoadError};
use crate::platform::styles;

/// A part, as far as it is loaded.
#[derive(Debug, Clone, PartialEq)]
pub enum UsePart<T> {
    /// It is not asked for, or on its way.
    Loading,
    /// It is here.
    Loaded(T),
    /// It did not come; the callback asks for it again.
    Failed(Callback<()>),
}

/// The part that `load` loads, with the style sheet of this name, as soon as `is_wanted`. It stays when it is no longer
/// wanted. The hook is used with one part.
#[hook]
pub fn use_part<T: Copy + 'static>(
    load: Load<T>,
    style_sheet: &'static str,
    is_wanted: bool,
) -> UsePart<T> {
    use_part_in((), move |()| load(), style_sheet, is_wanted)
}

/// The same for a part that comes in several versions, as in each language. Until the version of a new `key` is here,
/// and if it does not come, the one before stays.
#[hook]
pub fn use_part_in<K, T, L>(
    key: K,
    load: L,
    style_sheet: &'static str,
    is_wanted: bool,
) -> UsePart<T>
where
    K: Copy + PartialEq + 'static,
    T: Copy + 'static,
    L: FnOnce(K) -> LocalBoxFuture<'static, Result<T, LoadError>> + 'static,
{
    let part = use_state(|| None::<Result<(K, T), LoadError>>);
    let attempt = use_state_eq(|| 0_u32);
    let latest = use_mut_ref(|| key);
    latest.replace(key);
    use_effect_with((key, is_wanted, *attempt), {
        let part = part.clone();
        move |&(key, is_wanted, _)| {
            let before = part.and_then(Result::ok);
            if is_wanted && before.is_none_or(|(of, _)| of != key) {
                if before.is_none() {
                    part.set(None);
                }
                spawn_local(async move {
                    match try_join(load(key), styles::add(style_sheet)).await {
                        // Another version may be wanted by now.
                        Ok((loaded, ())) if *latest.borrow() == key => {
                            part.set(Some(Ok((key, loaded))));
                        }
                        Err(error) if before.is_none() => part.set(Some(Err(error))),
                        Ok(_) | Err(LoadError) => {}
                    }
                });
            }
        }
    });
    match *part {
        None => UsePart::Loading,
        Some(Ok((_, loaded))) => UsePart::Loaded(loaded),
        Some(Err(LoadError)) => {
            let next = *attempt + 1;
            UsePart::Failed(Callback::from(move |()| attempt.set(next)))
        }
    }
}
