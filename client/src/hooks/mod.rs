//! Hooks connect the session's core to the platform.
//!
//! What belongs here: hooks that pass events to the core, run its effects on the platform, and render
//! again. What may not enter: decisions, which the core makes, and markup, which components make.

mod use_catalogue;
mod use_choices;
mod use_clock;
mod use_composing;
mod use_end_in_view;
mod use_handshake_answer;
mod use_keys;
mod use_lesson;
mod use_numbers;
mod use_part;
mod use_rewrites;
mod use_scroller;
mod use_workbench;

pub use use_catalogue::{UseCatalogue, use_catalogue};
pub use use_choices::{UseLanguage, UseScreen, UseTheme, use_language, use_screen, use_theme};
pub use use_clock::{UseClock, use_clock};
pub use use_composing::{UseComposing, use_composing};
pub use use_end_in_view::{UseEndInView, use_end_in_view};
pub use use_handshake_answer::use_handshake_answer;
pub use use_keys::use_keys;
pub use use_lesson::{Borrower, UseLesson, use_lesson};
pub use use_numbers::{TickNumbers, use_numbers};
pub use use_part::{UsePart, use_part, use_part_in};
pub use use_rewrites::use_rewrites;
pub use use_scroller::{Placement, UseScroller, use_scroller};
pub use use_workbench::{UseWorkbench, use_workbench};
