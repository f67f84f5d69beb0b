//! `/chat`: rooms.

use crate::catalogue::{COMPRESSION, Endpoint, Message};
use crate::parameter::{Name, Named, Parameter, Text};
use crate::superchat::{CHAT, ID_CHARACTERS, SUPERCHAT};

/// Rooms.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "chat",
    path: "/chat",
    summary: "rooms; subprotocols `chat` and `superchat`, heard by each other",
    description: "In `chat`, and without a subprotocol, the others in the room receive a message as `name: text`, with \
        two spaces in front of each further line; a refusal of the server is `! code: sentence`. In `superchat` messages are JSON and a room is a log: a message \
        is acknowledged when it is in the log, and a member that comes back receives the messages that it missed. \
        A member that does not read fast enough is closed with 1013.",
    subprotocols: &[CHAT, SUPERCHAT],
    parameters: &[
        Parameter::Name(ROOM),
        Parameter::Name(NAME),
        Parameter::Text(KEY),
        Parameter::Text(COMPRESSION),
    ],
    receives: Some(Message {
        name: "chat-say",
        content_type: "text/plain",
        summary: "In `chat`: a message to the room.",
    }),
    sends: Some(Message {
        name: "chat-message",
        content_type: "text/plain",
        summary: "In `chat`: a message of another member, as `name: text`, or a notice of the server, as `! code: sentence`.",
    }),
    example: "/chat?room=lobby&name=kim",
};

/// The room; in `superchat`, the room of a `join` that names none.
pub const ROOM: Name = Name {
    name: "room",
    description: "The room; in `superchat`, the room of a `join` that names none.",
    of: Named::Room,
    default: "lobby",
};

/// The name; a number is appended where another member has it.
pub const NAME: Name = Name {
    name: "name",
    description: "The name; a number is appended where another member has it.",
    of: Named::Member,
    default: "guest",
};

/// A secret of the client, by which it is the same member on its next connection.
pub const KEY: Text = Text {
    name: "key",
    description: "A secret of 16 to 64 random characters of `A-Z a-z 0-9 - _`; connections with the same one are one \
        member, so a client keeps its name when it comes back. In `superchat`, the key of a `join` that has none.",
    max_bytes: *ID_CHARACTERS.end(),
    default: "",
    is_secret: true,
};
