//! Why NATS cannot be reached, as the operator reads it in the log.
//!
//! async-nats reports the kind of a failure only, such as "IO error". The reason is in its list of servers, which it
//! shows before each round of attempts.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use async_nats::{Client, Server, Statistics};
use tracing::warn;

/// Writes each failed attempt to the log, unless a later attempt of the same round succeeded.
#[derive(Debug, Default)]
pub(super) struct ConnectFailures {
    statistics: OnceLock<Arc<Statistics>>,
    seen: Mutex<Seen>,
}

/// The list of servers when it was last shown.
#[derive(Debug, Default)]
struct Seen {
    /// The connections made by then.
    connections: u64,
    /// The failed attempts of each server since its last connection.
    attempts: HashMap<String, usize>,
}

impl ConnectFailures {
    /// Tells it how to count the connections that were made.
    pub(super) fn count_connections_of(&self, client: &Client) {
        // It is called once.
        let _ = self.statistics.set(client.statistics());
    }

    /// Writes why the attempts of the last round failed.
    pub(super) fn log(&self, servers: &[Server]) {
        let statistics = self.statistics.get();
        let connections = statistics.map_or(0, |it| it.connects.load(Ordering::Relaxed));
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for (server, error) in seen.update(connections, servers) {
            let sentence = sentence(error);
            warn!(server, error, "{sentence}");
        }
    }
}

impl Seen {
    /// The servers whose attempts failed since the last call, with the reason. After a connection there are none: the
    /// failures before it are over.
    fn update<'a>(&mut self, connections: u64, servers: &'a [Server]) -> Vec<(String, &'a str)> {
        let attempts = servers
            .iter()
            .map(|server| (authority(server), server.failed_attempts))
            .collect();
        let before = std::mem::replace(&mut self.attempts, attempts);
        if std::mem::replace(&mut self.connections, connections) != connections {
            return Vec::new();
        }
        servers
            .iter()
            .filter_map(|server| {
                let error = server.last_error.as_deref()?;
                let authority = authority(server);
                let is_new = before.get(&authority).copied() != Some(server.failed_attempts);
                is_new.then_some((authority, error))
            })
            .collect()
    }
}

fn authority(server: &Server) -> String {
    format!("{}:{}", server.addr.host(), server.addr.port())
}

/// The sentence for an error, which names the flag that may be wrong.
fn sentence(error: &str) -> &'static str {
    if error.contains("invalid peer certificate") {
        "NATS cannot be reached: its certificate is not of an authority of --nats-ca (without it: of the system), \
        or not for this host"
    } else if error.contains("InvalidContentType") {
        "NATS cannot be reached: this server speaks no TLS, which --nats-ca and tls:// ask for"
    } else if error.contains("authorization violation") {
        "NATS cannot be reached: it refuses the user; see --nats-creds, and USER:PASSWORD@ in --nats"
    } else {
        "NATS cannot be reached"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(failed_attempts: usize) -> Server {
        Server {
            addr: "nats://localhost:4222".parse().unwrap(),
            failed_attempts,
            did_connect: false,
            is_discovered: false,
            last_error: (failed_attempts > 0).then(|| "refused".to_owned()),
        }
    }

    #[test]
    fn failures_are_seen_once_and_not_after_a_connection() {
        let mut seen = Seen::default();
        let mut failed =
            |connections, attempts| seen.update(connections, &[server(attempts)]).len();
        assert_eq!(failed(0, 0), 0);
        assert_eq!(failed(0, 1), 1);
        assert_eq!(failed(0, 1), 0);
        assert_eq!(failed(0, 2), 1);
        // Another server took the connection, and lost it.
        assert_eq!(failed(1, 3), 0);
        assert_eq!(failed(1, 4), 1);
    }
}
