//! The connection to NATS: one a server, made again for as long as it takes whenever it is lost.
//!
//! What may not enter: rooms.

use std::fmt;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::Context;
use async_nats::jetstream::context::ContextBuilder;
use async_nats::{Client, ConnectOptions, Event, ServerAddr};
use futures_util::FutureExt;
use percent_encoding::percent_decode_str;
use thiserror::Error;
use tokio::sync::watch;
use tokio::time::timeout;
use tracing::{info, warn};

use super::doubts::Doubts;
use super::streams::Keeping;

/// How long anything that is asked of NATS may take. What was said and is not known to be kept by then may
/// be kept or not; said again with the same id it is there once.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// The longest pause before it is tried again to reach NATS: so long after it is back it may take until rooms
/// are.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// After so long it is tried again where something failed, though there is a connection.
const PAUSE: Duration = Duration::from_millis(500);

/// How often NATS is asked whether it is there while nothing comes from it. The connection is taken for lost when it
/// has not answered three times.
const PING_INTERVAL: Duration = Duration::from_secs(3);

/// How many requests may wait to be written. Nothing is said while there is no connection, so they do not pile
/// up.
const MAX_REQUESTS: usize = 1024;

/// How many messages may have come that a room has not taken in. When there are so many others are lost, which
/// is seen, and read again.
const MAX_UNREAD: usize = 8 * 1024;

/// How many messages may have been sent to be kept of which it is not known whether they are. There are no more than
/// can have come that a room has not taken in.
const MAX_UNCONFIRMED: usize = MAX_UNREAD;

/// Which NATS, and what of it.
#[derive(Clone, Debug)]
pub struct NatsSettings {
    /// Addresses of its servers, as in `nats://localhost:4222`; one of them is enough.
    pub addresses: Vec<String>,
    /// On how many servers of its cluster rooms are kept.
    pub replicas: usize,
}

/// What is wrong with the settings. The addresses are not told: there may be passwords in them.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NatsError {
    /// An address cannot be understood.
    #[error(
        "it takes nats://HOST:PORT or tls://HOST:PORT, with USER:PASSWORD@ or TOKEN@ before the host where NATS wants it"
    )]
    Address,
    /// Two addresses want two users.
    #[error("all addresses take the same user and password")]
    Users,
}

/// Something that was asked of NATS did not come about.
#[derive(Debug)]
pub(super) struct Broken(String);

impl Broken {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Broken {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// The connection.
#[derive(Debug)]
pub(super) struct Link {
    /// What streams are asked for by, and names are written through. Who finds too many others before it waits for
    /// them: each of those is polled until it has its answer, or none in time.
    pub(super) jetstream: Context,
    /// What members say is sent through this. Where too much is under way it is refused at once, as whoever has to wait
    /// for others might keep itself from taking in the answers to what it said before.
    pub(super) speech: Context,
    pub(super) client: Client,
    pub(super) keeping: Keeping,
    pub(super) doubts: Doubts,
    /// Whoever has something to ask of NATS before the server ends receives from this.
    pub(super) leaving: watch::Sender<()>,
    /// Changes whenever the connection is made or lost.
    changes: watch::Receiver<u64>,
}

impl Link {
    /// Begins to connect.
    pub(super) fn start(settings: &NatsSettings, keeping: Keeping) -> Result<Self, NatsError> {
        let addresses = settings
            .addresses
            .iter()
            .map(|address| address.parse())
            .collect::<Result<Vec<ServerAddr>, _>>()
            .map_err(|_| NatsError::Address)?;
        let first = addresses.first().ok_or(NatsError::Address)?;
        let user = |address: &ServerAddr| {
            (
                address.username().map(str::to_owned),
                address.password().map(str::to_owned),
            )
        };
        if addresses.iter().any(|address| user(address) != user(first)) {
            return Err(NatsError::Users);
        }
        let options = authenticated(ConnectOptions::new(), first);
        let addresses = addresses
            .into_iter()
            .map(without_user)
            .collect::<Result<Vec<_>, _>>()?;
        let (changed, changes) = watch::channel(0);
        let options = options
            .name("ullim")
            .retry_on_initial_connect()
            .reconnect_delay_callback(|attempts| {
                let exponent = u32::try_from(attempts).unwrap_or(u32::MAX);
                Duration::from_millis(2_u64.saturating_pow(exponent)).min(LONGEST_PAUSE)
            })
            .connection_timeout(PATIENCE)
            .ping_interval(PING_INTERVAL)
            .request_timeout(Some(PATIENCE))
            .client_capacity(MAX_REQUESTS)
            .subscription_capacity(MAX_UNREAD)
            .event_callback(move |event| {
                tell(&event);
                if matches!(event, Event::Connected | Event::Disconnected) {
                    changed.send_modify(|changes| *changes += 1);
                }
                std::future::ready(())
            });
        // It waits for nothing, as it is to go on trying.
        let client = options.connect(addresses).now_or_never();
        let client = client.and_then(Result::ok).ok_or(NatsError::Address)?;
        let context = || {
            ContextBuilder::new()
                .timeout(PATIENCE)
                .ack_timeout(PATIENCE)
                .max_ack_inflight(MAX_UNCONFIRMED)
        };
        let jetstream = context().backpressure_on_inflight(true);
        let speech = context().backpressure_on_inflight(false);
        Ok(Self {
            jetstream: jetstream.build(client.clone()),
            speech: speech.build(client.clone()),
            client,
            keeping,
            doubts: Doubts::default(),
            leaving: watch::Sender::new(()),
            changes,
        })
    }

    /// Whether there is a connection.
    pub(super) fn is_up(&self) -> bool {
        self.client.connection_state() == State::Connected
    }

    /// What `future` gives, unless the connection is lost meanwhile: what was asked of NATS may then never be
    /// answered.
    pub(super) async fn unless_lost<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let mut changes = self.changes();
        tokio::select! {
            biased;
            done = future => Some(done),
            _ = changes.changed() => None,
        }
    }

    /// Waits before something is tried again that has failed: until there is a connection, or, where there is
    /// one, for a moment.
    pub(super) async fn pause(&self) {
        let mut changes = self.changes();
        let mut was_up = self.is_up();
        loop {
            // For no longer, as the news of a connection may come before it can be used.
            let changed = timeout(PAUSE, changes.changed()).await.is_ok();
            let is_up = self.is_up();
            if is_up && (was_up || changed) {
                return;
            }
            was_up = is_up;
        }
    }

    /// What changes whenever the connection is made or lost from now on.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        let mut changes = self.changes.clone();
        changes.mark_unchanged();
        changes
    }
}

/// With the user of an address, where it has one.
fn authenticated(options: ConnectOptions, address: &ServerAddr) -> ConnectOptions {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    match (address.username(), address.password()) {
        (Some(user), Some(password)) => options.user_and_password(decoded(user), decoded(password)),
        (Some(token), None) => options.token(decoded(token)),
        (None, _) => options,
    }
}

/// Without the user of an address, as the library has addresses in its log.
fn without_user(address: ServerAddr) -> Result<ServerAddr, NatsError> {
    let mut url = address.into_inner();
    let removed = url.set_password(None).and_then(|()| url.set_username(""));
    removed.map_err(|()| NatsError::Address)?;
    ServerAddr::from_url(url).map_err(|_| NatsError::Address)
}

/// Says in the log what happens to the connection.
fn tell(event: &Event) {
    match event {
        Event::Connected => info!("there is a connection to NATS"),
        Event::Disconnected => warn!(
            "the connection to NATS is lost; what is said in rooms is refused until it is back"
        ),
        Event::ClientError(error) => warn!(%error, "NATS cannot be reached"),
        Event::ServerError(error) => warn!(%error, "NATS refuses something"),
        _ => {}
    }
}
