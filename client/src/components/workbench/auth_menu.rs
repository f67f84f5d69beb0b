//! The button that opens the menu which tells a server who one is.

use yew::prelude::*;

use super::auth_form::{AuthFormProps, MENU_ID};
use super::overlay::{Overlay, Overlays, show};
use crate::i18n::Language;
use crate::i18n::connection::ConnectionPhrase;
use session::auth::Target;

/// The properties of [`AuthMenu`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AuthMenuProps {
    /// The display language.
    pub language: Language,
    /// What opens when a person asks for it.
    pub overlays: Overlays,
    /// The typed address and subprotocols.
    pub target: Target,
    /// Called with what they are to be.
    pub on_apply: Callback<Target>,
}

/// The button, and its menu as soon as it was asked for once.
#[component]
pub fn AuthMenu(props: &AuthMenuProps) -> Html {
    let is_wanted = use_state_eq(|| false);
    let language = props.language;
    let on_click = {
        let is_wanted = is_wanted.setter();
        move |_| is_wanted.set(true)
    };
    html! {
        <>
            <button
                type="button"
                id="auth-button"
                class="menu-button"
                popovertarget={MENU_ID}
                onclick={on_click}
            >
                { language.say(ConnectionPhrase::Auth) }
            </button>
            <div id={MENU_ID} class="menu" popover="auto">
                if *is_wanted {
                    {
                        show(language, &props.overlays, Overlay::Auth(AuthFormProps {
                            language,
                            target: props.target.clone(),
                            on_apply: props.on_apply.clone(),
                        }))
                    }
                }
            </div>
        </>
    }
}
