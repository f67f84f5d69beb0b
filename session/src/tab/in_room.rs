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

    /// Whether the room has text or messages that the server does not have: they would be lost with the tab.
    #[must_use]
    pub fn has_unsent(&self) -> bool {
        let is_unsent = |message: &LocalEcho| !matches!(message.state, SendState::Acknowledged(_));
        self.room().is_some_and(|room| {
            !self.composer.text().trim().is_empty() || room.send_queue().iter().any(is_unsent)
        })
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
            && Pane::made_for(self.connection.connected_to()) == Pane::Room;
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
        let typed = typed.filter(|it| Pane::made_for(it) == Pane::Room);
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
mod tests {
    use super::super::{Event as TabEvent, TabId};
    use super::*;
    use crate::connection::{self, Connection, Effect as Asked};
    use crate::record::{CloseEvent, Ending, Opening};
    use crate::time::Time;
    use crate::transport::{Attempt, MessageId, TransportEvent};

    const ADDRESS: &str = "ws://a/chat?room=b&name=kim";

    fn moment() -> Moment {
        Moment {
            now: Time(0.0),
            random: 7,
        }
    }

    fn transport(event: TransportEvent) -> connection::Event {
        connection::Event::Transport(Attempt::FIRST, event)
    }

    fn receive(tab: &mut Tab, text: &str) -> Vec<Effect> {
        let payloads = vec![Payload::Text(text.into())];
        tab.apply(transport(TransportEvent::Received(payloads)), moment())
    }

    fn apply(tab: &mut Tab, event: Event) -> Vec<Effect> {
        tab.apply(TabEvent::Room(event), moment())
    }

    fn type_text(tab: &mut Tab, text: &str) -> Vec<Effect> {
        let edited = composer::Event::Edited(text.into());
        tab.apply(TabEvent::Compose(edited), moment())
    }

    /// The message that these effects send.
    fn message_in(effects: &[Effect]) -> MessageId {
        let mut sent = effects.iter().filter_map(|effect| match effect {
            Effect::Connection(Asked::Send { message, .. }) => Some(*message),
            _ => None,
        });
        sent.next().expect("a message")
    }

    /// A word for each effect that sends or saves.
    fn kinds(effects: &[Effect]) -> Vec<String> {
        let kinds = effects.iter().filter_map(|effect| match effect {
            Effect::Connection(Asked::Send {
                payload: Payload::Text(text),
                ..
            }) => {
                let message: serde_json::Value = serde_json::from_str(text).unwrap();
                Some(message["type"].as_str().unwrap().to_owned())
            }
            Effect::KeepDraft(text) => Some(format!("draft {text}")),
            Effect::KeepRoom(_) => Some("keep".to_owned()),
            _ => None,
        });
        kinds.collect()
    }

    /// A tab in a room.
    fn tab() -> Tab {
        let mut tab = {
            let connection = Connection::new(ADDRESS.into(), false, moment().now);
            Tab::new(TabId(1), connection, moment())
        };
        tab.suit_endpoint(moment());
        let _ = tab.apply(connection::Event::ConnectPressed, moment());
        let opening = Opening {
            subprotocol: SUPERCHAT.into(),
            ..Opening::default()
        };
        let opened = transport(TransportEvent::Opened(opening));
        assert_eq!(kinds(&tab.apply(opened, moment())), ["keep", "join"]);
        let welcome = r#"{"type":"welcome","room":"b","name":"kim","epoch":"e","newest":0,
            "recovered":false,"members":["kim"],"member_count":1}"#;
        let _ = receive(&mut tab, welcome);
        tab
    }

    #[test]
    fn sent_message_is_saved_before_the_draft_is_emptied_and_before_it_is_sent() {
        let mut tab = tab();
        assert_eq!(kinds(&type_text(&mut tab, "hi")), ["draft hi", "typing"]);
        let sent = apply(&mut tab, Event::SendPressed);
        assert_eq!(kinds(&sent), ["keep", "draft ", "say"]);
        assert_eq!(apply(&mut tab, Event::SendPressed), []);
    }

    #[test]
    fn edit_again_puts_the_failed_message_before_the_draft() {
        let mut tab = tab();
        let _ = type_text(&mut tab, "hi");
        let _ = apply(&mut tab, Event::SendPressed);
        let id = Rc::clone(&tab.room().unwrap().send_queue().iter().next().unwrap().id);
        let refused = format!(
            r#"{{"type":"error","code":"bad_id","message":"","retryable":false,"id":"{id}"}}"#
        );
        let _ = receive(&mut tab, &refused);
        let _ = type_text(&mut tab, "more");
        let edited = apply(&mut tab, Event::EditAgainPressed(id));
        assert_eq!(kinds(&edited), ["draft hi\nmore", "keep"]);
    }

    #[test]
    fn message_sent_while_another_address_is_typed_is_for_the_shown_room() {
        let mut tab = tab();
        let _ = tab.apply(connection::Event::ClosePressed(None), moment());
        let close = CloseEvent {
            code: 1000,
            reason: "".into(),
            was_clean: true,
        };
        let _ = tab.apply(transport(TransportEvent::Closed(close)), moment());
        let room = Rc::clone(tab.room().unwrap().canonical_address());
        let half = connection::Event::AddressEdited("ws://a/cha".into());
        let _ = tab.apply(half, moment());
        let _ = type_text(&mut tab, "hi");
        assert_eq!(
            kinds(&apply(&mut tab, Event::SendPressed)),
            ["keep", "draft "]
        );
        assert_eq!(*tab.room().unwrap().canonical_address(), room);
        assert!(tab.has_unsent());
    }

    #[test]
    fn connection_without_an_answer_is_abandoned_and_retried() {
        let mut tab = tab();
        let _ = type_text(&mut tab, "hi");
        let _ = apply(&mut tab, Event::SendPressed);
        let by = tab.next_deadline().unwrap();
        let woken = Moment {
            now: by,
            ..moment()
        };
        let effects = tab.apply(TabEvent::Woke, woken);
        assert_eq!(effects[0], Effect::Connection(Asked::LetGo));
        assert!(matches!(
            tab.connection().state(),
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
        let closed = transport(TransportEvent::Closed(close));
        assert_eq!(tab.apply(closed, woken), []);
        let retry = Moment {
            now: tab.next_deadline().unwrap(),
            ..moment()
        };
        assert!(retry.now > by);
        let effects = tab.apply(TabEvent::Woke, retry);
        assert!(matches!(
            effects[..],
            [Effect::Connection(Asked::Open { .. })]
        ));
        assert!(tab.room().unwrap().is_wanted());
    }

    #[test]
    fn message_the_browser_failed_to_send_is_queued_again() {
        let mut tab = tab();
        let _ = type_text(&mut tab, "hi");
        let sent = apply(&mut tab, Event::SendPressed);
        let message = message_in(&sent);
        let failed = transport(TransportEvent::SendFailed(message));
        let _ = tab.apply(failed, moment());
        let queue = tab.room().unwrap().send_queue();
        assert!(!queue.is_sending() && queue.iter().count() == 1);
    }

    #[test]
    fn text_beyond_the_limit_stays_in_the_composer() {
        let mut tab = tab();
        let long = "x".repeat(protocol::superchat::MAX_TEXT_BYTES + 1);
        let _ = type_text(&mut tab, &long);
        assert_eq!(apply(&mut tab, Event::SendPressed), []);
        assert_eq!(&**tab.composer().text(), long);
    }

    #[test]
    fn chosen_name_is_in_the_address() {
        let mut tab = tab();
        let renamed = apply(&mut tab, Event::NameChosen("lee".into()));
        assert_eq!(kinds(&renamed), ["leave", "join"]);
        assert_eq!(&**tab.connection().address(), "ws://a/chat?room=b&name=lee");
        let link = apply(&mut tab, Event::CopyLinkPressed);
        let expected = Payload::Text("http://a/?room=b".into());
        assert_eq!(link, [Effect::Copy(expected)]);
    }

    #[test]
    fn has_unsent_until_the_server_acknowledges() {
        let mut tab = tab();
        assert!(!tab.has_unsent());
        let _ = type_text(&mut tab, "hi");
        assert!(tab.has_unsent());
        let _ = apply(&mut tab, Event::SendPressed);
        assert!(tab.has_unsent());
        let id = Rc::clone(&tab.room().unwrap().send_queue().iter().next().unwrap().id);
        let _ = receive(
            &mut tab,
            &format!(r#"{{"type":"ack","id":"{id}","offset":1}}"#),
        );
        assert!(!tab.has_unsent());
    }

    #[test]
    fn room_name_while_another_room_is_typed_is_the_last_rooms() {
        let mut tab = tab();
        let close = CloseEvent {
            code: 1006,
            reason: "".into(),
            was_clean: false,
        };
        let _ = tab.apply(transport(TransportEvent::Closed(close)), moment());
        assert!(tab.connection().state().is_over());
        let elsewhere = connection::Event::AddressEdited("ws://a/chat?room=c".into());
        let _ = tab.apply(elsewhere, moment());
        assert_eq!(&*tab.room_name(), "b");
        assert_eq!(tab.room_link().unwrap(), "http://a/?room=b");
        // A message that is sent then is for the typed room.
        let _ = type_text(&mut tab, "hi");
        let _ = apply(&mut tab, Event::SendPressed);
        assert_eq!(&*tab.room_name(), "c");
    }

    #[test]
    fn message_after_close_is_queued_and_not_sent() {
        let mut tab = tab();
        let _ = tab.apply(connection::Event::ClosePressed(None), moment());
        let _ = type_text(&mut tab, "hi");
        let sent = apply(&mut tab, Event::SendPressed);
        assert_eq!(kinds(&sent), ["keep", "draft "]);
        assert_eq!(kinds(&receive(&mut tab, "{}")), [""; 0]);
        assert!(!tab.room().unwrap().is_wanted());
    }
}
