//! The limits on a client, one limit a file. Other clients go on.

mod connections;
mod heartbeat;
mod host;
mod memory;
mod message_rate;
mod origin;
mod room_memory;
mod sizes;
mod write_timeout;
