//! Which NATS a server uses, as its operator wrote it.

use std::io;
use std::path::{Path, PathBuf};

use async_nats::{ConnectOptions, ServerAddr};
use percent_encoding::percent_decode_str;
use thiserror::Error;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};

/// Which NATS a server uses, and how.
#[derive(Clone, Debug)]
pub struct NatsSettings {
    /// Addresses of its servers, as in `nats://localhost:4222`. One reachable address is enough.
    pub addresses: Vec<String>,
    /// The number of servers in its cluster that store each message.
    pub replicas: usize,
    /// A file in PEM with the authorities of its certificates, instead of the system's. With it, and with an address
    /// that begins with `tls://`, every connection is made through TLS.
    pub ca: Option<PathBuf>,
    /// A credentials file as `nsc` writes it: a user's JWT, and the seed of its key.
    pub credentials: Option<PathBuf>,
}

/// What is wrong with the settings. No variant carries an address or the text of a file, because they may contain
/// secrets.
#[derive(Debug, Error)]
pub enum NatsSettingsError {
    /// An address cannot be parsed. Write it as the message says.
    #[error(
        "--nats: it takes nats://HOST:PORT or tls://HOST:PORT, with USER:PASSWORD@ or TOKEN@ before the host where NATS wants it"
    )]
    Address,
    /// Two addresses have different credentials. Give all of them the same.
    #[error("--nats: all addresses take the same user and password")]
    Users,
    /// A file cannot be read. Name another, or let the server's user read it.
    #[error("{flag}: cannot read {}: {error}", path.display())]
    Unreadable {
        /// The flag that names the file.
        flag: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The file of authorities has none. Name one with at least one certificate of an authority.
    #[error(
        "--nats-ca: {} has no certificate of an authority; it takes a file in PEM, with BEGIN CERTIFICATE",
        .0.display()
    )]
    NoAuthority(PathBuf),
    /// The credentials file has no credentials. Name one that `nsc generate creds` wrote.
    #[error(
        "--nats-creds: {} has no credentials; it takes a file with BEGIN NATS USER JWT and BEGIN USER NKEY SEED",
        .0.display()
    )]
    NoCredentials(PathBuf),
    /// The server would be two users. Use one of both.
    #[error("--nats has a user or a token, --nats-creds a file with a user; choose")]
    TwoUsers,
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
        let options = ConnectOptions::new();
        let options = match &self.credentials {
            Some(_) if first.username().is_some() => return Err(NatsSettingsError::TwoUsers),
            Some(file) => with_credentials_file(options, file)?,
            None => with_credentials(options, first),
        };
        // A server of the cluster that NATS names itself has no scheme. Without this, it could ask for no TLS.
        let needs_tls = self.ca.is_some() || addresses.iter().any(ServerAddr::tls_required);
        let options = match &self.ca {
            Some(file) => with_authorities(options, file)?,
            None => options,
        };
        let options = options.require_tls(needs_tls);
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

/// Adds the credentials of a file.
fn with_credentials_file(
    options: ConnectOptions,
    file: &Path,
) -> Result<ConnectOptions, NatsSettingsError> {
    let text = std::fs::read_to_string(file);
    let text = text.map_err(|error| unreadable("--nats-creds", file, error))?;
    let options = options.credentials(&text);
    options.map_err(|_| NatsSettingsError::NoCredentials(file.to_owned()))
}

/// Adds the authorities of a file. async-nats reads the file again for every connection, but an error in it would then
/// only be in the log.
fn with_authorities(
    options: ConnectOptions,
    file: &Path,
) -> Result<ConnectOptions, NatsSettingsError> {
    let certificates =
        CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let certificates = match certificates {
        Err(pem::Error::Io(error)) => return Err(unreadable("--nats-ca", file, error)),
        certificates => certificates.unwrap_or_default(),
    };
    let mut authorities = RootCertStore::empty();
    let (_, ignored) = authorities.add_parsable_certificates(certificates);
    if authorities.is_empty() || ignored > 0 {
        return Err(NatsSettingsError::NoAuthority(file.to_owned()));
    }
    Ok(options.add_root_certificates(file.to_owned()))
}

fn unreadable(flag: &'static str, file: &Path, error: io::Error) -> NatsSettingsError {
    let path = file.to_owned();
    NatsSettingsError::Unreadable { flag, path, error }
}

/// Removes the credentials of an address, because async-nats writes addresses to the log.
fn without_credentials(address: ServerAddr) -> Result<ServerAddr, NatsSettingsError> {
    let mut url = address.into_inner();
    let removed = url.set_password(None).and_then(|()| url.set_username(""));
    removed.map_err(|()| NatsSettingsError::Address)?;
    ServerAddr::from_url(url).map_err(|_| NatsSettingsError::Address)
}
