//! The panel of a tab.

use yew::prelude::*;

use super::connection_panel::connection_panel;
use super::face_switch::FaceSwitch;
use super::log_face::LogFace;
use super::quotes_face::quotes_face;
use super::room::Room;
use super::tabs::{PANEL_ID, element_id};
use crate::hooks::UseWorkbench;
use crate::i18n::Language;
use session::face::Face;
use session::tab::Event;
use session::time::Time;
use session::workbench::TabId;

/// The properties of [`Panel`], and of each face.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PanelProps {
    /// The display language.
    pub language: Language,
    /// The connections.
    pub workbench: UseWorkbench,
    /// The tab.
    pub tab: TabId,
    /// The current time, for components that count seconds.
    pub now: Time,
    /// The minutes by which local time is ahead of UTC.
    pub utc_offset_min: i32,
}

/// The connection, and its shown face.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = props.workbench.state();
    let Some(tab) = state.tab(props.tab) else {
        return html! {};
    };
    let session = tab.session();
    html! {
        <div
            id={PANEL_ID}
            class="workbench-panel"
            role="tabpanel"
            aria-labelledby={element_id(props.tab)}
        >
            <section class="workbench-connection">
                { connection_panel(props, session, state.recent().addresses()) }
                if session.faces().len() > 1 {
                    <FaceSwitch
                        language={props.language}
                        faces={session.faces()}
                        shown={session.face()}
                        on_choose={props.workbench.on_in(props.tab, Event::FaceChosen)}
                    />
                }
            </section>
            {
                match session.face() {
                    Face::Log => html! { <LogFace ..props.clone() /> },
                    Face::Room => html! { <Room key={props.tab.0} ..props.clone() /> },
                    Face::Quotes => quotes_face(props, session),
                }
            }
        </div>
    }
}
