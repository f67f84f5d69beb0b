//! The room of a tab: events and effects between the two.
//!
//! What may not enter: what a room does with an event ([`room`](crate::room)).

use std::rc::Rc;

use protocol::superchat::{ClientMessage, SUPERCHAT};

use super::{Effect, State, Tab};
use crate::address;
use crate::composer;
use crate::pane::Pane;
use crate::payload::Payload;
use crate::room::send_queue::{LocalEcho, SendState};
use crate::room::{Event, Room, room_address};
use crate::time::Moment;

impl Tab {
    /// The room, once the person has opened it.
    #[must_use]
    pub fn room(&self) -> Option<&Room> {
        self.room.as_deref()
    }

    /// The name of the room in view.
    #[must_use]
    pub fn room_name(&self) -> Rc<str> {
        room_address::room_name(&self.shown_room_address())
    }

    /// The link that opens the room in view for others.
    #[must_use]
    pub fn room_link(&self) -> Option<String> {
        room_address::page_link(&self.shown_room_address())
    }

    /// Whether the room has messages that the server does not have: they would be lost with the tab.
    #[must_use]
    pub fn has_undelivered(&self) -> bool {
        let is_unsent = |message: &LocalEcho| !matches!(message.state, SendState::Acknowledged(_));
        let room = self.room();
        room.is_some_and(|room| room.send_queue().iter().any(is_unsent))
    }

    /// Whether the tab is, or would be, in the room at this address.
    #[must_use]
    pub(crate) fn is_for_room(&self, address: &str) -> bool {
        self.leads_to_room()
            && room_address::canonical(&self.wanted_room_address())
                == room_address::canonical(address)
    }

    /// The person chose this pane; the room's opens the room.
    pub(super) fn choose_pane(&mut self, pane: Pane, moment: Moment) -> Vec<Effect> {
        self.pane = pane;
        if pane != Pane::Room || self.room.is_some() {
            return vec![];
        }
        self.room = Some(Box::default());
        self.want_room(!self.connection.state().is_over());
        match self.connection.state() {
            State::Open => self.enter_room(moment),
            _ => vec![],
        }
    }

    /// Whether the person wants to be in the room at the tab's address. It joins again after a reload.
    #[must_use]
    pub(crate) fn is_in_room(&self) -> bool {
        let room = self.room();
        room.is_some_and(|room| room.is_wanted() && self.is_for_room(room.canonical_address()))
    }

    /// The person wants to be in the room that the connection leads to, if any, or in none.
    pub(super) fn want_room(&mut self, is_wanted: bool) {
        let is_wanted = is_wanted && self.leads_to_room();
        let address = is_wanted.then(|| self.wanted_room_address());
        if let Some(room) = &mut self.room {
            room.set_wanted(address.as_deref());
        }
    }

    /// The connection is open.
    pub(super) fn enter_room(&mut self, moment: Moment) -> Vec<Effect> {
        let is_superchat = *self.connection.opening().subprotocol == *SUPERCHAT
            && Pane::made_for(self.connection.connected_to(), address::path(&self.server))
                == Pane::Room;
        let address = self.wanted_room_address();
        let Some(room) = &mut self.room else {
            return vec![];
        };
        let messages = room.connected(&address, is_superchat, moment);
        self.send_now(encoded(messages))
    }

    /// The connection is closed or closing.
    pub(super) fn leave_room(&mut self) {
        if let Some(room) = &mut self.room {
            room.disconnected();
        }
    }

    pub(super) fn hear_in_room(&mut self, payloads: &[Payload], moment: Moment) -> Vec<Effect> {
        let Some(room) = &mut self.room else {
            return vec![];
        };
        let texts = payloads.iter().filter_map(|payload| match payload {
            Payload::Text(text) => Some(text),
            Payload::Binary(_) => None,
        });
        let messages = texts.flat_map(|text| room.receive(text, moment)).collect();
        self.send_now(encoded(messages))
    }

    pub(super) fn type_in_room(&mut self, moment: Moment) -> Vec<Effect> {
        let is_empty = self.composer.text().is_empty();
        let Some(room) = &mut self.room else {
            return vec![];
        };
        let messages = room.typed(is_empty, moment.now);
        self.send_now(encoded(messages))
    }

    /// The network or the page came back.
    pub(super) fn ask_in_room(&mut self, moment: Moment) -> Vec<Effect> {
        let asked = self.room.as_mut().map(|room| room.ask(moment.now));
        self.send_now(encoded(asked.unwrap_or_default()))
    }

    pub(super) fn wake_room(&mut self, moment: Moment) -> Vec<Effect> {
        let Some(room) = &mut self.room else {
            return vec![];
        };
        if room.is_answer_overdue(moment.now) {
            return self.drive(moment, |connection| connection.let_go(moment));
        }
        let messages = room.wake(moment.now);
        self.send_now(encoded(messages))
    }

    /// Saves the room, if it has changed.
    pub(super) fn keep_room(&mut self) -> Option<Effect> {
        let saved = self.room.as_mut()?.save_if_changed()?;
        Some(Effect::KeepRoom(saved))
    }

    pub(super) fn in_room(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        let address = self.wanted_room_address();
        let text = Rc::clone(self.composer.text());
        self.copied = None;
        let Some(room) = &mut self.room else {
            return vec![];
        };
        match event {
            Event::SendPressed => {
                if text.trim().is_empty() {
                    return vec![];
                }
                let Ok(messages) = room.send(&address, &text, moment) else {
                    return vec![];
                };
                // The room is saved before this, so the text is in the send queue when it is no draft any more.
                let mut effects = self.rewrite("".into(), moment);
                effects.extend(self.send_now(encoded(messages)));
                effects
            }
            Event::EditAgainPressed(id) => {
                let Some(failed) = room.take_failed(&id) else {
                    return vec![];
                };
                let both = [&*failed.text, &*text];
                let texts: Vec<_> = both.into_iter().filter(|it| !it.is_empty()).collect();
                // The text is a draft again before it leaves the send queue.
                let mut effects = self.rewrite(texts.join("\n").into(), moment);
                effects.extend(self.keep_room());
                effects
            }
            Event::Dismissed(id) => {
                let _ = room.take_failed(&id);
                vec![]
            }
            Event::NameChosen(name) => {
                if !room.choose_name(&name) {
                    return vec![];
                }
                let messages = room.join(moment.now);
                self.connection
                    .correct_address(room_address::with_member_name(&address, &name));
                self.update_panes();
                self.send_now(encoded(messages))
            }
            Event::JoinPressed => {
                let messages = room.join(moment.now);
                self.send_now(encoded(messages))
            }
            Event::EndInView(is_in_view) => {
                room.set_end_in_view(is_in_view);
                vec![]
            }
            Event::CopyLinkPressed => {
                let link = self.room_link();
                let link = link.map(|link| Effect::Copy(Payload::Text(link.into())));
                link.into_iter().collect()
            }
        }
    }

    fn rewrite(&mut self, text: Rc<str>, moment: Moment) -> Vec<Effect> {
        self.composer
            .apply(composer::Event::Edited(Rc::clone(&text)), moment);
        vec![Effect::KeepDraft(text)]
    }

    /// The address of the last room, whatever address is being typed; of the typed one before the first room.
    fn shown_room_address(&self) -> Rc<str> {
        let last = self.room.as_ref().map(|room| room.canonical_address());
        let last = last.filter(|address| !address.is_empty());
        last.map_or_else(|| self.wanted_room_address(), Rc::clone)
    }

    /// The room's address with the wanted name: the typed one, or the connection's while it leads elsewhere.
    fn wanted_room_address(&self) -> Rc<str> {
        let connection = &self.connection;
        let connected_to = connection.connected_to();
        let typed = address::understand(connection.address(), connection.page_is_secure()).ok();
        let typed =
            typed.filter(|it| Pane::made_for(it, address::path(&self.server)) == Pane::Room);
        let typed = typed.unwrap_or_else(|| Rc::clone(connected_to));
        if connection.state().is_over()
            || room_address::canonical(&typed) == room_address::canonical(connected_to)
        {
            typed
        } else {
            Rc::clone(connected_to)
        }
    }
}

fn encoded(messages: Vec<ClientMessage>) -> impl Iterator<Item = Payload> {
    let texts = messages
        .into_iter()
        .filter_map(|message| serde_json::to_string(&message).ok());
    texts.map(|text| Payload::Text(text.into()))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
