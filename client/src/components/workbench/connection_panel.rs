//! The connection of a tab: its address line and its status line.

use std::rc::Rc;

use yew::prelude::*;

use super::auth_menu::AuthMenu;
use super::close_form::CloseFormProps;
use super::connection_bar::{ConnectionBarProps, connection_bar};
use super::connection_options::ConnectionOptionsProps;
use super::overlay::{Overlay, show};
use super::panel::PanelProps;
use super::status_line::status_line;
use session::auth::Target;
use session::connection::{Event, State};
use session::request::Refusal;
use session::tab::{self, Tab};

/// Two lines above each pane. `recent` has the addresses to offer, the newest first.
pub(super) fn connection_panel(props: &PanelProps, tab: &Tab, recent: &[Rc<str>]) -> Html {
    html! {
        <section class="workbench-connection">
            { bar(props, tab, recent) }
            { status_line(props, tab) }
        </section>
    }
}

fn bar(props: &PanelProps, tab: &Tab, recent: &[Rc<str>]) -> Html {
    let connection = tab.connection();
    let chosen = usize::from(connection.reconnects()) + usize::from(connection.queues());
    connection_bar(&ConnectionBarProps {
        language: props.language,
        page_is_secure: connection.page_is_secure(),
        state: connection.state().clone(),
        can_move: connection.can_move(),
        address: Rc::clone(connection.address()),
        recent: recent.to_vec(),
        subprotocols: Rc::clone(connection.subprotocols()),
        refused: connection.refusal() == Some(&Refusal::ByTransport),
        close_form: close_form(props, tab),
        auth: auth(props, tab),
        options: (options(props, tab), chosen),
        on_address: props.workbench.on_in(props.tab, Event::AddressEdited),
        on_subprotocols: props.workbench.on_in(props.tab, Event::SubprotocolsEdited),
        on_connect: props.workbench.on_in(props.tab, |()| Event::ConnectPressed),
        on_close: props.workbench.on_in(props.tab, Event::ClosePressed),
    })
}

fn close_form(props: &PanelProps, tab: &Tab) -> Html {
    let state = tab.connection().state();
    let form = CloseFormProps {
        language: props.language,
        draft: tab.close_draft().clone(),
        can_close: matches!(state, State::Connecting | State::Open),
        on_close: props.workbench.on_in(props.tab, Event::ClosePressed),
        on_edit: props.workbench.on_in(props.tab, tab::Event::CloseEdited),
    };
    show(props.language, &props.overlays, Overlay::CloseForm(&form))
}

fn auth(props: &PanelProps, tab: &Tab) -> Html {
    let connection = tab.connection();
    let on_address = props.workbench.on_in(props.tab, Event::AddressEdited);
    let on_subprotocols = props.workbench.on_in(props.tab, Event::SubprotocolsEdited);
    let on_apply = move |target: Target| {
        on_address.emit(target.address);
        on_subprotocols.emit(target.subprotocols);
    };
    html! {
        <AuthMenu
            key={props.tab.0}
            language={props.language}
            overlays={props.overlays.clone()}
            target={Target {
                address: Rc::clone(connection.address()),
                subprotocols: Rc::clone(connection.subprotocols()),
            }}
            on_apply={Callback::from(on_apply)}
        />
    }
}

fn options(props: &PanelProps, tab: &Tab) -> Html {
    let options = ConnectionOptionsProps {
        language: props.language,
        is_of_room: tab.room().is_some(),
        auto_reconnect: tab.connection().reconnects(),
        queue_when_closed: tab.connection().queues(),
        on_auto_reconnect: props.workbench.on_in(props.tab, Event::ReconnectChosen),
        on_queue_when_closed: props.workbench.on_in(props.tab, Event::QueueChosen),
    };
    show(props.language, &props.overlays, Overlay::Options(&options))
}
