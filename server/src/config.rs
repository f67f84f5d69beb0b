//! The configuration: the command line with its `ULLIM_` environment and its file, and the validated [`Config`]
//! that is made from them before any work starts.

mod file;
mod limits;
mod memory;
mod rooms;
mod tls;

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use clap::builder::BoolishValueParser;
use frames::negotiation::Policy;
use ipnet::IpNet;
use protocol::lesson::PORT;
use thiserror::Error;

use self::limits::LimitArgs;
use self::rooms::{MIN_LOG_AGE_IN_NATS_MS, RoomArgs};
use self::tls::TlsFlags;
use crate::http::client_address::ProxyHeader;
use crate::http::host::{AllowHost, AllowedHosts};
use crate::http::origin::{AllowedOrigins, Origin};
use crate::http::page::Page;
use crate::net::certificate::CertificateError;
use crate::net::tls::Tls;
use crate::ops::console::Console;
use crate::ops::log::LogFlags;
use crate::room::Rooms;
use crate::room::store::{DataDirError, DataReport, NatsSettingsError};

pub use self::file::parse;
pub use self::limits::{Limits, LimitsError};
pub use self::memory::default_memory_budget_bytes;

/// Everything that can be configured.
#[derive(Clone, Debug)]
pub struct Config {
    /// The addresses of `--bind`; [`Config::addresses`] has the default for none.
    pub binds: Vec<SocketAddr>,
    /// What a client may cost.
    pub limits: Limits,
    /// Connections have this long to close when the server stops.
    pub drain_timeout: Duration,
    /// The networks whose proxies are believed about their clients.
    pub trusted_proxies: Arc<[IpNet]>,
    /// The header in which they write the address of their client.
    pub proxy_header: ProxyHeader,
    /// The hosts that the server answers to.
    pub allowed_hosts: AllowedHosts,
    /// The origins whose pages may open a WebSocket.
    pub allowed_origins: AllowedOrigins,
    /// Which offers of permessage-deflate are accepted, where the query of a handshake says nothing about it.
    pub compression: Policy,
    /// Whether `/metrics` is served.
    pub has_metrics: bool,
    /// The certificate; with one, every connection is made through TLS.
    pub tls: Option<Tls>,
    /// Where the files of the page are.
    pub page: Page,
    /// The rooms of `/chat`, in their store.
    pub rooms: Rooms,
    /// Where the lesson prints.
    pub console: Console,
}

impl Config {
    /// The addresses to listen on: those of `--bind`, or else the lesson's port on both loopbacks. `localhost`
    /// is one of the two, and browsers differ in which.
    #[must_use]
    pub fn addresses(&self) -> Vec<SocketAddr> {
        if self.binds.is_empty() {
            vec![
                (Ipv4Addr::LOCALHOST, PORT).into(),
                (Ipv6Addr::LOCALHOST, PORT).into(),
            ]
        } else {
            self.binds.clone()
        }
    }
}

/// The WebSocket server of Ullim: the lesson at `/`, and the page that talks to it.
#[derive(Clone, Debug, Parser)]
#[command(name = "server", version)]
pub struct Cli {
    /// Address to listen on; repeat it or separate several with commas
    /// [default: 127.0.0.1:3000 and [::1]:3000]
    #[allow(
        rustdoc::broken_intra_doc_links,
        reason = "the help of a flag is not Markdown"
    )]
    #[arg(
        long,
        env = "ULLIM_BIND",
        help_heading = "Listening",
        value_name = "IP:PORT",
        value_delimiter = ','
    )]
    bind: Vec<SocketAddr>,

    /// Time in which connections close when the server stops, in milliseconds; then the rest are ended
    #[arg(
        long,
        env = "ULLIM_DRAIN_TIMEOUT_MS",
        help_heading = "Listening",
        value_name = "MS",
        default_value_t = 5_000,
        value_parser = clap::value_parser!(u64).range(0..=3_600_000),
    )]
    drain_timeout_ms: u64,

    /// Network whose proxies are believed about the address of their client, as in `10.0.0.0/8`;
    /// repeat it or separate several with commas [default: none]
    #[arg(
        long,
        env = "ULLIM_TRUST_PROXY",
        help_heading = "Clients",
        value_name = "NETWORK",
        value_delimiter = ','
    )]
    trust_proxy: Vec<IpNet>,

    /// Header in which those proxies write that address; each other one may come from the client, and is ignored
    #[arg(
        long,
        env = "ULLIM_PROXY_HEADER",
        help_heading = "Clients",
        value_name = "NAME",
        default_value = "x-forwarded-for"
    )]
    proxy_header: ProxyHeader,

    /// Host that the server answers to, as in `example.org`, beside localhost and the loopback addresses; a request
    /// for another one is answered 421. `*` is any; repeat it or separate several with commas [default: none where
    /// every --bind is a loopback address, or else any]
    #[arg(
        long,
        env = "ULLIM_ALLOW_HOST",
        help_heading = "Clients",
        value_name = "HOST",
        value_delimiter = ','
    )]
    allow_host: Vec<AllowHost>,

    /// Origin whose pages may open a WebSocket, as in `https://example.org`; a page of another one is answered 403.
    /// The server's own may, too, where it knows its hosts. `*` is any; repeat it or separate several with commas
    /// [default: where the server knows its hosts, for /chat and /headers its own and those of localhost, and any for
    /// the rest; or else any]
    #[arg(
        long,
        env = "ULLIM_ALLOW_ORIGIN",
        help_heading = "Clients",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    allow_origin: Vec<Origin>,

    /// Whether permessage-deflate is spoken with clients that offer it, and how: `on` without context takeover, `off`,
    /// or its parameters separated by `;`, as in `server_no_context_takeover; server_max_window_bits=12`. What no
    /// parameter forbids is allowed, and takeover takes memory from each connection
    #[arg(
        long,
        env = "ULLIM_COMPRESSION",
        help_heading = "Clients",
        value_name = "POLICY",
        default_value = "on"
    )]
    compression: Policy,

    #[command(flatten)]
    limits: LimitArgs,

    #[command(flatten)]
    rooms: RoomArgs,

    /// Do not serve /metrics, which shows every client how busy the server is
    #[arg(
        long,
        env = "ULLIM_NO_METRICS",
        value_parser = BoolishValueParser::new(),
        help_heading = "Seeing inside"
    )]
    no_metrics: bool,

    #[command(flatten, next_help_heading = "TLS")]
    tls: TlsFlags,

    /// The flags of the log.
    #[command(flatten, next_help_heading = "Logging")]
    pub log: LogFlags,

    /// File in TOML whose keys are the names of these flags; the environment and the command line outrank
    /// it
    #[arg(
        long,
        env = "ULLIM_CONFIG",
        value_name = "FILE",
        help_heading = "Configuration"
    )]
    config: Option<PathBuf>,
}

impl Cli {
    /// What the folder of `--data-dir` has, where that is all that was asked for.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub fn data_report(&self) -> Result<Option<DataReport>, ConfigError> {
        self.rooms.data_report()
    }
}

/// Flags that contradict each other or the machine. clap checks each flag alone.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// Two listeners cannot share a port.
    #[error("--bind names {0} twice")]
    BoundTwice(SocketAddr),
    /// Two limits contradict each other.
    #[error(transparent)]
    Limits(#[from] LimitsError),
    /// One of certificate and key is missing.
    #[error("--tls-cert and --tls-key need each other")]
    IncompleteKeyPair,
    /// A server has one certificate.
    #[error("--tls-self-signed makes a certificate, --tls-cert names one; choose")]
    ConflictingCertificates,
    /// Rooms are in one store.
    #[error("--data-dir stores rooms in a folder, --nats in a NATS; choose")]
    ConflictingStores,
    /// There is no folder to check.
    #[error("--check-data needs --data-dir")]
    NoDataToCheck,
    /// The folder of `--data-dir` cannot be used.
    #[error("--data-dir: {0}")]
    DataDir(#[from] DataDirError),
    /// A NATS of `--nats` cannot be used.
    #[error(transparent)]
    Nats(#[from] NatsSettingsError),
    /// There is no NATS to connect to.
    #[error("--nats-ca and --nats-creds need --nats")]
    NoNats,
    /// NATS refuses a stream whose messages expire earlier.
    #[error("--room-log-age-ms is {age_ms}; with --nats it is {MIN_LOG_AGE_IN_NATS_MS} at least")]
    LogAgeInNats {
        /// The value of the flag.
        age_ms: u64,
    },
    /// The certificate cannot be used.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
}

impl TryFrom<Cli> for Config {
    type Error = ConfigError;

    fn try_from(cli: Cli) -> Result<Self, ConfigError> {
        if let Some(twice) = first_twice(&cli.bind) {
            return Err(ConfigError::BoundTwice(twice));
        }
        let is_on_loopback = cli
            .bind
            .iter()
            .all(|bind| bind.ip().to_canonical().is_loopback());
        let allowed_hosts = AllowedHosts::new(cli.allow_host, is_on_loopback);
        let knows_hosts = is_on_loopback || matches!(allowed_hosts, AllowedHosts::Named(_));
        // Through a proxy of this machine everybody reaches it.
        let is_local = is_on_loopback && cli.trust_proxy.is_empty();
        let limits = cli.limits.limits(is_local)?;
        let rooms = cli.rooms.rooms(limits.memory_budget_bytes)?;
        Ok(Self {
            binds: cli.bind,
            limits,
            drain_timeout: Duration::from_millis(cli.drain_timeout_ms),
            trusted_proxies: cli.trust_proxy.into(),
            proxy_header: cli.proxy_header,
            allowed_hosts,
            allowed_origins: AllowedOrigins::new(cli.allow_origin, knows_hosts),
            compression: cli.compression,
            has_metrics: !cli.no_metrics,
            tls: cli.tls.source()?.map(Tls::new).transpose()?,
            page: Page::Built,
            rooms,
            console: Console::new(std::io::stdout()),
        })
    }
}

/// The first address that is named twice. Port 0 is any free port, so an address with it may be.
fn first_twice(binds: &[SocketAddr]) -> Option<SocketAddr> {
    let mut named = binds
        .iter()
        .enumerate()
        .filter(|(_, address)| address.port() != 0);
    named
        .find(|(index, address)| binds[..*index].contains(address))
        .map(|(_, address)| *address)
}
