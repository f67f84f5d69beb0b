//! What a client is held to, one limit a file, and that the others go on.

mod connections;
mod heartbeat;
mod message_rate;
mod origin;
mod sizes;
mod write_timeout;
