//! `superchat`: the messages of the subprotocol of that name, which `/chat` speaks.
//!
//! Each message is a text message of JSON whose `type` says which it is: a [`ClientMessage`] or a
//! [`ServerMessage`]. What belongs here: the types, their limits, and what makes a name a name. What
//! may not enter: what a server does about them.
//!
//! # A room is a log
//!
//! What is said in a room has an *offset*, which grows from one message to the next (by one or more) and
//! is the same for everybody. The *epoch* names the log that the offset belongs to: a room that lost its
//! log, because a server that keeps it in memory was started again, has a new one. Both together are a
//! [`Position`].
//!
//! 1. A client sends `join`, with the position of the last message that it has where it has one.
//! 2. The server answers `welcome`, and sends a `message` for each that the client missed, in order; then
//!    those that are said from now on. When `welcome` says `"recovered": false` the log does not reach
//!    back to that position, and what follows is its newest page.
//! 3. `say` is acknowledged by an `ack` with the offset when the message is kept. A client that does not
//!    see it, because its connection ended, says the same again on the next one, with the same `id`: the
//!    message enters the log once.

mod client;
mod error;
mod name;
mod server;

pub use client::{ClientMessage, Join, Leave, Position, Say, Typing};
pub use error::{ErrorCode, Refusal};
pub use name::{is_id, is_name, is_room};
pub use server::{Ack, Message, Presence, ServerMessage, Types, Welcome};

/// The most bytes of UTF-8 in the name of a room.
pub const MAX_ROOM_BYTES: usize = 64;

/// The most bytes of UTF-8 in the name that a member asks for. The one that it is given may be longer by
/// what makes it unique, as in `kim-2`.
pub const MAX_NAME_BYTES: usize = 48;

/// The most bytes of UTF-8 in what is said at once.
pub const MAX_TEXT_BYTES: usize = 8 * 1024;

/// The most bytes of a message from a client: what the longest text is as JSON, in which a character may be
/// six bytes long, and then some.
pub const MAX_MESSAGE_BYTES: usize = 64 * 1024;

/// How many characters an id and a key have, at least and at most.
///
/// At least: ids that are counted (`1`, `2`) would be chosen by more than one client.
pub const ID_CHARACTERS: std::ops::RangeInclusive<usize> = 16..=64;

/// The most messages that follow a `welcome` that recovers nothing.
pub const PAGE_MESSAGES: usize = 50;

/// The most members that a `welcome` names.
pub const MAX_NAMED_MEMBERS: usize = 256;

/// The subprotocol's name in `Sec-WebSocket-Protocol`.
pub const SUPERCHAT: &str = "superchat";

/// The name of its plain sibling, in which messages are text: what one says the others receive as
/// `name: text`, and what the server itself has to say begins with [`NOTICE`].
pub const CHAT: &str = "chat";

/// What a text in `chat` begins with that comes from the server and not from a member. No name does.
pub const NOTICE: char = '!';

/// What a member of the subprotocol `chat` receives when another has said something.
#[must_use]
pub fn plain(name: &str, text: &str) -> String {
    format!("{name}: {text}")
}
