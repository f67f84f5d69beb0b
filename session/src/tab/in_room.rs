//! The room of a session: events and effects between the two.
//!
//! What may not enter: what a room does with an event ([`room`](crate::room)).

use std::rc::Rc;

use protocol::superchat::{ClientMessage, SUPERCHAT};

use super::{Effect, Session, State};
use crate::address;
use crate::composer;
use crate::face::Face;
use crate::payload::Payload;
use crate::room::send_queue::{LocalEcho, SendState};
use crate::room::{Event, Room, room_address};
use crate::time::Moment;

impl Session {
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

    /// Whether the room has text or messages that the server does not have: they would be lost with the session.
    #[must_use]
    pub fn has_unsent(&self) -> bool {
        let is_unsent = |message: &LocalEcho| !matches!(message.state, SendState::Acknowledged(_));
        self.room().is_some_and(|room| {
            !self.composer.text().trim().is_empty() || room.send_queue().iter().any(is_unsent)
        })
    }

    /// Whether the session is, or would be, in the room at this address.
    #[must_use]
    pub(crate) fn is_for_room(&self, address: &str) -> bool {
        self.leads_to_room()
            && room_address::canonical(&self.wanted_room_address())
                == room_address::canonical(address)
    }

    /// Restores the room that was saved before a reload.
    pub(crate) fn restore_room(&mut self, saved: &str) {
        if !saved.is_empty() {
            self.room = Some(Box::new(Room::restored(saved)));
        }
    }

    /// The person wants to see this face, and for that of a room to be in it.
    pub(super) fn choose_face(&mut self, face: Face, moment: Moment) -> Vec<Effect> {
        self.face = face;
        if face != Face::Room || self.room.is_some() {
            return vec![];
        }
        self.room = Some(Box::default());
        self.want_room(!self.state.is_over());
        match self.state {
            State::Open => self.enter_room(moment),
            _ => vec![],
        }
    }

    /// Whether the person wants to be in the room at the session's address. It joins again after a reload.
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
        let is_superchat = *self.opening.subprotocol == *SUPERCHAT
            && Face::made_for(&self.connected_to) == Face::Room;
        let address = self.wanted_room_address();
        let Some(room) = &mut self.room else {
            return vec![];
        };
        sends(room.connected(&address, is_superchat, moment))
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
        sends(texts.flat_map(|text| room.receive(text, moment)).collect())
    }

    pub(super) fn type_in_room(&mut self, moment: Moment) -> Vec<Effect> {
        let is_empty = self.composer.text().is_empty();
        self.room
            .as_mut()
            .map_or_else(Vec::new, |room| sends(room.typed(is_empty, moment.now)))
    }

    pub(super) fn wake_room(&mut self, moment: Moment) -> Vec<Effect> {
        let Some(room) = &mut self.room else {
            return vec![];
        };
        if room.is_answer_overdue(moment.now) {
            return self.let_go(moment);
        }
        sends(room.wake(moment.now))
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
                effects.extend(sends(messages));
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
                let effects = sends(room.join(moment.now));
                self.address = room_address::with_member_name(&address, &name);
                effects
            }
            Event::JoinPressed => sends(room.join(moment.now)),
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
        let typed = address::understand(&self.address, self.page_is_secure).ok();
        let typed = typed.filter(|it| Face::made_for(it) == Face::Room);
        let typed = typed.unwrap_or_else(|| Rc::clone(&self.connected_to));
        if self.state.is_over()
            || room_address::canonical(&typed) == room_address::canonical(&self.connected_to)
        {
            typed
        } else {
            Rc::clone(&self.connected_to)
        }
    }
}

fn sends(messages: Vec<ClientMessage>) -> Vec<Effect> {
    let texts = messages
        .iter()
        .filter_map(|message| serde_json::to_string(message).ok());
    texts
        .map(|text| Effect::Send(Payload::Text(text.into())))
        .collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::{Attempt, Event as SessionEvent};
    use super::*;
    use crate::record::{CloseEvent, Ending, Opening};
    use crate::time::Time;

    const ADDRESS: &str = "ws://a/chat?room=b&name=kim";

    fn moment() -> Moment {
        Moment {
            now: Time(0.0),
            random: 7,
        }
    }

    fn receive(session: &mut Session, text: &str) -> Vec<Effect> {
        let payloads = vec![Payload::Text(text.into())];
        session.apply(SessionEvent::Received(Attempt::FIRST, payloads), moment())
    }

    fn apply(session: &mut Session, event: Event) -> Vec<Effect> {
        session.apply(SessionEvent::Room(event), moment())
    }

    fn type_text(session: &mut Session, text: &str) -> Vec<Effect> {
        let edited = composer::Event::Edited(text.into());
        session.apply(SessionEvent::Compose(edited), moment())
    }

    /// A word for each effect that sends or saves.
    fn kinds(effects: &[Effect]) -> Vec<String> {
        let kinds = effects.iter().filter_map(|effect| match effect {
            Effect::Send(Payload::Text(text)) => {
                let message: serde_json::Value = serde_json::from_str(text).unwrap();
                Some(message["type"].as_str().unwrap().to_owned())
            }
            Effect::KeepDraft(text) => Some(format!("draft {text}")),
            Effect::KeepRoom(_) => Some("keep".to_owned()),
            _ => None,
        });
        kinds.collect()
    }

    /// A session in a room.
    fn session() -> Session {
        let mut session = Session::new(ADDRESS.into(), false, moment());
        session.suit_endpoint(moment());
        let _ = session.apply(SessionEvent::ConnectPressed, moment());
        let opening = Opening {
            subprotocol: SUPERCHAT.into(),
            ..Opening::default()
        };
        let opened = SessionEvent::Opened(Attempt::FIRST, opening);
        assert_eq!(kinds(&session.apply(opened, moment())), ["keep", "join"]);
        let welcome = r#"{"type":"welcome","room":"b","name":"kim","epoch":"e","newest":0,
            "recovered":false,"members":["kim"],"member_count":1}"#;
        let _ = receive(&mut session, welcome);
        session
    }

    #[test]
    fn sent_message_is_saved_before_the_draft_is_emptied_and_before_it_is_sent() {
        let mut session = session();
        assert_eq!(
            kinds(&type_text(&mut session, "hi")),
            ["draft hi", "typing"]
        );
        let sent = apply(&mut session, Event::SendPressed);
        assert_eq!(kinds(&sent), ["keep", "draft ", "say"]);
        assert_eq!(apply(&mut session, Event::SendPressed), []);
    }

    #[test]
    fn edit_again_puts_the_failed_message_before_the_draft() {
        let mut session = session();
        let _ = type_text(&mut session, "hi");
        let _ = apply(&mut session, Event::SendPressed);
        let id = Rc::clone(
            &session
                .room()
                .unwrap()
                .send_queue()
                .iter()
                .next()
                .unwrap()
                .id,
        );
        let refused = format!(
            r#"{{"type":"error","code":"bad_id","message":"","retryable":false,"id":"{id}"}}"#
        );
        let _ = receive(&mut session, &refused);
        let _ = type_text(&mut session, "more");
        let edited = apply(&mut session, Event::EditAgainPressed(id));
        assert_eq!(kinds(&edited), ["draft hi\nmore", "keep"]);
    }

    #[test]
    fn message_sent_while_another_address_is_typed_is_for_the_shown_room() {
        let mut session = session();
        let _ = session.apply(SessionEvent::ClosePressed(None), moment());
        let close = CloseEvent {
            code: 1000,
            reason: "".into(),
            was_clean: true,
        };
        let _ = session.apply(SessionEvent::Closed(Attempt::FIRST, close), moment());
        let room = Rc::clone(session.room().unwrap().canonical_address());
        let half = SessionEvent::AddressEdited("ws://a/cha".into());
        let _ = session.apply(half, moment());
        let _ = type_text(&mut session, "hi");
        assert_eq!(
            kinds(&apply(&mut session, Event::SendPressed)),
            ["keep", "draft "]
        );
        assert_eq!(*session.room().unwrap().canonical_address(), room);
        assert!(session.has_unsent());
    }

    #[test]
    fn connection_without_an_answer_is_abandoned_and_retried() {
        let mut session = session();
        let _ = type_text(&mut session, "hi");
        let _ = apply(&mut session, Event::SendPressed);
        let by = session.next_deadline().unwrap();
        let woken = Moment {
            now: by,
            ..moment()
        };
        let effects = session.apply(SessionEvent::Woke, woken);
        assert_eq!(effects[0], Effect::LetGo);
        assert!(matches!(
            session.state(),
            State::Closed {
                ending: Ending::Lost,
                ..
            }
        ));
        // Later events of its socket are ignored.
        let close = CloseEvent {
            code: 1006,
            reason: "".into(),
            was_clean: false,
        };
        let closed = SessionEvent::Closed(Attempt::FIRST, close);
        assert_eq!(session.apply(closed, woken), []);
        let retry = Moment {
            now: session.next_deadline().unwrap(),
            ..moment()
        };
        assert!(retry.now > by);
        let effects = session.apply(SessionEvent::Woke, retry);
        assert!(matches!(effects[..], [Effect::Open { .. }]));
        assert!(session.room().unwrap().is_wanted());
    }

    #[test]
    fn message_the_browser_failed_to_send_is_queued_again() {
        let mut session = session();
        let _ = type_text(&mut session, "hi");
        let _ = apply(&mut session, Event::SendPressed);
        let _ = session.apply(SessionEvent::NotTaken, moment());
        let queue = session.room().unwrap().send_queue();
        assert!(!queue.is_sending() && queue.iter().count() == 1);
    }

    #[test]
    fn text_beyond_the_limit_stays_in_the_composer() {
        let mut session = session();
        let long = "x".repeat(protocol::superchat::MAX_TEXT_BYTES + 1);
        let _ = type_text(&mut session, &long);
        assert_eq!(apply(&mut session, Event::SendPressed), []);
        assert_eq!(&**session.composer().text(), long);
    }

    #[test]
    fn chosen_name_is_in_the_address() {
        let mut session = session();
        let renamed = apply(&mut session, Event::NameChosen("lee".into()));
        assert_eq!(kinds(&renamed), ["leave", "join"]);
        assert_eq!(&**session.address(), "ws://a/chat?room=b&name=lee");
        let link = apply(&mut session, Event::CopyLinkPressed);
        let expected = Payload::Text("http://a/?room=b".into());
        assert_eq!(link, [Effect::Copy(expected)]);
    }

    #[test]
    fn has_unsent_until_the_server_acknowledges() {
        let mut session = session();
        assert!(!session.has_unsent());
        let _ = type_text(&mut session, "hi");
        assert!(session.has_unsent());
        let _ = apply(&mut session, Event::SendPressed);
        assert!(session.has_unsent());
        let id = Rc::clone(
            &session
                .room()
                .unwrap()
                .send_queue()
                .iter()
                .next()
                .unwrap()
                .id,
        );
        let _ = receive(
            &mut session,
            &format!(r#"{{"type":"ack","id":"{id}","offset":1}}"#),
        );
        assert!(!session.has_unsent());
    }

    #[test]
    fn room_name_while_another_room_is_typed_is_the_last_rooms() {
        let mut session = session();
        let close = CloseEvent {
            code: 1006,
            reason: "".into(),
            was_clean: false,
        };
        let _ = session.apply(SessionEvent::Closed(Attempt::FIRST, close), moment());
        assert!(session.state().is_over());
        let elsewhere = SessionEvent::AddressEdited("ws://a/chat?room=c".into());
        let _ = session.apply(elsewhere, moment());
        assert_eq!(&*session.room_name(), "b");
        assert_eq!(session.room_link().unwrap(), "http://a/?room=b");
        // A message that is sent then is for the typed room.
        let _ = type_text(&mut session, "hi");
        let _ = apply(&mut session, Event::SendPressed);
        assert_eq!(&*session.room_name(), "c");
    }

    #[test]
    fn message_after_close_is_queued_and_not_sent() {
        let mut session = session();
        let _ = session.apply(SessionEvent::ClosePressed(None), moment());
        let _ = type_text(&mut session, "hi");
        let sent = apply(&mut session, Event::SendPressed);
        assert_eq!(kinds(&sent), ["keep", "draft "]);
        assert_eq!(kinds(&receive(&mut session, "{}")), [""; 0]);
        assert!(!session.room().unwrap().is_wanted());
    }
}
