//! Servers for tests that run inside a browser, which can `fetch` but cannot start a process.
//!
//! | request | answer |
//! |---|---|
//! | `POST /servers` | 201 `{"id":1,"url":"ws://127.0.0.1:40001/"}`: a fresh server that listens |
//! | `POST /servers/{id}/kill` | 204 once the server is gone; it sends no close frame |
//! | `POST /servers/{id}/stop` | 204 once the server has ended by itself |
//!
//! The id of an unknown or ended server is 404. The requests are simple in the sense of the Fetch standard, so that
//! a page of any origin can make them without a preflight.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use anyhow::Result;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::json;
use testkit::ServerProcess;
use tokio::sync::Mutex;

/// The limit of servers at once. One more is refused with 503: a test that forgets its servers fails before the
/// machine is full.
const SERVERS_MAX: usize = 64;

/// The servers that run on behalf of tests.
#[derive(Debug)]
pub struct Supervisor {
    program: PathBuf,
    servers: Mutex<Servers>,
}

#[derive(Debug, Default)]
struct Servers {
    last_id: u32,
    running: HashMap<u32, ServerProcess>,
}

impl Supervisor {
    /// A supervisor that starts `program` on request.
    #[must_use]
    pub fn new(program: impl Into<PathBuf>) -> Arc<Self> {
        Arc::new(Self {
            program: program.into(),
            servers: Mutex::default(),
        })
    }

    /// The routes of the [module](self).
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/servers", post(start))
            .route("/servers/{id}/kill", post(kill))
            .route("/servers/{id}/stop", post(stop))
            .layer(map_response(allow_every_origin))
            .with_state(Arc::clone(self))
    }

    /// Kills every server that is left.
    pub async fn kill_all(&self) {
        for (id, mut server) in self.servers.lock().await.running.drain() {
            if let Err(error) = server.kill().await {
                eprintln!("server {id}: {error:#}");
            }
        }
    }

    async fn start(&self) -> Result<Response> {
        // The lock is held while the server starts, so that the limit holds for requests at the same time.
        let mut servers = self.servers.lock().await;
        if servers.running.len() == SERVERS_MAX {
            let sentence = format!("{SERVERS_MAX} servers are running; kill one first\n");
            return Ok((StatusCode::SERVICE_UNAVAILABLE, sentence).into_response());
        }
        let server = ServerProcess::start_program(&self.program, [""; 0]).await?;
        servers.last_id += 1;
        let id = servers.last_id;
        let body = json!({ "id": id, "url": server.web_socket_url() });
        servers.running.insert(id, server);
        Ok((StatusCode::CREATED, Json(body)).into_response())
    }

    async fn take(&self, id: u32) -> Option<ServerProcess> {
        self.servers.lock().await.running.remove(&id)
    }
}

async fn start(State(supervisor): State<Arc<Supervisor>>) -> Response {
    supervisor.start().await.unwrap_or_else(failure)
}

async fn kill(State(supervisor): State<Arc<Supervisor>>, Path(id): Path<u32>) -> Response {
    match supervisor.take(id).await {
        Some(mut server) => server
            .kill()
            .await
            .map_or_else(failure, |()| StatusCode::NO_CONTENT.into_response()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn stop(State(supervisor): State<Arc<Supervisor>>, Path(id): Path<u32>) -> Response {
    match supervisor.take(id).await {
        Some(mut server) => server
            .stop()
            .await
            .map_or_else(failure, |_| StatusCode::NO_CONTENT.into_response()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The whole chain of causes as text, for the reader of a failed test.
fn failure(error: anyhow::Error) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}\n")).into_response()
}

async fn allow_every_origin(mut response: Response) -> Response {
    response.headers_mut().insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}
