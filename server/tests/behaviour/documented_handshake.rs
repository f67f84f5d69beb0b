//! The handshake in the pages about the lesson is the one that this server makes.

use super::common::{TestServer, upgrade};

const PAGES: [&str; 2] = [
    include_str!("../../../docs/lesson.md"),
    include_str!("../../../docs/lesson.ko.md"),
];

/// The blocks of HTTP in a page: the request, then the response.
fn http_blocks(page: &str) -> Vec<&str> {
    let blocks = page.split("```http\n").skip(1);
    blocks
        .map(|block| block.split_once("```").unwrap().0)
        .collect()
}

/// The lines of a response but for the date, which is another one each time.
fn undated(response: &str) -> Vec<String> {
    response
        .lines()
        .map(str::to_lowercase)
        .filter(|line| !line.is_empty() && !line.starts_with("date: "))
        .collect()
}

#[tokio::test]
async fn documented_handshake_request_gets_documented_response() {
    let server = TestServer::start().await;
    for page in PAGES {
        let [request, response] = http_blocks(page)[..] else {
            panic!("a request and a response");
        };
        let mut stream = server.dial().await;
        let answer = upgrade(&mut stream, request.replace('\n', "\r\n")).await;
        assert_eq!(undated(&answer), undated(response));
    }
}
