//! Real servers, started and ended through the supervisor.

use gloo_net::http::{Request, Response};
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

/// A server of this test's own. It is killed when this is dropped.
pub(crate) struct Server {
    id: u64,
    address: String,
}

impl Server {
    /// Starts a server, which listens when this returns.
    pub(crate) async fn start() -> Self {
        let started: Value = post("/servers").await.json().await.unwrap();
        Self {
            id: started["id"].as_u64().unwrap(),
            address: started["url"].as_str().unwrap().to_owned(),
        }
    }

    /// Its WebSocket address.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Kills it, so that it sends no close frame.
    pub(crate) async fn kill(&self) {
        assert_eq!(post(&self.path("kill")).await.status(), 204);
    }

    /// Asks it to end.
    pub(crate) async fn stop(&self) {
        assert_eq!(post(&self.path("stop")).await.status(), 204);
    }

    fn path(&self, act: &str) -> String {
        format!("/servers/{}/{act}", self.id)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let path = self.path("kill");
        // Its end is not awaited, and it may be gone already. The supervisor ends the rest.
        spawn_local(async move { drop(post(&path).await) });
    }
}

/// The address of a server that has ended.
pub(crate) async fn address_of_stopped_server() -> String {
    let server = Server::start().await;
    server.kill().await;
    server.address().to_owned()
}

/// The WebSocket address of a server that is not Ullim's: the supervisor itself.
pub(crate) fn address_of_other_service() -> String {
    address().replacen("http", "ws", 1)
}

async fn post(path: &str) -> Response {
    Request::post(&format!("{}{path}", address()))
        .send()
        .await
        .expect("the supervisor answers")
}

fn address() -> &'static str {
    let Some(supervisor) = option_env!("ULLIM_SUPERVISOR") else {
        panic!("ULLIM_SUPERVISOR is not set: run these tests with `cargo xtask test`");
    };
    supervisor
}
