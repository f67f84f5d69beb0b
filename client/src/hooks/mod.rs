//! Where the model meets the platform.
//!
//! What belongs here: hooks that feed events to the model, have the platform run its effects,
//! and render again. What may not enter: decisions (the model's) and markup (the components').

mod use_language;
mod use_session;

pub use use_language::{UseLanguage, use_language};
pub use use_session::{UseSession, use_session};
