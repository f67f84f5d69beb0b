//! Asks a server of ours how it would answer a handshake.

use std::rc::Rc;

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::platform::catalogue;
use session::dry_run::Answer;

/// The answer of the dry run at this address, as soon as it is here.
#[hook]
pub fn use_handshake_answer(address: &AttrValue) -> Option<Rc<Answer>> {
    let answer = use_state(|| None::<(AttrValue, Rc<Answer>)>);
    use_effect_with(address.clone(), {
        let answer = answer.setter();
        move |address| {
            let address = address.clone();
            spawn_local(async move {
                if let Some(told) = catalogue::try_handshake(&address).await {
                    answer.set(Some((address, Rc::new(told))));
                }
            });
        }
    });
    let told = (*answer).as_ref().filter(|(of, _)| of == address);
    told.map(|(_, answer)| Rc::clone(answer))
}
