//! The screen of the page.

use yew::prelude::*;

use crate::platform::address;
use session::screen::Screen;

/// The screen, and a way to another.
#[derive(Debug, Clone, PartialEq)]
pub struct UseScreen {
    /// The screen.
    pub screen: Screen,
    /// Goes to a screen.
    pub go: Callback<Screen>,
}

/// The screen in the page's address. A change is written into the address, so a reload or a copied address
/// leads to the same screen.
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
