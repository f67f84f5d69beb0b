//! The inside of the worker.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::hosted_socket::HostedSocket;
use super::messages::{SocketId, ToPage, ToWorker};
use crate::platform::socket;
use session::transport::TransportEvent;

/// Serves the page while the worker lives. To be called in a worker, once.
pub fn serve() {
    let host = Rc::new(Host {
        scope: js_sys::global().unchecked_into(),
        sockets: RefCell::default(),
        alarm: RefCell::default(),
    });
    let on_message = {
        let host = Rc::clone(&host);
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some((id, command)) = ToWorker::decode(&event.data()) {
                host.handle(id, command);
            }
        })
    };
    host.scope
        .set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    host.tell(0, ToPage::Ready);
}

struct Host {
    scope: DedicatedWorkerGlobalScope,
    sockets: RefCell<BTreeMap<SocketId, Rc<HostedSocket>>>,
    alarm: RefCell<Option<Timeout>>,
}

impl Host {
    fn handle(&self, id: SocketId, command: ToWorker) {
        if let ToWorker::Open(address, subprotocols) = command {
            match HostedSocket::open(&self.scope, id, &address, &subprotocols) {
                Some(socket) => {
                    self.sockets.borrow_mut().insert(id, socket);
                }
                None => {
                    self.tell(id, ToPage::Event(TransportEvent::Refused));
                    self.tell(id, ToPage::Event(TransportEvent::Closed(socket::failed())));
                }
            }
            return;
        }
        if let ToWorker::Wake(delay_ms) = command {
            let scope = self.scope.clone();
            let wake = move || {
                // As below.
                let _ = scope.post_message(&ToPage::Awake.encode(id));
            };
            self.alarm.replace(Some(Timeout::new(delay_ms, wake)));
            return;
        }
        let sockets = self.sockets.borrow();
        let Some(socket) = sockets.get(&id) else {
            return;
        };
        match command {
            ToWorker::Open(..) | ToWorker::Wake(_) => {}
            ToWorker::Send(message, content) => socket.send(message, &content),
            ToWorker::Close(with) => socket.close(with.as_ref()),
            ToWorker::BatchAck => socket.acknowledge(),
            ToWorker::Forget => {
                drop(sockets);
                self.sockets.borrow_mut().remove(&id);
            }
        }
    }

    fn tell(&self, id: SocketId, message: ToPage) {
        // A browser refuses what cannot be cloned; strings, numbers and buffers can.
        let _ = self.scope.post_message(&message.encode(id));
    }
}
