//! When an element gets another size.

use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};

/// Watches an element until it is dropped.
#[derive(Debug)]
pub struct ResizeWatch {
    observer: ResizeObserver,
    _listener: Closure<dyn FnMut()>,
}

impl ResizeWatch {
    /// The listener hears of the size that the element has now, and then of each other one.
    pub fn new(element: &Element, listener: impl FnMut() + 'static) -> Option<Self> {
        let listener = Closure::<dyn FnMut()>::new(listener);
        let observer = ResizeObserver::new(listener.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
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
