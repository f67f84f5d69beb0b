//! The catalogue of a server, asked for when the component begins and again on request.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::platform::catalogue;
use session::catalogue::CatalogueState;

/// A catalogue to look at, and how to ask for it again.
#[derive(Debug, Clone, PartialEq)]
pub struct UseCatalogue {
    /// What is known of it.
    pub state: CatalogueState,
    /// Asks for it again.
    pub look_again: Callback<()>,
}

/// The catalogue of the server with this WebSocket address.
#[hook]
pub fn use_catalogue(server: &AttrValue) -> UseCatalogue {
    let state = use_state_eq(|| CatalogueState::Loading);
    let look = use_callback(server.clone(), {
        let state = state.setter();
        move |(), server| {
            let (state, server) = (state.clone(), server.clone());
            state.set(CatalogueState::Loading);
            spawn_local(async move {
                state.set(match catalogue::load(&server).await {
                    Ok(endpoints) => CatalogueState::Found(endpoints),
                    Err(absence) => CatalogueState::Absent(absence),
                });
            });
        }
    });
    use_effect_with(look.clone(), |look| look.emit(()));
    UseCatalogue {
        state: (*state).clone(),
        look_again: look,
    }
}
