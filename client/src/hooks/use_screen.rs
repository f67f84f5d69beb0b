//! Which screen of the page is shown.

use yew::prelude::*;

use crate::platform::address;
use session::screen::Screen;

/// The screen, and how to go to another.
#[derive(Debug, Clone, PartialEq)]
pub struct UseScreen {
    /// What is shown.
    pub screen: Screen,
    /// Shows another.
    pub go: Callback<Screen>,
}

/// The screen that the page's address asks for. Where one goes is written into the address, so
/// that a reload and a copied address lead there.
#[hook]
pub fn use_screen() -> UseScreen {
    let screen = use_state_eq(|| Screen::of_tag(address::view().as_deref()));
    let go = {
        let screen = screen.clone();
        Callback::from(move |chosen: Screen| {
            address::set_view((chosen != Screen::default()).then(|| chosen.tag()));
            screen.set(chosen);
        })
    };
    UseScreen {
        screen: *screen,
        go,
    }
}
