//! How a session is in a room: what goes from the one to the other.

use std::rc::Rc;

use protocol::superchat::{ClientMessage, SUPERCHAT};

use super::{Effect, Session, State};
use crate::model::address;
use crate::model::composer;
use crate::model::face::Face;
use crate::model::payload::Payload;
use crate::model::room::says::{self, Pending};
use crate::model::room::{Event, Room, place};
use crate::model::time::Moment;

impl Session {
    /// The room, once somebody has wanted to see the connection as one.
    #[must_use]
    pub fn room(&self) -> Option<&Room> {
        self.room.as_deref()
    }

    /// What the room is called that is to be seen.
    #[must_use]
    pub fn name_of_room(&self) -> Rc<str> {
        place::room(&self.place_of_room())
    }

    /// The link by which others come to it.
    #[must_use]
    pub fn link_to_room(&self) -> Option<String> {
        place::link(&self.place_of_room())
    }

    /// Whether something that was written for the room is not said: it would be lost with the session.
    #[must_use]
    pub fn has_unsaid(&self) -> bool {
        let is_unsaid = |pending: &Pending| !matches!(pending.state, says::State::Acknowledged(_));
        self.room().is_some_and(|room| {
            !self.composer.text().trim().is_empty() || room.says().iter().any(is_unsaid)
        })
    }

    /// Whether it is, or would be, in the room at this address.
    #[must_use]
    pub(in crate::model) fn is_for_room(&self, address: &str) -> bool {
        self.leads_to_room() && place::place(&self.address_of_room()) == place::place(address)
    }

    /// Puts back what was kept of the room before a reload.
    pub(in crate::model) fn restore_room(&mut self, kept: &str) {
        if !kept.is_empty() {
            self.room = Some(Box::new(Room::restored(kept)));
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

    /// Whether it is in a room, or was before a reload and its address has not been changed since.
    #[must_use]
    pub(in crate::model) fn is_in_room(&self) -> bool {
        let room = self.room();
        room.is_some_and(|room| room.is_wanted() && self.is_for_room(room.place()))
    }

    /// The person wants to be where the connection goes, if that is a room, or no longer.
    pub(super) fn want_room(&mut self, is_wanted: bool) {
        let is_wanted = is_wanted && self.leads_to_room();
        let address = is_wanted.then(|| self.address_of_room());
        if let Some(room) = &mut self.room {
            room.want(address.as_deref());
        }
    }

    /// The connection is open.
    pub(super) fn enter_room(&mut self, moment: Moment) -> Vec<Effect> {
        let is_spoken = *self.opening.subprotocol == *SUPERCHAT
            && Face::made_for(&self.connected_to) == Face::Room;
        let address = self.address_of_room();
        let Some(room) = &mut self.room else {
            return vec![];
        };
        sends(room.opened(&address, is_spoken, moment))
    }

    /// There is no connection, or soon none, on which anything could be said.
    pub(super) fn leave_room(&mut self) {
        if let Some(room) = &mut self.room {
            room.closed();
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
        sends(texts.flat_map(|text| room.hear(text, moment)).collect())
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
        if room.is_unanswered(moment.now) {
            return self.let_go(moment);
        }
        sends(room.wake(moment.now))
    }

    /// What of the room is to be kept now, if that has changed.
    pub(super) fn keep_room(&mut self) -> Option<Effect> {
        let kept = self.room.as_mut()?.take_kept()?;
        Some(Effect::KeepRoom(kept))
    }

    pub(super) fn in_room(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        let address = self.address_of_room();
        let text = Rc::clone(self.composer.text());
        self.copied = None;
        let Some(room) = &mut self.room else {
            return vec![];
        };
        match event {
            Event::SayPressed => {
                if text.trim().is_empty() {
                    return vec![];
                }
                let Ok(said) = room.say(&address, &text, moment) else {
                    return vec![];
                };
                // What is kept of the room comes before, so it is kept when it is a draft no longer.
                let mut effects = self.rewrite("".into(), moment);
                effects.extend(sends(said));
                effects
            }
            Event::EditAgainPressed(id) => {
                let Some(refused) = room.take_refused(&id) else {
                    return vec![];
                };
                let both = [&*refused.text, &*text];
                let written: Vec<_> = both.into_iter().filter(|it| !it.is_empty()).collect();
                // A draft again before it is something to say no longer.
                let mut effects = self.rewrite(written.join("\n").into(), moment);
                effects.extend(self.keep_room());
                effects
            }
            Event::Dismissed(id) => {
                let _ = room.take_refused(&id);
                vec![]
            }
            Event::NameChosen(name) => {
                if !room.wish(&name) {
                    return vec![];
                }
                let effects = sends(room.come_in(moment.now));
                self.address = place::with_name(&address, &name);
                effects
            }
            Event::JoinPressed => sends(room.come_in(moment.now)),
            Event::Looked(is_looked_at) => {
                room.look(is_looked_at);
                vec![]
            }
            Event::LinkPressed => {
                let link = self.link_to_room();
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

    /// Where one was last, as long as one has come nowhere else, whatever is typed meanwhile.
    fn place_of_room(&self) -> Rc<str> {
        let place = self.room.as_ref().map(|room| room.place());
        let place = place.filter(|place| !place.is_empty());
        place.map_or_else(|| self.address_of_room(), Rc::clone)
    }

    /// The address with the name that is wished, if it is a room's; where the connection goes, as long as there is one.
    fn address_of_room(&self) -> Rc<str> {
        let typed = address::understand(&self.address, self.page_is_secure).ok();
        let typed = typed.filter(|it| Face::made_for(it) == Face::Room);
        let typed = typed.unwrap_or_else(|| Rc::clone(&self.connected_to));
        if self.state.is_over() || place::place(&typed) == place::place(&self.connected_to) {
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
    use super::super::{Attempt, CloseEvent, Ending, Event as SessionEvent};
    use super::*;
    use crate::model::record::Opening;
    use crate::model::time::Time;

    const ADDRESS: &str = "ws://a/chat?room=b&name=kim";

    fn moment() -> Moment {
        Moment {
            now: Time(0.0),
            random: 7,
        }
    }

    fn hear(session: &mut Session, text: &str) -> Vec<Effect> {
        let payloads = vec![Payload::Text(text.into())];
        session.apply(SessionEvent::Received(Attempt::FIRST, payloads), moment())
    }

    fn apply(session: &mut Session, event: Event) -> Vec<Effect> {
        session.apply(SessionEvent::Room(event), moment())
    }

    fn write(session: &mut Session, text: &str) -> Vec<Effect> {
        let edited = composer::Event::Edited(text.into());
        session.apply(SessionEvent::Compose(edited), moment())
    }

    /// What each effect is about.
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
        let _ = hear(&mut session, welcome);
        session
    }

    #[test]
    fn what_is_said_is_kept_before_it_is_a_draft_no_longer_and_before_it_is_sent() {
        let mut session = session();
        assert_eq!(kinds(&write(&mut session, "hi")), ["draft hi", "typing"]);
        let said = apply(&mut session, Event::SayPressed);
        assert_eq!(kinds(&said), ["keep", "draft ", "say"]);
        assert_eq!(apply(&mut session, Event::SayPressed), []);
    }

    #[test]
    fn what_is_refused_becomes_a_draft_again_before_what_is_one() {
        let mut session = session();
        let _ = write(&mut session, "hi");
        let _ = apply(&mut session, Event::SayPressed);
        let id = Rc::clone(&session.room().unwrap().says().iter().next().unwrap().id);
        let refused = format!(
            r#"{{"type":"error","code":"bad_id","message":"","retryable":false,"id":"{id}"}}"#
        );
        let _ = hear(&mut session, &refused);
        let _ = write(&mut session, "more");
        let edited = apply(&mut session, Event::EditAgainPressed(id));
        assert_eq!(kinds(&edited), ["draft hi\nmore", "keep"]);
    }

    #[test]
    fn what_is_said_while_another_address_is_half_written_is_for_the_room_that_is_seen() {
        let mut session = session();
        let _ = session.apply(SessionEvent::ClosePressed(None), moment());
        let close = CloseEvent {
            code: 1000,
            reason: "".into(),
            was_clean: true,
        };
        let _ = session.apply(SessionEvent::Closed(Attempt::FIRST, close), moment());
        let room = Rc::clone(session.room().unwrap().place());
        let half = SessionEvent::AddressEdited("ws://a/cha".into());
        let _ = session.apply(half, moment());
        let _ = write(&mut session, "hi");
        assert_eq!(
            kinds(&apply(&mut session, Event::SayPressed)),
            ["keep", "draft "]
        );
        assert_eq!(*session.room().unwrap().place(), room);
        assert!(session.has_unsaid());
    }

    #[test]
    fn a_connection_on_which_no_answer_comes_is_let_go_of_and_made_again() {
        let mut session = session();
        let _ = write(&mut session, "hi");
        let _ = apply(&mut session, Event::SayPressed);
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
        // What its socket still says is of no interest.
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
    fn what_the_browser_did_not_take_waits_again() {
        let mut session = session();
        let _ = write(&mut session, "hi");
        let _ = apply(&mut session, Event::SayPressed);
        let _ = session.apply(SessionEvent::NotTaken, moment());
        let says = session.room().unwrap().says();
        assert!(!says.is_on_its_way() && says.iter().count() == 1);
    }

    #[test]
    fn too_long_a_text_stays() {
        let mut session = session();
        let long = "x".repeat(protocol::superchat::MAX_TEXT_BYTES + 1);
        let _ = write(&mut session, &long);
        assert_eq!(apply(&mut session, Event::SayPressed), []);
        assert_eq!(&**session.composer().text(), long);
    }

    #[test]
    fn a_name_that_is_chosen_is_in_the_address_from_then_on() {
        let mut session = session();
        let renamed = apply(&mut session, Event::NameChosen("lee".into()));
        assert_eq!(kinds(&renamed), ["leave", "join"]);
        assert_eq!(&**session.address(), "ws://a/chat?room=b&name=lee");
        let link = apply(&mut session, Event::LinkPressed);
        let expected = Payload::Text("http://a/?room=b".into());
        assert_eq!(link, [Effect::Copy(expected)]);
    }

    #[test]
    fn what_is_written_is_unsaid_until_the_server_keeps_it() {
        let mut session = session();
        assert!(!session.has_unsaid());
        let _ = write(&mut session, "hi");
        assert!(session.has_unsaid());
        let _ = apply(&mut session, Event::SayPressed);
        assert!(session.has_unsaid());
        let id = Rc::clone(&session.room().unwrap().says().iter().next().unwrap().id);
        let _ = hear(
            &mut session,
            &format!(r#"{{"type":"ack","id":"{id}","offset":1}}"#),
        );
        assert!(!session.has_unsaid());
    }

    #[test]
    fn the_room_is_the_one_that_one_was_in_while_another_is_typed() {
        let mut session = session();
        let close = super::super::CloseEvent {
            code: 1006,
            reason: "".into(),
            was_clean: false,
        };
        let _ = session.apply(SessionEvent::Closed(Attempt::FIRST, close), moment());
        assert!(session.state().is_over());
        let elsewhere = SessionEvent::AddressEdited("ws://a/chat?room=c".into());
        let _ = session.apply(elsewhere, moment());
        assert_eq!(&*session.name_of_room(), "b");
        assert_eq!(session.link_to_room().unwrap(), "http://a/?room=b");
        // What is said then is said there.
        let _ = write(&mut session, "hi");
        let _ = apply(&mut session, Event::SayPressed);
        assert_eq!(&*session.name_of_room(), "c");
    }

    #[test]
    fn once_the_person_closes_nothing_more_is_said() {
        let mut session = session();
        let _ = session.apply(SessionEvent::ClosePressed(None), moment());
        let _ = write(&mut session, "hi");
        let said = apply(&mut session, Event::SayPressed);
        assert_eq!(kinds(&said), ["keep", "draft "]);
        assert_eq!(kinds(&hear(&mut session, "{}")), [""; 0]);
        assert!(!session.room().unwrap().is_wanted());
    }
}
