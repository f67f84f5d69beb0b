//! What somebody finds out who comes without a WebSocket.

use protocol::catalogue::ENDPOINTS;

use crate::common::TestServer;

#[tokio::test]
async fn an_ordinary_get_is_told_what_is_there_and_an_example() {
    let server = TestServer::start().await;
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.path != "/") {
        let answer = server
            .get(&endpoint.path.replace("{case}", "masked-frame"))
            .await;
        assert_eq!(answer.status(), 426, "{}", endpoint.path);
        assert_eq!(answer.header("upgrade"), Some("websocket"));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.json()["path"], endpoint.path);
        assert_eq!(answer.json()["example"], endpoint.example);
    }
}

#[tokio::test]
async fn the_catalogue_is_served_whole() {
    let server = TestServer::start().await;
    let answer = server.get("/endpoints").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.json()["endpoints"].as_array().unwrap().len(),
        ENDPOINTS.len()
    );
}

#[tokio::test]
async fn the_asyncapi_document_names_the_host_that_was_asked() {
    let server = TestServer::start().await;
    let document = server.get("/asyncapi.json").await.json();
    assert_eq!(document["asyncapi"], "3.0.0");
    assert_eq!(document["servers"]["here"]["host"], "localhost");
}
