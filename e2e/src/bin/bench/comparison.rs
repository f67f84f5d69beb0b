//! The pages that ours is held against, served from a port of their own: to the browser they are as far away
//! as ours.

use anyhow::Result;
use axum::{Router, response::Html, routing::get};
use tokio::net::TcpListener;

/// Serves the pages until the runtime ends, and gives their address with no slash at its end.
pub(crate) async fn serve() -> Result<String> {
    let pages = Router::new()
        .route("/healthz", get(async || ""))
        .route(
            "/button",
            get(Html(include_str!("../../../pages/button.html"))),
        )
        .route(
            "/counting",
            get(Html(include_str!("../../../pages/counting.html"))),
        )
        .route(
            "/lesson",
            get(Html(include_str!("../../../pages/lesson.html"))),
        );
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    // Never ends by itself; an error of it is seen as a page that does not load.
    tokio::spawn(async { axum::serve(listener, pages).await });
    Ok(format!("http://{address}"))
}
