//! Where the model meets the platform.
//!
//! What belongs here: hooks that feed events to the model, have the platform run its effects,
//! and render again. What may not enter: decisions (the model's) and markup (the components').

mod use_catalogue;
mod use_clock;
mod use_composing;
mod use_language;
mod use_looking;
mod use_screen;
mod use_scroller;
mod use_theme;
mod use_workbench;

pub use use_catalogue::{UseCatalogue, use_catalogue};
pub use use_clock::{UseClock, use_clock};
pub use use_composing::{UseComposing, use_composing};
pub use use_language::{UseLanguage, use_language};
pub use use_looking::{UseLooking, use_looking};
pub use use_screen::{UseScreen, use_screen};
pub use use_scroller::{Placement, UseScroller, use_scroller};
pub use use_theme::{UseTheme, use_theme};
pub use use_workbench::{UseWorkbench, use_workbench};
