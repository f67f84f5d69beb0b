//! `/chat`: rooms.

use crate::catalogue::{Endpoint, Message};
use crate::parameter::{Name, Named, Parameter};
use crate::superchat::{CHAT, SUPERCHAT};

/// Rooms.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "chat",
    path: "/chat",
    summary: "rooms; subprotocols `chat` and `superchat`, heard by each other",
    description: "In `chat`, and without a subprotocol, a message is what one says, and the others in the room \
        receive it as `name: text`; what the server refuses it answers with `! code: sentence`. In `superchat` \
        messages are JSON: a room is a log, what is said is acknowledged, and who was away receives what was \
        missed. A member that does not read fast enough is closed with 1013.",
    subprotocols: &[CHAT, SUPERCHAT],
    parameters: &[Parameter::Name(ROOM), Parameter::Name(NAME)],
    receives: Some(Message {
        name: "chat-say",
        content_type: "text/plain",
        summary: "In `chat`: what one says.",
    }),
    sends: Some(Message {
        name: "chat-message",
        content_type: "text/plain",
        summary: "In `chat`: what another said, as `name: text`, or a notice of the server, as `! code: sentence`.",
    }),
    example: "/chat?room=lobby&name=kim",
};

/// Which room; in `superchat` where `join` names none.
pub const ROOM: Name = Name {
    name: "room",
    description: "Which room; in `superchat` where `join` names none.",
    of: Named::Room,
    default: "lobby",
};

/// By which name; a number is put behind it where another member has it.
pub const NAME: Name = Name {
    name: "name",
    description: "By which name; a number is put behind it where another member has it.",
    of: Named::Member,
    default: "guest",
};
