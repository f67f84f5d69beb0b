//! The next animation frame.

use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::future::sleep;

/// The longest wait for a frame. A page in the background gets no frames, and must still learn that a
/// connection closed.
const FRAME_TIMEOUT: Duration = Duration::from_millis(100);

/// Waits until the browser is about to draw the next frame: a change made then is in that frame.
pub async fn next_frame() {
    let (begins, begun) = oneshot::channel();
    // Dropping the handle would cancel the request.
    let _request = gloo_render::request_animation_frame(|_| {
        let _ = begins.send(());
    });
    match select(begun, sleep(FRAME_TIMEOUT)).await {
        Either::Left(_) | Either::Right(_) => {}
    }
}
