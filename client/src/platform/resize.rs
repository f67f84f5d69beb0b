//! Changes in the size of an element.

use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};
use yew::NodeRef;

/// Watches an element until it is dropped.
#[derive(Debug)]
pub struct ResizeWatch {
    observer: ResizeObserver,
    _listener: Closure<dyn FnMut()>,
}

impl ResizeWatch {
    /// Calls the listener once now, and then whenever the size of the element changes.
    #[must_use]
    pub fn new(node: &NodeRef, listener: impl FnMut() + 'static) -> Option<Self> {
        let element = node.cast::<Element>()?;
        let listener = Closure::<dyn FnMut()>::new(listener);
        let observer = ResizeObserver::new(listener.as_ref().unchecked_ref()).ok()?;
        observer.observe(&element);
        Some(Self {
            observer,
            _listener: listener,
        })
    }
}

impl Drop for ResizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
