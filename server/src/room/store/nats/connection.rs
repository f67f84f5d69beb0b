//! The server's one connection to NATS. It reconnects until it succeeds.
//!
//! What may not enter: rooms.

use std::sync::Arc;
use std::time::Duration;

use async_nats::connection::State as NatsState;
use async_nats::jetstream::Context;
use async_nats::jetstream::context::ContextBuilder;
use async_nats::{Client, Event};
use futures_util::FutureExt;
use tokio::sync::watch;
use tokio::time::timeout;
use tracing::{debug, info, warn};

use super::connect_failures::ConnectFailures;
use super::old_spellings::OldSpellings;
use super::rollback::Rollback;
use super::settings::{NatsSettings, NatsSettingsError, ParsedSettings};
use super::streams::Retention;

/// The time limit of every request to NATS. A message without an acknowledgement by then may be stored or not. Its
/// client sends it again with the same id, and it is stored once.
pub(super) const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);

/// The longest wait between two attempts to connect. Rooms may be back this much later than NATS is.
const MAX_RECONNECT_INTERVAL: Duration = Duration::from_secs(1);

/// The wait before something that failed over a working connection is tried again.
const RETRY_INTERVAL: Duration = Duration::from_millis(500);

/// The time between two pings to a NATS that sends nothing. After three unanswered pings, the connection counts as
/// lost.
const PING_INTERVAL: Duration = Duration::from_secs(3);

/// The limit of requests that wait to be written. Further requests wait for a place. Members are refused while there
/// is no connection, so the queue does not fill up in the meantime.
const MAX_REQUESTS: usize = 1024;

/// The limit of received messages that a room has not read. Beyond it async-nats drops messages; the consumer
/// notices the gap and reads them again.
const MAX_UNREAD_MESSAGES: usize = 8 * 1024;

/// The limit of sent messages without an acknowledgement; beyond it, members are refused. It equals
/// [`MAX_UNREAD_MESSAGES`], so that all of them fit into a room's queue when they come back.
const MAX_UNACKNOWLEDGED: usize = MAX_UNREAD_MESSAGES;

/// The connection to NATS, and what all rooms share of it.
#[derive(Debug)]
pub(super) struct NatsConnection {
    /// For streams and name records. At [`MAX_UNACKNOWLEDGED`] a call waits for a place. Every earlier call is polled
    /// until it has its answer or times out, so a place becomes free.
    pub(super) jetstream: Context,
    /// For members' messages. At [`MAX_UNACKNOWLEDGED`] a call fails at once. If it waited, a member could block
    /// the task that takes in the acknowledgements it waits for.
    pub(super) say_jetstream: Context,
    pub(super) client: Client,
    pub(super) retention: Retention,
    pub(super) rollback: Rollback,
    pub(super) old_spellings: OldSpellings,
    /// Every task that has to release names before the server ends holds a receiver of this.
    pub(super) releases: watch::Sender<()>,
    /// Changes whenever the connection is made or lost.
    changes: watch::Receiver<u64>,
}

impl NatsConnection {
    /// Starts to connect, and returns without waiting for NATS.
    ///
    /// # Errors
    ///
    /// The settings are wrong.
    pub(super) fn start(
        settings: &NatsSettings,
        retention: Retention,
    ) -> Result<Self, NatsSettingsError> {
        let ParsedSettings { addresses, options } = settings.parse()?;
        let (changed, changes) = watch::channel(0);
        let failures = Arc::new(ConnectFailures::default());
        let options = options
            .name("ullim")
            .reconnect_to_server_callback({
                let failures = Arc::clone(&failures);
                move |servers, _| {
                    failures.log(&servers);
                    std::future::ready(None)
                }
            })
            .retry_on_initial_connect()
            .reconnect_delay_callback(|attempts| {
                let exponent = u32::try_from(attempts).unwrap_or(u32::MAX);
                Duration::from_millis(2_u64.saturating_pow(exponent)).min(MAX_RECONNECT_INTERVAL)
            })
            .connection_timeout(REQUEST_TIMEOUT)
            .ping_interval(PING_INTERVAL)
            .request_timeout(Some(REQUEST_TIMEOUT))
            .client_capacity(MAX_REQUESTS)
            .subscription_capacity(MAX_UNREAD_MESSAGES)
            .event_callback(move |event| {
                log_event(&event);
                if matches!(event, Event::Connected | Event::Disconnected) {
                    changed.send_modify(|changes| *changes += 1);
                }
                std::future::ready(())
            });
        // With `retry_on_initial_connect` it is ready at once.
        let client = options.connect(addresses).now_or_never();
        let client = client
            .and_then(Result::ok)
            .ok_or(NatsSettingsError::Address)?;
        failures.count_connections_of(&client);
        let context = || {
            ContextBuilder::new()
                .timeout(REQUEST_TIMEOUT)
                .ack_timeout(REQUEST_TIMEOUT)
                .max_ack_inflight(MAX_UNACKNOWLEDGED)
        };
        let jetstream = context().backpressure_on_inflight(true);
        let say_jetstream = context().backpressure_on_inflight(false);
        Ok(Self {
            jetstream: jetstream.build(client.clone()),
            say_jetstream: say_jetstream.build(client.clone()),
            client,
            retention,
            rollback: Rollback::default(),
            old_spellings: OldSpellings::default(),
            releases: watch::Sender::new(()),
            changes,
        })
    }

    /// Whether there is a connection now.
    pub(super) fn is_up(&self) -> bool {
        self.client.connection_state() == NatsState::Connected
    }

    /// The output of `future`, or `None` when the connection changes first: NATS may never answer a request that
    /// went over a lost connection.
    pub(super) async fn unless_lost<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let mut changes = self.changes();
        tokio::select! {
            biased;
            done = future => Some(done),
            _ = changes.changed() => None,
        }
    }

    /// Waits before a failed operation is tried again: for a connection, or for [`RETRY_INTERVAL`] where there is one.
    pub(super) async fn wait_to_retry(&self) {
        let mut changes = self.changes();
        let mut was_up = self.is_up();
        loop {
            // The event may arrive before the client can send, so the state is polled as well.
            let changed = timeout(RETRY_INTERVAL, changes.changed()).await.is_ok();
            let is_up = self.is_up();
            if is_up && (was_up || changed) {
                return;
            }
            was_up = is_up;
        }
    }

    /// A receiver that changes with each later connect and disconnect.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        let mut changes = self.changes.clone();
        changes.mark_unchanged();
        changes
    }
}

fn log_event(event: &Event) {
    match event {
        Event::Connected => info!("the connection to NATS is made"),
        Event::Disconnected => {
            warn!("the connection to NATS is lost; rooms refuse messages until it is back");
        }
        // `ConnectFailures` writes the reasons.
        Event::ClientError(error) => debug!(%error, "an attempt to reach NATS failed"),
        Event::ServerError(error) => warn!(%error, "NATS refused a request"),
        _ => {}
    }
}
