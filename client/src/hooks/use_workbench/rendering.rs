//! When the workbench is rendered.

use std::rc::Rc;

use yew::platform::spawn_local;

use super::Driver;
use crate::platform::clock;
use crate::platform::frame::next_frame;

/// The shortest time between two renders of received messages, in milliseconds: every second frame at 60 Hz. The
/// browser's processes share the cores, and what frames take is not left for the messages of a flood.
const RENDER_INTERVAL_MS: f64 = 25.0;

impl Driver {
    /// Renders in the first frame that is at least [`RENDER_INTERVAL_MS`] after the last render.
    pub(super) fn render_soon(self: &Rc<Self>) {
        if self.is_render_due.replace(true) {
            return;
        }
        let driver = Rc::clone(self);
        spawn_local(async move {
            next_frame().await;
            while clock::now().ms_since(driver.rendered_at.get()) < RENDER_INTERVAL_MS {
                next_frame().await;
            }
            driver.is_render_due.set(false);
            driver.render();
        });
    }

    /// Renders now.
    pub(super) fn render(&self) {
        self.rendered_at.set(clock::now());
        if let Some(render) = &*self.render.borrow() {
            render.force_update();
        }
    }
}
