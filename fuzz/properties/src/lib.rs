//! Properties of what the server reads, which hold for any bytes: one function for each fuzz target.
//!
//! libFuzzer calls them with the inputs that it finds (`cargo xtask fuzz`). On any Rust, `tests/seeds.rs` calls
//! them with the seeds and with every input that has ever failed.
//!
//! # Panics
//!
//! Each function panics where its property does not hold.
#![allow(
    clippy::expect_used,
    reason = "a panic is how a property reports that it does not hold"
)]

use std::collections::HashSet;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, Request, Uri, header, request::Parts};
use protocol::catalogue::ENDPOINTS;
use protocol::parameter::Parameter;
use protocol::query::Query;
use protocol::subprotocol;
use server::http::head::HeadLimits;
use server::websocket::handshake;
use tokio::io::AsyncReadExt;
use tokio::time::Instant;

pub use self::compression::{inflate, negotiation};
pub use self::frame_reader::frame_reader;

mod compression;
mod frame_reader;

/// `data` is the head of a request.
///
/// An accepted request is an attempt, and keeps the rules that its head shows. The selected subprotocol is the
/// client's first that the server speaks. A refusal is an error of the client.
pub fn handshake(data: &[u8]) {
    let Some(request) = request(data) else { return };
    let headers = &request.headers;
    let supported = ["superchat", "chat"];
    match handshake::check(&request, &supported) {
        Ok(accept) => {
            assert!(handshake::is_attempted(headers));
            assert_eq!(request.method, Method::GET);
            assert_eq!(headers.get_all(header::SEC_WEBSOCKET_KEY).iter().count(), 1);
            // SHA-1 is 20 bytes, which are 28 characters of base64.
            assert_eq!(accept.accept.len(), 28);

            let values: Vec<_> = headers
                .get_all(header::SEC_WEBSOCKET_PROTOCOL)
                .iter()
                .map(|value| value.to_str().expect("only tokens are accepted"))
                .collect();
            let offered = subprotocol::offered(values).expect("no malformed list is accepted");
            let unique: HashSet<_> = offered.iter().collect();
            assert_eq!(unique.len(), offered.len());
            let first = offered.iter().find(|name| supported.contains(name));
            assert_eq!(accept.subprotocol, first.copied());
        }
        Err(refusal) => assert!(refusal.status().is_client_error()),
    }
}

/// The first byte of `data` says where the rest breaks in two, as on a network.
///
/// A head that can be read in one piece can be read in two, and reading loses no byte.
pub fn head(data: &[u8]) {
    let Some((&at, data)) = data.split_first() else {
        return;
    };
    let (first, second) = data.split_at(data.len().min(usize::from(at)));
    // Nothing waits here: the deadline is only there because one is asked for.
    let read = |first, second| {
        let mut stream = AsyncReadExt::chain(first, second);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        runtime
            .expect("a runtime without I/O")
            .block_on(server::http::head::read(
                &mut stream,
                Instant::now(),
                Duration::from_secs(60),
                HeadLimits::DEFAULT,
            ))
    };
    if let Ok(whole) = read(data, b"".as_slice()) {
        assert!(data.starts_with(&whole));
        let pieces = read(first, second).expect("what can be read whole can be read in pieces");
        assert!(data.starts_with(&pieces));
    }
}

/// `data` is a query string.
///
/// Every endpoint either takes it, with at most one value for each parameter, or says what it got and what it
/// takes.
pub fn query(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let query = Query::new(&text);
    for endpoint in ENDPOINTS {
        match Parameter::check_all(endpoint.parameters, &query) {
            Ok(()) => {
                for parameter in endpoint.parameters {
                    assert!(query.get(parameter.name()).is_ok());
                    assert_eq!(parameter.check(&query), Ok(()));
                }
            }
            Err(bad) => {
                assert!(!bad.takes.is_empty());
                assert!(bad.to_string().contains(&bad.takes));
            }
        }
    }
}

/// The request whose head is `data`, as hyper would make it.
fn request(data: &[u8]) -> Option<Parts> {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut head = httparse::Request::new(&mut headers);
    head.parse(data).ok()?;
    let mut request = Request::new(());
    *request.method_mut() = head.method?.parse().ok()?;
    *request.uri_mut() = Uri::try_from(head.path?).ok()?;
    for header in head.headers.iter().take_while(|it| !it.name.is_empty()) {
        let name = HeaderName::try_from(header.name).ok()?;
        let value = HeaderValue::from_bytes(header.value).ok()?;
        request.headers_mut().append(name, value);
    }
    Some(request.into_parts().0)
}
