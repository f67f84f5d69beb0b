//! All that is there for the connection of one tab.

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

/// What [`Panel`] takes, and each face of it.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PanelProps {
    /// The language of its words.
    pub language: Language,
    /// The connections.
    pub workbench: UseWorkbench,
    /// Which of them.
    pub tab: TabId,
    /// The time now, for what counts seconds.
    pub now: Time,
    /// How many minutes the clock on the wall is ahead of UTC.
    pub utc_offset_min: i32,
}

/// The connection, and the face of it that is shown.
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
