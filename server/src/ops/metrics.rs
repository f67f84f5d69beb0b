//! The server's counters, as Prometheus reads them at `/metrics`.
//!
//! A label is a name that the server has: an endpoint, a reason, a registered close code. No byte from a
//! client becomes a label, because a client could then make series without a limit.

mod compression;

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use protocol::catalogue::{self, ENDPOINTS};

use crate::net::memory_budget::MemoryBudget;
use crate::room::Rooms;

/// All counters of a server.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    tcp_connections: Gauge,
    tcp_accepts: Counter,
    connections: Family<EndpointLabel, Gauge>,
    accepts: Family<EndpointLabel, Counter>,
    refusals: Family<ReasonLabel, Counter>,
    messages: Family<TrafficLabels, Counter>,
    payload: Family<TrafficLabels, Counter>,
    closes: Family<CloseLabels, Counter>,
    memory: Gauge,
    memory_evictions: Counter,
    handshake: Histogram,
    echo: Histogram,
    compression: compression::Metrics,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct EndpointLabel {
    endpoint: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReasonLabel {
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct TrafficLabels {
    direction: &'static str,
    endpoint: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CloseLabels {
    code: &'static str,
    by: &'static str,
}

/// Who ended a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClosedBy {
    Client,
    Server,
}

impl Metrics {
    /// Every counter at zero.
    pub(crate) fn new(rooms: &Rooms) -> Self {
        // From 50 µs, about a loopback's round trip, to some 13 s.
        let latency = || Histogram::new(exponential_buckets(0.000_05, 4.0, 10));
        let mut metrics = Self {
            registry: Registry::with_prefix("ullim"),
            tcp_connections: Gauge::default(),
            tcp_accepts: Counter::default(),
            connections: Family::default(),
            accepts: Family::default(),
            refusals: Family::default(),
            messages: Family::default(),
            payload: Family::default(),
            closes: Family::default(),
            memory: Gauge::default(),
            memory_evictions: Counter::default(),
            handshake: latency(),
            echo: latency(),
            compression: compression::Metrics::default(),
        };
        for endpoint in ENDPOINTS {
            // The series are there from the start, so that a rate over the first event is right.
            let at = EndpointLabel {
                endpoint: endpoint.name,
            };
            drop(metrics.connections.get_or_create(&at));
            drop(metrics.accepts.get_or_create(&at));
        }
        metrics.register();
        metrics.compression.register(&mut metrics.registry);
        metrics.registry.register(
            "room_store_failures",
            "Operations that the store of rooms refused; the log says why",
            rooms.failures().counters(),
        );
        metrics.registry.register_with_unit(
            "room_memory_held",
            "Messages and ids of the rooms, which --room-memory-bytes limits",
            Unit::Bytes,
            rooms.memory().gauge(),
        );
        metrics
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register(
            "tcp_connections",
            "TCP connections now",
            self.tcp_connections.clone(),
        );
        registry.register(
            "tcp_accepts",
            "TCP connections that came",
            self.tcp_accepts.clone(),
        );
        registry.register(
            "connections",
            "WebSockets open now",
            self.connections.clone(),
        );
        registry.register(
            "accepts",
            "Handshakes answered with 101",
            self.accepts.clone(),
        );
        registry.register(
            "refusals",
            "Requests and connections refused",
            self.refusals.clone(),
        );
        registry.register(
            "messages",
            "Messages, without control frames",
            self.messages.clone(),
        );
        registry.register_with_unit(
            "payload",
            "Payload of the messages",
            Unit::Bytes,
            self.payload.clone(),
        );
        registry.register(
            "closes",
            "WebSockets ended; 1005 is a close frame without a code, 1006 an end without a close frame",
            self.closes.clone(),
        );
        registry.register_with_unit(
            "memory_held",
            "Buffers of the WebSockets, which the memory budget limits; a connection with less than 4 KiB does not count",
            Unit::Bytes,
            self.memory.clone(),
        );
        registry.register(
            "memory_evictions",
            "WebSockets let go because the memory budget was exceeded, the largest first",
            self.memory_evictions.clone(),
        );
        registry.register_with_unit(
            "handshake",
            "From the accept of a TCP connection to the 101 on it",
            Unit::Seconds,
            self.handshake.clone(),
        );
        registry.register_with_unit(
            "echo",
            "From the arrival of messages to the end of writing their answers, at / and at /echo without delay; those that came together are one; of each connection the first and every 16th after it",
            Unit::Seconds,
            self.echo.clone(),
        );
    }

    /// Counts a TCP connection, which is open until the guard is dropped.
    pub(crate) fn tcp_accepted(&self) -> GaugeGuard {
        self.tcp_accepts.inc();
        GaugeGuard::new(self.tcp_connections.clone())
    }

    /// Counts a refused request or connection.
    pub(crate) fn refused(&self, reason: &'static str) {
        self.refusals.get_or_create(&ReasonLabel { reason }).inc();
    }

    /// Counts a handshake that was answered with 101, this long `after` its connection was accepted.
    pub(crate) fn opened(
        &self,
        entry: &catalogue::Endpoint,
        after: Duration,
        answers_at_once: bool,
        is_compressed: bool,
    ) -> ConnectionMetrics {
        self.handshake.observe(after.as_secs_f64());
        let endpoint = entry.name;
        let at = EndpointLabel { endpoint };
        self.accepts.get_or_create(&at).inc();
        let traffic = |direction| {
            let flow = TrafficLabels {
                direction,
                endpoint,
            };
            Traffic {
                messages: self.messages.get_or_create_owned(&flow),
                bytes: self.payload.get_or_create_owned(&flow),
            }
        };
        ConnectionMetrics {
            received: traffic("received"),
            sent: traffic("sent"),
            echo: answers_at_once.then(|| self.echo.clone()),
            compression: is_compressed.then(|| self.compression.opened()),
            _open: GaugeGuard::new(self.connections.get_or_create_owned(&at)),
        }
    }

    /// A memory budget of `limit` bytes, counted here.
    pub(crate) fn memory_budget(&self, limit: usize) -> MemoryBudget {
        MemoryBudget::new(limit, self.memory.clone(), self.memory_evictions.clone())
    }

    /// Counts a WebSocket that has ended.
    pub(crate) fn closed(&self, by: ClosedBy, code: u16) {
        let by = match by {
            ClosedBy::Client => "client",
            ClosedBy::Server => "server",
        };
        let code = close_code_label(code);
        self.closes.get_or_create(&CloseLabels { code, by }).inc();
    }

    /// `/metrics`.
    pub(crate) fn respond(&self) -> Response {
        let mut text = String::new();
        // Writing into a string does not fail.
        if encode(&mut text, &self.registry).is_err() {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
        let kind =
            HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
        ([(header::CONTENT_TYPE, kind)], text).into_response()
    }
}

/// One more in a gauge, until it is dropped.
#[derive(Debug)]
pub(crate) struct GaugeGuard(Gauge);

impl GaugeGuard {
    fn new(gauge: Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for GaugeGuard {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// The counters of one WebSocket.
#[derive(Debug)]
pub(crate) struct ConnectionMetrics {
    /// From the client.
    pub(crate) received: Traffic,
    /// To the client.
    pub(crate) sent: Traffic,
    /// Where both sides have agreed on compression.
    pub(crate) compression: Option<compression::ConnectionMetrics>,
    echo: Option<Histogram>,
    _open: GaugeGuard,
}

impl ConnectionMetrics {
    /// Counts a batch of messages that was answered, this long `after` its arrival.
    pub(crate) fn answered(&self, after: Duration) {
        if let Some(echo) = &self.echo {
            echo.observe(after.as_secs_f64());
        }
    }
}

/// Messages in one direction.
#[derive(Debug)]
pub(crate) struct Traffic {
    messages: Counter,
    bytes: Counter,
}

impl Traffic {
    /// Counts messages and the bytes of their payloads.
    pub(crate) fn count(&self, (messages, bytes): (u64, usize)) {
        if messages > 0 || bytes > 0 {
            self.messages.inc_by(messages);
            self.bytes.inc_by(bytes as u64);
        }
    }
}

/// A close code as a label. Clients choose codes too, so all codes that are not registered have one label.
fn close_code_label(code: u16) -> &'static str {
    const FROM_1000: [&str; 16] = [
        "1000", "1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008", "1009", "1010",
        "1011", "1012", "1013", "1014", "1015",
    ];
    let registered = code
        .checked_sub(1000)
        .and_then(|index| FROM_1000.get(usize::from(index)));
    match code {
        3000..=3999 => "3xxx",
        4000..=4999 => "4xxx",
        _ => registered.copied().unwrap_or("other"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_code_chosen_by_a_client_has_one_of_few_labels() {
        let labels: std::collections::HashSet<_> = (0..=u16::MAX).map(close_code_label).collect();
        assert_eq!(labels.len(), 19);
        for (code, label) in [
            (1000, "1000"),
            (1015, "1015"),
            (1016, "other"),
            (999, "other"),
            (3000, "3xxx"),
            (4999, "4xxx"),
            (5000, "other"),
        ] {
            assert_eq!(close_code_label(code), label);
        }
    }
}
