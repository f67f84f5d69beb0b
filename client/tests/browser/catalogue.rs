//! The catalogue in a browser: loaded by `platform::catalogue`, and shown with its forms.

use std::cell::RefCell;
use std::rc::Rc;

use client::components::workbench::catalogue::Catalogue;
use client::hooks::use_catalogue;
use client::i18n::Language;
use client::platform::catalogue::load;
use client::platform::socket::Socket;
use futures_channel::mpsc::unbounded;
use futures_util::StreamExt as _;
use session::catalogue::Absence;
use session::request::Request;
use session::transport::TransportEvent;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{
    Element, HtmlElement, HtmlInputElement, HtmlSelectElement, InputEvent, InputEventInit,
};
use yew::prelude::*;

use crate::mounted::until;
use crate::supervisor::{Server, address_of_other_service, address_of_stopped_server};

#[wasm_bindgen_test]
async fn catalogue_of_another_origin_is_read() {
    let server = Server::start().await;
    let endpoints = load(server.address()).await.unwrap();
    assert_eq!(&*endpoints[0].path, "/");
    let echo = endpoints.iter().find(|it| &*it.name == "echo").unwrap();
    assert_eq!(&*echo.fields[0].name, "delay_ms");
}

#[wasm_bindgen_test]
async fn missing_server_and_missing_catalogue_are_told_apart() {
    let stopped = address_of_stopped_server().await;
    assert_eq!(load(&stopped).await, Err(Absence::Unreachable));
    let stranger = address_of_other_service();
    assert_eq!(load(&stranger).await, Err(Absence::NotOffered));
    assert_eq!(load("file:///").await, Err(Absence::NotOffered));
}

/// The opened addresses, with their names.
type Opened = Rc<RefCell<Vec<(Rc<str>, Rc<str>)>>>;

#[derive(Clone, PartialEq, Properties)]
struct PanelProps {
    server: AttrValue,
    opened: Opened,
}

#[component]
fn Panel(props: &PanelProps) -> Html {
    let catalogue = use_catalogue(&props.server);
    let opened = Rc::clone(&props.opened);
    html! {
        <Catalogue
            language={Language::Korean}
            server={props.server.clone()}
            state={catalogue.state}
            fault={None::<session::catalogue::Fault>}
            on_open={move |it| opened.borrow_mut().push(it)}
            on_reload={catalogue.reload}
        />
    }
}

/// A mounted panel, removed on drop.
struct MountedPanel {
    root: Element,
    app: Option<yew::AppHandle<Panel>>,
    opened: Opened,
}

impl MountedPanel {
    fn new(server: &str) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let root = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&root).unwrap();
        let opened = Opened::default();
        let props = PanelProps {
            server: server.to_owned().into(),
            opened: Rc::clone(&opened),
        };
        let app = yew::Renderer::<Panel>::with_root_and_props(root.clone(), props).render();
        Self {
            root,
            app: Some(app),
            opened,
        }
    }

    async fn get<T: wasm_bindgen::JsCast>(&self, selector: &str) -> T {
        let find = || self.root.query_selector(selector).unwrap();
        until(|| find().is_some()).await;
        find().unwrap().unchecked_into()
    }

    async fn click(&self, selector: &str) {
        self.get::<HtmlElement>(selector).await.click();
    }

    async fn type_into(&self, selector: &str, text: &str) {
        let input: HtmlInputElement = self.get(selector).await;
        input.set_value(text);
        let init = InputEventInit::new();
        init.set_bubbles(true);
        let event = InputEvent::new_with_event_init_dict("input", &init).unwrap();
        input.dispatch_event(&event).unwrap();
    }

    /// Waits until the open form makes this address.
    async fn until_address(&self, address: &str) {
        let text = || self.root.text_content().unwrap();
        until(|| text().contains(address)).await;
    }
}

impl Drop for MountedPanel {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

#[wasm_bindgen_test]
async fn form_opens_a_connection_with_its_values() {
    let server = Server::start().await;
    let panel = MountedPanel::new(server.address());
    panel.click("[data-endpoint='flood'] summary").await;
    panel.type_into("[id$='-0']", "2").await;
    panel.type_into("[id$='-1']", "8").await;
    let kind: HtmlSelectElement = panel.get("select").await;
    kind.set_value("binary");
    let changed = web_sys::Event::new_with_event_init_dict("change", &bubbling()).unwrap();
    kind.dispatch_event(&changed).unwrap();
    let base = server.address().trim_end_matches('/');
    let address = format!("{base}/flood?count=2&bytes=8&kind=binary");
    panel.until_address(&address).await;
    panel.click("[type='submit']").await;
    let opened = panel.opened.borrow().clone();
    assert_eq!(opened, [(address.as_str().into(), "flood".into())]);

    let (heard, mut events) = unbounded();
    let _socket = Socket::open(&Request::direct(address.into()), move |event| {
        let _ = heard.unbounded_send(event);
    });
    assert!(matches!(
        events.next().await,
        Some(TransportEvent::Opened(_))
    ));
}

fn bubbling() -> web_sys::EventInit {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    init
}

#[wasm_bindgen_test]
async fn invalid_value_opens_nothing_and_gets_the_focus() {
    let server = Server::start().await;
    let panel = MountedPanel::new(server.address());
    panel.click("[data-endpoint='echo'] summary").await;
    panel.type_into("[id$='-1']", "soon").await;
    let refused: Element = panel.get("[aria-invalid='true']").await;
    panel.click("[type='submit']").await;
    assert!(panel.opened.borrow().is_empty());
    let document = web_sys::window().unwrap().document().unwrap();
    assert_eq!(document.active_element(), Some(refused));

    panel.type_into("[id$='-1']", "250").await;
    panel.until_address("/echo?jitter_ms=250").await;
    panel.click("[type='submit']").await;
    assert_eq!(panel.opened.borrow().len(), 1);
}

#[wasm_bindgen_test]
async fn missing_server_is_shown_and_asked_again_on_request() {
    let stopped = address_of_stopped_server().await;
    let panel = MountedPanel::new(&stopped);
    panel.click(".catalogue-note button").await;
    panel
        .until_address("엔드포인트 목록을 불러오는 중입니다.")
        .await;
    panel.get::<Element>(".catalogue-note button").await;
}
