//! Whose servers are compared, as a table.
//!
//! What belongs here: what one has to know of a server to measure it. What may not enter: figures, and any special
//! treatment of one of them.

pub(crate) mod places;
pub(crate) mod running;

use std::fs;

use crate::load::exchange::Kind;

/// A server that is measured.
#[derive(Debug)]
pub(crate) struct Peer {
    /// By which it is known in the tables and on the command line.
    pub(crate) name: &'static str,
    /// What runs it.
    pub(crate) program: Program,
    /// Where it echoes.
    pub(crate) echo_path: &'static str,
    /// How it echoes.
    pub(crate) echo: Kind<'static>,
    /// Where what one says comes to all others; not every server has been given such a place.
    pub(crate) room: Option<Room>,
}

/// What runs a server, and who says of which version it is.
#[derive(Debug)]
pub(crate) enum Program {
    /// Ours, which says it when asked.
    Ullim,
    /// A binary of `peers`, with the crate that it shows.
    Compiled(&'static str, &'static str),
    /// A script of `peers/scripts`, as the second line that it says.
    Node(&'static str),
    /// The same.
    Bun(&'static str),
    /// The same.
    Deno(&'static str),
    /// The same.
    Python(&'static str),
}

/// Where what one says comes to all others.
#[derive(Debug)]
pub(crate) struct Room {
    /// Where the one who speaks connects to.
    pub(crate) sender_path: &'static str,
    /// Where those who hear do.
    pub(crate) listener_path: &'static str,
    /// As what it comes.
    pub(crate) kind: Kind<'static>,
}

/// By which name ours is known.
pub(crate) const ULLIM: &str = "ullim";

const ROOM: Option<Room> = Some(Room {
    sender_path: "/room",
    listener_path: "/room",
    kind: Kind::Binary,
});

const LESSON: Kind<'static> = Kind::Text {
    greeting: Some("[서버 접속 완료]"),
    prefix: "서버로부터 응답: ",
};

/// A server that echoes binary messages at `/`.
const fn echoing(name: &'static str, program: Program) -> Peer {
    Peer {
        name,
        program,
        echo_path: "/",
        echo: Kind::Binary,
        room: None,
    }
}

/// In the order of the tables. What echoes a lesson's answer comes last: it says more than it was told, so that it
/// is compared with its like only.
pub(crate) const PEERS: &[Peer] = &[
    Peer {
        echo_path: "/echo",
        room: Some(Room {
            sender_path: "/chat?room=bench&name=speaker",
            listener_path: "/chat?room=bench",
            kind: Kind::Text {
                greeting: None,
                prefix: "speaker: ",
            },
        }),
        ..echoing(ULLIM, Program::Ullim)
    },
    Peer {
        echo: Kind::Raw,
        ..echoing("raw", Program::Compiled("raw", "mio"))
    },
    Peer {
        room: ROOM,
        ..echoing("naive", Program::Compiled("naive", "tokio-tungstenite"))
    },
    echoing("axum", Program::Compiled("axum_ws", "axum")),
    echoing(
        "fastwebsockets",
        Program::Compiled("fastwebsockets_echo", "fastwebsockets"),
    ),
    echoing(
        "tokio-websockets",
        Program::Compiled("tokio_websockets_echo", "tokio-websockets"),
    ),
    echoing("yawc", Program::Compiled("yawc_echo", "yawc")),
    Peer {
        room: ROOM,
        ..echoing("bun", Program::Bun("bun.js"))
    },
    Peer {
        room: ROOM,
        ..echoing("ws", Program::Node("ws.js"))
    },
    echoing("deno", Program::Deno("deno.js")),
    echoing("websockets", Program::Python("websockets_echo.py")),
    echoing("picows", Program::Python("picows_echo.py")),
    Peer {
        echo: LESSON,
        ..echoing("lesson-ullim", Program::Ullim)
    },
    Peer {
        echo: LESSON,
        ..echoing("lesson-node", Program::Node("lesson.js"))
    },
];

/// The version of a crate in the lock file that the peers are built with; of several versions the newest.
pub(crate) fn locked_version(name: &str) -> Option<String> {
    let lock = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).ok()?;
    newest(&lock, name).map(str::to_owned)
}

/// Several versions of a package stand in ascending order.
fn newest<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let name = format!("name = \"{name}\"");
    let mut lines = lock.lines();
    let mut newest = None;
    while let Some(line) = lines.next() {
        if line == name {
            newest = lines
                .next()
                .and_then(|it| it.strip_prefix("version = \"")?.strip_suffix('"'));
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_peers_have_the_same_name() {
        let names: HashSet<_> = PEERS.iter().map(|it| it.name).collect();
        assert_eq!(names.len(), PEERS.len());
    }

    #[test]
    fn of_two_versions_the_newest_is_told() {
        let lock = "[[package]]\nname = \"ws\"\nversion = \"0.2.0\"\n\n\
                    [[package]]\nname = \"ws\"\nversion = \"0.30.0\"\n\n\
                    [[package]]\nname = \"ws-too\"\nversion = \"9.0.0\"\n";
        assert_eq!(newest(lock, "ws"), Some("0.30.0"));
        assert_eq!(newest(lock, "sw"), None);
    }
}
