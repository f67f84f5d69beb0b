//! When the next frame is drawn.

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;

/// A page that is not looked at gets no frames; it waits no longer than this for one, because it
/// has to hear all the same that a connection closed.
const WITHOUT_FRAMES_MS: u32 = 100;

/// Waits until the browser is about to draw the next frame, so that what is done then is seen in it.
pub async fn next_frame() {
    let (begins, begun) = oneshot::channel();
    // Kept until it has begun: dropping the handle takes the request back.
    let _request = gloo_render::request_animation_frame(|_| {
        let _ = begins.send(());
    });
    match select(begun, TimeoutFuture::new(WITHOUT_FRAMES_MS)).await {
        Either::Left(_) | Either::Right(_) => {}
    }
}
