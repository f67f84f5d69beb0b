//! Which panes a tab has, and which of them is seen.
//!
//! They follow from the address, from the state of the connection and from what its handshake agreed
//! on, and are found out when one of these changes.

use std::rc::Rc;

use protocol::superchat::SUPERCHAT;

use super::{State, Tab};
use crate::address;
use crate::connection::Event;
use crate::pane::Pane;
use crate::subprotocols;
use crate::time::Moment;

impl Tab {
    /// The panes that there are to see. They are those that the connection has or had, so that what was heard
    /// stays in view while another address is being written; where that was no more than the log, those
    /// it will have.
    #[must_use]
    pub fn panes(&self) -> &'static [Pane] {
        self.panes
    }

    /// The pane that is shown: the one that was chosen, while the tab has it.
    #[must_use]
    pub fn pane(&self) -> Pane {
        if self.panes.contains(&self.pane) {
            self.pane
        } else {
            Pane::Log
        }
    }

    pub(super) fn update_panes(&mut self) {
        let connection = &self.connection;
        let agreed = match connection.state() {
            State::Connecting => "",
            _ => &*connection.opening().subprotocol,
        };
        self.panes = match self.panes_at(connection.connected_to(), agreed) {
            [Pane::Log] if connection.state().is_over() => self.panes_to_come(),
            panes => panes,
        };
    }

    /// Whether the connection leads to a room, or will when it is opened as things are.
    pub(super) fn leads_to_room(&self) -> bool {
        let panes = if self.connection.state().is_over() {
            self.panes_to_come()
        } else {
            self.panes
        };
        panes.contains(&Pane::Room)
    }

    /// The panes that the tab will have when its connection is opened as things are.
    fn panes_to_come(&self) -> &'static [Pane] {
        address::understand(self.connection.address(), self.connection.page_is_secure())
            .map_or(&[Pane::Log], |typed| self.panes_at(&typed, ""))
    }

    /// The panes at an address, where a subprotocol of those offered is spoken, or the one agreed on. A
    /// borrowed connection is no more than its log, wherever it goes: what else belongs to a tab would be
    /// lost when it is given back.
    fn panes_at(&self, address: &str, agreed: &str) -> &'static [Pane] {
        if self.is_borrowed {
            return &[Pane::Log];
        }
        let is_offered = |offered: Vec<Rc<str>>| offered.iter().any(|it| **it == *SUPERCHAT);
        let offered = subprotocols::parse(self.connection.subprotocols());
        let is_spoken = agreed == SUPERCHAT || offered.is_ok_and(is_offered);
        Pane::of(address, is_spoken)
    }

    /// Has the tab be as the endpoint at its address is best met.
    pub(crate) fn suit_endpoint(&mut self, moment: Moment) {
        let connection = &self.connection;
        let typed = address::understand(connection.address(), connection.page_is_secure());
        let Ok(typed) = typed else {
            return;
        };
        let pane = Pane::made_for(&typed);
        let _ = self.choose_pane(pane, moment);
        if pane == Pane::Room {
            // A room goes on where it was when the connection comes back.
            for event in [
                Event::SubprotocolsEdited(SUPERCHAT.into()),
                Event::ReconnectChosen(true),
            ] {
                let _ = self.apply_to_connection(event, moment);
            }
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::TabId;
    use super::*;
    use crate::connection::Connection;
    use crate::record::{CloseEvent, Opening};
    use crate::time::Time;
    use crate::transport::{Attempt, TransportEvent};

    const ROOM: &str = "ws://a/chat?room=b";
    const BOTH: &[Pane] = &[Pane::Room, Pane::Log];

    fn moment() -> Moment {
        Moment {
            now: Time(0.0),
            random: 7,
        }
    }

    fn new_tab(address: &str) -> Tab {
        let connection = Connection::new(address.into(), false, moment().now);
        Tab::new(TabId(1), connection, moment())
    }

    fn apply(tab: &mut Tab, event: Event) {
        let _ = tab.apply(event, moment());
    }

    fn write_address(tab: &mut Tab, address: &str) {
        apply(tab, Event::AddressEdited(address.into()));
    }

    fn open(tab: &mut Tab, attempt: Attempt, subprotocol: &str) {
        apply(tab, Event::ConnectPressed);
        let opening = Opening {
            subprotocol: subprotocol.into(),
            ..Opening::default()
        };
        apply(
            tab,
            Event::Transport(attempt, TransportEvent::Opened(opening)),
        );
    }

    /// A tab that was in a room which it has left.
    fn after_room() -> Tab {
        let mut tab = new_tab(ROOM);
        tab.suit_endpoint(moment());
        open(&mut tab, Attempt::FIRST, SUPERCHAT);
        apply(&mut tab, Event::ClosePressed(None));
        let close = CloseEvent {
            code: 1000,
            reason: "".into(),
            was_clean: true,
        };
        apply(
            &mut tab,
            Event::Transport(Attempt::FIRST, TransportEvent::Closed(close)),
        );
        tab
    }

    #[test]
    fn a_room_stays_in_view_while_another_address_is_written_and_until_that_is_opened() {
        let mut tab = after_room();
        for address in ["", "ws://a/cha", "ws://a/ticker", "ws://a/echo"] {
            write_address(&mut tab, address);
            assert_eq!((tab.panes(), tab.pane()), (BOTH, Pane::Room), "{address}");
            assert!(!tab.leads_to_room(), "{address}");
        }
        apply(&mut tab, Event::ConnectPressed);
        assert_eq!((tab.panes(), tab.pane()), (&[Pane::Log][..], Pane::Log));
    }

    #[test]
    fn a_room_that_was_in_superchat_stays_in_view_while_other_subprotocols_are_written() {
        let mut tab = after_room();
        apply(&mut tab, Event::SubprotocolsEdited("chat".into()));
        assert_eq!(tab.panes(), BOTH);
        assert!(!tab.leads_to_room());
        apply(&mut tab, Event::ConnectPressed);
        assert_eq!(tab.panes(), [Pane::Log]);
    }

    #[test]
    fn what_was_no_more_than_a_log_has_the_panes_of_the_address_that_is_written() {
        let mut tab = new_tab("ws://a/echo");
        apply(&mut tab, Event::SubprotocolsEdited(SUPERCHAT.into()));
        assert_eq!(tab.panes(), [Pane::Log]);
        write_address(&mut tab, ROOM);
        assert_eq!((tab.panes(), tab.pane()), (BOTH, Pane::Log));
        assert!(tab.leads_to_room());
    }
}
