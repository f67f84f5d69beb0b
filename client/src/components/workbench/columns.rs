//! The line above the rows of the log: the names of its columns, with handles, and a menu.

use yew::prelude::*;

use super::splitter::Splitter;
use crate::i18n::Language;
use crate::i18n::handles::HandlesPhrase;
use crate::i18n::workbench::WorkbenchPhrase;
use crate::platform::dialog::OpenDialog;
use crate::platform::{document, element, events};
use session::layout::{Change, Layout, Size};
use session::view::{Column, HiddenColumns};
use session::workbench::rows;

/// The id of the menu.
const MENU_ID: &str = "columns";

/// The id of the button that opens it.
const BUTTON_ID: &str = "columns-button";

/// The properties of [`Columns`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ColumnsProps {
    /// The display language.
    pub language: Language,
    /// The widths that the person chose.
    pub layout: Layout,
    /// The columns that are not shown.
    pub hidden: HiddenColumns,
    /// Called with a width that the person chose.
    pub on_arrange: Callback<Change>,
    /// Called with a column to show or to hide.
    pub on_rows: Callback<rows::Event>,
}

/// The names, each with a handle behind it, and a button that opens the menu. The right button of the mouse opens it, too.
/// It is a component, as it changes rarely and the log in every frame.
#[component]
pub fn Columns(props: &ColumnsProps) -> Html {
    let ColumnsProps {
        language, layout, ..
    } = *props;
    let opened = use_state_eq(|| None::<(i32, i32)>);
    let on_context_menu = {
        let opened = opened.setter();
        move |event: MouseEvent| {
            event.prevent_default();
            opened.set(Some((event.client_x(), event.client_y())));
        }
    };
    let on_press = {
        let opened = opened.setter();
        move |_| opened.set(document::lower_left_px(BUTTON_ID))
    };
    let cell = |column: Column| {
        let name = match column {
            // A word is wider than most numbers.
            Column::Number => "#".into(),
            Column::Time | Column::Size => language.say(WorkbenchPhrase::Column(column)),
        };
        html! {
            <span class="columns-cell" data-column={column.tag()}>
                <span class="columns-name">{ name }</span>
                <Splitter
                    {language}
                    size={Size::Column(column)}
                    {layout}
                    on_arrange={props.on_arrange.clone()}
                />
            </span>
        }
    };
    let name = language.say(WorkbenchPhrase::Columns);
    html! {
        <div class="columns" oncontextmenu={on_context_menu}>
            { for Column::ALL.map(cell) }
            <span class="columns-payload">{ language.say(HandlesPhrase::Payload) }</span>
            <button
                type="button"
                id={BUTTON_ID}
                class="columns-button"
                aria-haspopup="dialog"
                aria-label={name.clone()}
                title={name}
                onclick={on_press}
            >
                { "⋯" }
            </button>
            if let Some(at_px) = *opened {
                <ColumnsMenu
                    columns={props.clone()}
                    {at_px}
                    on_close={Callback::from(move |()| opened.set(None))}
                />
            }
        </div>
    }
}

/// The properties of [`ColumnsMenu`].
#[derive(Debug, Clone, PartialEq, Properties)]
struct ColumnsMenuProps {
    columns: ColumnsProps,
    /// Where it opens in the window, in pixels from the left and from the top.
    at_px: (i32, i32),
    /// Called when it is closed.
    on_close: Callback<()>,
}

/// A choice for each column, and a button that resets the widths, in a modal dialog: Escape and a press beside it close it.
#[component]
fn ColumnsMenu(props: &ColumnsMenuProps) -> Html {
    let dialog = use_node_ref();
    use_effect_with(props.at_px, {
        let dialog = dialog.clone();
        move |at_px| {
            let open = OpenDialog::show(&dialog);
            element::place_in_window(&dialog, *at_px);
            move || drop(open)
        }
    });
    let language = props.columns.language;
    let choice = |column: Column| {
        let on_rows = &props.columns.on_rows;
        let on_change = on_rows.reform(move |_: Event| rows::Event::ColumnToggled(column));
        html! {
            <label class="columns-choice">
                <input
                    type="checkbox"
                    data-column={column.tag()}
                    checked={!props.columns.hidden.contains(column)}
                    onchange={on_change}
                />
                { language.say(WorkbenchPhrase::Column(column)) }
            </label>
        }
    };
    let on_reset = {
        let (on_arrange, on_close) = (props.columns.on_arrange.clone(), props.on_close.clone());
        move |_| {
            on_arrange.emit(Change::ColumnsReset);
            on_close.emit(());
        }
    };
    let on_click = {
        let on_close = props.on_close.clone();
        move |event: MouseEvent| {
            // The backdrop is the dialog itself.
            if events::target_id(&event) == MENU_ID {
                on_close.emit(());
            }
        }
    };
    html! {
        <dialog
            ref={dialog}
            id={MENU_ID}
            class="row-menu columns-menu"
            aria-label={language.say(WorkbenchPhrase::Columns)}
            onclose={props.on_close.reform(|_| ())}
            onclick={on_click}
            oncontextmenu={|event: MouseEvent| event.prevent_default()}
        >
            { for Column::ALL.map(choice) }
            <button type="button" id="columns-reset" onclick={on_reset}>
                { language.say(HandlesPhrase::ResetWidths) }
            </button>
        </dialog>
    }
}
