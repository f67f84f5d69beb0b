//! The panes of a tab.
//!
//! They depend on the address, the subprotocols and the state of the connection, and are computed when one of these
//! changes.

use std::rc::Rc;

use protocol::superchat::SUPERCHAT;

use super::{State, Tab};
use crate::address;
use crate::connection::Event;
use crate::pane::Pane;
use crate::subprotocols;
use crate::time::Moment;

impl Tab {
    /// The panes to choose from: those of the latest connection, which stay while another address is typed. If that
    /// had the log alone, they are those of the typed address.
    #[must_use]
    pub fn panes(&self) -> &'static [Pane] {
        self.panes
    }

    /// The shown pane: the chosen one while the tab has it, and else the log.
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

    /// Whether the connection leads to a room, or would if it was opened now.
    pub(super) fn leads_to_room(&self) -> bool {
        let panes = if self.connection.state().is_over() {
            self.panes_to_come()
        } else {
            self.panes
        };
        panes.contains(&Pane::Room)
    }

    /// The panes that the tab would have if its connection was opened now.
    fn panes_to_come(&self) -> &'static [Pane] {
        address::understand(self.connection.address(), self.connection.page_is_secure())
            .map_or(&[Pane::Log], |typed| self.panes_at(&typed, ""))
    }

    /// The panes of an address, with this agreed subprotocol or one of those offered. A borrowed tab has its log
    /// alone: the content of other panes would be lost when the connection is given back.
    fn panes_at(&self, address: &str, agreed: &str) -> &'static [Pane] {
        if self.is_borrowed {
            return &[Pane::Log];
        }
        let is_offered = |offered: Vec<Rc<str>>| offered.iter().any(|it| **it == *SUPERCHAT);
        let offered = subprotocols::parse(self.connection.subprotocols());
        let is_spoken = agreed == SUPERCHAT || offered.is_ok_and(is_offered);
        Pane::of(address, address::path(&self.server), is_spoken)
    }

    /// Chooses the pane, the subprotocol and retries as the endpoint at the address wants them.
    pub(crate) fn suit_endpoint(&mut self, moment: Moment) {
        let connection = &self.connection;
        let typed = address::understand(connection.address(), connection.page_is_secure());
        let Ok(typed) = typed else {
            return;
        };
        let pane = Pane::made_for(&typed, address::path(&self.server));
        let _ = self.choose_pane(pane, moment);
        if pane == Pane::Room {
            // A room goes on where it was, on the next connection.
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
    use crate::time::{Time, WallTime};
    use crate::transport::{Attempt, TransportEvent};

    const ROOM: &str = "ws://a/chat?room=b";
    const BOTH: &[Pane] = &[Pane::Room, Pane::Log];

    fn moment() -> Moment {
        Moment {
            now: Time(0.0),
            wall: WallTime(0.0),
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
    fn room_pane_while_another_address_is_typed_stays_until_it_connects() {
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
    fn room_pane_while_other_subprotocols_are_typed_stays_until_it_connects() {
        let mut tab = after_room();
        apply(&mut tab, Event::SubprotocolsEdited("chat".into()));
        assert_eq!(tab.panes(), BOTH);
        assert!(!tab.leads_to_room());
        apply(&mut tab, Event::ConnectPressed);
        assert_eq!(tab.panes(), [Pane::Log]);
    }

    #[test]
    fn log_pane_alone_gets_the_panes_of_the_typed_address() {
        let mut tab = new_tab("ws://a/echo");
        apply(&mut tab, Event::SubprotocolsEdited(SUPERCHAT.into()));
        assert_eq!(tab.panes(), [Pane::Log]);
        write_address(&mut tab, ROOM);
        assert_eq!((tab.panes(), tab.pane()), (BOTH, Pane::Log));
        assert!(tab.leads_to_room());
    }
}
