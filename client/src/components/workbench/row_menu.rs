//! The menu of a row of the log. It loads when it is first opened.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::row_menu::RowMenuPhrase;
use crate::platform::dialog::OpenDialog;
use crate::platform::{document, element, events};
use session::tab::{self, on_rows};
use session::time::TimeZone;
use session::view::{self, CopyForm};

/// The id of the menu.
const ID: &str = "row-menu";

/// The properties of the menu.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RowMenuProps {
    /// The display language.
    pub language: Language,
    /// The local time zone.
    pub zone: TimeZone,
    /// The row.
    pub row: MenuRow,
    /// Called with what the person chose.
    pub on_choose: Callback<tab::Event>,
    /// Called when the menu is closed.
    pub on_close: Callback<()>,
}

/// The row that a menu is of.
#[derive(Debug, Clone, PartialEq)]
pub struct MenuRow {
    /// The number of the record.
    pub number: u64,
    /// Whether it is a message.
    pub is_message: bool,
    /// Whether it is a text.
    pub is_text: bool,
    /// The text that is selected in the page; empty without any.
    pub selected_text: String,
    /// Where the menu opens in the window, in pixels from the left and from the top.
    pub at_px: (i32, i32),
}

/// The menu with these properties, for a list that has loaded it.
pub fn view(props: RowMenuProps) -> Html {
    html! { <RowMenu ..props /> }
}

/// A menu by the WAI-ARIA Authoring Practices, in a modal dialog: Escape closes it, and the browser gives the focus back.
#[component]
fn RowMenu(props: &RowMenuProps) -> Html {
    let dialog = use_node_ref();
    let open = use_mut_ref(|| None::<OpenDialog>);
    let active = use_state_eq(|| 0_usize);
    use_effect_with((), {
        let (dialog, open, at_px) = (dialog.clone(), open.clone(), props.row.at_px);
        move |()| {
            open.replace(OpenDialog::show(&dialog));
            element::place_in_window(&dialog, at_px);
            move || drop(open.take())
        }
    });
    use_effect_with(*active, {
        let dialog = dialog.clone();
        move |index| element::focus_first(&dialog, &format!("[data-index='{index}']"))
    });
    let items = items(props);
    let names: Vec<_> = items
        .iter()
        .map(|(phrase, _)| props.language.say(*phrase))
        .collect();
    let close = {
        let (open, on_close) = (open.clone(), props.on_close.clone());
        Callback::from(move |()| {
            drop(open.take());
            on_close.emit(());
        })
    };
    let on_key_down = {
        let (names, close) = (names.clone(), close.clone());
        Callback::from(move |event: KeyboardEvent| {
            let count = names.len();
            let next = match event.key().as_str() {
                "ArrowDown" => (*active + 1) % count,
                "ArrowUp" => (*active + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                "Tab" => return close.emit(()),
                letter if letter.chars().count() == 1 && letter != " " => {
                    let letter = letter.to_lowercase();
                    let mut later = (1..=count).map(|step| (*active + step) % count);
                    let begins = |index: &usize| names[*index].to_lowercase().starts_with(&letter);
                    match later.find(begins) {
                        Some(index) => index,
                        None => return,
                    }
                }
                _ => return,
            };
            event.prevent_default();
            active.set(next);
        })
    };
    let item = |(index, (name, (_, chosen))): (usize, (AttrValue, (RowMenuPhrase, tab::Event)))| {
        let (close, on_choose) = (close.clone(), props.on_choose.clone());
        let on_press = Callback::from(move |_: MouseEvent| {
            close.emit(());
            on_choose.emit(chosen.clone());
            if let tab::Event::Rows(on_rows::Event::Edited(_)) = chosen {
                document::focus("message");
            }
        });
        html! {
            <button
                type="button"
                class="row-menu-item"
                role="menuitem"
                tabindex="-1"
                data-index={index.to_string()}
                onclick={on_press}
            >
                { name }
            </button>
        }
    };
    let name = props.language.say(RowMenuPhrase::Name);
    let on_click = {
        let close = close.clone();
        // The backdrop is the dialog itself.
        Callback::from(move |event: MouseEvent| {
            if events::target_id(&event) == ID {
                close.emit(());
            }
        })
    };
    html! {
        <dialog
            ref={dialog}
            id={ID}
            class="row-menu"
            aria-label={name.clone()}
            onclose={props.on_close.reform(|_| ())}
            onclick={on_click}
            oncontextmenu={|event: MouseEvent| event.prevent_default()}
        >
            <div role="menu" aria-label={name} onkeydown={on_key_down}>
                { for names.into_iter().zip(items).enumerate().map(item) }
            </div>
        </dialog>
    }
}

/// What can be done with the row.
fn items(props: &RowMenuProps) -> Vec<(RowMenuPhrase, tab::Event)> {
    let row = &props.row;
    let number = row.number;
    let rows = tab::Event::Rows;
    let text = || row.selected_text.as_str().into();
    let mut items = Vec::new();
    if row.is_message {
        let copy = on_rows::Event::Copied(CopyForm::Payloads);
        items.push((RowMenuPhrase::Copy, rows(copy)));
    }
    if row.is_text {
        let copy = on_rows::Event::CopiedFormatted(number);
        items.push((RowMenuPhrase::CopyFormatted, rows(copy)));
    }
    if row.is_message {
        let copy = on_rows::Event::CopiedCommand(number);
        items.push((RowMenuPhrase::CopyCommand, rows(copy)));
    }
    let with_time = on_rows::Event::Copied(CopyForm::WithTime(props.zone));
    items.push((RowMenuPhrase::CopyWithTime, rows(with_time)));
    if row.is_message {
        items.push((
            RowMenuPhrase::SendAgain,
            tab::Event::SendAgainPressed(number),
        ));
        let edit = on_rows::Event::Edited(number);
        items.push((RowMenuPhrase::Edit, rows(edit)));
    }
    if row.is_text {
        let seek = on_rows::Event::Sought(number, text());
        items.push((RowMenuPhrase::Seek, rows(seek)));
        let hide = on_rows::Event::Hidden(number, text());
        items.push((RowMenuPhrase::Hide, rows(hide)));
    }
    let measure = tab::Event::View(view::Event::MeasuredFrom(number));
    items.push((RowMenuPhrase::Measure, measure));
    items
}
