//! The mounted page, and a person's actions.

use std::pin::pin;

use client::parts::Parts;
use client::platform::frame::next_frame;
use client::{App, AppProps};
use futures_channel::mpsc::unbounded;
use futures_util::StreamExt as _;
use futures_util::future::select;
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, HtmlElement, HtmlTextAreaElement, InputEvent, InputEventInit, KeyboardEvent,
    KeyboardEventInit, MutationObserver, MutationObserverInit,
};
use yew::AppHandle;

/// A mounted page, removed on drop.
pub(crate) struct Mounted {
    root: Element,
    app: Option<AppHandle<App>>,
}

impl Mounted {
    /// The page of a first visit.
    pub(crate) async fn first_visit(server: &str) -> Self {
        forget_everything();
        Self::again(server).await
    }

    /// The page after a reload.
    pub(crate) async fn again(server: &str) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let root = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&root).unwrap();
        let props = AppProps {
            server: server.to_owned().into(),
            parts: Parts::at_once(),
        };
        let app = yew::Renderer::<App>::with_root_and_props(root.clone(), props).render();
        let page = Self {
            root,
            app: Some(app),
        };
        until(|| page.find("#state").is_some()).await;
        page
    }

    /// The first element that the selector finds.
    pub(crate) fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).unwrap()
    }

    pub(crate) fn get<T: JsCast>(&self, selector: &str) -> T {
        self.find(selector)
            .unwrap_or_else(|| panic!("no {selector}"))
            .unchecked_into()
    }

    pub(crate) fn text(&self, selector: &str) -> String {
        self.get::<Element>(selector).text_content().unwrap()
    }

    pub(crate) fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    pub(crate) fn is_enabled(&self, selector: &str) -> bool {
        !self.get::<Element>(selector).has_attribute("disabled")
    }

    pub(crate) fn click(&self, selector: &str) {
        self.get::<HtmlElement>(selector).click();
    }

    pub(crate) fn typed(&self) -> String {
        self.get::<HtmlTextAreaElement>("#message").value()
    }

    /// Replaces the text, as a person does who selects all of it.
    pub(crate) fn type_text(&self, text: &str) {
        let textarea: HtmlTextAreaElement = self.get("#message");
        textarea.set_value(text);
        let init = InputEventInit::new();
        init.set_bubbles(true);
        let event = InputEvent::new_with_event_init_dict("input", &init).unwrap();
        textarea.dispatch_event(&event).unwrap();
    }

    /// Presses Enter in the textarea, with the given modifiers.
    pub(crate) fn press_enter(&self, with: impl FnOnce(&KeyboardEventInit)) {
        let init = KeyboardEventInit::new();
        init.set_bubbles(true);
        init.set_key("Enter");
        with(&init);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        self.get::<Element>("#message")
            .dispatch_event(&event)
            .unwrap();
    }

    pub(crate) async fn until_state(&self, state: &str) {
        until(|| {
            self.find(&format!("#state[data-state='{state}']"))
                .is_some()
        })
        .await;
    }

    pub(crate) async fn until_messages(&self, count: u32) {
        until(|| self.count("#messages > .message") >= count).await;
    }
}

/// Waits until the condition holds. It looks whenever the document changes, as some states last a moment
/// only. It also looks at each frame, for states outside the document: the focus, the value of a field, the
/// scroll position.
///
/// An element may be there before its component's effects have run. On a slow machine, Yew yields to the browser
/// between a rendering and its effects.
pub(crate) async fn until(is_so: impl Fn() -> bool) {
    let (changed, mut changes) = unbounded();
    let on_change = Closure::<dyn FnMut()>::new(move || {
        let _ = changed.unbounded_send(());
    });
    let observer = MutationObserver::new(on_change.as_ref().unchecked_ref()).unwrap();
    let everything = MutationObserverInit::new();
    everything.set_attributes(true);
    everything.set_character_data(true);
    everything.set_child_list(true);
    everything.set_subtree(true);
    let document = web_sys::window().unwrap().document().unwrap();
    observer
        .observe_with_options(&document, &everything)
        .unwrap();
    while !is_so() {
        select(changes.next(), pin!(next_frame())).await;
    }
    observer.disconnect();
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

/// Restores the state of a first visit.
pub(crate) fn forget_everything() {
    let window = web_sys::window().unwrap();
    window.local_storage().unwrap().unwrap().clear().unwrap();
    window.session_storage().unwrap().unwrap().clear().unwrap();
    set_query("");
}

/// The query of the browser's address, such as `?lang=en`.
pub(crate) fn query() -> String {
    web_sys::window().unwrap().location().search().unwrap()
}

pub(crate) fn set_query(query: &str) {
    let window = web_sys::window().unwrap();
    let address = format!("{}{query}", window.location().pathname().unwrap());
    window
        .history()
        .unwrap()
        .replace_state_with_url(&JsValue::NULL, "", Some(&address))
        .unwrap();
}
