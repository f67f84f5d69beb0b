//! The limits on rooms, and where their logs are stored.

use std::path::PathBuf;

use clap::Args;
use clap::builder::BoolishValueParser;

use super::ConfigError;
use crate::room::store::{self, DataDir, DataReport, Memory, Nats, NatsSettings};
use crate::room::{LogLimits, RoomLimits, RoomMemory, Rooms};

/// Idempotency keys are remembered for this many times the messages of the log. So a client may resend a
/// message that was not acknowledged for longer than the log keeps it.
const DEDUP_WINDOW_LOGS: usize = 2;

/// At least this many idempotency keys are remembered when several servers share a room. A message that arrives
/// behind more others than its server knew of is refused, and must be sent again.
const MIN_DEDUP_WINDOW_IN_NATS: usize = 1_024;

/// NATS refuses a stream whose messages expire earlier.
pub(super) const MIN_LOG_AGE_IN_NATS_MS: u64 = 100;

/// The flags of rooms.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Rooms")]
pub(super) struct RoomArgs {
    /// Folder in which rooms are stored, so that they outlive a restart of the server
    /// [default: none, rooms are in memory]
    #[arg(long, env = "ULLIM_DATA_DIR", value_name = "FOLDER")]
    data_dir: Option<PathBuf>,

    /// Say which rooms of the folder of --data-dir are whole, and end: with 0 where all are, with 1 where some are
    /// not. Nothing is changed
    #[arg(long, env = "ULLIM_CHECK_DATA", value_parser = BoolishValueParser::new())]
    check_data: bool,

    /// NATS with JetStream in which rooms are stored, as in `nats://localhost:4222`; servers with the same NATS
    /// share their rooms. A URL may have `USER:PASSWORD@` or `TOKEN@` before the host, and may begin with
    /// `tls://`; repeat it or separate several with commas [default: none]
    #[arg(
        long,
        env = "ULLIM_NATS",
        hide_env_values = true,
        value_name = "URL",
        value_delimiter = ','
    )]
    nats: Vec<String>,

    /// Number of servers of the NATS cluster on which rooms are stored
    #[arg(
        long,
        env = "ULLIM_NATS_REPLICAS",
        value_name = "N",
        default_value_t = 1,
        value_parser = clap::value_parser!(u8).range(1..=5),
    )]
    nats_replicas: u8,

    /// File in PEM with the authorities that may have signed the certificates of --nats, instead of the system's.
    /// Every connection to NATS is then made through TLS [default: none]
    #[arg(long, env = "ULLIM_NATS_CA", value_name = "FILE")]
    nats_ca: Option<PathBuf>,

    /// Credentials file for --nats, as `nsc generate creds` writes it: a user's JWT and the seed of its key.
    /// It is read at the start [default: none]
    #[arg(long, env = "ULLIM_NATS_CREDS", value_name = "FILE")]
    nats_creds: Option<PathBuf>,

    /// Most rooms of /chat with a member or a message (with --nats: with a member of this server); further
    /// ones are refused
    #[arg(
        long,
        env = "ULLIM_MAX_ROOMS",
        value_name = "N",
        default_value_t = 1_000,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000),
    )]
    max_rooms: u32,

    /// Most connections to this server in one room; further ones are refused
    #[arg(
        long,
        env = "ULLIM_MAX_ROOM_MEMBERS",
        value_name = "N",
        default_value_t = 10_000,
        value_parser = clap::value_parser!(u32).range(1..=10_000_000),
    )]
    max_room_members: u32,

    /// Most messages from one connection to its room in a second, with those that join and that report typing;
    /// further ones are refused
    #[arg(
        long,
        env = "ULLIM_MAX_ROOM_MESSAGES_PER_S",
        value_name = "N",
        default_value_t = 20,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000),
    )]
    max_room_messages_per_s: u32,

    /// Most messages in the log of a room, from which members recover; older ones are dropped
    #[arg(
        long,
        env = "ULLIM_ROOM_LOG_MESSAGES",
        value_name = "N",
        default_value_t = 4_096,
        value_parser = clap::value_parser!(u32).range(1..=10_000_000),
    )]
    room_log_messages: u32,

    /// Most bytes of memory for these messages; older ones are dropped
    // At least the size of the largest message as JSON, in which a character may take six bytes, and as text.
    #[arg(
        long,
        env = "ULLIM_ROOM_LOG_BYTES",
        value_name = "BYTES",
        default_value_t = 1024 * 1024,
        value_parser = clap::value_parser!(u32).range(64 * 1024..=1024 * 1024 * 1024),
    )]
    room_log_bytes: u32,

    /// Most bytes of memory for the messages of all rooms and their ids; beyond it, a room drops its oldest messages for
    /// each new one [default: --memory-budget-bytes]
    #[arg(
        long,
        env = "ULLIM_ROOM_MEMORY_BYTES",
        value_name = "BYTES",
        value_parser = clap::value_parser!(u64).range(1..=1 << 48),
    )]
    room_memory_bytes: Option<u64>,

    /// Age after which a message is dropped from the log of a room, in milliseconds; with --nats at least 100
    #[arg(
        long,
        env = "ULLIM_ROOM_LOG_AGE_MS",
        value_name = "MS",
        default_value_t = 86_400_000,
        value_parser = clap::value_parser!(u64).range(1..=31_622_400_000),
    )]
    room_log_age_ms: u64,
}

impl RoomArgs {
    /// What the folder has, where that is all that was asked for.
    pub(super) fn data_report(&self) -> Result<Option<DataReport>, ConfigError> {
        match &self.data_dir {
            _ if !self.check_data => Ok(None),
            None => Err(ConfigError::NoDataToCheck),
            Some(folder) => Ok(Some(store::report(folder)?)),
        }
    }

    /// The rooms, in the store that the flags choose.
    ///
    /// All of them hold at most `memory_budget_bytes`, where no flag says otherwise.
    pub(super) fn rooms(self, memory_budget_bytes: usize) -> Result<Rooms, ConfigError> {
        let memory = self.room_memory_bytes.map_or(memory_budget_bytes, |bytes| {
            usize::try_from(bytes).unwrap_or(usize::MAX)
        });
        let memory = RoomMemory::new(memory);
        let log = LogLimits {
            messages: self.room_log_messages as usize,
            bytes: self.room_log_bytes as usize,
            age_ms: self.room_log_age_ms,
        };
        let limits = RoomLimits {
            max_rooms: self.max_rooms as usize,
            max_members: self.max_room_members as usize,
            messages_per_s: self.max_room_messages_per_s,
            log,
        };
        let max_keys = log.messages * DEDUP_WINDOW_LOGS;
        if !self.nats.is_empty() {
            if self.data_dir.is_some() {
                return Err(ConfigError::ConflictingStores);
            }
            let age_ms = log.age_ms;
            if age_ms < MIN_LOG_AGE_IN_NATS_MS {
                return Err(ConfigError::LogAgeInNats { age_ms });
            }
            let settings = NatsSettings {
                addresses: self.nats,
                replicas: self.nats_replicas.into(),
                ca: self.nats_ca,
                credentials: self.nats_creds,
            };
            let max_keys = max_keys.max(MIN_DEDUP_WINDOW_IN_NATS);
            return Ok(Rooms::within(
                limits,
                memory,
                Nats::connect(&settings, log, max_keys)?,
            ));
        }
        if self.nats_ca.is_some() || self.nats_creds.is_some() {
            return Err(ConfigError::NoNats);
        }
        Ok(match self.data_dir {
            None => Rooms::within(limits, memory, Memory::new(max_keys)),
            Some(path) => Rooms::within(limits, memory, DataDir::open(&path, log, max_keys)?),
        })
    }
}
