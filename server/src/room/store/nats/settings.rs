//! Which NATS a server uses, as its operator wrote it.

use async_nats::{ConnectOptions, ServerAddr};
use percent_encoding::percent_decode_str;
use thiserror::Error;

/// Which NATS a server uses, and how.
#[derive(Clone, Debug)]
pub struct NatsSettings {
    /// Addresses of its servers, as in `nats://localhost:4222`. One reachable address is enough.
    pub addresses: Vec<String>,
    /// The number of servers in its cluster that store each message.
    pub replicas: usize,
}

/// What is wrong with the settings. No variant carries an address, because an address may contain a password.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NatsSettingsError {
    /// An address cannot be parsed. Write it as the message says.
    #[error(
        "it takes nats://HOST:PORT or tls://HOST:PORT, with USER:PASSWORD@ or TOKEN@ before the host where NATS wants it"
    )]
    Address,
    /// Two addresses have different credentials. Give all of them the same.
    #[error("all addresses take the same user and password")]
    Users,
}

/// Addresses without credentials, and connection options with them.
pub(super) struct ParsedSettings {
    pub(super) addresses: Vec<ServerAddr>,
    pub(super) options: ConnectOptions,
}

impl NatsSettings {
    /// Parses the addresses, and moves their credentials into the options.
    pub(super) fn parse(&self) -> Result<ParsedSettings, NatsSettingsError> {
        let addresses = self
            .addresses
            .iter()
            .map(|address| address.parse())
            .collect::<Result<Vec<ServerAddr>, _>>()
            .map_err(|_| NatsSettingsError::Address)?;
        let first = addresses.first().ok_or(NatsSettingsError::Address)?;
        let user = |address: &ServerAddr| {
            (
                address.username().map(str::to_owned),
                address.password().map(str::to_owned),
            )
        };
        if addresses.iter().any(|address| user(address) != user(first)) {
            return Err(NatsSettingsError::Users);
        }
        let options = with_credentials(ConnectOptions::new(), first);
        let addresses = addresses
            .into_iter()
            .map(without_credentials)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(ParsedSettings { addresses, options })
    }
}

/// Adds the credentials of an address, where it has any.
fn with_credentials(options: ConnectOptions, address: &ServerAddr) -> ConnectOptions {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    match (address.username(), address.password()) {
        (Some(user), Some(password)) => options.user_and_password(decoded(user), decoded(password)),
        (Some(token), None) => options.token(decoded(token)),
        (None, _) => options,
    }
}

/// Removes the credentials of an address, because async-nats writes addresses to the log.
fn without_credentials(address: ServerAddr) -> Result<ServerAddr, NatsSettingsError> {
    let mut url = address.into_inner();
    let removed = url.set_password(None).and_then(|()| url.set_username(""));
    removed.map_err(|()| NatsSettingsError::Address)?;
    ServerAddr::from_url(url).map_err(|_| NatsSettingsError::Address)
}
