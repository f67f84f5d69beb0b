//! Loads the catalogue of a server, at first and on request.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::platform::catalogue;
use session::catalogue::CatalogueState;

/// A catalogue, and a way to load it again.
#[derive(Debug, Clone, PartialEq)]
pub struct UseCatalogue {
    /// The state of the catalogue.
    pub state: CatalogueState,
    /// Loads it again.
    pub reload: Callback<()>,
}

/// Loads the catalogue of the server at this WebSocket address.
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
        reload: look,
    }
}
