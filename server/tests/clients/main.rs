//! The real server and clients of other projects: Python `websockets` and npm `ws`.
//!
//! Each client is a script of this folder, in its own language. The script checks the behaviour of one endpoint;
//! everything else is checked here. The packages are not Cargo's, so that these tests are behind the feature
//! `clients`: `cargo xtask test clients` installs them and says where they are (see `client`).
//!
//! There is one module for each client. Its name is the filter that skips the tests of a missing client.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod broken;
mod client;
mod relay;

use protocol::catalogue::ENDPOINTS;

use client::Client;
use testkit::ServerProcess;
use tokio::process::Command;

/// Makes, in a module for each client, a test of each endpoint; `/broken` has another (see `broken`).
macro_rules! every_endpoint {
    ($($name:ident)*) => {
        mod python {
            $(#[tokio::test] async fn $name() {
                super::serves(super::Client::Python, stringify!($name)).await;
            })*

            #[tokio::test]
            async fn broken() {
                super::broken::fails_every_connection(super::Client::Python).await;
            }

            #[tokio::test]
            async fn compressed_messages_come_back_on_any_terms() {
                super::echoes_compressed(super::Client::Python).await;
            }
        }

        mod node {
            $(#[tokio::test] async fn $name() {
                super::serves(super::Client::Node, stringify!($name)).await;
            })*

            #[tokio::test]
            async fn broken() {
                super::broken::fails_every_connection(super::Client::Node).await;
            }

            #[tokio::test]
            async fn compressed_messages_come_back_on_any_terms() {
                super::echoes_compressed(super::Client::Node).await;
            }

            #[tokio::test]
            async fn asyncapi_document_is_valid_for_the_official_parser() {
                super::asyncapi_is_valid().await;
            }
        }

        #[test]
        fn catalogue_endpoints_all_have_a_test() {
            let tested = [$(stringify!($name),)* "broken", "faults"].map(|name| name.replace('_', "-"));
            let catalogue: Vec<_> = ENDPOINTS.iter().map(|endpoint| endpoint.name).collect();
            assert_eq!(tested.as_slice(), catalogue);
        }
    };
}

every_endpoint! {
    lesson echo headers ticker chat flood close abort silent slow ping refuse basic_auth bearer
}

/// The real binary, with nothing of the machine's own configuration.
async fn start_server() -> ServerProcess {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command
        .env_clear()
        .args(["--bind", "127.0.0.1:0", "--log", "off"]);
    ServerProcess::start(command).await.unwrap()
}

async fn serves(client: Client, endpoint: &str) {
    let server = start_server().await;
    let endpoint = endpoint.replace('_', "-");
    let url = format!("ws://{}", server.authority());
    client.run("endpoints", &[&url, &endpoint]).await;
}

async fn echoes_compressed(client: Client) {
    let server = start_server().await;
    let url = format!("ws://{}", server.authority());
    client.run("compression", &[&url]).await;
}

async fn asyncapi_is_valid() {
    let server = start_server().await;
    let url = format!("http://{}/asyncapi.json", server.authority());
    Client::Node.run("asyncapi", &[&url]).await;
}
