//! A part of the page that is loaded on demand.

use futures_util::future::try_join;
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

impl<T> UsePart<T> {
    /// This part together with another.
    #[must_use]
    pub fn and<U>(self, other: UsePart<U>) -> UsePart<(T, U)> {
        match (self, other) {
            (Self::Loaded(one), UsePart::Loaded(other)) => UsePart::Loaded((one, other)),
            (Self::Failed(again), _) | (_, UsePart::Failed(again)) => UsePart::Failed(again),
            (Self::Loading, _) | (_, UsePart::Loading) => UsePart::Loading,
        }
    }
}

/// The part that `load` loads, with the style sheet of this name, as soon as `is_wanted`. It stays when it is no longer
/// wanted. The hook is used with one part.
#[hook]
pub fn use_part<T: Copy + 'static>(
    load: Load<T>,
    style_sheet: &'static str,
    is_wanted: bool,
) -> UsePart<T> {
    let part = use_state(|| None::<Result<T, LoadError>>);
    let attempt = use_state_eq(|| 0_u32);
    use_effect_with((is_wanted, *attempt), {
        let part = part.clone();
        move |&(is_wanted, _)| {
            if is_wanted && !matches!(*part, Some(Ok(_))) {
                part.set(None);
                spawn_local(async move {
                    let loaded = try_join(load(), styles::add(style_sheet)).await;
                    part.set(Some(loaded.map(|(loaded, ())| loaded)));
                });
            }
        }
    });
    match *part {
        None => UsePart::Loading,
        Some(Ok(loaded)) => UsePart::Loaded(loaded),
        Some(Err(LoadError)) => {
            let next = *attempt + 1;
            UsePart::Failed(Callback::from(move |()| attempt.set(next)))
        }
    }
}
