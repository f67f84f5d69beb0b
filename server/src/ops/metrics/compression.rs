//! The counters of permessage-deflate.

use frames::extension::CompressedBytes;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use super::GaugeGuard;

/// The counters of all connections.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    connections: Gauge,
    payload: Family<Labels, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    direction: &'static str,
    form: &'static str,
}

impl Metrics {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "compressed_connections",
            "WebSockets open now that have agreed on permessage-deflate",
            self.connections.clone(),
        );
        registry.register_with_unit(
            "compressed_payload",
            "Payload of the compressed messages, as it is on the wire and as it is inflated",
            Unit::Bytes,
            self.payload.clone(),
        );
    }

    /// Counts a connection that has agreed on compression, until the guard is dropped.
    pub(super) fn opened(&self) -> ConnectionMetrics {
        let direction = |direction| {
            let form = |form| {
                self.payload
                    .get_or_create_owned(&Labels { direction, form })
            };
            Direction {
                wire: form("wire"),
                inflated: form("inflated"),
                counted: CompressedBytes::default(),
            }
        };
        ConnectionMetrics {
            received: direction("received"),
            sent: direction("sent"),
            _open: GaugeGuard::new(self.connections.clone()),
        }
    }
}

/// The counters of one connection.
#[derive(Debug)]
pub(crate) struct ConnectionMetrics {
    received: Direction,
    sent: Direction,
    _open: GaugeGuard,
}

#[derive(Debug)]
struct Direction {
    wire: Counter,
    inflated: Counter,
    counted: CompressedBytes,
}

impl ConnectionMetrics {
    /// Counts what has come to these sums since it was last called.
    pub(crate) fn count(&mut self, (received, sent): (CompressedBytes, CompressedBytes)) {
        self.received.count(received);
        self.sent.count(sent);
    }
}

impl Direction {
    fn count(&mut self, bytes: CompressedBytes) {
        if bytes != self.counted {
            self.wire.inc_by(bytes.wire - self.counted.wire);
            self.inflated.inc_by(bytes.inflated - self.counted.inflated);
            self.counted = bytes;
        }
    }
}
