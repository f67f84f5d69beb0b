//! What of a session is seen.

use std::rc::Rc;

use protocol::superchat::SUPERCHAT;

use super::{Session, State};
use crate::address;
use crate::face::Face;
use crate::subprotocols;
use crate::time::Moment;

impl Session {
    /// The faces that there are to see: those that the connection has or had, so that what was heard stays in view
    /// while another address is being written; where that was no more than the log, those it will have.
    #[must_use]
    pub fn faces(&self) -> &'static [Face] {
        let agreed = match self.state {
            State::Connecting => "",
            _ => &*self.opening.subprotocol,
        };
        match self.faces_at(&self.connected_to, agreed) {
            [Face::Log] if self.state.is_over() => self.faces_to_come(),
            faces => faces,
        }
    }

    /// Whether the connection leads to a room, or will when it is opened as things are.
    pub(super) fn leads_to_room(&self) -> bool {
        let faces = if self.state.is_over() {
            self.faces_to_come()
        } else {
            self.faces()
        };
        faces.contains(&Face::Room)
    }

    /// The faces that the connection will have when it is opened as things are.
    fn faces_to_come(&self) -> &'static [Face] {
        address::understand(&self.address, self.page_is_secure)
            .map_or(&[Face::Log], |typed| self.faces_at(&typed, ""))
    }

    /// The faces at an address, where a subprotocol of those offered is spoken, or the one agreed on. The lesson is
    /// no more than its log, wherever it goes.
    fn faces_at(&self, address: &str, agreed: &str) -> &'static [Face] {
        if self.is_lesson {
            return &[Face::Log];
        }
        let is_offered = |offered: Vec<Rc<str>>| offered.iter().any(|it| **it == *SUPERCHAT);
        let is_spoken =
            agreed == SUPERCHAT || subprotocols::parse(&self.subprotocols).is_ok_and(is_offered);
        Face::of(address, is_spoken)
    }

    /// The face that is shown: the one that was chosen, while the connection has it.
    #[must_use]
    pub fn face(&self) -> Face {
        if self.faces().contains(&self.face) {
            self.face
        } else {
            Face::Log
        }
    }

    /// Has the session be as the endpoint at its address is best met.
    pub(crate) fn suit_endpoint(&mut self, moment: Moment) {
        let Ok(typed) = address::understand(&self.address, self.page_is_secure) else {
            return;
        };
        let face = Face::made_for(&typed);
        let _ = self.choose_face(face, moment);
        if face == Face::Room {
            // A room goes on where it was when the connection comes back.
            self.subprotocols = SUPERCHAT.into();
            self.reconnects = true;
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::{Attempt, Event};
    use super::*;
    use crate::record::{CloseEvent, Opening};
    use crate::time::Time;

    const ROOM: &str = "ws://a/chat?room=b";
    const BOTH: &[Face] = &[Face::Room, Face::Log];

    fn moment() -> Moment {
        Moment {
            now: Time(0.0),
            random: 7,
        }
    }

    fn apply(session: &mut Session, event: Event) {
        let _ = session.apply(event, moment());
    }

    fn write_address(session: &mut Session, address: &str) {
        apply(session, Event::AddressEdited(address.into()));
    }

    fn open(session: &mut Session, attempt: Attempt, subprotocol: &str) {
        apply(session, Event::ConnectPressed);
        let opening = Opening {
            subprotocol: subprotocol.into(),
            ..Opening::default()
        };
        apply(session, Event::Opened(attempt, opening));
    }

    /// A session that was in a room which it has left.
    fn after_room() -> Session {
        let mut session = Session::new(ROOM.into(), false, moment());
        session.suit_endpoint(moment());
        open(&mut session, Attempt::FIRST, SUPERCHAT);
        apply(&mut session, Event::ClosePressed(None));
        let close = CloseEvent {
            code: 1000,
            reason: "".into(),
            was_clean: true,
        };
        apply(&mut session, Event::Closed(Attempt::FIRST, close));
        session
    }

    #[test]
    fn a_room_stays_in_view_while_another_address_is_written_and_until_that_is_opened() {
        let mut session = after_room();
        for address in ["", "ws://a/cha", "ws://a/ticker", "ws://a/echo"] {
            write_address(&mut session, address);
            assert_eq!(
                (session.faces(), session.face()),
                (BOTH, Face::Room),
                "{address}"
            );
            assert!(!session.leads_to_room(), "{address}");
        }
        apply(&mut session, Event::ConnectPressed);
        assert_eq!(
            (session.faces(), session.face()),
            (&[Face::Log][..], Face::Log)
        );
    }

    #[test]
    fn a_room_that_was_in_superchat_stays_in_view_while_other_subprotocols_are_written() {
        let mut session = after_room();
        apply(&mut session, Event::SubprotocolsEdited("chat".into()));
        assert_eq!(session.faces(), BOTH);
        assert!(!session.leads_to_room());
        apply(&mut session, Event::ConnectPressed);
        assert_eq!(session.faces(), [Face::Log]);
    }

    #[test]
    fn what_was_no_more_than_a_log_has_the_faces_of_the_address_that_is_written() {
        let mut session = Session::new("ws://a/echo".into(), false, moment());
        apply(&mut session, Event::SubprotocolsEdited(SUPERCHAT.into()));
        assert_eq!(session.faces(), [Face::Log]);
        write_address(&mut session, ROOM);
        assert_eq!((session.faces(), session.face()), (BOTH, Face::Log));
        assert!(session.leads_to_room());
    }
}
