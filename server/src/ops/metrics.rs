//! What the server counts of itself, as Prometheus reads it at `/metrics`.
//!
//! Labels are names that the server has: endpoints, reasons, close codes that somebody registered. What
//! a client sends never becomes one, or it could make as many series as it likes.

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

/// Everything that is counted.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    tcp_connections: Gauge,
    tcp_accepts: Counter,
    connections: Family<AtEndpoint, Gauge>,
    accepts: Family<AtEndpoint, Counter>,
    refusals: Family<For, Counter>,
    messages: Family<Flow, Counter>,
    payload: Family<Flow, Counter>,
    closes: Family<Close, Counter>,
    handshake: Histogram,
    echo: Histogram,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AtEndpoint {
    endpoint: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct For {
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Flow {
    direction: &'static str,
    endpoint: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Close {
    code: &'static str,
    by: &'static str,
}

/// Who ended a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Client,
    Server,
}

impl Metrics {
    /// Everything at zero.
    pub(crate) fn new() -> Self {
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
            handshake: latency(),
            echo: latency(),
        };
        for endpoint in ENDPOINTS {
            // Series that are there from the start: a rate over the first event is then right.
            let at = AtEndpoint {
                endpoint: endpoint.name,
            };
            drop(metrics.connections.get_or_create(&at));
            drop(metrics.accepts.get_or_create(&at));
        }
        metrics.register();
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

    /// A TCP connection came; it is there until what is returned is dropped.
    pub(crate) fn tcp_accepted(&self) -> Present {
        self.tcp_accepts.inc();
        Present::new(self.tcp_connections.clone())
    }

    /// A request or a connection was refused.
    pub(crate) fn refused(&self, reason: &'static str) {
        self.refusals.get_or_create(&For { reason }).inc();
    }

    /// A handshake was answered with 101, so long after its connection came.
    pub(crate) fn opened(
        &self,
        entry: &catalogue::Endpoint,
        after: Duration,
        answers_at_once: bool,
    ) -> Meters {
        self.handshake.observe(after.as_secs_f64());
        let endpoint = entry.name;
        let at = AtEndpoint { endpoint };
        self.accepts.get_or_create(&at).inc();
        let traffic = |direction| {
            let flow = Flow {
                direction,
                endpoint,
            };
            Traffic {
                messages: self.messages.get_or_create_owned(&flow),
                bytes: self.payload.get_or_create_owned(&flow),
            }
        };
        Meters {
            received: traffic("received"),
            sent: traffic("sent"),
            echo: answers_at_once.then(|| self.echo.clone()),
            _present: Present::new(self.connections.get_or_create_owned(&at)),
        }
    }

    /// A WebSocket has ended.
    pub(crate) fn closed(&self, by: By, code: u16) {
        let by = match by {
            By::Client => "client",
            By::Server => "server",
        };
        let code = close_code_label(code);
        self.closes.get_or_create(&Close { code, by }).inc();
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

/// One of those that are there now, until it is dropped.
#[derive(Debug)]
pub(crate) struct Present(Gauge);

impl Present {
    fn new(gauge: Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// What one WebSocket counts.
#[derive(Debug)]
pub(crate) struct Meters {
    /// From the client.
    pub(crate) received: Traffic,
    /// To the client.
    pub(crate) sent: Traffic,
    echo: Option<Histogram>,
    _present: Present,
}

impl Meters {
    /// Messages that came together were answered, so long after they had come.
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

/// A close code as a label. Clients choose codes too, so those that nobody registered are taken together.
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
    fn codes_that_clients_can_choose_freely_are_few_labels() {
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
