//! The limits on what a client may cost the server. Their defaults suit a public server.

use std::time::Duration;

use clap::Args;
use thiserror::Error;

use super::memory::{default_memory_budget_bytes, memory_bytes};
use crate::http::head::HeadLimits;

/// The default of `--max-messages-per-s` where others can reach the server. A client that sends more of them is a
/// load test, or an attack.
const DEFAULT_MESSAGES_PER_S: u32 = 10_000;

/// The room beside an answer in the write buffer, for a prefix, frame headers and control frames.
const WRITE_BUFFER_MARGIN_BYTES: usize = 64 * 1024;

/// What a client may cost the server.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The most TCP connections at a time, for HTTP and WebSocket alike.
    pub max_connections: usize,
    /// The most of them from one address.
    pub max_connections_per_address: usize,
    /// The head of a request must arrive within this time.
    pub handshake_timeout: Duration,
    /// The largest head of a request.
    pub head: HeadLimits,
    /// The largest message from a client.
    pub max_message_bytes: usize,
    /// The largest frame from a client.
    pub max_frame_bytes: usize,
    /// The most messages and control frames of one client in a second.
    pub max_messages_per_s: Option<u32>,
    /// The time in which a message that has begun must be complete.
    pub message_timeout: Duration,
    /// The most bytes in the buffers of all connections.
    pub memory_budget_bytes: usize,
    /// The most bytes that wait in the server for a client that does not read.
    pub max_write_buffer_bytes: usize,
    /// The longest wait of a write for a client that does not read.
    pub write_timeout: Duration,
    /// A client that is silent for this long is pinged.
    pub ping_interval: Duration,
    /// A client that is silent for this long after a ping is closed.
    pub pong_timeout: Duration,
}

/// The flags of the limits.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Limits")]
pub(super) struct LimitArgs {
    /// Most TCP connections at a time; further ones are answered 503
    #[arg(
        long,
        env = "ULLIM_MAX_CONNECTIONS",
        value_name = "N",
        default_value_t = 10_000,
        value_parser = clap::value_parser!(u32).range(1..=10_000_000),
    )]
    max_connections: u32,

    /// Most TCP connections at a time from one IPv4 address or one IPv6 /64 network (behind a trusted
    /// proxy: most WebSockets); further ones are answered 429
    /// [default: 256, or --max-connections if that is lower]
    #[arg(
        long,
        env = "ULLIM_MAX_CONNECTIONS_PER_ADDRESS",
        value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=10_000_000),
    )]
    max_connections_per_address: Option<u32>,

    /// Time in which the head of a request must arrive, in milliseconds; a later one is answered 408
    #[arg(
        long,
        env = "ULLIM_HANDSHAKE_TIMEOUT_MS",
        value_name = "MS",
        default_value_t = 10_000,
        value_parser = clap::value_parser!(u64).range(1..=3_600_000),
    )]
    handshake_timeout_ms: u64,

    /// Largest request line and headers together, in bytes; larger ones are answered 431
    #[arg(
        long,
        env = "ULLIM_MAX_HEAD_BYTES",
        value_name = "BYTES",
        default_value_t = 16 * 1024,
        value_parser = clap::value_parser!(u32).range(1024..=65_535),
    )]
    max_head_bytes: u32,

    /// Most headers of a request; more are answered 431
    #[arg(
        long,
        env = "ULLIM_MAX_HEADERS",
        value_name = "N",
        default_value_t = 100,
        value_parser = clap::value_parser!(u32).range(16..=1_000),
    )]
    max_headers: u32,

    /// Largest message from a client, in bytes; a larger one closes its connection with 1009
    #[arg(
        long,
        env = "ULLIM_MAX_MESSAGE_BYTES",
        value_name = "BYTES",
        default_value_t = 16 * 1024 * 1024,
        value_parser = clap::value_parser!(u32).range(1..=1024 * 1024 * 1024),
    )]
    max_message_bytes: u32,

    /// Largest frame from a client, in bytes; a larger one closes its connection with 1009
    /// [default: as --max-message-bytes]
    #[arg(
        long,
        env = "ULLIM_MAX_FRAME_BYTES",
        value_name = "BYTES",
        value_parser = clap::value_parser!(u32).range(1..=1024 * 1024 * 1024),
    )]
    max_frame_bytes: Option<u32>,

    /// Most messages, pings and pongs from a client in a second; more close its connection with 1008
    /// [default: 10000; none where every --bind is a loopback address and no --trust-proxy is named]
    #[arg(
        long,
        env = "ULLIM_MAX_MESSAGES_PER_S",
        value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..),
    )]
    max_messages_per_s: Option<u32>,

    /// Time in which a message that has begun must be complete, in milliseconds; then its connection is closed
    /// with 1008
    // At the default, the largest message over a line of 1.2 Mbit/s.
    #[arg(
        long,
        env = "ULLIM_MESSAGE_TIMEOUT_MS",
        value_name = "MS",
        default_value_t = 120_000,
        value_parser = clap::value_parser!(u64).range(1..=86_400_000),
    )]
    message_timeout_ms: u64,

    /// Most bytes in the buffers of all connections together; beyond it, the connections with the most are closed
    /// with 1013 [default: a sixteenth of the memory of this machine or control group, but at least
    /// 2 x --max-message-bytes]
    #[arg(
        long,
        env = "ULLIM_MEMORY_BUDGET_BYTES",
        value_name = "BYTES",
        value_parser = clap::value_parser!(u64).range(1..=1 << 48),
    )]
    memory_budget_bytes: Option<u64>,

    /// Most bytes that wait for a client that does not read; an answer that does not fit closes its
    /// connection with 1011 [default: --max-message-bytes + 65536]
    #[arg(
        long,
        env = "ULLIM_MAX_WRITE_BUFFER_BYTES",
        value_name = "BYTES",
        value_parser = clap::value_parser!(u64).range(1..=1 << 32),
    )]
    max_write_buffer_bytes: Option<u64>,

    /// Time a write waits for a client that reads nothing, in milliseconds; then its connection is reset without a
    /// close frame
    #[arg(
        long,
        env = "ULLIM_WRITE_TIMEOUT_MS",
        value_name = "MS",
        default_value_t = 30_000,
        value_parser = clap::value_parser!(u64).range(1..=3_600_000),
    )]
    write_timeout_ms: u64,

    /// Time after which a silent client is pinged, in milliseconds
    #[arg(
        long,
        env = "ULLIM_PING_INTERVAL_MS",
        value_name = "MS",
        default_value_t = 30_000,
        value_parser = clap::value_parser!(u64).range(1..=86_400_000),
    )]
    ping_interval_ms: u64,

    /// Time in which a client must answer that ping, in milliseconds; then its connection is closed with 1008
    // At least a second, because `/slow` may read only one byte in that time.
    #[arg(
        long,
        env = "ULLIM_PONG_TIMEOUT_MS",
        value_name = "MS",
        default_value_t = 20_000,
        value_parser = clap::value_parser!(u64).range(1_000..=3_600_000),
    )]
    pong_timeout_ms: u64,
}

/// Two limits that contradict each other.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum LimitsError {
    /// The limit on frames would never be reached.
    #[error("--max-frame-bytes is {frame}, more than --max-message-bytes, which is {message}")]
    FrameOverMessage {
        /// The limit on frames.
        frame: usize,
        /// The limit on messages.
        message: usize,
    },
    /// The echo of the largest message would not fit.
    #[error(
        "--max-write-buffer-bytes is {buffer}, but the answer to a message of --max-message-bytes needs {needed}"
    )]
    WriteBufferUnderMessage {
        /// The limit on waiting bytes.
        buffer: usize,
        /// The least that fits the answer.
        needed: usize,
    },
    /// The largest message could never be received.
    #[error("--memory-budget-bytes is {budget}, less than --max-message-bytes, which is {message}")]
    BudgetUnderMessage {
        /// The budget.
        budget: usize,
        /// The limit on messages.
        message: usize,
    },
    /// The limit per address would never be reached.
    #[error(
        "--max-connections-per-address is {address}, more than --max-connections, which is {all}"
    )]
    AddressOverAll {
        /// The limit for an address.
        address: usize,
        /// The limit for all.
        all: usize,
    },
}

impl LimitArgs {
    /// The limits of a server that only programs of this machine can reach, or of any other.
    pub(super) fn limits(self, is_local: bool) -> Result<Limits, LimitsError> {
        let args = self;
        let max_connections = args.max_connections as usize;
        let max_connections_per_address = args
            .max_connections_per_address
            .map_or(max_connections.min(256), |connections| connections as usize);
        if max_connections_per_address > max_connections {
            return Err(LimitsError::AddressOverAll {
                address: max_connections_per_address,
                all: max_connections,
            });
        }
        let max_message_bytes = args.max_message_bytes as usize;
        let max_frame_bytes = args
            .max_frame_bytes
            .map_or(max_message_bytes, |bytes| bytes as usize);
        if max_frame_bytes > max_message_bytes {
            return Err(LimitsError::FrameOverMessage {
                frame: max_frame_bytes,
                message: max_message_bytes,
            });
        }
        let needed = max_message_bytes + WRITE_BUFFER_MARGIN_BYTES;
        let max_write_buffer_bytes = args
            .max_write_buffer_bytes
            .map_or(needed, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
        if max_write_buffer_bytes < needed {
            return Err(LimitsError::WriteBufferUnderMessage {
                buffer: max_write_buffer_bytes,
                needed,
            });
        }
        let memory_budget_bytes = args.memory_budget_bytes.map_or_else(
            || default_memory_budget_bytes(memory_bytes(), max_message_bytes),
            |bytes| usize::try_from(bytes).unwrap_or(usize::MAX),
        );
        if memory_budget_bytes < max_message_bytes {
            return Err(LimitsError::BudgetUnderMessage {
                budget: memory_budget_bytes,
                message: max_message_bytes,
            });
        }
        // A load test of one's own is no attack.
        let default_messages_per_s = (!is_local).then_some(DEFAULT_MESSAGES_PER_S);
        Ok(Limits {
            max_connections,
            max_connections_per_address,
            handshake_timeout: Duration::from_millis(args.handshake_timeout_ms),
            head: HeadLimits {
                max_bytes: args.max_head_bytes as usize,
                max_headers: args.max_headers as usize,
            },
            max_message_bytes,
            max_frame_bytes,
            max_messages_per_s: args.max_messages_per_s.or(default_messages_per_s),
            message_timeout: Duration::from_millis(args.message_timeout_ms),
            memory_budget_bytes,
            max_write_buffer_bytes,
            write_timeout: Duration::from_millis(args.write_timeout_ms),
            ping_interval: Duration::from_millis(args.ping_interval_ms),
            pong_timeout: Duration::from_millis(args.pong_timeout_ms),
        })
    }
}
