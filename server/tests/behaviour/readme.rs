//! The handshake in the README is the one that this server makes.

use super::common::{TestServer, upgrade};

const READMES: [&str; 2] = [
    include_str!("../../../README.md"),
    include_str!("../../../README.ko.md"),
];

/// The blocks of HTTP in a README: the request, then the response.
fn http_blocks(readme: &str) -> Vec<&str> {
    let blocks = readme.split("```http\n").skip(1);
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
async fn the_response_in_the_readme_is_the_answer_to_the_request_in_it() {
    let server = TestServer::start().await;
    for readme in READMES {
        let [request, response] = http_blocks(readme)[..] else {
            panic!("a request and a response");
        };
        let mut stream = server.dial().await;
        let answer = upgrade(&mut stream, request.replace('\n', "\r\n")).await;
        assert_eq!(undated(&answer), undated(response));
    }
}
