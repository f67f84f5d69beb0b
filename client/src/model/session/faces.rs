//! What of a session is seen.

use protocol::superchat::SUPERCHAT;

use super::{Session, State};
use crate::model::address;
use crate::model::face::Face;
use crate::model::subprotocols;
use crate::model::time::Moment;

impl Session {
    /// The faces that the connection has, or will have when it is opened as things are.
    #[must_use]
    pub fn faces(&self) -> &'static [Face] {
        if self.is_lesson {
            return &[Face::Log];
        }
        let is_over = self.state.is_over();
        let offered = subprotocols::parse(&self.subprotocols).unwrap_or_default();
        let is_agreed = matches!(self.state, State::Open | State::Closing);
        let agreed = is_agreed.then_some(&*self.opening.subprotocol);
        let subprotocols: Vec<_> = offered.iter().map(AsRef::as_ref).chain(agreed).collect();
        if !is_over {
            return Face::of(&self.connected_to, &subprotocols);
        }
        address::understand(&self.address, self.page_is_secure)
            .map_or(&[Face::Log], |typed| Face::of(&typed, &subprotocols))
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
    pub(in crate::model) fn suit_endpoint(&mut self, moment: Moment) {
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
