//! What rooms may cost, and where they are kept.

use std::path::PathBuf;

use clap::Args;

use super::ConfigError;
use crate::room::store::{DataDir, Memory, Nats, NatsSettings};
use crate::room::{LogLimits, RoomLimits, Rooms};

/// For how many logs of a room's length the ids of its messages are remembered: so much longer than the
/// log itself a client may take to say again what it does not know to be kept.
const REMEMBERED_LOGS: usize = 2;

/// How many of them are remembered at least where several servers share a room: a message that comes after more
/// than so many others than its server knew of is refused, and has to be said again.
const REMEMBERED_IN_NATS: usize = 1_024;

/// For how long a message is kept at least in a NATS, which refuses a stream that lets go of it earlier.
pub(super) const LEAST_AGE_IN_NATS_MS: u64 = 100;

/// The flags of rooms.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Rooms")]
pub(super) struct RoomArgs {
    /// Folder in which rooms are kept, so that they are there again when the server is started again
    /// [default: none, they are kept in memory]
    #[arg(long, env = "ULLIM_DATA_DIR", value_name = "FOLDER")]
    data_dir: Option<PathBuf>,

    /// NATS with JetStream, as in `nats://localhost:4222`, in which rooms are kept: every server with the same one
    /// has the same rooms; with `USER:PASSWORD@` or `TOKEN@` before the host, or as `tls://`, where it wants that;
    /// repeat it or separate several with commas [default: none]
    #[arg(
        long,
        env = "ULLIM_NATS",
        hide_env_values = true,
        value_name = "URL",
        value_delimiter = ','
    )]
    nats: Vec<String>,

    /// On how many servers of the NATS's cluster rooms are kept
    #[arg(
        long,
        env = "ULLIM_NATS_REPLICAS",
        value_name = "N",
        default_value_t = 1,
        value_parser = clap::value_parser!(u8).range(1..=5),
    )]
    nats_replicas: u8,

    /// Most rooms of /chat that have somebody or something in them, with --nats that have somebody of this
    /// server in them; each may take --room-log-bytes of memory, and about as much again for what it remembers
    #[arg(
        long,
        env = "ULLIM_MAX_ROOMS",
        value_name = "N",
        default_value_t = 1_000,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000),
    )]
    max_rooms: u32,

    /// Most connections to this server in one room
    #[arg(
        long,
        env = "ULLIM_MAX_ROOM_MEMBERS",
        value_name = "N",
        default_value_t = 10_000,
        value_parser = clap::value_parser!(u32).range(1..=10_000_000),
    )]
    max_room_members: u32,

    /// Most messages that one connection may send to a room in a second, to join and to tell of writing included;
    /// further ones are refused
    #[arg(
        long,
        env = "ULLIM_MAX_ROOM_MESSAGES_PER_S",
        value_name = "N",
        default_value_t = 20,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000),
    )]
    max_room_messages_per_s: u32,

    /// Most messages that a room keeps for those who come later or again
    #[arg(
        long,
        env = "ULLIM_ROOM_LOG_MESSAGES",
        value_name = "N",
        default_value_t = 4_096,
        value_parser = clap::value_parser!(u32).range(1..=10_000_000),
    )]
    room_log_messages: u32,

    /// Most bytes of memory that these messages take
    // Not less than the largest message takes as JSON, in which a character may be six bytes, and as text.
    #[arg(
        long,
        env = "ULLIM_ROOM_LOG_BYTES",
        value_name = "BYTES",
        default_value_t = 1024 * 1024,
        value_parser = clap::value_parser!(u32).range(64 * 1024..=1024 * 1024 * 1024),
    )]
    room_log_bytes: u32,

    /// Oldest message that a room keeps, in milliseconds; with --nats 100 at least
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
    /// The rooms.
    pub(super) fn rooms(self) -> Result<Rooms, ConfigError> {
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
        let max_keys = log.messages * REMEMBERED_LOGS;
        if !self.nats.is_empty() {
            if self.data_dir.is_some() {
                return Err(ConfigError::TwoStores);
            }
            let age_ms = log.age_ms;
            if age_ms < LEAST_AGE_IN_NATS_MS {
                return Err(ConfigError::AgeInNats { age_ms });
            }
            let settings = NatsSettings {
                addresses: self.nats,
                replicas: self.nats_replicas.into(),
            };
            let max_keys = max_keys.max(REMEMBERED_IN_NATS);
            return Ok(Rooms::new(limits, Nats::connect(&settings, log, max_keys)?));
        }
        Ok(match self.data_dir {
            None => Rooms::new(limits, Memory::new(max_keys)),
            Some(path) => Rooms::new(limits, DataDir::open(&path, log, max_keys)?),
        })
    }
}
