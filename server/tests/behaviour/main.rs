//! The server over real sockets, one behaviour a file. All ports are 0 and all addresses loopback.
//!
//! It is one crate, so that it is linked once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod binary;
mod common;
mod tls_client;

mod answer;
mod certificates;
mod check_data;
mod close_codes;
mod compression;
mod concurrency;
mod config_file;
mod cut_network;
mod documented_handshake;
mod endpoints;
mod greeting;
mod half_closed;
mod handshake_refusals;
mod handshake_rules;
mod leaving;
mod log_format;
mod logs;
mod metrics;
mod nats;
mod nats_cluster;
mod page;
mod pipelining;
mod process;
mod protection;
mod request_head;
mod several_servers;
mod shutdown;
mod signals;
mod subprotocols;
mod tls;
